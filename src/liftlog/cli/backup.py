"""`liftlog backup`, `backups` and `restore`."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import click

from liftlog.cli.patience import patient, wait
from liftlog.cli.refusals import naming_database

if TYPE_CHECKING:
    from types import FrameType

    from liftlog.ops.backup.manifest import Manifest
    from liftlog.ops.backup.storage import Place
    from liftlog.ops.backup.verify import Scratch
    from liftlog.ops.embedded import DatabaseUrls
    from liftlog.settings import Settings
    from liftlog.store.backups.checksums import TableTotals


@click.command()
@patient
@click.option("--to", default=None, help="A folder or s3://BUCKET/PREFIX, for LIFTLOG_BACKUP_TO.")
@click.option("--no-proof", is_flag=True, help="Only read the backup to its end.")
def backup(wait_s: int, to: str | None, *, no_proof: bool) -> None:
    """Back up the database, prove the backup by restoring it, and remove old ones.

    Exit status 1 when there is no backup or when it is not proven. LiftLog may go on running.
    """
    from liftlog.ops.backup import catalog
    from liftlog.ops.backup.create import Job, make_backup
    from liftlog.ops.backup.storage import place_of, usual_place
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings

    settings = Settings.from_environment()
    place = place_of(to or usual_place(settings), settings)
    _end_well_when_told()
    with database_of(settings) as urls, naming_database(settings, urls.owner):
        wait(urls.owner, wait_s)
        scratch = None if no_proof else scratch_of(settings, urls)
        made = make_backup(Job(owner_url=urls.owner, place=place, scratch=scratch))
    _say_what_was_made(made, place)
    gone = catalog.tidy(place, daily=settings.backup_keep_daily, weekly=settings.backup_keep_weekly)
    if gone:
        click.echo(f"Removed, as no longer kept: {', '.join(one.name for one in gone)}.")
    if not _say_what_is_proven(made):
        sys.exit(1)


@click.command()
@click.option("--in", "where", default=None, help="Another place than LIFTLOG_BACKUP_TO.")
@click.option("--json", "as_json", is_flag=True, help="Print everything that is known of each.")
def backups(where: str | None, *, as_json: bool) -> None:
    """List the backups, the newest first, and which of them are proven."""
    from liftlog.ops.backup import catalog
    from liftlog.ops.backup.storage import place_of, usual_place
    from liftlog.settings import Settings

    settings = Settings.from_environment()
    place = place_of(where or usual_place(settings), settings)
    found = catalog.backups_in(place)
    if as_json:
        documents = b",".join(one.as_bytes().strip() for one in found)
        click.echo(b"[" + documents + b"]")
        return
    for one in found:
        click.echo(_line(one))
    for left in catalog.without_manifest(place):
        click.echo(f"{left}: unfinished, nothing is known of it")
    if not found:
        click.echo(f"There are no backups in {place}.")


@click.command()
@patient
@click.argument("what")
@click.option("--from", "where", default=None, help="Another place than LIFTLOG_BACKUP_TO.")
@click.option(
    "--replace", is_flag=True, help="Replace what is in the database, after a copy of it."
)
@click.option("--without-copy", is_flag=True, help="With --replace: make no copy before.")
def restore(
    wait_s: int, what: str, where: str | None, *, replace: bool, without_copy: bool
) -> None:
    """Restore WHAT: `latest` for the newest proven backup, a name, a file or an s3:// address.

    It is restored beside the database, compared with what was backed up, brought to the schema of
    this LiftLog, and only then put in place.
    """
    from liftlog.ops.backup.restore import Target, chosen
    from liftlog.ops.backup.restore import restore as restore_backup
    from liftlog.ops.backup.storage import place_of, usual_place
    from liftlog.ops.embedded import database_of
    from liftlog.settings import Settings
    from liftlog.store.server.databases import maintenance_url

    settings = Settings.from_environment()
    usual = usual_place(settings)
    place, manifest = chosen(what, where or usual, settings)
    _end_well_when_told()
    with database_of(settings) as urls, naming_database(settings, urls.owner):
        wait(urls.owner, wait_s)
        target = Target(
            owner_url=urls.owner,
            admin_url=urls.superuser or maintenance_url(urls.owner),
            safety=place_of(usual, settings),
        )
        restore_backup(
            place, manifest, target, replace=replace, without_copy=without_copy, say=click.echo
        )
    click.echo(
        f"Restored and verified: {manifest.checksums.rows:,} rows in {len(manifest.checksums.tables)} "
        f"tables, {_training(manifest.checksums.totals)}, as of "
        f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC."
    )


def scratch_of(settings: Settings, urls: DatabaseUrls) -> Scratch:
    """Where backups of this database are restored to prove them."""
    from liftlog.ops.backup.verify import Scratch

    if settings.backup_proof_url:
        return Scratch(settings.backup_proof_url, settings.backup_proof_url)
    return Scratch(urls.superuser or urls.owner, urls.owner)


def _training(totals: TableTotals) -> str:
    lifters = "1 lifter" if totals.lifters == 1 else f"{totals.lifters:,} lifters"
    return f"{totals.sets:,} {'set' if totals.sets == 1 else 'sets'} of {lifters}"


def _say_what_was_made(made: Manifest, place: Place) -> None:
    click.echo(
        f"Backed up {_training(made.checksums.totals)} to {place}/{made.dump}: "
        f"{made.size_bytes / 1e6:,.1f} MB in {made.took_ms / 1000:.1f} s."
    )


def _say_what_is_proven(made: Manifest) -> bool:
    from liftlog.ops.backup.manifest import BackupState

    proof = made.proof
    if proof.state is BackupState.PROVEN:
        click.echo(
            f"Proven: restored, and all {made.checksums.rows:,} rows of {len(made.checksums.tables)} "
            f"tables are the same, in {proof.took_ms / 1000:.1f} s."
        )
        return True
    if proof.state is BackupState.READABLE:
        click.echo("Not proven, as you asked: it was only read to its end.")
        return True
    word = "BAD" if proof.state is BackupState.BAD else "kept, but not proven"
    click.echo(f"The backup is {word}:", err=True)
    for said in proof.said:
        click.echo(f"  {said}", err=True)
    return False


def _line(one: Manifest) -> str:
    from liftlog.ops.backup.manifest import BackupKind

    kind = "" if one.kind is BackupKind.REGULAR else f", made {one.kind.replace('-', ' ')}"
    said = f": {one.proof.said[0]}" if one.proof.said else ""
    return (
        f"{one.name}  {one.proof.state:<8}  {one.size_bytes / 1e6:,.1f} MB, "
        f"{_training(one.checksums.totals)}, LiftLog {one.version}{kind}{said}"
    )


def _end_well_when_told() -> None:
    """SIGTERM unwinds as Ctrl-C does, so that nothing half done stays."""

    def stop(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, stop)
