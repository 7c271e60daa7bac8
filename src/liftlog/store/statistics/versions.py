"""One number per lifter that grows with every change of what is theirs.

A device asks for what changed since the number it knows, and an answer that was made at this
number holds as long as it stays. Whoever changes something says it by a `versioned` statement, which has
`(SELECT rev FROM version)` to write into the row: the lifter's one row here is locked until the
transaction ends, so that numbers become visible in their order.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import TextClause, text

from liftlog.store.database.engine import Transaction

_NEXT_VERSION = (
    "WITH version AS (INSERT INTO lifter_version AS v (user_id, rev) VALUES (:user_id, 1) "
    "ON CONFLICT (user_id) DO UPDATE SET rev = v.rev + 1 RETURNING rev) "
)


def versioned(statement: str) -> TextClause:
    """The statement, with the lifter's next version at hand as the table `version`."""
    return text(_NEXT_VERSION + statement)


def tombstones_of(kind: str) -> str:
    """The end of a versioned statement that deletes `gone` for good: devices are told of it.

    They ask by version, and a row that is no more has none.
    """
    return (
        "INSERT INTO tombstone (user_id, kind, id, stamp, content, rev) "
        f"SELECT :user_id, '{kind}', gone.id, '', '{{}}', (SELECT rev FROM version) FROM gone "
        "ON CONFLICT (user_id, kind, id) DO UPDATE SET rev = EXCLUDED.rev"
    )


_VERSION = text("SELECT rev FROM lifter_version WHERE user_id = :user_id")


def version(tx: Transaction, user_id: UUID) -> int:
    """The lifter's version; 0 before the first change."""
    return tx.execute(_VERSION, {"user_id": user_id}).scalar() or 0


# A lifter who never changed anything has no row yet that could be locked.
_HOLD = text(
    "INSERT INTO lifter_version AS v (user_id, rev) VALUES (:user_id, 0) "
    "ON CONFLICT (user_id) DO UPDATE SET rev = v.rev"
)


def hold(tx: Transaction, user_id: UUID) -> None:
    """Whoever else changes something of this lifter waits until this transaction ends."""
    tx.execute(_HOLD, {"user_id": user_id})


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new what a server says of a lifter is.

    `behind_s` is how many seconds a standby may be behind its primary, None on a primary. `begun` is
    the latest day of a workout that has begun, where that is after the day that was asked about.
    """

    version: int
    behind_s: float | None
    begun: date | None = None


# A standby that has replayed all it got is behind by nothing, as long as it still gets something;
# an idle primary would otherwise make it look older by the minute. One that gets nothing knows only
# when what it replayed last was done, or, where that was nothing yet, since when it has been running.
_FRESHNESS = text(
    "SELECT COALESCE((SELECT rev FROM lifter_version WHERE user_id = :user_id), 0) AS version, "
    "(SELECT max(w.day) FROM workout w WHERE w.user_id = :user_id AND w.deleted_at IS NULL "
    "AND w.day > CAST(:today AS date) AND w.started_at <= CAST(:now AS timestamptz)) AS begun, "
    "CASE WHEN NOT pg_is_in_recovery() THEN NULL "
    "WHEN pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn() "
    "AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0 "
    "ELSE GREATEST(extract(epoch FROM clock_timestamp() "
    "- COALESCE(pg_last_xact_replay_timestamp(), pg_postmaster_start_time())), 0) END AS behind_s"
)


def freshness(
    tx: Transaction, user_id: UUID, *, today: date | None = None, now: datetime | None = None
) -> Freshness:
    """The lifter's version as this server knows it, and how far behind it is, in one statement.

    With the day and the moment it is for the lifter, the day of a workout begun where it is later.
    """
    row = tx.execute(_FRESHNESS, {"user_id": user_id, "today": today, "now": now}).one()
    behind_s = None if row.behind_s is None else float(row.behind_s)
    return Freshness(row.version, behind_s, row.begun)
