"""All checks in their order, each as far as what is there allows."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from liftlog.kit.clock import Clock
from liftlog.kit.database_urls import address_of
from liftlog.kit.errors import DatabaseUnavailableError
from liftlog.ops.doctor import database, environment, services
from liftlog.ops.doctor.findings import Finding, State, bad, ok
from liftlog.ops.embedded import DatabaseUrls, EmbeddedDatabaseError
from liftlog.settings import Settings, database_setting
from liftlog.store.server import inspection
from liftlog.store.server.migrate import revisions
from liftlog.store.server.owner import as_owner, role_name, server_major

SETS_CHECKED = 5_000

Databases = Callable[[Settings], AbstractContextManager[DatabaseUrls]]


def examine(settings: Settings, *, databases: Databases, clock: Clock) -> Iterator[Finding]:
    """Yield what each check finds. `databases` opens the one that the settings mean."""
    yield ok("settings", "All can be read.")
    yield environment.secret_key(settings)
    if not settings.database_url:
        yield environment.data_folder(settings)
    yield environment.public_origin(settings)
    found = environment.certificate(settings, clock())
    if found is not None:
        yield found
    core, stats = environment.ports(settings)
    yield from (core, stats)
    runs = core.state is State.OK and "answers" in core.found
    if not settings.database_url and not (settings.data_dir / "postgresql").exists():
        yield ok("database", "There is none yet: `liftlog up` makes it.")
        yield environment.disk("disk", settings.data_dir)
        return
    try:
        with databases(settings) as urls:
            yield from _database(settings, urls, clock)
            key = settings.secret_key or urls.secret_key
            yield services.stats(settings.stats_url, key, clock, wanted=runs)
    except _NotReachedError as error:
        setting = database_setting(settings, error.url)
        where = f"{setting} ({address_of(error.url)}): " if setting else ""
        remedy = f"Start it, or correct {setting}." if setting else "Start it: `liftlog up`."
        yield bad("database", f"{where}{error.message}", remedy)
        yield environment.disk("disk", settings.data_dir)
    except (DatabaseUnavailableError, EmbeddedDatabaseError) as error:
        yield bad("database", error.message, "Start it, or correct DATABASE_URL.")
        yield environment.disk("disk", settings.data_dir)


class _NotReachedError(Exception):
    def __init__(self, url: str, message: str) -> None:
        super().__init__(message)
        self.url = url
        self.message = message


def _database(settings: Settings, urls: DatabaseUrls, clock: Clock) -> Iterator[Finding]:
    for url in (urls.core, urls.stats, urls.owner):
        try:
            with as_owner(url):
                pass
        except DatabaseUnavailableError as error:
            raise _NotReachedError(url, error.message) from error
    with as_owner(urls.owner) as tx:
        yield ok("database", "Core, stats and the owner can log in.")
        yield database.version(server_major(tx))
        schema = database.schema(tx, revisions())
        yield schema
        before, server, after = clock(), inspection.now(tx), clock()
        yield database.clock(server, before, after)
        yield environment.disk("disk", settings.data_dir, needed_bytes=inspection.size_bytes(tx))
        yield database.roles(tx)
        yield database.logins(tx, role_name(urls.core), role_name(urls.stats))
        if schema.state is not State.OK:
            return
        yield database.rights(tx)
        yield database.row_security(tx)
        yield database.backups(inspection.backup_status(tx), clock())
    yield database.kept_figures(urls.owner, sets=SETS_CHECKED)
    if settings.backup_to and not settings.backup_to.startswith("s3://"):
        yield environment.disk("backup disk", Path(settings.backup_to))
