"""What was trained when: the days with a workout, and the last times of one exercise."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.workouts.set_codec import from_columns
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.store.database.engine import Transaction
from liftlog.store.workouts.rows import SET_VALUES

_TRAINING_DAYS = text(
    "SELECT array_agg(DISTINCT day ORDER BY day) FROM workout "
    "WHERE user_id = :user_id AND deleted_at IS NULL AND day <= :last"
)


def training_days(tx: Transaction, user_id: UUID, last: date) -> list[date]:
    """Every day up to `last` that has a workout, in order. As an array, since there are thousands."""
    return tx.execute(_TRAINING_DAYS, {"user_id": user_id, "last": last}).scalar() or []


@dataclass(frozen=True, slots=True)
class ExerciseSession:
    """The sets of one exercise in one workout."""

    workout_id: UUID
    title: str
    day: date
    sets: tuple[LoggedSet, ...]


@dataclass(frozen=True, slots=True)
class ExerciseHistory:
    """The latest sessions, the newest first; `workouts` counts all there are."""

    sessions: tuple[ExerciseSession, ...] = ()
    workouts: int = 0
    first_day: date | None = None


_EXERCISE_HISTORY = text(
    "WITH trained AS (SELECT DISTINCT s.workout_id FROM logged_set s "
    "WHERE s.user_id = :user_id AND s.exercise_id = :exercise_id), "
    "recent AS (SELECT w.id, w.title, w.day, w.started_at, "
    "count(*) OVER () AS workouts, min(w.day) OVER () AS first_day "
    "FROM workout w JOIN trained ON trained.workout_id = w.id "
    "WHERE w.user_id = :user_id AND w.deleted_at IS NULL "
    "ORDER BY w.day DESC, w.started_at DESC, w.id DESC LIMIT :limit) "
    "SELECT recent.id AS recent_id, recent.title, recent.day, recent.workouts, recent.first_day, "
    f"{SET_VALUES} FROM recent "
    "JOIN logged_set s ON s.user_id = :user_id AND s.workout_id = recent.id "
    "AND s.exercise_id = :exercise_id "
    "JOIN workout_exercise we ON we.user_id = s.user_id AND we.id = s.workout_exercise_id "
    "ORDER BY recent.day DESC, recent.started_at DESC, recent.id DESC, we.position, s.position"
)


def exercise_history(
    tx: Transaction, user_id: UUID, exercise_id: UUID, *, limit: int
) -> ExerciseHistory:
    """The last `limit` workouts in which the exercise has a set."""
    parameters = {"user_id": user_id, "exercise_id": exercise_id, "limit": limit}
    rows = tx.execute(_EXERCISE_HISTORY, parameters).all()
    if not rows:
        return ExerciseHistory()
    grouped = groupby(rows, key=lambda row: row.recent_id)
    return ExerciseHistory(
        sessions=tuple(_session(list(of_workout)) for _, of_workout in grouped),
        workouts=rows[0].workouts,
        first_day=rows[0].first_day,
    )


def _session(rows: list[Row[tuple[object, ...]]]) -> ExerciseSession:
    first = rows[0]
    sets = tuple(from_columns(row) for row in rows)
    return ExerciseSession(first.recent_id, first.title, first.day, sets)
