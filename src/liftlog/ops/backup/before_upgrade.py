"""The backup that `liftlog up` makes before it changes the schema of the embedded database."""

from pathlib import Path

from liftlog.ops.backup import catalog
from liftlog.ops.backup.create import Job, make_backup
from liftlog.ops.backup.errors import BackupError
from liftlog.ops.backup.folder import Folder
from liftlog.ops.backup.manifest import BackupKind, BackupState, Manifest
from liftlog.ops.backup.retention import KEPT_APART
from liftlog.store.database.schema_revision import SCHEMA_REVISION
from liftlog.store.server import inspection
from liftlog.store.server.owner import as_owner


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
            Job(owner_url=owner_url, place=place, scratch=None, kind=BackupKind.BEFORE_UPGRADE)
        )
    except BackupError as error:
        raise BackupError(f"{error.message} {_REMEDY}") from error
    if made.proof.state is BackupState.BAD:
        raise BackupError(f"{' '.join(made.proof.said)} {_REMEDY}")
    for old in [one for one in catalog.backups_in(place) if one.kind is BackupKind.BEFORE_UPGRADE][
        KEPT_APART:
    ]:
        catalog.discard(place, old)
    return made


_REMEDY = (
    "The schema was not changed, since there is no backup of before. "
    "LIFTLOG_BACKUP_BEFORE_UPGRADE=no upgrades without one."
)
