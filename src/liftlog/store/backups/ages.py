"""How long ago a backup was made and proven, as far as whoever makes them has noted it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from liftlog.store.backups import marks as backup_marks
from liftlog.store.backups.marks import BackupMark
from liftlog.store.database.engine import Transaction


@dataclass(frozen=True, slots=True)
class BackupAges:
    """Seconds; None where there is none."""

    made_s: float | None = None
    proven_s: float | None = None


_THERE = text("SELECT to_regclass('backup_mark') IS NOT NULL")


def backup_ages(tx: Transaction, now: datetime) -> BackupAges:
    if not tx.execute(_THERE).scalar():
        return BackupAges()
    found = backup_marks.read(tx)
    return BackupAges(_age_s(found.made, now), _age_s(found.proven, now))


def _age_s(mark: BackupMark | None, now: datetime) -> float | None:
    return None if mark is None else (now - mark.at).total_seconds()
