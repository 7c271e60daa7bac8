"""`liftlog migrate`: the database at the schema of this version."""

from pathlib import Path

import click

from liftlog.cli.patience import patient, wait
from liftlog.cli.refusals import naming_database


@click.command()
@patient
@click.option(
    "--backup-first",
    type=click.Path(path_type=Path),
    default=None,
    help="A folder to back up to before the schema changes.",
)
def migrate(wait_s: int, backup_first: Path | None) -> None:
    """Bring the database to the schema of this version. The embedded one is backed up before.

    Another migration that is at it is waited for.
    """
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings
    from liftlog.store.server.migrate import upgrade

    settings = Settings.from_environment()
    if not settings.database_url and settings.backup_before_upgrade == "yes":
        backup_first = backup_first or settings.data_dir / "backups"
    with (
        database_of(settings) as urls,
        naming_database(settings, urls.owner),
    ):
        wait(urls.owner, wait_s)
        if backup_first is not None:
            _back_up(urls.owner, backup_first)
        upgrade(urls.owner)


def _back_up(owner_url: str, folder: Path) -> None:
    """Keep the database as it was before an upgrade; a new one has nothing to lose."""
    from liftlog.ops.backup import before_upgrade

    made = before_upgrade.back_up(owner_url, folder)
    if made is not None:
        click.echo(f"Backed up before the upgrade: {folder / made.dump}")
