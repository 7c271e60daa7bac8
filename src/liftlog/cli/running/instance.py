"""The database of the instance that a command is about, found as `liftlog up` finds it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from liftlog.cli.refusals import naming_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liftlog.ops.embedded import DatabaseUrls
    from liftlog.settings import Settings
    from liftlog.store.database.engine import PostgresDatabase


@contextmanager
def database_for_command() -> Iterator[PostgresDatabase]:
    """Connected as core is, at the schema this version needs."""
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings
    from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase

    settings = Settings.from_environment()
    with database_of(settings) as urls, naming_database(settings, urls.core):
        database = PostgresDatabase(urls.core, CORE_ROLE, pool_size=1)
        try:
            _have_schema(database, urls, settings)
            yield database
        finally:
            database.close()


def _have_schema(database: PostgresDatabase, urls: DatabaseUrls, settings: Settings) -> None:
    """Our own database is migrated here if it has to be; a named one is its keeper's."""
    from liftlog.kit.errors import DatabaseUnavailableError
    from liftlog.store.database.readiness import readiness

    found = readiness(database)
    if found.ready:
        return
    if found.database != "ok":
        raise DatabaseUnavailableError(found.database)
    if settings.database_url:
        raise DatabaseUnavailableError(
            f"The schema of the database is {found.schema}: run `liftlog migrate` first."
        )
    from liftlog.store.server import migrate

    if settings.backup_before_upgrade == "yes":
        from liftlog.ops.backup import before_upgrade

        before_upgrade.back_up(urls.owner, settings.data_dir / "backups")
    migrate.upgrade(urls.owner)
