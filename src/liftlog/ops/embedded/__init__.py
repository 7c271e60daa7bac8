"""The embedded PostgreSQL: a thin adapter over the programs of a wheel."""

from liftlog.ops.embedded.access import DatabaseUrls, database_of
from liftlog.ops.embedded.errors import AlreadyRunningError, EmbeddedDatabaseError
from liftlog.ops.embedded.folder import DataFolder, RunningServer, Secrets
from liftlog.ops.embedded.server import EmbeddedPostgres, Server

__all__ = [
    "AlreadyRunningError",
    "DataFolder",
    "DatabaseUrls",
    "EmbeddedDatabaseError",
    "EmbeddedPostgres",
    "RunningServer",
    "Secrets",
    "Server",
    "database_of",
]
