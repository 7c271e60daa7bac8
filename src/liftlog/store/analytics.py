"""What statistics ask of the database: sums and selections, each in one statement."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.exercises import LoadKind, Muscle
from liftlog.domain.one_rep_max import REPS_MAX, Candidate
from liftlog.domain.periods import Bucket
from liftlog.domain.sets import LoggedSet
from liftlog.domain.volume import PerformedSet, Totals
from liftlog.store.engine import Transaction
from liftlog.store.workouts import logged_set

# Every statement begins from the workouts of one lifter that are not in the trash; warm-ups fall
# out in the join. `first` and `last` may be None: from the beginning, to the end.
_WORKOUTS = (
    "w.user_id = :user_id AND w.deleted_at IS NULL "
    "AND w.day BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity')"
)
_COUNTED_SETS = (
    "logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id AND s.kind <> 'warm_up'"
)
# Sets are summed for each exercise of a workout before anything else happens: what follows has few
# rows, and only there it is asked what kind of exercise it was.
_ENTRIES = (
    "entry AS (SELECT w.id AS workout_id, w.day, s.exercise_id, count(*) AS sets, "  # noqa: S608 Constants, as said below.
    "COALESCE(sum(s.reps), 0) AS reps, COALESCE(sum(s.weight_kg * s.reps), 0) AS moved_kg "
    f"FROM workout w JOIN {_COUNTED_SETS} WHERE {_WORKOUTS} GROUP BY w.id, w.day, s.exercise_id)"
)
_EXERCISES = "exercise_resolved r ON r.user_id = :user_id AND r.id = e.exercise_id"
_SUMS = (
    "CAST(COALESCE(sum(e.sets), 0) AS int) AS sets, CAST(COALESCE(sum(e.reps), 0) AS int) AS reps, "
    "COALESCE(sum(e.moved_kg) FILTER (WHERE r.load_kind <> 'assisted'), 0) AS volume_kg"
)


@dataclass(frozen=True, slots=True)
class StretchTotals:
    """A week, month, quarter or year by its first day. `days` is how many were trained."""

    first: date
    days: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class MuscleSets:
    """Counted sets of exercises that train the muscle first of all, and of those it helps in."""

    muscle: Muscle
    primary_sets: int
    secondary_sets: int


@dataclass(frozen=True, slots=True)
class Lift:
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


def _totals(row: Row[tuple[object, ...]]) -> Totals:
    return Totals(row.workouts, row.sets, row.reps, row.volume_kg)


# S608 below: each of these texts is put together from the constants above, and from nothing else.
_SUMMARY = text(
    f"WITH {_ENTRIES} "  # noqa: S608 Constants, as said above.
    f"SELECT (SELECT count(*) FROM workout w WHERE {_WORKOUTS}) AS workouts, {_SUMS} "
    f"FROM entry e JOIN {_EXERCISES}"
)


def summary(
    tx: Transaction, user_id: UUID, *, first: date | None = None, last: date | None = None
) -> Totals:
    """The totals of the days `first` to `last`."""
    parameters = {"user_id": user_id, "first": first, "last": last}
    return _totals(tx.execute(_SUMMARY, parameters).one())


_STRETCH = (
    "CASE WHEN :bucket = 'week' "
    "THEN w.day - (CAST(extract(isodow FROM w.day) AS int) - CAST(:week_start AS int) + 7) % 7 "
    "ELSE CAST(date_trunc(CAST(:bucket AS text), CAST(w.day AS timestamp)) AS date) END"
)
# A workout without a counted set is a workout all the same.
_STRETCHES = text(
    f"WITH {_ENTRIES}, done AS (SELECT w.id, w.day, {_STRETCH} AS first "  # noqa: S608 Constants, as said above.
    f"FROM workout w WHERE {_WORKOUTS}), "
    f"summed AS (SELECT e.workout_id, {_SUMS} FROM entry e JOIN {_EXERCISES} GROUP BY 1) "
    "SELECT first, count(DISTINCT day) AS days, count(*) AS workouts, "
    "CAST(COALESCE(sum(sets), 0) AS int) AS sets, CAST(COALESCE(sum(reps), 0) AS int) AS reps, "
    "COALESCE(sum(volume_kg), 0) AS volume_kg "
    "FROM done LEFT JOIN summed ON summed.workout_id = done.id GROUP BY first ORDER BY first"
)


def stretches(
    tx: Transaction,
    user_id: UUID,
    *,
    bucket: Bucket,
    week_start: int,
    first: date | None = None,
    last: date | None = None,
) -> list[StretchTotals]:
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
    rows = tx.execute(_STRETCHES, parameters)
    return [StretchTotals(row.first, row.days, _totals(row)) for row in rows]


_WORKOUTS_BY_DAY = text(
    "SELECT w.day, count(*) AS workouts FROM workout w "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL GROUP BY w.day ORDER BY w.day"
)


def workouts_by_day(tx: Transaction, user_id: UUID) -> dict[date, int]:
    """How many workouts each day has that has any, in order, of all time."""
    rows = tx.execute(_WORKOUTS_BY_DAY, {"user_id": user_id})
    return {row.day: row.workouts for row in rows}


_MUSCLES = text(
    "WITH counted AS (SELECT s.exercise_id, count(*) AS sets "  # noqa: S608 Constants, as said above.
    f"FROM workout w JOIN {_COUNTED_SETS} WHERE {_WORKOUTS} GROUP BY 1), "
    "worked AS ("
    "SELECT unnest(r.primary_muscles) AS muscle, c.sets AS primary_sets, 0 AS secondary_sets "
    "FROM counted c JOIN exercise_resolved r ON r.user_id = :user_id AND r.id = c.exercise_id "
    "UNION ALL "
    "SELECT m.muscle, 0, c.sets "
    "FROM counted c JOIN exercise_resolved r ON r.user_id = :user_id AND r.id = c.exercise_id "
    "CROSS JOIN LATERAL unnest(r.secondary_muscles) AS m (muscle) "
    "WHERE m.muscle <> ALL (r.primary_muscles)) "
    "SELECT muscle, CAST(sum(primary_sets) AS int) AS primary_sets, "
    "CAST(sum(secondary_sets) AS int) AS secondary_sets FROM worked GROUP BY muscle "
    "ORDER BY sum(primary_sets * 2 + secondary_sets) DESC, muscle"
)


def sets_per_muscle(
    tx: Transaction, user_id: UUID, *, first: date | None = None, last: date | None = None
) -> list[MuscleSets]:
    """The muscles that were trained, the most sets first; a helped set is worth half a set there."""
    rows = tx.execute(_MUSCLES, {"user_id": user_id, "first": first, "last": last})
    return [MuscleSets(Muscle(row.muscle), row.primary_sets, row.secondary_sets) for row in rows]


_LIFTS = text(
    f"WITH {_ENTRIES} "  # noqa: S608 Constants, as said above.
    "SELECT e.exercise_id, r.name, r.load_kind, count(*) AS workouts, "
    f"{_SUMS}, max(e.day) AS last_day FROM entry e JOIN {_EXERCISES} "
    "GROUP BY e.exercise_id, r.name, r.load_kind "
    "ORDER BY sets DESC, last_day DESC, e.exercise_id LIMIT :limit"
)


def lifts(
    tx: Transaction,
    user_id: UUID,
    *,
    first: date | None = None,
    last: date | None = None,
    limit: int,
) -> list[Lift]:
    """The exercises with a counted set on the days `first` to `last`, the most sets first."""
    parameters = {"user_id": user_id, "first": first, "last": last, "limit": limit}
    return [_lift(row) for row in tx.execute(_LIFTS, parameters)]


def _lift(row: Row[tuple[object, ...]]) -> Lift:
    return Lift(
        exercise_id=row.exercise_id,
        name=row.name,
        load_kind=LoadKind(row.load_kind),
        workouts=row.workouts,
        totals=_totals(row),
        last_day=row.last_day,
    )


@dataclass(frozen=True, slots=True)
class Glance:
    """Sums of a period. The `workouts` of `stretches` are only those with a counted set."""

    total: Totals
    stretches: dict[date, Totals]
    lifts: list[Lift]
    muscles: list[MuscleSets]


_GLANCE = text(
    f"WITH {_ENTRIES}, placed AS (SELECT w.*, {_STRETCH} AS first FROM entry w) "  # noqa: S608 Constants, as said above.
    "SELECT e.first, e.exercise_id, r.name, r.load_kind, r.primary_muscles, r.secondary_muscles, "
    f"count(DISTINCT e.workout_id) AS workouts, {_SUMS}, max(e.day) AS last_day "
    f"FROM placed e JOIN {_EXERCISES} GROUP BY GROUPING SETS ((), (e.first), "
    "(e.exercise_id, r.name, r.load_kind, r.primary_muscles, r.secondary_muscles)) "
    "ORDER BY sets DESC, last_day DESC, e.exercise_id"
)


def glance(
    tx: Transaction,
    user_id: UUID,
    *,
    bucket: Bucket,
    week_start: int,
    first: date | None = None,
    last: date | None = None,
) -> Glance:
    """What `summary`, `stretches`, `lifts` and `sets_per_muscle` say, from one reading of the sets."""
    parameters = {
        "user_id": user_id,
        "first": first,
        "last": last,
        "bucket": bucket.value,
        "week_start": week_start,
    }
    rows = tx.execute(_GLANCE, parameters).all()
    of_lifts = [row for row in rows if row.exercise_id]
    return Glance(
        total=next(_totals(row) for row in rows if not row.first and not row.exercise_id),
        stretches={row.first: _totals(row) for row in rows if row.first},
        lifts=[_lift(row) for row in of_lifts],
        muscles=_muscles_of(of_lifts),
    )


def _muscles_of(rows: Iterable[Row[tuple[object, ...]]]) -> list[MuscleSets]:
    primary: Counter[str] = Counter()
    secondary: Counter[str] = Counter()
    for row in rows:
        primary.update(dict.fromkeys(row.primary_muscles, row.sets))
        helping = set(row.secondary_muscles) - set(row.primary_muscles)
        secondary.update(dict.fromkeys(helping, row.sets))
    found = [
        MuscleSets(Muscle(muscle), primary[muscle], secondary[muscle])
        for muscle in primary | secondary
    ]
    return sorted(found, key=lambda one: (-one.primary_sets * 2 - one.secondary_sets, one.muscle))


# Of the sets of a day with the same reps at the same effort only the heaviest can be the best. The
# one with the lowest id stands for equals, so that the answer is the same each time.
_CANDIDATES = text(
    "SELECT DISTINCT ON (w.day, s.reps, s.rpe) w.day, s.reps, s.rpe, s.weight_kg, s.id AS set_id "  # noqa: S608 Constants, as said above.
    f"FROM workout w JOIN {_COUNTED_SETS} "
    f"WHERE {_WORKOUTS} AND s.exercise_id = :exercise_id "
    "AND s.reps BETWEEN 1 AND :reps_max AND s.weight_kg > 0 "
    "ORDER BY w.day, s.reps, s.rpe, s.weight_kg DESC, s.id"
)


def one_rep_max_candidates(
    tx: Transaction,
    user_id: UUID,
    exercise_id: UUID,
    *,
    first: date | None = None,
    last: date | None = None,
) -> list[Candidate]:
    """The sets that a one-rep max can come from. Whether the exercise has one is not asked here."""
    parameters = {
        "user_id": user_id,
        "exercise_id": exercise_id,
        "first": first,
        "last": last,
        "reps_max": REPS_MAX,
    }
    return [Candidate(**row) for row in tx.execute(_CANDIDATES, parameters).mappings()]


# A set holds a record only if it is better than all before it: at its reps and effort by weight (or
# less help), or over all by reps, weight times reps, time or distance. Those are few, however long
# the history is; the ledger made of them is the same as the one made of all sets.
_BEFORE = (
    "ORDER BY day, started_s, place, position, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
)
_BETTER = (
    "NOT :assisted AND weight_kg > COALESCE(most_weight, -1) "
    "OR :assisted AND weight_kg < COALESCE(least_weight, 'infinity') "
    "OR weight_kg * reps > COALESCE(most_volume, -1) "
    "OR reps > COALESCE(most_reps, -1) "
    "OR duration_ms > COALESCE(most_duration, -1) "
    "OR distance_mm > COALESCE(most_distance, -1)"
)
_RECORD_SETS = text(
    "WITH counted AS (SELECT w.day, CAST(floor(extract(epoch FROM w.started_at)) AS bigint) "  # noqa: S608 Constants, as said above.
    "AS started_s, we.position AS place, s.* "
    "FROM workout w JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "AND s.kind <> 'warm_up' AND s.exercise_id = :exercise_id "
    "JOIN workout_exercise we ON we.user_id = s.user_id AND we.id = s.workout_exercise_id "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL), "
    "compared AS (SELECT c.*, "
    "max(weight_kg) OVER alike AS most_weight, min(weight_kg) OVER alike AS least_weight, "
    "max(weight_kg * reps) OVER earlier AS most_volume, max(reps) OVER earlier AS most_reps, "
    "max(duration_ms) OVER earlier AS most_duration, "
    "max(distance_mm) OVER earlier AS most_distance FROM counted c "
    f"WINDOW alike AS (PARTITION BY reps, rpe {_BEFORE}), earlier AS ({_BEFORE})) "
    "SELECT id, workout_id, day, started_s, place, position, kind, weight_g, weight_unit, reps, "
    f"rpe, duration_ms, distance_mm, distance_unit, note FROM compared WHERE {_BETTER}"
)


def record_sets(
    tx: Transaction, user_id: UUID, exercise_id: UUID, load_kind: LoadKind
) -> list[PerformedSet]:
    """The counted sets that a record can come from, with all that `records.ledger` needs of them."""
    parameters = {
        "user_id": user_id,
        "exercise_id": exercise_id,
        "assisted": load_kind is LoadKind.ASSISTED,
    }
    rows = tx.execute(_RECORD_SETS, parameters)
    return [
        PerformedSet(
            day=row.day,
            workout_id=row.workout_id,
            exercise_id=exercise_id,
            set_id=row.id,
            load=load_kind,
            logged=logged_set(row),
            place=(row.started_s, row.place, row.position),
        )
        for row in rows
    ]


_HISTORY = text(
    "WITH days AS (SELECT DISTINCT w.day FROM workout w "
    "JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL AND s.exercise_id = :exercise_id "
    "AND w.day < COALESCE(CAST(:before AS date), 'infinity') ORDER BY w.day DESC LIMIT :limit) "
    "SELECT w.id AS workout_id, w.title, w.day, w.started_at, s.id AS set_id, s.kind, s.weight_g, "
    "s.weight_unit, s.reps, s.rpe, s.duration_ms, s.distance_mm, s.distance_unit, s.note "
    "FROM days JOIN workout w ON w.user_id = :user_id AND w.day = days.day "
    "AND w.deleted_at IS NULL "
    "JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "AND s.exercise_id = :exercise_id "
    "JOIN workout_exercise we ON we.user_id = s.user_id AND we.id = s.workout_exercise_id "
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
            sets=tuple((row.set_id, logged_set(row)) for row in sets),
        )
