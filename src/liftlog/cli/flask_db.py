"""`flask db ...`: Alembic's commands under the name that Flask's users look for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from liftlog.cli.refusals import naming_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config


@contextmanager
def _owner() -> Iterator[str]:
    """The owner's URL of the database that `liftlog up` uses. What can't be done is one line."""
    from liftlog.kit.errors import LiftLogError
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings

    try:
        settings = Settings.from_environment()
        with (
            database_of(settings) as urls,
            naming_database(settings, urls.owner),
        ):
            yield urls.owner
    except LiftLogError as error:
        raise click.ClickException(error.message) from error


@contextmanager
def _alembic() -> Iterator[Config]:
    """Connected as the owner of the schema."""
    from liftlog.store.server.migrate import alembic_on

    with _owner() as owner_url, alembic_on(owner_url) as config:
        yield config


@click.group()
def db() -> None:
    """Migrate the schema of the database."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Migrate up to REVISION, the newest one by default."""
    from liftlog.store.server import migrate

    with _owner() as owner_url:
        migrate.upgrade(owner_url, revision)


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("revision", default="-1")
def downgrade(revision: str) -> None:
    """Migrate down to REVISION, one step by default."""
    from liftlog.store.server import migrate

    with _owner() as owner_url:
        migrate.downgrade(owner_url, revision)


@db.command()
def current() -> None:
    """Print the revision the database is at."""
    from alembic import command

    with _alembic() as config:
        command.current(config, verbose=True)


@db.command()
def history() -> None:
    """List the migrations."""
    from alembic import command

    from liftlog.store.server.migrate import alembic_config

    command.history(alembic_config())


@db.command()
def check() -> None:
    """Fail when the tables in code and those in the database differ."""
    from alembic import command

    with _alembic() as config:
        command.check(config)


@db.command()
@click.option("-m", "--message", required=True, help="What the migration does, as its name.")
def migrate(message: str) -> None:
    """Write a new migration out of the difference between the tables in code and the database."""
    from alembic import command

    with _alembic() as config:
        command.revision(config, message=message, autogenerate=True)
