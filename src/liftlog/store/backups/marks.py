"""When the last backup was made and proven: written by `liftlog backup`, read by the services.

Those may run on other machines than the backups lie on, so that it stands in the database too.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import text

from liftlog.store.database.engine import Transaction
from liftlog.store.server.owner import as_owner

Kind = Literal["made", "proven", "failed"]
KINDS: tuple[Kind, ...] = ("made", "proven", "failed")


@dataclass(frozen=True, slots=True)
class BackupMark:
    """`at` is when the data was as in the backup (made), or when its proof was over."""

    name: str
    at: datetime
    size_bytes: int
    took_ms: int

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "BackupMark":
        return cls(**{**found, "at": datetime.fromisoformat(found["at"])})


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """The newest backup that was made, that was proven, and that failed its proof, if any."""

    made: BackupMark | None = None
    proven: BackupMark | None = None
    failed: BackupMark | None = None

    def as_json(self) -> dict[str, Any]:
        marks = {kind: getattr(self, kind) for kind in KINDS}
        return {kind: mark and mark.as_json() for kind, mark in marks.items()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "BackupStatus":
        return cls(**{kind: BackupMark.from_json(found[kind]) for kind in KINDS if found.get(kind)})


_READ = text("SELECT kind, name, at, size_bytes, took_ms FROM backup_mark")
_WRITE = text(
    "INSERT INTO backup_mark (kind, name, at, size_bytes, took_ms) "
    "VALUES (:kind, :name, :at, :size_bytes, :took_ms) ON CONFLICT (kind) DO UPDATE "
    "SET name = excluded.name, at = excluded.at, size_bytes = excluded.size_bytes, "
    "took_ms = excluded.took_ms"
)
_THERE = text(
    "SELECT to_regclass('public.backup_mark') IS NOT NULL AND NOT pg_is_in_recovery() "
    "AND current_setting('transaction_read_only') = 'off'"
)


def read(tx: Transaction) -> BackupStatus:
    return BackupStatus(
        **{
            row.kind: BackupMark(row.name, row.at, row.size_bytes, row.took_ms)
            for row in tx.execute(_READ)
        }
    )


def note(owner_url: str, kind: Kind, mark: BackupMark) -> bool:
    """Note it, as the owner; False where there is no place for it.

    That is a schema of before there were marks, or a database that can only be read.
    """
    with as_owner(owner_url) as tx:
        if not tx.execute(_THERE).scalar():
            return False
        tx.execute(_WRITE, {"kind": kind, **asdict(mark)})
        tx.commit()
    return True
