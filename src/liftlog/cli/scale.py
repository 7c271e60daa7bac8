"""`liftlog scale`: one database on many machines."""

import click


@click.group()
def scale() -> None:
    """Spread the database over many machines."""


@scale.command()
def citus() -> None:
    """Spread lifters over the machines of a Citus cluster, with the catalogue on each of them.

    It can be run again at any time, and goes on where it ended.
    """
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings
    from liftlog.store.database.engine import translated_errors
    from liftlog.store.server import scale as spreading

    with database_of(Settings.from_environment()) as urls, translated_errors():
        for said in spreading.distribute(urls.owner):
            click.echo(said)
