"""Backups in a folder: each file whole or not there, readable by its owner alone."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from liftlog.ops.backup.errors import BackupError, NoSuchFileError
from liftlog.ops.embedded.errors import reason

CHUNK_BYTES = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def prepare(self) -> None:
        """Make the folder where there is none, and remove what a killed backup left half done."""
        with self._translated("written to"):
            if not self.path.is_dir():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.mkdir(mode=0o700, exist_ok=True)
            for left in self.path.glob(".liftlog-*.part"):
                left.unlink(missing_ok=True)

    def files(self) -> list[str]:
        try:
            return sorted(one.name for one in self.path.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unusable("read", error) from error

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        side = self.path / f".{name}.part"
        try:
            with self._translated("written to"):
                descriptor = os.open(side, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    for chunk in chunks:
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                side.replace(self.path / name)
                self._sync()
        finally:
            side.unlink(missing_ok=True)

    def reading(self, name: str) -> Iterator[bytes]:
        try:
            with (self.path / name).open("rb") as file:
                while chunk := file.read(CHUNK_BYTES):
                    yield chunk
        except FileNotFoundError:
            raise NoSuchFileError(f"{self.path / name} is not there.") from None
        except OSError as error:
            raise self._unusable("read", error) from error

    def remove(self, name: str) -> None:
        with self._translated("written to"):
            (self.path / name).unlink(missing_ok=True)

    def _sync(self) -> None:
        descriptor = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def _translated(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unusable(what, error) from error

    def _unusable(self, what: str, error: OSError) -> BackupError:
        if error.errno in _FULL:
            return BackupError(
                f"There is no room for the backup in {self.path}: make room or set "
                "LIFTLOG_BACKUP_TO. The backups of before are untouched."
            )
        return BackupError(
            f"The folder of the backups, {self.path}, can't be {what}: {reason(error)}. "
            "LIFTLOG_BACKUP_TO names another."
        )
