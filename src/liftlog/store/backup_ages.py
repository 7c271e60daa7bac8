"""How long ago a backup was made and proven, as far as whoever makes them has noted it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from liftlog.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class BackupAges:
    """Seconds; None where there is none."""

    made_s: float | None = None
    proven_s: float | None = None


_THERE = text("SELECT to_regclass('backup_mark') IS NOT NULL")
_AT = text("SELECT kind, at FROM backup_mark WHERE kind IN ('made', 'proven')")


def backup_ages(tx: Transaction, now: datetime) -> BackupAges:
    if not tx.execute(_THERE).scalar():
        return BackupAges()
    ages = {row.kind: (now - row.at).total_seconds() for row in tx.execute(_AT)}
    return BackupAges(ages.get("made"), ages.get("proven"))
