"""How the backups are doing, for metrics and checks.

The same record stands in two places: in the database, which a service reaches wherever the backups
lie, and as `status.json` beside the backups.
"""

import json
from pathlib import Path

from liftlog.store.backups import marks as backup_marks
from liftlog.store.backups.marks import BackupMark, BackupStatus
from liftlog.store.database.engine import Database

__all__ = ["FILE", "BackupMark", "BackupStatus", "in_folder", "of_database"]

FILE = "status.json"


def of_database(database: Database) -> BackupStatus:
    """Ask the database, as core. Raises DatabaseUnavailableError when it can't be asked."""
    with database.transaction() as tx:
        return backup_marks.read(tx)


def in_folder(folder: Path) -> BackupStatus:
    """Read what stands beside the backups; all is None where nothing readable does."""
    try:
        return BackupStatus.from_json(json.loads((folder / FILE).read_text()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return BackupStatus()
