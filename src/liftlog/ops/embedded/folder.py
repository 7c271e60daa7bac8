"""The data folder: who has it, what it keeps secret, and where a running instance is."""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from liftlog.ops.embedded.errors import AlreadyRunningError, EmbeddedDatabaseError, reason

LOCK_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class RunningServer:
    """What a running instance tells other processes about itself."""

    supervisor_pid: int
    address: str
    socket_folder: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Made at the first start. They never leave the folder."""

    secret_key: str
    superuser: str
    owner: str
    core: str
    stats: str


class DataFolder:
    """A folder on this machine; at most one process at a time holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    @property
    def held(self) -> bool:
        return self._lock is not None

    @property
    def cluster(self) -> Path:
        return self.path / "postgresql"

    @property
    def log(self) -> Path:
        return self.path / "postgresql.log"

    def prepare(self) -> None:
        """Make the folder where there is none. The mode of a folder that exists is left alone."""
        try:
            if not self.path.is_dir():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from error

    def acquire(
        self, *, wait_s: float = 0.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Hold the folder until `release` or the end of this process.

        Raises AlreadyRunningError at once when an instance says that it runs here, and after
        `wait_s` when somebody holds the folder without a word: a command, or an instance that
        has only begun to start.
        """
        self.prepare()
        give_up = monotonic() + wait_s
        while not self.try_acquire():
            running = self.running()
            if running is not None or monotonic() >= give_up:
                raise AlreadyRunningError(self._taken_by(running))
            time.sleep(LOCK_POLL_S)

    def try_acquire(self) -> bool:
        self.prepare()
        try:
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise self._unusable(error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return False
        self._lock = lock
        # Whoever wrote it is gone, or it would still hold the lock.
        self.publish(None)
        return True

    def release(self) -> None:
        if self._lock is not None:
            self.publish(None)
            os.close(self._lock)
            self._lock = None

    def publish(self, running: RunningServer | None) -> None:
        """Tell other processes where this instance is, or that it no longer is."""
        if running is None:
            (self.path / "running.json").unlink(missing_ok=True)
        else:
            self._write("running.json", asdict(running))

    def running(self) -> RunningServer | None:
        content = self._read("running.json")
        try:
            return None if content is None else RunningServer(**content)
        except TypeError:
            return None

    def socket_folder(self) -> Path | None:
        """Return what `note_socket_folder` was told last."""
        noted = (self._read("socket.json") or {}).get("folder")
        return Path(noted) if isinstance(noted, str) else None

    def note_socket_folder(self, path: Path) -> None:
        self._write("socket.json", {"folder": str(path)})

    def migrated_by(self) -> str | None:
        """Return what `note_migration` was told last."""
        return (self._read("migrated.json") or {}).get("fingerprint")

    def note_migration(self, fingerprint: str) -> None:
        if self.migrated_by() != fingerprint:
            self._write("migrated.json", {"fingerprint": fingerprint})

    def secrets(self) -> Secrets:
        """Return the secrets of this folder, made when it has none yet."""
        content = self._read("secrets.json")
        if content is None:
            if self.cluster.exists():
                raise EmbeddedDatabaseError(
                    f"{self.path / 'secrets.json'} is missing or can't be read, and without it "
                    "the database beside it can't be opened: restore that file."
                )
            content = {name: secrets.token_urlsafe(36) for name in Secrets.__slots__}
            self._write("secrets.json", content)
        try:
            return Secrets(**content)
        except TypeError as error:
            raise EmbeddedDatabaseError(
                f"{self.path / 'secrets.json'} is not what LiftLog wrote: restore that file."
            ) from error

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            content = json.loads((self.path / name).read_text())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unusable(error) from error
        except ValueError:
            return None
        return content if isinstance(content, dict) else None

    def _write(self, name: str, content: dict[str, Any]) -> None:
        """Replace a file as a whole, readable by its owner alone."""
        side = self.path / f".{name}.new"
        try:
            side.unlink(missing_ok=True)
            descriptor = os.open(side, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            side.replace(self.path / name)
        except OSError as error:
            side.unlink(missing_ok=True)
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> EmbeddedDatabaseError:
        return EmbeddedDatabaseError(
            f"The data folder {self.path} can't be used: {reason(error)}. "
            "Make it writable or set LIFTLOG_DATA_DIR."
        )

    def _taken_by(self, running: RunningServer | None) -> str:
        if running is None:
            return f"Another LiftLog command is using {self.path}: try again when it is done."
        return (
            f"LiftLog already runs on {self.path} "
            f"(process {running.supervisor_pid}, {running.address})."
        )
