"""Restoring: into a database beside, held against the manifest, and only then put in place."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from liftlog.ops.backup import catalog
from liftlog.ops.backup.create import Job, make_backup
from liftlog.ops.backup.errors import BackupError
from liftlog.ops.backup.manifest import DUMP, MANIFEST, BackupKind, BackupState, Manifest
from liftlog.ops.backup.storage import Place, place_of, whole
from liftlog.ops.backup.stream import check_dump
from liftlog.ops.backup.verify import Scratch, figures_that_differ, restore_into
from liftlog.settings import Settings
from liftlog.store.backups import checksums
from liftlog.store.backups import marks as backup_marks
from liftlog.store.rollups import maintenance as rollup_maintenance
from liftlog.store.server import databases, migrate
from liftlog.store.server.owner import DatabaseRefusedError, database_name, role_name, with_database

PREFIX = "liftlog_restore_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The database to restore. `admin_url` is of a role that may make databases on its server,
    or of the owner again where there is none. `safety` is where a copy of what is replaced goes.
    """

    owner_url: str
    admin_url: str
    safety: Place


def restore(
    place: Place,
    manifest: Manifest,
    target: Target,
    *,
    replace: bool,
    without_copy: bool = False,
    say: Callable[[str], object],
) -> None:
    """Put a backup in the place of an empty database, or with `replace` of any.

    Raises BackupError, DatabaseRefusedError or DatabaseUnavailableError, and nothing has changed.
    """
    _known(manifest)
    check_dump(place, manifest)
    empty = databases.is_empty(target.owner_url)
    if not empty and not replace:
        raise BackupError(
            "The database is not empty: `--replace` puts the backup in its place, after a copy of "
            "what is there now."
        )
    if databases.is_of_a_cluster(target.owner_url):
        _restore_into_a_cluster(place, manifest, target, empty=empty)
    elif not databases.may_make_databases(target.admin_url):
        _restore_directly(place, manifest, target, empty=empty)
    else:
        if not empty and not without_copy:
            _safety_copy(target, say)
        _replace(place, manifest, target)
    _keep_marks(target)


def _replace(place: Place, manifest: Manifest, target: Target) -> None:
    with databases.one_at_a_time(target.owner_url), _beside(target) as (name, url):
        restore_into(place, manifest, url)
        _verified(manifest, url)
        databases.put_in_place(target.admin_url, name, database_name(target.owner_url))


def _known(manifest: Manifest) -> None:
    if manifest.checksums.revision not in migrate.revisions():
        raise BackupError(
            f"The backup is of LiftLog {manifest.version} with the schema "
            f"{manifest.checksums.revision}, which this LiftLog does not know: restore it with "
            f"LiftLog {manifest.version} or a newer one."
        )


def _restore_directly(place: Place, manifest: Manifest, target: Target, *, empty: bool) -> None:
    """Where no database can be made beside: only an empty one is safe to work in."""
    if not empty:
        role = role_name(target.admin_url)
        raise DatabaseRefusedError(
            f"The role {role} may not make a database beside this one, so it can't be replaced: "
            f"ALTER ROLE {role} CREATEDB, or restore into an empty database."
        )
    _restore_here(place, manifest, target)


def _restore_into_a_cluster(
    place: Place, manifest: Manifest, target: Target, *, empty: bool
) -> None:
    """A database beside would know nothing of the cluster's machines."""
    if not empty:
        raise DatabaseRefusedError(
            "Citus spreads this database, so it can't be replaced by another: make it anew, empty, "
            "restore into it, and spread it again by `liftlog scale citus`."
        )
    _restore_here(place, manifest, target)


def _restore_here(place: Place, manifest: Manifest, target: Target) -> None:
    with databases.one_at_a_time(target.owner_url):
        restore_into(place, manifest, target.owner_url)
        _verified(manifest, target.owner_url)


def _verified(manifest: Manifest, url: str) -> None:
    """Compare with the manifest, and bring what was restored to the schema of today.

    Kept figures come from the sets: where they were wrong already, they are made anew.
    """
    said = checksums.differences(manifest.checksums, checksums.of_database(url))
    if said:
        raise BackupError(f"What was restored is not what was backed up: {' '.join(said[:5])}")
    databases.analyze(url)
    migrate.upgrade(url)
    if figures_that_differ(url):
        list(rollup_maintenance.rebuild(url))


def _keep_marks(target: Target) -> None:
    """What was restored does not know of the backups since then; the place that they lie in does."""
    known = catalog.status(target.safety)
    for kind in backup_marks.KINDS:
        mark = getattr(known, kind)
        if mark is not None:
            backup_marks.note(target.owner_url, kind, mark)


def _safety_copy(target: Target, say: Callable[[str], object]) -> None:
    scratch = Scratch(target.admin_url, target.owner_url)
    job = Job(
        owner_url=target.owner_url,
        place=target.safety,
        scratch=scratch,
        kind=BackupKind.BEFORE_RESTORE,
    )
    copy = make_backup(job)
    if copy.proof.state is not BackupState.PROVEN:
        raise BackupError(
            f"The copy of what is there now, {copy.name}, could not be proven: "
            f"{' '.join(copy.proof.said[:3])} Nothing was changed. `--without-copy` replaces it all "
            "the same."
        )
    say(f"What is there now is in {target.safety}/{copy.dump}, and proven.")


@contextmanager
def _beside(target: Target) -> Iterator[tuple[str, str]]:
    """A database beside the one to be replaced; gone afterwards unless it took that one's place."""
    prefix = f"{PREFIX}{databases.identity(target.owner_url)}_"
    for left in databases.named(target.admin_url, prefix):
        databases.drop(target.admin_url, left)
    name = f"{prefix}{secrets.token_hex(4)}"
    owner = role_name(target.owner_url)
    try:
        databases.make(target.admin_url, name, owner=owner, like=database_name(target.owner_url))
        yield name, with_database(target.owner_url, name)
    finally:
        databases.drop(target.admin_url, name)


def chosen(what: str, where: str, settings: Settings) -> tuple[Place, Manifest]:
    """Find the backup that `what` names: `latest` or a name in `where`, or a file by its address."""
    if what == "latest":
        place = place_of(where, settings)
        return place, catalog.newest_proven(place)
    if "/" in what:
        where, _, what = what.rpartition("/")
    elif Path(what).is_file():
        where = "."
    place = place_of(where or "/", settings)
    name = what.removesuffix(DUMP).removesuffix(MANIFEST)
    return place, Manifest.from_bytes(whole(place, f"{name}{MANIFEST}"), file=f"{name}{MANIFEST}")
