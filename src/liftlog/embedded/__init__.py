"""The embedded PostgreSQL: a thin adapter over the programs of a wheel."""

from liftlog.embedded.access import DatabaseUrls, database_of
from liftlog.embedded.errors import AlreadyRunningError, EmbeddedDatabaseError
from liftlog.embedded.folder import DataFolder, Running, Secrets
from liftlog.embedded.server import EmbeddedPostgres, Server

__all__ = [
    "AlreadyRunningError",
    "DataFolder",
    "DatabaseUrls",
    "EmbeddedDatabaseError",
    "EmbeddedPostgres",
    "Running",
    "Secrets",
    "Server",
    "database_of",
]
