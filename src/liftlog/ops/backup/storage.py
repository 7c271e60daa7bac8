"""Where backups lie: a folder or a bucket, used alike."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from liftlog.kit.errors import InvalidInputError
from liftlog.settings import Settings


class Place(Protocol):
    """A flat collection of files. Each is there as a whole or not at all.

    Everything raises BackupError, in one line for people, when the place can't be used.
    """

    def prepare(self) -> None:
        """Make it ready for writing."""
        ...

    def files(self) -> list[str]:
        """The names of all files, ours and others."""
        ...

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Make or replace a file; when `chunks` raises, nothing has changed."""
        ...

    def reading(self, name: str) -> Iterator[bytes]:
        """The content in pieces. Raises NoSuchFileError."""
        ...

    def remove(self, name: str) -> None: ...


def place_of(where: str, settings: Settings) -> Place:
    """Return the place that `where` names: a folder or s3://BUCKET/PREFIX."""
    if where.startswith("s3://"):
        from liftlog.ops.backup.bucket import S3Bucket

        return S3Bucket(where, settings)
    from pathlib import Path

    from liftlog.ops.backup.folder import Folder

    if "://" in where:
        raise InvalidInputError(f"{where!r} has to be a folder or s3://BUCKET/PREFIX.")
    try:
        return Folder(Path(where).expanduser().absolute())
    except RuntimeError as error:
        raise InvalidInputError(f"{where!r} names the home of a user who is not there.") from error


def usual_place(settings: Settings) -> str:
    return settings.backup_to or str(settings.data_dir / "backups")


def whole(place: Place, name: str) -> bytes:
    """A small file."""
    return b"".join(place.reading(name))
