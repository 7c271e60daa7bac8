"""What statistics ask of the database: sums and selections, each in one statement."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.balance import is_hard
from liftlog.domain.exercises.exercise import LoadKind, MovementPattern, Muscle
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.periods import FIRST_DAY, LAST_DAY, Bucket, add_months
from liftlog.domain.records import Line, Record, RecordKind
from liftlog.domain.workouts.set_codec import from_columns
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.domain.workouts.volume import Totals
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.hard_sets import HARD
from liftlog.store.statistics.training_days import BUCKET_START
from liftlog.store.workouts.rows import SET_VALUES

# Sums are read from what is kept of each exercise and day, where warm-ups and the trash are out of it
# already. `first` and `last` may be None: from the beginning, to the end.
_WITHIN = (
    "BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity')"
)
_WORKOUTS = f"w.user_id = :user_id AND w.deleted_at IS NULL AND w.day {_WITHIN}"
_DAYS = f"e.user_id = :user_id AND e.day {_WITHIN}"
# Whole months of the days asked for are read as they are kept, and the days before and after them.
_KEPT = (
    "(SELECT m.exercise_id, m.month AS day, m.workouts, m.sets, m.reps, m.moved_kg, m.last_day "
    "FROM exercise_month m WHERE m.user_id = :user_id AND m.month >= :whole_first "
    "AND m.month < :whole_end UNION ALL "
    "SELECT d.exercise_id, d.day, d.workouts, d.sets, d.reps, d.moved_kg, d.day FROM exercise_day d "
    "WHERE d.user_id = :user_id AND d.day >= :begin AND d.day < :whole_first UNION ALL "
    "SELECT d.exercise_id, d.day, d.workouts, d.sets, d.reps, d.moved_kg, d.day FROM exercise_day d "
    "WHERE d.user_id = :user_id AND d.day >= :whole_end AND d.day < :end) e"
)
# Help is no weight that was moved. Which exercises are helped in is asked once, not of every day.
_ASSISTED = (
    "ARRAY(SELECT r.id FROM exercise_resolved r "
    "WHERE r.user_id = :user_id AND r.load_kind = 'assisted')"
)
_SUMS = (
    "CAST(COALESCE(sum(e.sets), 0) AS int) AS sets, CAST(COALESCE(sum(e.reps), 0) AS int) AS reps, "
    f"COALESCE(sum(e.moved_kg) FILTER (WHERE e.exercise_id <> ALL({_ASSISTED})), 0) AS volume_kg"
)
_RESOLVED = "exercise_resolved r ON r.user_id = :user_id AND r.id = e.exercise_id"


@dataclass(frozen=True, slots=True)
class BucketTotals:
    """A week, month, quarter or year by its first day. `days` is how many were trained."""

    first: date
    days: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class MuscleSetCounts:
    """Hard sets of exercises that train the muscle first of all, and of those it helps in."""

    muscle: Muscle
    primary_sets: int
    secondary_sets: int


@dataclass(frozen=True, slots=True)
class LiftTotals:
    """An exercise as it was trained within a period."""

    exercise_id: UUID
    name: str
    load_kind: LoadKind
    workouts: int
    totals: Totals
    last_day: date


@dataclass(frozen=True, slots=True)
class PastWorkout:
    """The sets of one exercise in one workout, warm-ups too, with their ids."""

    workout_id: UUID
    title: str
    day: date
    sets: tuple[tuple[UUID, LoggedSet], ...]


def _period_of(
    user_id: UUID, first: date | None, last: date | None, *, by_month: bool = True
) -> dict[str, object]:
    """What `_KEPT` asks for. Without `by_month` all of it is read as days."""
    begin, end = first or FIRST_DAY, (last or LAST_DAY) + timedelta(days=1)
    whole_first = begin if begin.day == 1 else add_months(begin.replace(day=1), 1)
    whole_end = end.replace(day=1)
    if not by_month or whole_first >= whole_end:
        whole_first = whole_end = end
    return {
        "user_id": user_id,
        "first": first,
        "last": last,
        "begin": begin,
        "end": end,
        "whole_first": whole_first,
        "whole_end": whole_end,
    }


def _totals(row: Row[tuple[object, ...]]) -> Totals:
    return Totals(row.workouts, row.sets, row.reps, row.volume_kg)


# S608 below: each of these texts is put together from the constants above, and from nothing else.
_SUMMARY = text(
    f"SELECT (SELECT count(*) FROM workout w WHERE {_WORKOUTS}) AS workouts, {_SUMS} FROM {_KEPT}"
)


def summary(
    tx: Transaction, user_id: UUID, *, first: date | None = None, last: date | None = None
) -> Totals:
    """The totals of the days `first` to `last`."""
    return _totals(tx.execute(_SUMMARY, _period_of(user_id, first, last)).one())


# A workout without a counted set is a workout all the same.
_BUCKETS = text(
    f"WITH done AS (SELECT {BUCKET_START.format(day='w.day')} AS first, count(DISTINCT w.day) AS days, "
    f"CAST(count(*) AS int) AS workouts FROM workout w WHERE {_WORKOUTS} GROUP BY 1), "
    f"summed AS (SELECT {BUCKET_START.format(day='e.day')} AS first, {_SUMS} "
    f"FROM exercise_day e WHERE {_DAYS} GROUP BY 1) "
    "SELECT first, days, workouts, COALESCE(sets, 0) AS sets, COALESCE(reps, 0) AS reps, "
    "COALESCE(volume_kg, 0) AS volume_kg FROM done LEFT JOIN summed USING (first) ORDER BY first"
)


def bucket_totals(
    tx: Transaction,
    user_id: UUID,
    *,
    bucket: Bucket,
    week_start: int,
    first: date | None = None,
    last: date | None = None,
) -> list[BucketTotals]:
    """Every week (month, quarter, year) with a workout on the days `first` to `last`, in order.

    `week_start` is 1 (Monday) to 7. Days outside `first` to `last` are not counted, also where the
    first or last week has some.
    """
    parameters = {
        "user_id": user_id,
        "first": first,
        "last": last,
        "bucket": bucket.value,
        "week_start": week_start,
    }
    rows = tx.execute(_BUCKETS, parameters)
    return [BucketTotals(row.first, row.days, _totals(row)) for row in rows]


_MUSCLES = text(
    "WITH counted AS (SELECT e.exercise_id, sum(e.sets) AS sets "
    f"FROM {_KEPT} GROUP BY 1), "
    "hard AS (SELECT c.sets, r.primary_muscles, r.secondary_muscles FROM counted c "
    "JOIN exercise_resolved r ON r.user_id = :user_id AND r.id = c.exercise_id "
    f"WHERE {HARD}), "
    "worked AS ("
    "SELECT m.muscle, r.sets AS primary_sets, 0 AS secondary_sets FROM hard r "
    "CROSS JOIN LATERAL (SELECT DISTINCT unnest(r.primary_muscles)) AS m (muscle) UNION ALL "
    "SELECT m.muscle, 0, r.sets FROM hard r "
    "CROSS JOIN LATERAL (SELECT DISTINCT unnest(r.secondary_muscles)) AS m (muscle) "
    "WHERE m.muscle <> ALL (r.primary_muscles)) "
    "SELECT muscle, CAST(sum(primary_sets) AS int) AS primary_sets, "
    "CAST(sum(secondary_sets) AS int) AS secondary_sets FROM worked GROUP BY muscle "
    "ORDER BY sum(primary_sets * 2 + secondary_sets) DESC, muscle"
)


def sets_per_muscle(
    tx: Transaction, user_id: UUID, *, first: date | None = None, last: date | None = None
) -> list[MuscleSetCounts]:
    """The muscles that were trained, the most sets first; a helped set is worth half a set there."""
    rows = tx.execute(_MUSCLES, _period_of(user_id, first, last))
    return [
        MuscleSetCounts(Muscle(row.muscle), row.primary_sets, row.secondary_sets) for row in rows
    ]


_LIFTS = text(
    "WITH e AS (SELECT e.exercise_id, CAST(sum(e.workouts) AS int) AS workouts, "
    f"{_SUMS}, max(e.last_day) AS last_day FROM {_KEPT} GROUP BY e.exercise_id) "
    f"SELECT e.*, r.name, r.load_kind FROM e JOIN {_RESOLVED} "
    "ORDER BY sets DESC, last_day DESC, e.exercise_id LIMIT :limit"
)


def lifts(
    tx: Transaction,
    user_id: UUID,
    *,
    first: date | None = None,
    last: date | None = None,
    limit: int,
) -> list[LiftTotals]:
    """The exercises with a counted set on the days `first` to `last`, the most sets first."""
    parameters = {**_period_of(user_id, first, last), "limit": limit}
    return [_lift(row) for row in tx.execute(_LIFTS, parameters)]


def _lift(row: Row[tuple[object, ...]]) -> LiftTotals:
    return LiftTotals(
        exercise_id=row.exercise_id,
        name=row.name,
        load_kind=LoadKind(row.load_kind),
        workouts=row.workouts,
        totals=_totals(row),
        last_day=row.last_day,
    )


@dataclass(frozen=True, slots=True)
class OverviewSums:
    """Sums of a period. Only those of `lifts` say how many workouts they are of.

    `secondary_share` is what the lifter says a set is worth for a muscle that helps; None if nothing.
    """

    total: Totals
    buckets: dict[date, Totals]
    lifts: list[LiftTotals]
    muscles: list[MuscleSetCounts]
    secondary_share: Decimal | None


_GLANCE = text(
    f"WITH placed AS (SELECT e.*, {BUCKET_START.format(day='e.day')} AS first FROM {_KEPT}), "
    "e AS (SELECT e.first, e.exercise_id, CAST(CASE WHEN e.exercise_id IS NULL THEN 0 "
    f"ELSE sum(e.workouts) END AS int) AS workouts, {_SUMS}, max(e.last_day) AS last_day "
    "FROM placed e GROUP BY GROUPING SETS ((), (e.first), (e.exercise_id))) "
    "SELECT e.*, r.name, r.load_kind, r.pattern, r.primary_muscles, r.secondary_muscles, "
    "(SELECT p.secondary_share FROM preference p WHERE p.user_id = :user_id) AS secondary_share "
    f"FROM e LEFT JOIN {_RESOLVED} ORDER BY sets DESC, last_day DESC, e.exercise_id"
)


def overview_sums(
    tx: Transaction,
    user_id: UUID,
    *,
    bucket: Bucket,
    week_start: int,
    first: date | None = None,
    last: date | None = None,
) -> OverviewSums:
    """What `summary`, `bucket_totals`, `lifts` and `sets_per_muscle` say, from one reading of the sets."""
    parameters = {
        **_period_of(user_id, first, last, by_month=bucket is not Bucket.WEEK),
        "bucket": bucket.value,
        "week_start": week_start,
    }
    rows = tx.execute(_GLANCE, parameters).all()
    of_lifts = [row for row in rows if row.exercise_id]
    return OverviewSums(
        total=next(_totals(row) for row in rows if not row.first and not row.exercise_id),
        buckets={row.first: _totals(row) for row in rows if row.first},
        lifts=[_lift(row) for row in of_lifts],
        muscles=_muscles_of(row for row in of_lifts if _is_hard(row)),
        # Without a set there is still the row of the total.
        secondary_share=rows[0].secondary_share,
    )


def _is_hard(row: Row[tuple[object, ...]]) -> bool:
    return is_hard(LoadKind(row.load_kind), MovementPattern(row.pattern))


def _muscles_of(rows: Iterable[Row[tuple[object, ...]]]) -> list[MuscleSetCounts]:
    primary: Counter[str] = Counter()
    secondary: Counter[str] = Counter()
    for row in rows:
        primary.update(dict.fromkeys(row.primary_muscles, row.sets))
        helping = set(row.secondary_muscles) - set(row.primary_muscles)
        secondary.update(dict.fromkeys(helping, row.sets))
    found = [
        MuscleSetCounts(Muscle(muscle), primary[muscle], secondary[muscle])
        for muscle in primary | secondary
    ]
    return sorted(found, key=lambda one: (-one.primary_sets * 2 - one.secondary_sets, one.muscle))


_RECORDS = text(
    "SELECT line, day, value, set_id, gain, until FROM exercise_record "
    "WHERE user_id = :user_id AND exercise_id = :exercise_id "
    "AND (line NOT LIKE 'one\\_rep\\_max:%' OR line = :one_rep_max)"
)


def records(tx: Transaction, user_id: UUID, exercise_id: UUID, formula: Formula) -> list[Record]:
    """Every record ever held, by kind, rep count and day; of one-rep maxes those by `formula`."""
    parameters = {
        "user_id": user_id,
        "exercise_id": exercise_id,
        "one_rep_max": str(Line(RecordKind.ONE_REP_MAX, None, formula)),
    }
    found = (
        Record(Line.parse(row.line), row.day, row.value, row.set_id, row.gain, row.until)
        for row in tx.execute(_RECORDS, parameters)
    )
    return sorted(found, key=lambda record: (record.line.order, record.day))


_HISTORY = text(
    "WITH days AS (SELECT DISTINCT w.day FROM workout w "
    "JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL AND s.exercise_id = :exercise_id "
    "AND w.day < COALESCE(CAST(:before AS date), 'infinity') ORDER BY w.day DESC LIMIT :limit), "
    "done AS (SELECT w.id FROM workout w WHERE w.user_id = :user_id "
    "AND w.day = ANY(ARRAY(SELECT day FROM days)) AND w.deleted_at IS NULL) "
    "SELECT w.id AS workout_id, w.title, w.day, w.started_at, s.id AS set_id, "
    f"{SET_VALUES} "
    "FROM workout w JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "AND s.workout_id = ANY(ARRAY(SELECT id FROM done)) AND s.exercise_id = :exercise_id "
    "JOIN workout_exercise we ON we.user_id = s.user_id AND we.id = s.workout_exercise_id "
    "AND we.workout_id = ANY(ARRAY(SELECT id FROM done)) "
    "WHERE w.user_id = :user_id AND w.id = ANY(ARRAY(SELECT id FROM done)) "
    "ORDER BY w.day DESC, w.started_at DESC, w.id, we.position, s.position"
)


def exercise_history(
    tx: Transaction, user_id: UUID, exercise_id: UUID, *, before: date | None = None, days: int
) -> list[PastWorkout]:
    """The last `days` days (before `before`) on which an exercise was done, the newest first."""
    parameters = {
        "user_id": user_id,
        "exercise_id": exercise_id,
        "before": before,
        "limit": days,
    }
    return list(_past_workouts(tx.execute(_HISTORY, parameters)))


def _past_workouts(rows: Iterable[Row[tuple[object, ...]]]) -> Iterable[PastWorkout]:
    for _, found in groupby(rows, key=lambda row: row.workout_id):
        sets = list(found)
        yield PastWorkout(
            workout_id=sets[0].workout_id,
            title=sets[0].title,
            day=sets[0].day,
            sets=tuple((row.set_id, from_columns(row)) for row in sets),
        )
