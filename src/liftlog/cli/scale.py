"""`liftlog scale`: one database on many machines."""

import click

from liftlog.cli.refusals import naming_database


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
    from liftlog.store.server import scale as spreading

    settings = Settings.from_environment()
    with database_of(settings) as urls, naming_database(settings, urls.owner):
        for said in spreading.distribute(urls.owner):
            click.echo(said)
