"""The database that a command is about: a named one, a running instance's, or our own for a moment."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from liftlog.ops.embedded.cluster import CORE, OWNER, STATS, SUPERUSER
from liftlog.ops.embedded.errors import EmbeddedDatabaseError
from liftlog.ops.embedded.folder import DataFolder
from liftlog.ops.embedded.server import EmbeddedPostgres, Server
from liftlog.settings import Settings

PATIENCE_S = 30
POLL_S = 0.05


@dataclass(frozen=True, slots=True, repr=False)
class DatabaseUrls:
    """One database as its three roles. `secret_key` is the instance's, "" where there is none.

    `superuser` leads to the embedded server's own database; "" where the server is not ours.
    """

    owner: str
    core: str
    stats: str
    secret_key: str = ""
    superuser: str = ""

    @classmethod
    def of_server(cls, server: Server) -> "DatabaseUrls":
        return cls(
            server.url(OWNER),
            server.url(CORE),
            server.url(STATS),
            server.secrets.secret_key,
            server.url(SUPERUSER, SUPERUSER),
        )


@contextmanager
def database_of(
    settings: Settings, *, monotonic: Callable[[], float] = time.monotonic
) -> Iterator[DatabaseUrls]:
    """Yield the URLs of the database that `liftlog up` with these settings uses.

    With DATABASE_URL that is all. Otherwise it is the running instance's database, or, when none
    runs, the embedded database started for as long as the block lasts.
    """
    if settings.database_url:
        yield DatabaseUrls(
            settings.migration_database_url,
            settings.database_url,
            settings.stats_database_url,
            settings.secret_key,
        )
        return
    folder = DataFolder(settings.data_dir)
    running = _running_or_held(folder, monotonic)
    if running is not None:
        yield DatabaseUrls.of_server(running)
        return
    try:
        with EmbeddedPostgres(folder) as server:
            yield DatabaseUrls.of_server(server)
    finally:
        folder.release()


def _running_or_held(folder: DataFolder, monotonic: Callable[[], float]) -> Server | None:
    """Return the running instance's server, or None once we hold the folder ourselves."""
    give_up = monotonic() + PATIENCE_S
    while not folder.try_acquire():
        running = folder.running()
        if running is not None and running.socket_folder:
            return Server(running.socket_folder, folder.secrets())
        if running is not None:
            raise EmbeddedDatabaseError(
                f"The LiftLog at {running.address} uses another database: set the same "
                "DATABASE_URL for this command."
            )
        if monotonic() >= give_up:
            raise EmbeddedDatabaseError(
                f"Another LiftLog command has used {folder.path} for {PATIENCE_S} seconds: "
                "try again when it is done."
            )
        time.sleep(POLL_S)
    return None
