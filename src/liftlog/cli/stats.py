"""`liftlog stats`: the figures that statistics are read from."""

import sys

import click

from liftlog.cli.refusals import naming_database


@click.group()
def stats() -> None:
    """Kept figures: compare them with the sets they come from, or make them anew."""


@stats.command()
@click.option("--email", default=None, help="Only this account.")
def rebuild(email: str | None) -> None:
    """Make the kept figures anew from the logged sets. LiftLog may go on running."""
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings
    from liftlog.store.rollups import maintenance as rollup_maintenance

    settings = Settings.from_environment()
    with database_of(settings) as urls, naming_database(settings, urls.owner):
        made = list(rollup_maintenance.rebuild(urls.owner, email))
    click.echo(f"{len(made)} accounts, {sum(days for _, days in made)} days of exercises.")


@stats.command()
@click.option("--email", default=None, help="Only this account.")
def check(email: str | None) -> None:
    """Say where kept figures are not what the logged sets say; exit status 1 if anywhere."""
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings
    from liftlog.store.rollups import maintenance as rollup_maintenance

    settings = Settings.from_environment()
    with database_of(settings) as urls, naming_database(settings, urls.owner):
        found = list(rollup_maintenance.check(urls.owner, email))
    for one in found:
        click.echo(f"{one.user_id} {one.where.exercise_id} {one.where.day}")
    if found:
        click.echo("These differ. `liftlog stats rebuild` makes them anew.", err=True)
        sys.exit(1)
    click.echo("Kept figures and logged sets agree.")
