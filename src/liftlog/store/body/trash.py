"""Deleted measurements, kept whole until they are taken out again or their time is over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.sync.stamps import stamp_at
from liftlog.store.body.read import Measurement, measurement_of
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.versions import versioned

_DELETE = versioned(
    ", gone AS (DELETE FROM body_measurement WHERE user_id = :user_id AND id = :id RETURNING *) "
    "INSERT INTO tombstone (user_id, kind, id, stamp, content) "
    "SELECT :user_id, 'measurement', gone.id, :stamp, to_jsonb(gone) FROM gone "
    "ON CONFLICT (user_id, kind, id) DO UPDATE SET stamp = EXCLUDED.stamp, "
    "content = EXCLUDED.content"
)


def delete(tx: Transaction, user_id: UUID, measurement_id: UUID, *, now: datetime) -> bool:
    parameters = {"user_id": user_id, "id": measurement_id, "stamp": stamp_at(now)}
    return tx.execute(_DELETE, parameters).rowcount == 1


_COLUMNS = "kind, day, measured_at, weight_g, length_mm, length_um, percent, unit, note"
_ROWS = (
    "jsonb_to_record(t.content) AS r (kind text, day date, measured_at timestamptz, weight_g int, "
    "length_mm int, length_um int, percent numeric, unit text, note text)"
)
_KEPT = "t.user_id = :user_id AND t.kind = 'measurement'"
_DELETED = text(
    f"SELECT t.id, r.* FROM tombstone t CROSS JOIN LATERAL {_ROWS} WHERE {_KEPT} "
    "AND t.stamp >= :since AND NOT EXISTS (SELECT FROM body_measurement m "
    "WHERE m.user_id = :user_id AND m.id = t.id) ORDER BY t.stamp DESC, t.id LIMIT :limit"
)


def deleted(tx: Transaction, user_id: UUID, *, since: datetime, limit: int) -> list[Measurement]:
    """Those that were deleted since then, the latest first."""
    parameters = {"user_id": user_id, "since": stamp_at(since), "limit": limit}
    return [measurement_of(row) for row in tx.execute(_DELETED, parameters)]


_RESTORE = versioned(
    f", back AS (DELETE FROM tombstone t WHERE {_KEPT} "
    "AND t.id = COALESCE(CAST(:id AS uuid), t.id) AND t.stamp >= :since "
    "RETURNING t.id, t.content) "
    f"INSERT INTO body_measurement (user_id, id, {_COLUMNS}) "
    f"SELECT :user_id, t.id, r.* FROM back t CROSS JOIN LATERAL {_ROWS} "
    "ON CONFLICT (user_id, id) DO NOTHING"
)


def restore(
    tx: Transaction, user_id: UUID, measurement_id: UUID | None = None, *, since: datetime
) -> int:
    """Take out one that was deleted since then, or with None all; returns how many are back.

    One that was entered again under its id meanwhile stays as it is.
    """
    parameters = {"user_id": user_id, "id": measurement_id, "since": stamp_at(since)}
    return tx.execute(_RESTORE, parameters).rowcount


_EMPTY = text(f"DELETE FROM tombstone t WHERE {_KEPT} AND t.stamp < :before")


def empty(tx: Transaction, user_id: UUID, *, before: datetime) -> None:
    """Remove for good what was deleted before then."""
    tx.execute(_EMPTY, {"user_id": user_id, "before": stamp_at(before)})
