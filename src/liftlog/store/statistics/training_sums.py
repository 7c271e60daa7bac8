"""What the pages of balance, consistency, trends and records ask for: each in one statement.

Sums come from what is kept of each exercise and day. Sets are read only by their keys, or those of a
few days, to show what a sum is made of.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.balance import TrainedExercise, WeekSums, is_hard
from liftlog.domain.consistency.training_times import WorkoutTime
from liftlog.domain.exercises.exercise import LoadKind, MovementPattern, Muscle
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.records import Line, Record, RecordKind
from liftlog.domain.strength.trends import LOOKED_BACK, TrendDay
from liftlog.domain.workouts.set_codec import from_columns
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.kit import time_zones
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.hard_sets import COUNTED, HARD
from liftlog.store.workouts.rows import SET_VALUES

_WEEK = "{day} - (CAST(extract(isodow FROM {day}) AS int) - CAST(:week_start AS int) + 7) % 7"
_WITHIN = (
    "BETWEEN COALESCE(CAST(:first AS date), '-infinity') "
    "AND COALESCE(CAST(:last AS date), 'infinity')"
)
_SET = f"s.id AS set_id, s.workout_id, {SET_VALUES}"
_KIND = "r.name, r.load_kind, r.pattern, r.primary_muscles, r.secondary_muscles"


def _trained(row: Row[tuple[object, ...]]) -> TrainedExercise:
    primary = frozenset(Muscle(muscle) for muscle in row.primary_muscles)
    return TrainedExercise(
        id=row.exercise_id,
        name=row.name,
        load_kind=LoadKind(row.load_kind),
        pattern=MovementPattern(row.pattern),
        primary=primary,
        secondary=frozenset(Muscle(muscle) for muscle in row.secondary_muscles) - primary,
    )


@dataclass(frozen=True, slots=True)
class Weekly:
    """`first_day` is the first ever trained."""

    first_day: date | None
    sums: list[WeekSums]


# S608 below: each of these texts is put together from the constants above, and from nothing else.
_WEEKLY = text(
    f"WITH e AS (SELECT e.exercise_id, {_WEEK.format(day='e.day')} AS week, "
    "CAST(sum(e.sets) AS int) AS sets, sum(e.moved_kg) AS moved_kg FROM exercise_day e "
    "WHERE e.user_id = :user_id AND e.day BETWEEN :first AND :last GROUP BY 1, 2) "
    f"SELECT f.first_day, e.*, {_KIND} FROM (SELECT (SELECT min(d.day) FROM exercise_day d "
    "WHERE d.user_id = :user_id) AS first_day) f LEFT JOIN e ON true "
    "LEFT JOIN exercise_resolved r ON r.user_id = :user_id AND r.id = e.exercise_id"
)


def weekly(tx: Transaction, user_id: UUID, *, first: date, last: date, week_start: int) -> Weekly:
    """What was done of each exercise that is strength work in each week of `first` to `last`."""
    parameters = {"user_id": user_id, "first": first, "last": last, "week_start": week_start}
    rows = tx.execute(_WEEKLY, parameters).all()
    sums = [
        WeekSums(row.week, _trained(row), row.sets, row.moved_kg) for row in rows if row.exercise_id
    ]
    return Weekly(
        first_day=rows[0].first_day,
        sums=[one for one in sums if is_hard(one.exercise.load_kind, one.exercise.pattern)],
    )


@dataclass(frozen=True, slots=True)
class DoneSet:
    """A hard set with where it stands."""

    set_id: UUID
    workout_id: UUID
    title: str
    day: date
    exercise: TrainedExercise
    logged: LoggedSet


@dataclass(frozen=True, slots=True)
class SetFilter:
    """Which sets are meant: of a muscle, a movement or an exercise, or all where all are None."""

    muscle: Muscle | None = None
    pattern: MovementPattern | None = None
    exercise_id: UUID | None = None


_MEANT = (
    f"{HARD} AND (CAST(:muscle AS text) IS NULL OR CAST(:muscle AS text) = ANY(r.primary_muscles) "
    "OR CAST(:muscle AS text) = ANY(r.secondary_muscles)) "
    "AND (CAST(:pattern AS text) IS NULL OR r.pattern = :pattern) "
    "AND (CAST(:exercise_id AS uuid) IS NULL OR r.id = :exercise_id)"
)
# The days are found first, then their workouts, then the sets of these by index.
_BEHIND = text(
    "WITH meant AS (SELECT r.id FROM exercise_resolved r WHERE r.user_id = :user_id "
    f"AND {_MEANT}), "
    f"days AS (SELECT DISTINCT e.day FROM exercise_day e WHERE e.user_id = :user_id AND e.day {_WITHIN} "
    "AND e.exercise_id = ANY(ARRAY(SELECT id FROM meant)) "
    "AND e.day < COALESCE(CAST(:before AS date), 'infinity') ORDER BY e.day DESC LIMIT :limit), "
    "done AS (SELECT w.id FROM workout w WHERE w.user_id = :user_id AND w.deleted_at IS NULL "
    "AND w.day = ANY(ARRAY(SELECT day FROM days))) "
    f"SELECT {_SET}, w.title, w.day, s.exercise_id, {_KIND} "
    "FROM workout w JOIN logged_set s ON s.user_id = w.user_id AND s.workout_id = w.id "
    "AND s.workout_id = ANY(ARRAY(SELECT id FROM done)) "
    f"AND s.exercise_id = ANY(ARRAY(SELECT id FROM meant)) AND {COUNTED} "
    "JOIN workout_exercise we ON we.user_id = s.user_id AND we.id = s.workout_exercise_id "
    "AND we.workout_id = ANY(ARRAY(SELECT id FROM done)) "
    "JOIN exercise_resolved r ON r.user_id = s.user_id AND r.id = s.exercise_id "
    "WHERE w.user_id = :user_id AND w.id = ANY(ARRAY(SELECT id FROM done)) "
    "ORDER BY w.day DESC, w.started_at DESC, w.id, we.position, s.position"
)


def sets_behind(
    tx: Transaction,
    user_id: UUID,
    chosen: SetFilter,
    *,
    first: date | None,
    last: date | None,
    before: date | None = None,
    days: int,
) -> list[DoneSet]:
    """The hard sets of the last `days` days (before `before`) of `first` to `last` that have any.

    The newest day first, within a workout in the order they were done.
    """
    rows = tx.execute(
        _BEHIND,
        {
            **_parameters(user_id, chosen, first, last),
            "before": before,
            "limit": days,
        },
    )
    return [
        DoneSet(row.set_id, row.workout_id, row.title, row.day, _trained(row), from_columns(row))
        for row in rows
    ]


def _parameters(
    user_id: UUID, chosen: SetFilter, first: date | None, last: date | None
) -> dict[str, object]:
    return {
        "user_id": user_id,
        "muscle": chosen.muscle and chosen.muscle.value,
        "pattern": chosen.pattern and chosen.pattern.value,
        "exercise_id": chosen.exercise_id,
        "first": first,
        "last": last,
    }


_SUMS_BEHIND = text(
    "SELECT e.*, "
    f"{_KIND} FROM (SELECT e.exercise_id, CAST(sum(e.sets) AS int) AS sets, "
    "sum(e.moved_kg) AS moved_kg FROM exercise_day e "
    f"WHERE e.user_id = :user_id AND e.day {_WITHIN} GROUP BY 1) e "
    "JOIN exercise_resolved r ON r.user_id = :user_id AND r.id = e.exercise_id "
    f"AND {_MEANT}"
)


@dataclass(frozen=True, slots=True)
class ExerciseSums:
    """What a period has of an exercise; `moved_kg` whatever it was."""

    exercise: TrainedExercise
    sets: int
    moved_kg: Decimal


def sums_behind(
    tx: Transaction, user_id: UUID, chosen: SetFilter, *, first: date | None, last: date | None
) -> list[ExerciseSums]:
    """What all the counted sets of the period add up to, by exercise."""
    rows = tx.execute(_SUMS_BEHIND, _parameters(user_id, chosen, first, last))
    return [ExerciseSums(_trained(row), row.sets, row.moved_kg) for row in rows]


@dataclass(frozen=True, slots=True)
class RecordWithSet:
    """A record with the set that holds it, and the workout of that set."""

    exercise_id: UUID
    name: str
    load_kind: LoadKind
    record: Record
    workout_id: UUID
    logged: LoggedSet


# Of one-rep maxes only those of one equation: all eight are kept.
_OF_FORMULA = "(r.line NOT LIKE 'one\\_rep\\_max:%' OR r.line = :one_rep_max)"
_OF_KIND = "(CAST(:kind AS text) IS NULL OR split_part(r.line, ':', 1) = :kind)"
_STANDING = "(NOT :standing OR r.until IS NULL)"
_ENTRY = (
    "SELECT r.exercise_id, x.name, x.load_kind, r.line, r.day, r.value, r.gain, r.until, "
    f"r.set_id AS held_by, {_SET} FROM exercise_record r "
    "JOIN exercise_resolved x ON x.user_id = r.user_id AND x.id = r.exercise_id "
    # As an array, so that these sets are found by their keys and no other is read.
    "JOIN logged_set s ON s.user_id = r.user_id AND s.id = r.set_id AND s.user_id = :user_id "
    "AND s.id = ANY(ARRAY(SELECT m.set_id FROM exercise_record m WHERE m.user_id = :user_id "
    "AND {of})) "
)
_RECORDS_BY_DAY = text(
    "WITH days AS (SELECT DISTINCT r.day FROM exercise_record r WHERE r.user_id = :user_id "
    f"AND {_OF_FORMULA} AND {_OF_KIND} AND {_STANDING} "
    "AND r.day < COALESCE(CAST(:before AS date), 'infinity') ORDER BY r.day DESC LIMIT :limit) "
    f"{_ENTRY.format(of='m.day = ANY(ARRAY(SELECT day FROM days))')}"
    "WHERE r.user_id = :user_id AND r.day = ANY(ARRAY(SELECT day FROM days)) "
    f"AND {_OF_FORMULA} AND {_OF_KIND} AND {_STANDING}"
)
_RECORD_HISTORY = text(
    f"{_ENTRY.format(of='m.exercise_id = :exercise_id')}"
    f"WHERE r.user_id = :user_id AND r.exercise_id = :exercise_id AND {_OF_FORMULA} "
    "ORDER BY r.day DESC, r.line LIMIT :limit"
)


def records_by_day(
    tx: Transaction,
    user_id: UUID,
    formula: Formula,
    *,
    kind: RecordKind | None = None,
    standing: bool = False,
    before: date | None = None,
    days: int,
) -> list[RecordWithSet]:
    """The records of the last `days` days (before `before`) that brought any, the newest day first."""
    rows = tx.execute(
        _RECORDS_BY_DAY,
        {
            "user_id": user_id,
            "one_rep_max": _one_rep_max(formula),
            "kind": kind and kind.value,
            "standing": standing,
            "before": before,
            "limit": days,
        },
    )
    return sorted(map(_record_with_set, rows), key=_newest_day_first)


def _newest_day_first(one: RecordWithSet) -> tuple[int, str, UUID, tuple[int, int]]:
    return -one.record.day.toordinal(), one.name, one.exercise_id, one.record.line.order


def record_history(
    tx: Transaction, user_id: UUID, exercise_id: UUID, formula: Formula, *, limit: int
) -> list[RecordWithSet]:
    """The newest `limit` records ever held in an exercise, by kind and rep count, the newest first."""
    parameters = {
        "user_id": user_id,
        "exercise_id": exercise_id,
        "one_rep_max": _one_rep_max(formula),
        "limit": limit,
    }
    found = [_record_with_set(row) for row in tx.execute(_RECORD_HISTORY, parameters)]
    return sorted(found, key=lambda one: (one.record.line.order, -one.record.day.toordinal()))


def _one_rep_max(formula: Formula) -> str:
    return str(Line(RecordKind.ONE_REP_MAX, None, formula))


def _record_with_set(row: Row[tuple[object, ...]]) -> RecordWithSet:
    line = Line.parse(row.line)
    return RecordWithSet(
        exercise_id=row.exercise_id,
        name=row.name,
        load_kind=LoadKind(row.load_kind),
        record=Record(line, row.day, row.value, row.held_by, row.gain, row.until),
        workout_id=row.workout_id,
        logged=from_columns(row),
    )


_WORKOUT_TIMES = text(
    "SELECT w.day, w.started_at, w.time_zone, w.duration_s FROM workout w "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL AND w.day BETWEEN :first AND :last"
)


def workout_times(
    tx: Transaction, user_id: UUID, *, first: date, last: date, time_zone: str
) -> list[WorkoutTime]:
    """Workouts by the clocks of where they were done, whatever the account's time zone is now.

    `time_zone` is the account's, for workouts whose own is not known.
    """
    rows = tx.execute(_WORKOUT_TIMES, {"user_id": user_id, "first": first, "last": last})
    return [
        WorkoutTime(
            row.day,
            _hour(row.started_at, time_zones.known_name(row.time_zone) or time_zone),
            row.duration_s,
        )
        for row in rows
    ]


def _hour(started_at: datetime, time_zone: str) -> int:
    # Here and not in SQL: PostgreSQL's list of zones may be older than the one they were chosen from.
    return started_at.astimezone(time_zones.zone(time_zone)).hour


@dataclass(frozen=True, slots=True)
class LiftDays:
    """The days of a lift that have an estimate that is not of low confidence."""

    exercise_id: UUID
    name: str
    sessions: list[TrendDay]


_LIFT_DAYS = text(
    "SELECT e.exercise_id, r.name, e.day, "
    "CAST(e.estimates -> CAST(:formula AS text) ->> 'one_rep_max_kg' AS float8) AS kg "
    "FROM exercise_day e JOIN exercise_resolved r ON r.user_id = e.user_id AND r.id = e.exercise_id "
    "WHERE e.user_id = :user_id AND e.day BETWEEN :first AND :last "
    "AND (CAST(:exercise_id AS uuid) IS NULL OR e.exercise_id = :exercise_id) "
    "AND e.estimates ? CAST(:formula AS text) "
    "AND NOT CAST(e.estimates -> CAST(:formula AS text) ->> 'low_confidence' AS boolean)"
)


def lift_days(
    tx: Transaction,
    user_id: UUID,
    formula: Formula,
    *,
    first: date,
    last: date,
    exercise_id: UUID | None = None,
) -> list[LiftDays]:
    """Estimates of the days `first` to `last` by one equation, the most trained lifts first."""
    rows = tx.execute(
        _LIFT_DAYS,
        {
            "user_id": user_id,
            "formula": formula.value,
            "first": first,
            "last": last,
            "exercise_id": exercise_id,
        },
    )
    found: dict[UUID, LiftDays] = {}
    for row in rows:
        lift = found.setdefault(row.exercise_id, LiftDays(row.exercise_id, row.name, []))
        lift.sessions.append(TrendDay(row.day, row.kg))
    return sorted(found.values(), key=_most_trained_first)


def recent_lift_days(
    tx: Transaction,
    user_id: UUID,
    formula: Formula,
    today: date,
    exercise_id: UUID | None = None,
) -> list[LiftDays]:
    """The days that a trend is made of."""
    first = today - LOOKED_BACK
    return lift_days(tx, user_id, formula, first=first, last=today, exercise_id=exercise_id)


def _most_trained_first(lift: LiftDays) -> tuple[int, str, UUID]:
    return -len(lift.sessions), lift.name, lift.exercise_id
