"""What backups there are in a place, and the record of how they are doing."""

import json
from collections.abc import Iterator
from dataclasses import replace

from liftlog.ops.backup.errors import BackupError, NoSuchFileError
from liftlog.ops.backup.manifest import BackupKind as Made
from liftlog.ops.backup.manifest import BackupState, Manifest, is_dump, is_manifest
from liftlog.ops.backup.retention import no_longer_kept
from liftlog.ops.backup.status import FILE
from liftlog.ops.backup.storage import Place, whole
from liftlog.store.backups.marks import BackupMark, BackupStatus, Kind


def backups_in(place: Place) -> list[Manifest]:
    """All backups with a readable manifest and their dump, the newest first."""
    return sorted(_backups(place), key=lambda one: one.made_at, reverse=True)


def _backups(place: Place) -> Iterator[Manifest]:
    files = set(place.files())
    for file in filter(is_manifest, files):
        try:
            found = Manifest.from_bytes(whole(place, file), file=file)
        except BackupError:
            continue
        if found.file == file and found.dump in files:
            yield found


def without_manifest(place: Place) -> list[str]:
    """The dumps that nothing is known of: of a backup that was killed before it was complete."""
    files = set(place.files())
    return sorted(one for one in files if is_dump(one) and f"{one[:-5]}.json" not in files)


def newest_proven(place: Place) -> Manifest:
    """The newest one that can be trusted, and is not a copy of what a restore has just replaced."""
    for one in backups_in(place):
        if one.proof.state is BackupState.PROVEN and one.kind is not Made.BEFORE_RESTORE:
            return one
    raise NoSuchFileError(f"There is no proven backup in {place}: `liftlog backups` lists all.")


def keep(place: Place, manifest: Manifest) -> None:
    place.write(manifest.file, [manifest.as_bytes()])


def tidy(place: Place, *, daily: int, weekly: int) -> list[Manifest]:
    """Remove what is no longer kept, and nothing that is not ours."""
    going = no_longer_kept(backups_in(place), daily=daily, weekly=weekly)
    for one in going:
        discard(place, one)
    return going


def discard(place: Place, one: Manifest) -> None:
    """The manifest goes last, so that no dump is left without one."""
    place.remove(one.dump)
    place.remove(one.file)


def note(place: Place, kind: Kind, mark: BackupMark) -> None:
    """Write down beside the backups how they are doing."""
    after = replace(status(place), **{kind: mark})
    place.write(FILE, [json.dumps(after.as_json(), indent=1).encode() + b"\n"])


def status(place: Place) -> BackupStatus:
    """What was written down beside the backups; all is None where nothing readable was."""
    try:
        return BackupStatus.from_json(json.loads(whole(place, FILE)))
    except (NoSuchFileError, ValueError, TypeError, KeyError, AttributeError):
        return BackupStatus()
