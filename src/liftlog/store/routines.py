"""Routines, each written and read whole. A deleted one is kept: it can come back, and devices must hear of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.routines import (
    POSITION_MAX,
    PlannedExercise,
    Routine,
    document_of,
    routine_from,
)
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.versions import versioned

# What its exercises are called comes along, as they are now: those the lifter has, and those of the
# catalogue that they have not used yet.
_SELECT = (
    "SELECT o.id, o.content, o.rev, o.deleted_at IS NOT NULL AS deleted, "
    "(SELECT jsonb_object_agg(n.id, jsonb_build_array(n.name, n.load_kind)) FROM ("
    "SELECT r.id, r.name, r.load_kind FROM exercise_resolved r "
    "WHERE r.user_id = :user_id AND r.id = ANY(named.ids) "
    "UNION ALL SELECT c.id, c.name, c.load_kind FROM catalogue_exercise c "
    "WHERE c.id = ANY(named.ids) AND NOT EXISTS "
    "(SELECT FROM exercise e WHERE e.user_id = :user_id AND e.id = c.id)) AS n) AS names "
    "FROM routine o CROSS JOIN LATERAL (SELECT array_agg(CAST(x ->> 'exercise_id' AS uuid)) AS ids "
    "FROM jsonb_array_elements(o.content -> 'exercises') AS x) AS named "
    "WHERE o.user_id = :user_id "
)
_ROUTINES = text(
    _SELECT + "AND o.deleted_at IS NULL "
    "ORDER BY CAST(o.content ->> 'position' AS int), lower(o.content ->> 'name'), o.id"
)
_DELETED = text(_SELECT + "AND o.deleted_at >= :since ORDER BY o.deleted_at DESC LIMIT :limit")
_ROUTINE = text(_SELECT + "AND o.id = :id")


def routines(tx: Transaction, user_id: UUID) -> list[Routine]:
    """All there are, in the lifter's order."""
    return [_routine(row) for row in tx.execute(_ROUTINES, {"user_id": user_id})]


def deleted(tx: Transaction, user_id: UUID, *, since: datetime, limit: int) -> list[Routine]:
    """Those that were deleted since then, the latest first."""
    parameters = {"user_id": user_id, "since": since, "limit": limit}
    return [_routine(row) for row in tx.execute(_DELETED, parameters)]


def routine(tx: Transaction, user_id: UUID, routine_id: UUID) -> Routine | None:
    """One routine; also a deleted one, which says so."""
    row = tx.execute(_ROUTINE, {"user_id": user_id, "id": routine_id}).one_or_none()
    return _routine(row) if row else None


def _routine(row: Row[tuple[object, ...]]) -> Routine:
    found = routine_from(row.id, row.content)
    names = row.names or {}
    exercises = tuple(_named(one, names.get(str(one.exercise_id))) for one in found.exercises)
    return replace(found, exercises=exercises, rev=row.rev, deleted=row.deleted)


def _named(one: PlannedExercise, known: list[str] | None) -> PlannedExercise:
    if known is None:
        return one
    return replace(one, name=known[0], load_kind=LoadKind(known[1]))


@dataclass(frozen=True, slots=True)
class Places:
    """How many routines there are, and the place after the last one."""

    taken: int
    next: int


_PLACES = text(
    "SELECT count(*) AS taken, max(CAST(content ->> 'position' AS int)) AS last "
    "FROM routine WHERE user_id = :user_id AND deleted_at IS NULL"
)


def places(tx: Transaction, user_id: UUID) -> Places:
    row = tx.execute(_PLACES, {"user_id": user_id}).one()
    return Places(row.taken, 0 if row.last is None else min(row.last + 1, POSITION_MAX))


_INSERT = versioned(
    "INSERT INTO routine (user_id, id, content, created_at, rev) "
    "SELECT :user_id, :id, CAST(:content AS jsonb), :now, rev FROM version "
    "ON CONFLICT (user_id, id) DO NOTHING RETURNING rev"
)


def insert(tx: Transaction, user_id: UUID, made: Routine, *, now: datetime) -> int | None:
    """Keep a new one; its version, or None when its id is there already."""
    values = {"user_id": user_id, "id": made.id, "content": _json(made), "now": now}
    rev: int | None = tx.execute(_INSERT, values).scalar()
    return rev


# Of two who change it from one version the second waits here for the first, and then finds another.
_REPLACE = versioned(
    "UPDATE routine SET content = CAST(:content AS jsonb), rev = (SELECT rev FROM version) "
    "WHERE user_id = :user_id AND id = :id AND rev = :from_rev AND deleted_at IS NULL "
    "RETURNING rev"
)


def replace_from(tx: Transaction, user_id: UUID, changed: Routine, from_rev: int) -> int | None:
    """Put it in the place of its version `from_rev`; its new version, or None if that is not there."""
    values = {"user_id": user_id, "id": changed.id, "content": _json(changed), "from_rev": from_rev}
    rev: int | None = tx.execute(_REPLACE, values).scalar()
    return rev


_SET_DELETED = versioned(
    "UPDATE routine SET deleted_at = :at, rev = (SELECT rev FROM version) "
    "WHERE user_id = :user_id AND id = :id "
    "AND (deleted_at IS NULL) = (CAST(:at AS timestamptz) IS NOT NULL) "
    "AND rev = COALESCE(CAST(:from_rev AS bigint), rev)"
)


def set_deleted(
    tx: Transaction,
    user_id: UUID,
    routine_id: UUID,
    *,
    at: datetime | None,
    from_rev: int | None = None,
) -> bool:
    """Delete it, or with None bring it back; False when there is none, or not at `from_rev`."""
    values = {"user_id": user_id, "id": routine_id, "at": at, "from_rev": from_rev}
    return tx.execute(_SET_DELETED, values).rowcount == 1


_ORDER = versioned(
    "UPDATE routine o SET content = jsonb_set(o.content, '{position}', t.position), "
    "rev = (SELECT rev FROM version) "
    "FROM jsonb_to_recordset(CAST(:places AS jsonb)) AS t (id uuid, position jsonb) "
    "WHERE o.user_id = :user_id AND o.id = t.id "
    "AND o.content -> 'position' IS DISTINCT FROM t.position"
)


def put_in_order(tx: Transaction, user_id: UUID, ids: Sequence[UUID]) -> None:
    """Number the routines as they stand in `ids`; those that stay where they were stay unwritten."""
    places = [{"id": str(one), "position": min(nth, POSITION_MAX)} for nth, one in enumerate(ids)]
    tx.execute(_ORDER, {"user_id": user_id, "places": json.dumps(places)})


def _json(routine: Routine) -> str:
    return json.dumps(document_of(routine))
