"""Bringing a database to the schema this code needs, and asking whether it is there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select, text
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

from liftlog.kit.errors import DatabaseUnavailableError
from liftlog.store.database.engine import CONNECT_TIMEOUT_S, sqlalchemy_url
from liftlog.store.exercises.catalogue import catalogue_rows
from liftlog.store.rollups import maintenance as rollup_maintenance
from liftlog.store.schema import catalogue_exercise


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "liftlog.store:migrations")
    config.set_main_option("path_separator", "os")
    config.set_main_option(
        "file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    if connection is not None:
        config.attributes["connection"] = connection
    return config


# Any number will do as long as every LiftLog asks for the same one.
MIGRATION_LOCK_ID = 7_104_265_590
# So long a migrator waits for another one that is at it.
TURN_TIMEOUT_S = 900
# Whoever waits for a table has everybody else who wants it wait behind: better to fail, and try again.
LOCK_TIMEOUT_S = 5
STATEMENT_TIMEOUT_S = 900
POLL_S = 1.0
HEADS = frozenset({"head", "heads"})


@contextmanager
def alembic_on(owner_url: str) -> Iterator[Config]:
    """An Alembic configuration connected as the owner of the schema."""
    engine = create_engine(
        sqlalchemy_url(owner_url),
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "application_name": "liftlog_migration",
            "options": f"-c lock_timeout={LOCK_TIMEOUT_S}s "
            f"-c statement_timeout={STATEMENT_TIMEOUT_S}s",
        },
    )
    try:
        with engine.connect() as connection:
            yield alembic_config(connection)
            connection.commit()
    finally:
        engine.dispose()


@contextmanager
def migrating(owner_url: str) -> Iterator[Config]:
    """Like `alembic_on`, by one migrator at a time: a second one waits until the first is done.

    Raises OperationalError when it waits for longer than TURN_TIMEOUT_S.
    """
    with alembic_on(owner_url) as config:
        connection: Connection = config.attributes["connection"]
        _wait_for_turn(connection)
        yield config


def _wait_for_turn(connection: Connection) -> None:
    """Take the lock of the session: it outlasts transactions, and is gone with the connection."""
    connection.execute(text(f"SET LOCAL lock_timeout = '{TURN_TIMEOUT_S}s'"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_lock(:id)"), {"id": MIGRATION_LOCK_ID})
    connection.commit()


def upgrade(owner_url: str, revision: str = "head") -> None:
    """Migrate up to `revision`; to the newest, with the catalogue and kept figures of today."""
    with migrating(owner_url) as config:
        command.upgrade(config, revision)
        if revision in HEADS:
            load_catalogue(config.attributes["connection"])
            config.attributes["connection"].commit()
            rollup_maintenance.fill(owner_url)


def downgrade(owner_url: str, revision: str) -> None:
    with migrating(owner_url) as config:
        command.downgrade(config, revision)


def wait_for_database(
    owner_url: str, *, patience_s: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> None:
    """Return once the database lets us in; DatabaseUnavailableError when `patience_s` are over."""
    give_up = clock() + patience_s
    engine = create_engine(
        sqlalchemy_url(owner_url), connect_args={"connect_timeout": CONNECT_TIMEOUT_S}
    )
    try:
        while not _lets_in(engine):
            if clock() >= give_up:
                raise DatabaseUnavailableError("The database can't be reached.")
            sleep(POLL_S)
    finally:
        engine.dispose()


def _lets_in(engine: Engine) -> bool:
    """A server that is being made refuses for several reasons, one after the other."""
    try:
        with engine.connect():
            return True
    except OperationalError:
        return False


# Every answer that names an exercise is another one now. Where an exercise is loaded in another way,
# what counts as a record is another thing too: the figures of whoever did it are due.
_CATALOGUE_CHANGED = text(
    "UPDATE lifter_version v SET rev = v.rev + 1, figures_due = v.figures_due OR EXISTS "
    "(SELECT FROM exercise e WHERE e.user_id = v.user_id "
    "AND e.catalogue_id = ANY(CAST(:loaded_otherwise AS uuid[])))"
)
# So that devices ask for them.
_EXERCISES_CHANGED = text(
    "UPDATE exercise e SET rev = v.rev FROM lifter_version v "
    "WHERE v.user_id = e.user_id AND e.catalogue_id = ANY(CAST(:changed AS uuid[]))"
)


def load_catalogue(connection: Connection) -> None:
    """Insert what is new and update what has changed; an exercise somebody used is never removed."""
    before = {
        row["id"]: dict(row) for row in connection.execute(select(catalogue_exercise)).mappings()
    }
    changed = [row for row in catalogue_rows() if row != before.get(row["id"])]
    if not changed:
        return
    statement = postgres_insert(catalogue_exercise)
    changes = {
        column.name: statement.excluded[column.name]
        for column in catalogue_exercise.columns
        if column.name != "id"
    }
    connection.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_=changes), changed
    )
    otherwise = [
        row["id"]
        for row in changed
        if row["id"] in before and row["load_kind"] != before[row["id"]]["load_kind"]
    ]
    connection.execute(_CATALOGUE_CHANGED, {"loaded_otherwise": otherwise})
    connection.execute(_EXERCISES_CHANGED, {"changed": [row["id"] for row in changed]})


def revisions() -> set[str]:
    """All revisions that this LiftLog can migrate from."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return {script.revision for script in scripts.walk_revisions()}
