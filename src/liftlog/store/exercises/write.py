"""What a lifter changes of their exercises. Apart from the reading, which stats' image has alone."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from liftlog.store.database.engine import Transaction
from liftlog.store.exercises.read import Exercise
from liftlog.store.rollups import rollups
from liftlog.store.statistics.versions import versioned

NO_STAMPS: Mapping[str, str] = MappingProxyType({})

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
    "secondary_muscles = EXCLUDED.secondary_muscles, rev = EXCLUDED.rev, "
    "stamps = exercise.stamps || CAST(:stamps AS jsonb) WHERE exercise.catalogue_id IS NULL"
)


def save_own(
    tx: Transaction, user_id: UUID, own: Exercise, *, stamps: Mapping[str, str] = NO_STAMPS
) -> bool:
    """Make or change one of the lifter's own exercises; False when the id is a catalogue exercise.

    `stamps` say of changed fields when, to be held against what devices wrote.
    """
    values = {
        "user_id": user_id,
        "id": own.id,
        "name": own.name,
        "load_kind": own.load_kind,
        "equipment": own.equipment,
        "pattern": own.pattern,
        "primary_muscles": list(own.primary_muscles),
        "secondary_muscles": list(own.secondary_muscles),
        "stamps": json.dumps(dict(stamps)),
    }
    saved = tx.execute(_SAVE_OWN, values).rowcount == 1
    if saved:
        rollups.refresh_exercise(tx, user_id, own.id)
    return saved


_SET_ARCHIVED = versioned(
    "UPDATE exercise SET archived_at = :at, rev = (SELECT rev FROM version), "
    "stamps = stamps || CAST(:stamps AS jsonb) "
    "WHERE user_id = :user_id AND id = :exercise_id"
)


def set_archived(
    tx: Transaction,
    user_id: UUID,
    exercise_id: UUID,
    *,
    at: datetime | None,
    stamps: Mapping[str, str] = NO_STAMPS,
) -> None:
    """Hide an exercise from pickers (or show it again); its history stays as it is."""
    values = {"user_id": user_id, "exercise_id": exercise_id, "at": at}
    tx.execute(_SET_ARCHIVED, {**values, "stamps": json.dumps(dict(stamps))})
