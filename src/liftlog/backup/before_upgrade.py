"""The backup that `liftlog up` makes before it changes the schema of the embedded database."""

from pathlib import Path

from liftlog.backup import stock
from liftlog.backup.errors import BackupError
from liftlog.backup.folder import Folder
from liftlog.backup.making import Job, make_backup
from liftlog.backup.manifest import Kind, Manifest, State
from liftlog.backup.retention import KEPT_APART
from liftlog.store import inspection
from liftlog.store.owner import as_owner
from liftlog.store.readiness import SCHEMA_REVISION


def back_up(owner_url: str, folder: Path) -> Manifest | None:
    """None when the schema does not change. Raises BackupError, and then nothing may be migrated.

    It is read to its end and not restored, since everybody waits for it.
    """
    with as_owner(owner_url) as tx:
        revision = inspection.revision(tx)
    if revision in (None, SCHEMA_REVISION):
        return None
    place = Folder(folder)
    try:
        made = make_backup(
            Job(owner_url=owner_url, place=place, scratch=None, kind=Kind.BEFORE_UPGRADE)
        )
    except BackupError as error:
        raise BackupError(f"{error.message} {_REMEDY}") from error
    if made.proof.state is State.BAD:
        raise BackupError(f"{' '.join(made.proof.said)} {_REMEDY}")
    for old in [one for one in stock.backups_in(place) if one.kind is Kind.BEFORE_UPGRADE][
        KEPT_APART:
    ]:
        stock.discard(place, old)
    return made


_REMEDY = (
    "The schema was not changed, since there is no backup of before. "
    "LIFTLOG_BACKUP_BEFORE_UPGRADE=no upgrades without one."
)
