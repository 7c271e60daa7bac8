"""Bringing a database to the schema this code needs, and asking whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.engine import Connection

from liftlog.store import upkeep
from liftlog.store.catalogue import catalogue_rows
from liftlog.store.engine import sqlalchemy_url
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


@contextmanager
def alembic_on(owner_url: str) -> Iterator[Config]:
    """An Alembic configuration connected as the owner of the schema."""
    engine = create_engine(sqlalchemy_url(owner_url))
    try:
        with engine.connect() as connection:
            yield alembic_config(connection)
            connection.commit()
    finally:
        engine.dispose()


def upgrade(owner_url: str, revision: str = "head") -> None:
    """Migrate up to `revision` and bring the exercise catalogue up to date."""
    with alembic_on(owner_url) as config:
        command.upgrade(config, revision)
        load_catalogue(config.attributes["connection"])
    if revision == "head":
        upkeep.fill(owner_url)


def downgrade(owner_url: str, revision: str) -> None:
    with alembic_on(owner_url) as config:
        command.downgrade(config, revision)


def load_catalogue(connection: Connection) -> None:
    """Insert what is new and update what has changed; an exercise somebody used is never removed."""
    statement = postgres_insert(catalogue_exercise)
    changes = {
        column.name: statement.excluded[column.name]
        for column in catalogue_exercise.columns
        if column.name != "id"
    }
    connection.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_=changes), catalogue_rows()
    )


def newest_revision() -> str:
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise RuntimeError("There are no migrations in this installation of LiftLog.")
    return head


def revisions() -> set[str]:
    """All revisions that this LiftLog can migrate from."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return {script.revision for script in scripts.walk_revisions()}
