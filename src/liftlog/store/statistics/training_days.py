"""On which days somebody trained, and for how many weeks in a row."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.consistency.streaks import Streak, streaks
from liftlog.domain.periods import Bucket, week_start_of
from liftlog.store.database.engine import Transaction

# Whole days since a day on which weeks begin; to ask for the day of the week takes three times as long.
_WEEK = "{day} - ({day} - (DATE '1899-12-24' + CAST(:week_start AS int))) % 7"
BUCKET_START = (
    f"CASE WHEN :bucket = 'week' THEN {_WEEK} "
    "ELSE CAST(date_trunc(CAST(:bucket AS text), CAST({day} AS timestamp)) AS date) END"
)
"""The first day of the week, month, quarter or year that a day is in."""

_TRAINED = "w.user_id = :user_id AND w.deleted_at IS NULL"
_FIRST_DAY = text(f"SELECT min(w.day) FROM workout w WHERE {_TRAINED}")


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


# Every week with training up to today, as two arrays: they are read much faster than as many rows.
_WEEKS = (
    "SELECT min(first_day) AS first_day, array_agg(week ORDER BY week) AS weeks, "
    "array_agg(days ORDER BY week) AS days FROM "
    f"(SELECT {_WEEK.format(day='day')} AS week, CAST(count(*) AS int) AS days, min(day) AS first_day "
    f"FROM (SELECT DISTINCT w.day FROM workout w WHERE {_TRAINED} AND w.day <= :today) d GROUP BY 1) w"
)
_TRAINING_DAYS = text(
    "WITH within AS MATERIALIZED (SELECT w.day, CAST(count(*) AS int) AS workouts FROM workout w "
    f"WHERE {_TRAINED} AND w.day BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity') GROUP BY w.day) "
    "SELECT 'ever' AS what, min(w.day) AS first, 0 AS number, 0 AS workouts, "
    f"CAST(NULL AS date[]) AS weeks, CAST(NULL AS int[]) AS days FROM workout w WHERE {_TRAINED} "
    "UNION ALL SELECT 'within', NULL, count(*), "
    f"count(DISTINCT {_WEEK.format(day='day')}), NULL, NULL FROM within WHERE day <= :today "
    "UNION ALL SELECT 'goal', NULL, max(p.goal_days), 0, NULL, NULL FROM preference p "
    "WHERE p.user_id = :user_id AND p.goal_set "
    f"UNION ALL SELECT 'weeks', NULL, 0, 0, weeks, days FROM ({_WEEKS}) w "
    f"UNION ALL (SELECT 'bucket', {BUCKET_START.format(day='day')} AS first, count(*), "
    "sum(workouts), NULL, NULL FROM within GROUP BY 2 ORDER BY 2)"
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
            "week_start": week_start,
            "bucket": bucket.value,
            "first": first,
            "last": last,
        },
    ).all()
    sums, buckets = {}, {}
    for what, start, number, workouts, weeks, days in rows:
        if what == "bucket":
            buckets[start] = BucketTraining(number, workouts)
        else:
            sums[what] = start, number, workouts, _by_week(weeks, days)
    goal_days = sums["goal"][1]
    trained = sums["weeks"][3]
    current, longest = streaks(trained, week_start_of(today, week_start), goal_days or 1)
    return TrainingDays(
        first_day=sums["ever"][0],
        buckets=buckets,
        days=sums["within"][1],
        weeks=sums["within"][2],
        current=current,
        longest=longest,
        goal_days=goal_days,
    )


def _by_week(weeks: list[date] | None, days: list[int] | None) -> dict[date, int]:
    return dict(zip(weeks or (), days or (), strict=True))


@dataclass(frozen=True, slots=True)
class TrainedWeeks:
    """Training days of each week by its first day, in order, up to today; and the first day ever."""

    first_day: date | None
    days: dict[date, int]


_TRAINED_WEEKS = text(_WEEKS)


def trained_weeks(tx: Transaction, user_id: UUID, *, today: date, week_start: int) -> TrainedWeeks:
    parameters = {"user_id": user_id, "today": today, "week_start": week_start}
    row = tx.execute(_TRAINED_WEEKS, parameters).one()
    return TrainedWeeks(row.first_day, _by_week(row.weeks, row.days))
