"""`liftlog migrate`: the database at the schema of this version."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--backup-first",
    type=click.Path(path_type=Path),
    default=None,
    help="A folder to back up to before the schema changes.",
)
def migrate(backup_first: Path | None) -> None:
    """Bring the database to the schema of this version."""
    from liftlog.embedded import database_of
    from liftlog.settings import Settings
    from liftlog.store.engine import translated_errors
    from liftlog.store.migrate import upgrade

    with database_of(Settings.from_environment()) as urls, translated_errors():
        if backup_first is not None:
            _back_up(urls.owner, backup_first)
        upgrade(urls.owner)


def _back_up(owner_url: str, folder: Path) -> None:
    """Keep the database as it was before an upgrade; a new one has nothing to lose."""
    from liftlog.backup import before_upgrade

    made = before_upgrade.back_up(owner_url, folder)
    if made is not None:
        click.echo(f"Backed up before the upgrade: {folder / made.dump}")
