"""A stream that is measured while it goes by."""

import hashlib
from collections.abc import Iterable, Iterator

from liftlog.ops.backup.errors import BackupError
from liftlog.ops.backup.manifest import Manifest
from liftlog.ops.backup.programs import Pipe
from liftlog.ops.backup.storage import Place


class Reading:
    """What went by: how much, and its SHA-256."""

    def __init__(self) -> None:
        self.size_bytes = 0
        self._digest = hashlib.sha256()

    def of(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.size_bytes += len(chunk)
            self._digest.update(chunk)
            yield chunk

    def sha256(self) -> str:
        return self._digest.hexdigest()


def check_dump(place: Place, manifest: Manifest) -> None:
    """Raise BackupError when the dump is not byte for byte what was written."""
    reading = Reading()
    for _ in reading.of(place.reading(manifest.dump)):
        pass
    if (reading.size_bytes, reading.sha256()) != (manifest.size_bytes, manifest.sha256):
        raise BackupError(
            f"{manifest.dump} is damaged: it has {reading.size_bytes} bytes with the SHA-256 "
            f"{reading.sha256()}, not {manifest.size_bytes} with {manifest.sha256}."
        )


def send(place: Place, manifest: Manifest, pipe: Pipe) -> None:
    """Write the dump to a program, and check on the way that it is the one that was made."""
    reading = Reading()
    for chunk in reading.of(place.reading(manifest.dump)):
        pipe.write(chunk)
    if reading.sha256() != manifest.sha256:
        raise BackupError(f"{manifest.dump} is damaged: it is not what was written.")
    pipe.finish()
