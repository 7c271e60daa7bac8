"""Imports of other apps' histories: what was imported when, and how to know it again."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.sync.stamps import stamp_at
from liftlog.imports import StoredWorkout
from liftlog.store.database.engine import Transaction
from liftlog.store.rollups import rollups
from liftlog.store.statistics.versions import versioned
from liftlog.store.workouts.workouts import WORKOUTS_PER_VERSION


@dataclass(frozen=True, slots=True)
class HistoryImport:
    id: UUID
    source: str
    filename: str
    created_at: datetime
    summary: Mapping[str, object]


_INSERT_IMPORT = text(
    "INSERT INTO history_import (user_id, id, source, filename, created_at, summary) "
    "VALUES (:user_id, :id, :source, :filename, :created_at, CAST(:summary AS jsonb))"
)


def insert_import(tx: Transaction, user_id: UUID, made: HistoryImport) -> None:
    tx.execute(
        _INSERT_IMPORT,
        {
            "user_id": user_id,
            "id": made.id,
            "source": made.source,
            "filename": made.filename,
            "created_at": made.created_at,
            "summary": json.dumps(made.summary),
        },
    )


_IMPORTS = text(
    "SELECT id, source, filename, created_at, summary FROM history_import "
    "WHERE user_id = :user_id ORDER BY created_at DESC LIMIT 100"
)


def imports(tx: Transaction, user_id: UUID) -> list[HistoryImport]:
    rows = tx.execute(_IMPORTS, {"user_id": user_id})
    return [HistoryImport(**row) for row in rows.mappings()]


_LATEST_DAY = text(
    "SELECT max(day) FROM workout WHERE user_id = :user_id AND import_id = :import_id "
    "AND deleted_at IS NULL"
)


def latest_day(tx: Transaction, user_id: UUID, import_id: UUID) -> date | None:
    """Of the workouts of an import that are there."""
    found: date | None = tx.execute(
        _LATEST_DAY, {"user_id": user_id, "import_id": import_id}
    ).scalar()
    return found


_IMPORTED_WORKOUTS = text(
    "SELECT id, imported_start_local, imported_fingerprint, import_source FROM workout "
    "WHERE user_id = :user_id AND import_source IS NOT NULL"
)


def imported_workouts(tx: Transaction, user_id: UUID) -> dict[str, list[StoredWorkout]]:
    """What was imported before, by its source, as it was in its file; also what was deleted since."""
    found: dict[str, list[StoredWorkout]] = defaultdict(list)
    for row in tx.execute(_IMPORTED_WORKOUTS, {"user_id": user_id}):
        stored = StoredWorkout(row.id, row.imported_start_local, row.imported_fingerprint)
        found[row.import_source].append(stored)
    return found


# A form, a move or a device leaves stamps where it writes, and a tombstone where it deletes.
_CHANGED_SINCE = (
    "(w.stamps - 'deleted' - 'back' <> '{}' "
    "OR EXISTS (SELECT FROM workout_exercise e WHERE e.user_id = w.user_id "
    "AND e.workout_id = w.id AND e.stamps <> '{}') "
    "OR EXISTS (SELECT FROM logged_set s WHERE s.user_id = w.user_id "
    "AND s.workout_id = w.id AND s.stamps <> '{}') "
    "OR EXISTS (SELECT FROM tombstone t WHERE t.user_id = w.user_id "
    "AND t.content -> 'fields' ->> 'workout_id' = CAST(w.id AS text)))"
)
_CHANGED_WORKOUTS = text(
    "SELECT w.import_id, count(*) AS workouts FROM workout w "
    "WHERE w.user_id = :user_id AND w.import_id IS NOT NULL AND w.deleted_at IS NULL "
    f"AND {_CHANGED_SINCE} GROUP BY w.import_id"
)


def changed_workouts(tx: Transaction, user_id: UUID) -> dict[UUID, int]:
    """How many workouts of each import were changed since, as far as there are any."""
    rows = tx.execute(_CHANGED_WORKOUTS, {"user_id": user_id})
    return {row.import_id: row.workouts for row in rows}


_WORKOUTS_THERE = text(
    "SELECT import_id, count(*) AS workouts FROM workout WHERE user_id = :user_id "
    "AND import_id IS NOT NULL AND deleted_at IS NULL GROUP BY import_id"
)


def workouts_there(tx: Transaction, user_id: UUID) -> dict[UUID, int]:
    """How many workouts of each import are not in the trash, as far as there are any."""
    rows = tx.execute(_WORKOUTS_THERE, {"user_id": user_id})
    return {row.import_id: row.workouts for row in rows}


# By parts: a device is told of whole versions at a time.
_TO_TRASH = versioned(
    "UPDATE workout SET rev = (SELECT rev FROM version), "
    "stamps = CASE WHEN deleted_at IS NULL "
    "THEN jsonb_set(stamps, '{deleted}', CAST(:stamp AS jsonb)) ELSE stamps END, "
    "deleted_at = COALESCE(deleted_at, :now), import_id = NULL, import_source = NULL, "
    "imported_start_local = NULL, imported_fingerprint = NULL "
    "WHERE user_id = :user_id AND id = ANY(ARRAY(SELECT w.id FROM workout w "
    "WHERE w.user_id = :user_id AND w.import_id = :import_id "
    f"AND NOT {_CHANGED_SINCE} ORDER BY w.id LIMIT :limit))"
)
_KEEP_CHANGED = text(
    "UPDATE workout SET import_id = NULL WHERE user_id = :user_id AND import_id = :import_id"
)
_DELETE_IMPORT = text("DELETE FROM history_import WHERE user_id = :user_id AND id = :import_id")
_IDLE = (
    "NOT EXISTS (SELECT FROM workout_exercise we JOIN workout w ON w.user_id = we.user_id "
    "AND w.id = we.workout_id WHERE we.user_id = e.user_id AND we.exercise_id = e.id "
    "AND w.deleted_at IS NULL)"
)
_ARCHIVE_IDLE = versioned(
    "UPDATE exercise e SET archived_at = :now, rev = (SELECT rev FROM version) "
    "WHERE e.user_id = :user_id AND e.id = ANY(:ids) AND e.archived_at IS NULL "
    "AND e.stamps = '{}' AND e.rev <= COALESCE(CAST(:version AS bigint), e.rev) "
    f"AND {_IDLE} AND NOT EXISTS (SELECT FROM routine o WHERE o.user_id = e.user_id "
    "AND o.deleted_at IS NULL AND strpos(CAST(o.content AS text), CAST(e.id AS text)) > 0)"
)


def take_back(
    tx: Transaction, user_id: UUID, made: HistoryImport, *, exercises: list[UUID], now: datetime
) -> bool:
    """Take back an import; the file can be imported again. False when it isn't there.

    Its workouts go to the trash, but those that were changed since. Of the `exercises` made for it,
    those are archived that nothing uses and nobody changed.
    """
    parameters = {
        "user_id": user_id,
        "import_id": made.id,
        "ids": exercises,
        "version": made.summary.get("version"),
        "now": now,
        "stamp": json.dumps(stamp_at(now)),
        "limit": WORKOUTS_PER_VERSION,
    }
    before = rollups.days_of_import(tx, user_id, made.id)
    while tx.execute(_TO_TRASH, parameters).rowcount == WORKOUTS_PER_VERSION:
        pass
    tx.execute(_KEEP_CHANGED, parameters)
    rollups.refresh(tx, user_id, before)
    tx.execute(_ARCHIVE_IDLE, parameters)
    return tx.execute(_DELETE_IMPORT, parameters).rowcount == 1


_ARCHIVED_IDLE = text(
    "SELECT e.id FROM exercise e WHERE e.user_id = :user_id AND e.id = ANY(:ids) "
    f"AND e.archived_at IS NOT NULL AND e.catalogue_id IS NULL AND {_IDLE}"
)


def archived_idle_exercises(
    tx: Transaction, user_id: UUID, exercise_ids: Collection[UUID]
) -> list[UUID]:
    """Those of these that are archived and have no workout."""
    parameters = {"user_id": user_id, "ids": list(exercise_ids)}
    return list(tx.execute(_ARCHIVED_IDLE, parameters).scalars())


@dataclass(frozen=True, slots=True)
class Upload:
    id: UUID
    filename: str
    content: bytes


_INSERT_UPLOAD = text(
    "INSERT INTO import_upload (user_id, id, filename, content, created_at) "
    "VALUES (:user_id, :id, :filename, :content, :now)"
)


def insert_upload(tx: Transaction, user_id: UUID, upload: Upload, *, now: datetime) -> None:
    tx.execute(
        _INSERT_UPLOAD,
        {
            "user_id": user_id,
            "id": upload.id,
            "filename": upload.filename,
            "content": upload.content,
            "now": now,
        },
    )


_UPLOAD = text(
    "SELECT id, filename, content FROM import_upload WHERE user_id = :user_id AND id = :upload_id"
)


def upload(tx: Transaction, user_id: UUID, upload_id: UUID) -> Upload | None:
    row = tx.execute(_UPLOAD, {"user_id": user_id, "upload_id": upload_id}).one_or_none()
    return Upload(row.id, row.filename, bytes(row.content)) if row else None


_DELETE_UPLOADS = text("DELETE FROM import_upload WHERE user_id = :user_id")


def delete_uploads(tx: Transaction, user_id: UUID) -> None:
    """Forget the files a lifter uploaded: one at a time is looked at."""
    tx.execute(_DELETE_UPLOADS, {"user_id": user_id})
