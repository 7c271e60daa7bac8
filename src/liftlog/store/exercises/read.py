"""Exercises as one lifter sees them: the catalogue, what they made themselves, what they archived."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.body import WeighIn
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern, Muscle
from liftlog.store.body.read import WEIGH_INS, weigh_in
from liftlog.store.database.engine import Transaction


@dataclass(frozen=True, slots=True)
class Exercise:
    """`own` exercises can be renamed and changed; the others come from the catalogue."""

    id: UUID
    name: str
    load_kind: LoadKind
    equipment: Equipment
    pattern: MovementPattern
    primary_muscles: tuple[Muscle, ...]
    secondary_muscles: tuple[Muscle, ...]
    aliases: tuple[str, ...] = ()
    own: bool = False
    archived: bool = False


def exercise_of(row: Row[tuple[object, ...]]) -> Exercise:
    return Exercise(
        id=row.id,
        name=row.name,
        load_kind=LoadKind(row.load_kind),
        equipment=Equipment(row.equipment),
        pattern=MovementPattern(row.pattern),
        primary_muscles=tuple(Muscle(muscle) for muscle in row.primary_muscles),
        secondary_muscles=tuple(Muscle(muscle) for muscle in row.secondary_muscles),
        aliases=tuple(row.aliases),
        own=row.own,
        archived=row.archived_at is not None,
    )


RESOLVED = (
    "SELECT r.id, r.name, r.load_kind, r.equipment, r.pattern, r.primary_muscles, "
    "r.secondary_muscles, r.aliases, r.catalogue_id IS NULL AS own, r.archived_at "
    "FROM exercise_resolved r WHERE r.user_id = :user_id"
)
_UNTOUCHED_CATALOGUE = (
    "SELECT c.id, c.name, c.load_kind, c.equipment, c.pattern, c.primary_muscles, "
    "c.secondary_muscles, c.aliases, false AS own, NULL::timestamptz AS archived_at "
    "FROM catalogue_exercise c WHERE NOT EXISTS "
    "(SELECT FROM exercise e WHERE e.user_id = :user_id AND e.id = c.id)"
)
_ONE = (
    f"{RESOLVED} AND r.id = :exercise_id UNION ALL {_UNTOUCHED_CATALOGUE} AND c.id = :exercise_id"
)
_EXERCISE = text(_ONE)


def exercise(tx: Transaction, user_id: UUID, exercise_id: UUID) -> Exercise | None:
    parameters = {"user_id": user_id, "exercise_id": exercise_id}
    row = tx.execute(_EXERCISE, parameters).one_or_none()
    return exercise_of(row) if row else None


_WITH_WEIGH_INS = text(
    "SELECT x.*, (SELECT COALESCE(jsonb_agg(jsonb_build_array(w.day, w.weight_g, w.unit) "
    f"ORDER BY w.day), '[]') FROM ({WEIGH_INS}) AS w) AS weigh_ins FROM ({_ONE}) AS x"
)


def exercise_with_weigh_ins(
    tx: Transaction, user_id: UUID, exercise_id: UUID
) -> tuple[Exercise, list[WeighIn]] | None:
    """An exercise and what the lifter weighed, one of each day that has any, by day."""
    parameters = {"user_id": user_id, "exercise_id": exercise_id}
    row = tx.execute(_WITH_WEIGH_INS, parameters).one_or_none()
    if row is None:
        return None
    return exercise_of(row), [
        weigh_in(date.fromisoformat(day), weight_g, unit) for day, weight_g, unit in row.weigh_ins
    ]


_SOME = text(
    f"{RESOLVED} AND r.id = ANY(:ids) UNION ALL {_UNTOUCHED_CATALOGUE} AND c.id = ANY(:ids)"
)


def some_exercises(
    tx: Transaction, user_id: UUID, exercise_ids: Collection[UUID]
) -> dict[UUID, Exercise]:
    """Those of these that there are for the lifter, by id."""
    rows = tx.execute(_SOME, {"user_id": user_id, "ids": list(exercise_ids)})
    return {row.id: exercise_of(row) for row in rows}


_LAST_USED = text(
    "SELECT we.exercise_id, max(w.started_at) AS last_used_at "
    "FROM workout_exercise we "
    "JOIN workout w ON w.user_id = we.user_id AND w.id = we.workout_id "
    "WHERE we.user_id = :user_id AND w.deleted_at IS NULL "
    "GROUP BY we.exercise_id ORDER BY last_used_at DESC LIMIT :limit"
)


def last_used(tx: Transaction, user_id: UUID, limit: int) -> list[UUID]:
    """The exercises trained most recently, the latest first."""
    return list(tx.execute(_LAST_USED, {"user_id": user_id, "limit": limit}).scalars())
