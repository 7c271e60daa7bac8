"""The proof of a backup: restored into a database of its own, and held against what was counted."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from liftlog.kit.database_urls import address_of
from liftlog.kit.errors import DatabaseUnavailableError
from liftlog.ops.backup.errors import BackupError
from liftlog.ops.backup.manifest import BackupState, Manifest
from liftlog.ops.backup.programs import programs_for
from liftlog.ops.backup.storage import Place
from liftlog.ops.backup.stream import send
from liftlog.store.backups import checksums
from liftlog.store.database.schema_revision import SCHEMA_REVISION
from liftlog.store.rollups import maintenance as rollup_maintenance
from liftlog.store.server import databases
from liftlog.store.server.owner import DatabaseRefusedError, role_name, with_database

PREFIX = "liftlog_proof_"
# All figures are made anew for people with so many sets; the sums are compared for everybody.
SETS_CHECKED = 10_000
SAID_MAX = 20

Finding = tuple[BackupState, list[str]]


@dataclass(frozen=True, slots=True)
class Scratch:
    """A server to restore on. `admin_url` may make databases there; `owner_url` names their owner."""

    admin_url: str
    owner_url: str

    def database(self, name: str) -> str:
        return with_database(self.owner_url, name)


def prove(place: Place, manifest: Manifest, scratch: Scratch, source: str) -> Finding:
    """Restore it and compare. `source` sets the scratch databases of one LiftLog apart."""
    try:
        with _scratch_database(scratch, f"{PREFIX}{source}_") as url:
            restore_into(place, manifest, url)
            said = _differences(manifest, url)
    except BackupError as error:
        return BackupState.BAD, [error.message]
    except (DatabaseUnavailableError, DatabaseRefusedError) as error:
        where = f"{address_of(scratch.admin_url)} (LIFTLOG_BACKUP_PROOF_URL names another)"
        return BackupState.UNPROVEN, [f"{where}: {error.message}"]
    return (BackupState.BAD, said[:SAID_MAX]) if said else (BackupState.PROVEN, [])


def read_through(place: Place, manifest: Manifest) -> Finding:
    """Read it to its end without restoring it."""
    try:
        with programs_for(manifest.server_major).reading_through() as pipe:
            send(place, manifest, pipe)
    except BackupError as error:
        return BackupState.BAD, [error.message]
    return BackupState.READABLE, []


def restore_into(place: Place, manifest: Manifest, url: str) -> None:
    """Fill an empty database from a backup, or leave it empty. Raises BackupError."""
    databases.have_service_roles(url)
    programs = programs_for(max(databases.major(url), manifest.program_major))
    with programs.restoring(url) as pipe:
        send(place, manifest, pipe)


@contextmanager
def _scratch_database(scratch: Scratch, prefix: str) -> Iterator[str]:
    """An empty database for as long as the block lasts.

    What has our prefix was left by a run that was killed: no other runs, or we would not either.
    """
    if not databases.may_make_databases(scratch.admin_url):
        role = role_name(scratch.admin_url)
        raise DatabaseRefusedError(
            f"The role {role} may not make a database to restore into: "
            f"ALTER ROLE {role} CREATEDB, or set LIFTLOG_BACKUP_PROOF_URL."
        )
    for left in databases.named(scratch.admin_url, prefix):
        databases.drop(scratch.admin_url, left)
    name = f"{prefix}{secrets.token_hex(4)}"
    try:
        databases.make(scratch.admin_url, name, owner=role_name(scratch.owner_url))
        yield scratch.database(name)
    finally:
        databases.drop(scratch.admin_url, name)


def _differences(manifest: Manifest, url: str) -> list[str]:
    said = checksums.differences(manifest.checksums, checksums.of_database(url))
    # Older schemas had no kept figures, or others.
    if not said and manifest.checksums.revision == SCHEMA_REVISION:
        said = figures_that_differ(url)
    return said


def figures_that_differ(url: str) -> list[str]:
    return [
        f"The kept figures of lifter {one.user_id} on {one.where.day} are not what the sets say: "
        "`liftlog stats rebuild` makes them anew."
        for one in rollup_maintenance.check_some(url, sets=SETS_CHECKED)
    ]
