"""Exercises as one lifter sees them: the catalogue, what they made themselves, what they archived."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.exercises import Equipment, LoadKind, MovementPattern, Muscle
from liftlog.store import kept
from liftlog.store.engine import Transaction
from liftlog.store.versions import versioned


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


def _exercise(row: Row[tuple[object, ...]]) -> Exercise:
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


_RESOLVED = (
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
_EXERCISES = text(f"{_RESOLVED} UNION ALL {_UNTOUCHED_CATALOGUE}")
_EXERCISE = text(
    f"{_RESOLVED} AND r.id = :exercise_id UNION ALL {_UNTOUCHED_CATALOGUE} AND c.id = :exercise_id"
)


def exercises(tx: Transaction, user_id: UUID) -> list[Exercise]:
    """The whole catalogue and all of the lifter's own, archived ones too, in no order."""
    return [_exercise(row) for row in tx.execute(_EXERCISES, {"user_id": user_id})]


def exercise(tx: Transaction, user_id: UUID, exercise_id: UUID) -> Exercise | None:
    parameters = {"user_id": user_id, "exercise_id": exercise_id}
    row = tx.execute(_EXERCISE, parameters).one_or_none()
    return _exercise(row) if row else None


_ADOPT = versioned(
    ", adopted AS (INSERT INTO exercise (user_id, id, catalogue_id, rev) "
    "SELECT :user_id, c.id, c.id, version.rev FROM catalogue_exercise c, version "
    "WHERE c.id = ANY(:ids) ON CONFLICT (user_id, id) DO NOTHING RETURNING id) "
    "SELECT asked.id FROM unnest(CAST(:ids AS uuid[])) AS asked (id) "
    "WHERE asked.id NOT IN (SELECT id FROM adopted) AND asked.id NOT IN "
    "(SELECT e.id FROM exercise e WHERE e.user_id = :user_id AND e.id = ANY(:ids))"
)


def adopt(tx: Transaction, user_id: UUID, exercise_ids: Collection[UUID]) -> set[UUID]:
    """Make sure that the lifter has these exercises; returns those that do not exist for them."""
    asked = {"user_id": user_id, "ids": list(set(exercise_ids))}
    return set(tx.execute(_ADOPT, asked).scalars())


_ADOPT_CATALOGUE = versioned(
    "INSERT INTO exercise (user_id, id, catalogue_id, rev) "
    "SELECT :user_id, c.id, c.id, version.rev FROM catalogue_exercise c, version "
    "WHERE c.id = ANY(:ids) ON CONFLICT (user_id, id) DO NOTHING"
)


def adopt_catalogue(tx: Transaction, user_id: UUID, exercise_ids: Collection[UUID]) -> None:
    """Make sure that the lifter has those of these that are the catalogue's."""
    tx.execute(_ADOPT_CATALOGUE, {"user_id": user_id, "ids": list(set(exercise_ids))})


_SAVE_OWN = versioned(
    "INSERT INTO exercise (user_id, id, name, load_kind, equipment, pattern, "
    "primary_muscles, secondary_muscles, rev) "
    "SELECT :user_id, :id, :name, :load_kind, :equipment, :pattern, "
    "CAST(:primary_muscles AS text[]), CAST(:secondary_muscles AS text[]), rev FROM version "
    "ON CONFLICT (user_id, id) DO UPDATE SET name = EXCLUDED.name, "
    "load_kind = EXCLUDED.load_kind, equipment = EXCLUDED.equipment, "
    "pattern = EXCLUDED.pattern, primary_muscles = EXCLUDED.primary_muscles, "
    "secondary_muscles = EXCLUDED.secondary_muscles, rev = EXCLUDED.rev "
    "WHERE exercise.catalogue_id IS NULL"
)


def save_own(tx: Transaction, user_id: UUID, own: Exercise) -> bool:
    """Make or change one of the lifter's own exercises; False when the id is a catalogue exercise."""
    values = {
        "user_id": user_id,
        "id": own.id,
        "name": own.name,
        "load_kind": own.load_kind,
        "equipment": own.equipment,
        "pattern": own.pattern,
        "primary_muscles": list(own.primary_muscles),
        "secondary_muscles": list(own.secondary_muscles),
    }
    saved = tx.execute(_SAVE_OWN, values).rowcount == 1
    if saved:
        kept.refresh_exercise(tx, user_id, own.id)
    return saved


_SET_ARCHIVED = versioned(
    "UPDATE exercise SET archived_at = :at, rev = (SELECT rev FROM version) "
    "WHERE user_id = :user_id AND id = :exercise_id"
)


def set_archived(tx: Transaction, user_id: UUID, exercise_id: UUID, *, at: datetime | None) -> None:
    """Hide an exercise from pickers (or show it again); its history stays as it is."""
    tx.execute(_SET_ARCHIVED, {"user_id": user_id, "exercise_id": exercise_id, "at": at})


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
