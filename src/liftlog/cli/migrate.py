"""`liftlog migrate`: the database at the schema of this version."""

import click


@click.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    from liftlog.embedded import database_of
    from liftlog.settings import Settings
    from liftlog.store.engine import translated_errors
    from liftlog.store.migrate import upgrade

    with database_of(Settings.from_environment()) as urls, translated_errors():
        upgrade(urls.owner)
