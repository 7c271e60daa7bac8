"""The test session's PostgreSQL: the embedded one, migrated once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from liftlog.ops.embedded import EmbeddedPostgres, Server
from liftlog.ops.embedded.cluster import DATABASE, OWNER, SUPERUSER
from liftlog.store.database.engine import sqlalchemy_url
from liftlog.store.server import migrate


class TestServer:
    __test__ = False

    def __init__(self, server: Server) -> None:
        self._server = server
        self._engine = create_engine(
            sqlalchemy_url(self.url(SUPERUSER)),
            pool_size=2,
            # As the services have it: what was just written has no statistics to plan by.
            connect_args={"options": "-c enable_nestloop=off"},
        )

    def url(self, role: str, database: str = DATABASE) -> str:
        return self._server.url(role, database)

    @contextmanager
    def superuser(self) -> Iterator[Connection]:
        """A connection whose work is rolled back."""
        with self._engine.connect() as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def scratch_database(self, name: str) -> Iterator[str]:
        """An empty database of its own; yields the owner's URL."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER}"))
            try:
                yield self._server.url(OWNER, name)
            finally:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def running_server() -> Iterator[TestServer]:
    with (
        tempfile.TemporaryDirectory(prefix="liftlog-tests-") as folder,
        EmbeddedPostgres(Path(folder) / "instance") as started,
    ):
        migrate.upgrade(started.url(OWNER))
        server = TestServer(started)
        try:
            yield server
        finally:
            server.close()
