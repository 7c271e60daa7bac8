"""Making a backup: one moment of the database, counted, dumped, proven, and only then called good."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from liftlog import __version__
from liftlog.kit.clock import Clock, system_clock
from liftlog.ops.backup import catalog
from liftlog.ops.backup.errors import BackupError
from liftlog.ops.backup.manifest import BackupKind, BackupState, Manifest, Proof, name_of
from liftlog.ops.backup.programs import programs_for
from liftlog.ops.backup.storage import Place
from liftlog.ops.backup.stream import Reading
from liftlog.ops.backup.verify import Scratch, prove, read_through
from liftlog.store.backups import checksums
from liftlog.store.backups import marks as backup_marks
from liftlog.store.backups.marks import BackupMark
from liftlog.store.server import databases


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is backed up, and how it is proven.

    `scratch` is None where there is no server to restore on; then the dump is only read to its end.
    """

    owner_url: str
    place: Place
    scratch: Scratch | None
    kind: BackupKind = BackupKind.REGULAR
    clock: Clock = system_clock
    monotonic: Callable[[], float] = time.monotonic


def make_backup(job: Job) -> Manifest:
    """Return what was made, with its proof; whoever asks looks at that. Raises BackupError and
    DatabaseUnavailableError when there is no backup at all.
    """
    if databases.is_of_a_cluster(job.owner_url):
        raise BackupError(
            "Citus spreads this database over many machines, and what its coordinator can copy at one "
            "moment is not all of it: back up the machines by the cluster's own means."
        )
    job.place.prepare()
    with databases.one_at_a_time(job.owner_url):
        manifest = _dump(job)
        catalog.keep(job.place, manifest)
        _note(
            job,
            "made",
            BackupMark(manifest.name, manifest.made_at, manifest.size_bytes, manifest.took_ms),
        )
        return _proven(job, manifest)


def _dump(job: Job) -> Manifest:
    began_s = job.monotonic()
    with checksums.snapshot(job.owner_url) as moment:
        if moment.checksums.revision is None:
            raise BackupError(
                "There is no LiftLog in this database, so there is nothing to back up."
            )
        programs = programs_for(moment.server_major)
        name = name_of(moment.at, job.kind)
        reading = Reading()
        with programs.dumping(job.owner_url, snapshot=moment.name) as pipe:
            job.place.write(f"{name}.dump", reading.of(pipe.chunks()))
        return Manifest(
            name=name,
            kind=job.kind,
            made_at=moment.at,
            took_ms=round((job.monotonic() - began_s) * 1000),
            version=__version__,
            server_major=moment.server_major,
            program_major=programs.major,
            size_bytes=reading.size_bytes,
            sha256=reading.sha256(),
            checksums=moment.checksums,
        )


def _proven(job: Job, manifest: Manifest) -> Manifest:
    began_s = job.monotonic()
    if job.scratch is None:
        state, said = read_through(job.place, manifest)
    else:
        state, said = prove(job.place, manifest, job.scratch, databases.identity(job.owner_url))
    took_ms = round((job.monotonic() - began_s) * 1000)
    done = manifest.with_proof(Proof(state, job.clock(), took_ms, tuple(said)))
    catalog.keep(job.place, done)
    if state in (BackupState.PROVEN, BackupState.BAD):
        kind: backup_marks.Kind = "proven" if state is BackupState.PROVEN else "failed"
        _note(job, kind, BackupMark(done.name, job.clock(), done.size_bytes, took_ms))
    return done


def _note(job: Job, kind: backup_marks.Kind, mark: BackupMark) -> None:
    catalog.note(job.place, kind, mark)
    backup_marks.note(job.owner_url, kind, mark)
