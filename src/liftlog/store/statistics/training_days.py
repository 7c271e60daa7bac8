"""On which days somebody trained, and for how many weeks in a row."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.consistency.streaks import NO_STREAK, Streak
from liftlog.domain.periods import DAYS_PER_WEEK, Bucket, week_start_of
from liftlog.store.database.engine import Transaction

# Whole days since a day on which weeks begin; to ask for the day of the week takes three times as long.
_WEEK = "{day} - ({day} - (DATE '1899-12-24' + CAST(:week_start AS int))) % 7"
BUCKET_START = (
    f"CASE WHEN :bucket = 'week' THEN {_WEEK} "
    "ELSE CAST(date_trunc(CAST(:bucket AS text), CAST({day} AS timestamp)) AS date) END"
)
"""The first day of the week, month, quarter or year that a day is in."""

_TRAINED = "w.user_id = :user_id AND w.deleted_at IS NULL"
_FIRST_DAY = text(f"SELECT min(w.day) FROM workout w WHERE {_TRAINED}")  # noqa: S608 A constant above.


def first_day(tx: Transaction, user_id: UUID) -> date | None:
    """The first day ever trained."""
    found: date | None = tx.execute(_FIRST_DAY, {"user_id": user_id}).scalar()
    return found


@dataclass(frozen=True, slots=True)
class BucketTraining:
    """Different days, and workouts."""

    days: int
    workouts: int


@dataclass(frozen=True, slots=True)
class TrainingDays:
    """What a period has of training days, and the streaks of all time.

    `buckets` are the weeks, months, quarters or years with a workout, by their first day, in
    order. `days`, `weeks` and the streaks know nothing of days after today: these are plans. The streaks
    are of weeks at the lifter's goal, or with training where `goal_days` is None.
    """

    first_day: date | None
    buckets: dict[date, BucketTraining]
    days: int
    weeks: int
    current: Streak
    longest: Streak
    goal_days: int | None


# Weeks in a row are those that are equally far from their number among all weeks with training.
_TRAINING_DAYS = text(
    "WITH goal AS (SELECT max(p.goal_days) AS days FROM preference p "  # noqa: S608 Constants above.
    "WHERE p.user_id = :user_id AND p.goal_set), "
    f"weeks AS (SELECT {_WEEK.format(day='d.day')} AS week FROM (SELECT DISTINCT w.day FROM workout w "
    f"WHERE {_TRAINED} AND w.day <= :today) d GROUP BY 1 "
    "HAVING count(*) >= COALESCE((SELECT days FROM goal), 1)), "
    "runs AS (SELECT CAST(count(*) AS int) AS weeks, min(week) AS first, max(week) AS last FROM "
    "(SELECT week, week - 7 * CAST(row_number() OVER (ORDER BY week) AS int) AS run FROM weeks) "
    "numbered GROUP BY run), "
    "within AS MATERIALIZED (SELECT w.day, CAST(count(*) AS int) AS workouts FROM workout w "
    f"WHERE {_TRAINED} AND w.day BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity') GROUP BY w.day) "
    "SELECT 'ever' AS what, min(w.day) AS first, CAST(NULL AS date) AS last, 0 AS number, "
    f"0 AS workouts FROM workout w WHERE {_TRAINED} "
    "UNION ALL SELECT 'within', NULL, NULL, count(*), "
    f"count(DISTINCT {_WEEK.format(day='day')}) FROM within "
    "WHERE day <= :today "
    "UNION ALL SELECT 'goal', NULL, NULL, days, 0 FROM goal "
    "UNION ALL (SELECT 'longest', first, last, weeks, 0 FROM runs "
    "ORDER BY weeks DESC, last DESC LIMIT 1) "
    "UNION ALL (SELECT 'current', first, last, weeks, 0 FROM runs WHERE last >= :last_alive "
    "ORDER BY last DESC LIMIT 1) "
    f"UNION ALL (SELECT 'bucket', {BUCKET_START.format(day='day')} AS first, NULL, count(*), "
    "sum(workouts) FROM within GROUP BY 2 ORDER BY 2)"
)


def training_days(
    tx: Transaction,
    user_id: UUID,
    *,
    today: date,
    week_start: int,
    bucket: Bucket,
    first: date | None = None,
    last: date | None = None,
) -> TrainingDays:
    """Of the days `first` to `last`; the week that runs today breaks no streak."""
    rows = tx.execute(
        _TRAINING_DAYS,
        {
            "user_id": user_id,
            "today": today,
            "last_alive": week_start_of(today, week_start) - timedelta(days=DAYS_PER_WEEK),
            "week_start": week_start,
            "bucket": bucket.value,
            "first": first,
            "last": last,
        },
    ).all()
    said = {what: (first, last, number) for what, first, last, number, _ in rows}
    streaks = {
        what: Streak(weeks, first, last)
        for what, (first, last, weeks) in said.items()
        if what in {"current", "longest"}
    }
    return TrainingDays(
        first_day=said["ever"][0],
        buckets={
            first: BucketTraining(days, workouts)
            for what, first, _, days, workouts in rows
            if what == "bucket"
        },
        days=said["within"][2],
        weeks=next(weeks for what, _, _, _, weeks in rows if what == "within"),
        current=streaks.get("current", NO_STREAK),
        longest=streaks.get("longest", NO_STREAK),
        goal_days=said["goal"][2],
    )
