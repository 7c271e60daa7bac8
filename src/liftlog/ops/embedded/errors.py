"""What can go wrong with the embedded database, each in one line for people."""

from liftlog.kit.errors import LiftLogError


class EmbeddedDatabaseError(LiftLogError):
    status = 503
    code = "embedded_database"


class AlreadyRunningError(EmbeddedDatabaseError):
    """Another LiftLog has this data folder."""

    code = "already_running"


def reason(error: OSError) -> str:
    """Return what the system says went wrong, in the middle of a sentence."""
    return (error.strerror or str(error)).lower()
