"""The database of the instance that a command is about, found as `liftlog up` finds it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liftlog.store.engine import PostgresDatabase


@contextmanager
def database_for_command() -> Iterator[PostgresDatabase]:
    """Connected as core is. What can't be done is said in one line, with exit status 1."""
    from liftlog.embedded import database_of
    from liftlog.errors import LiftLogError
    from liftlog.settings import Settings
    from liftlog.store.engine import CORE_ROLE, PostgresDatabase

    with database_of(Settings.from_environment()) as urls:
        database = PostgresDatabase(urls.core, CORE_ROLE, pool_size=1)
        try:
            yield database
        except LiftLogError as error:
            raise click.ClickException(error.message) from error
        finally:
            database.close()
