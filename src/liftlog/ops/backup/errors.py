"""What can go wrong with a backup or a restore, each in one line for people."""

from liftlog.kit.errors import LiftLogError


class BackupError(LiftLogError):
    """It was not done; the message says why and what to do."""

    status = 500
    code = "backup"


class NoSuchFileError(BackupError):
    """There is nothing under this name where the backups are."""
