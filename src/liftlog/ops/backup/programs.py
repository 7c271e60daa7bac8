"""PostgreSQL's own programs that dump and restore: ours, or the machine's, as the server wants them."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from liftlog.ops.backup.errors import BackupError
from liftlog.ops.embedded.binaries import wheel_programs
from liftlog.ops.embedded.cluster import first_error
from liftlog.store.server.owner import connection_words

CHUNK_BYTES = 1 << 20
VERSION_TIMEOUT_S = 10
SAID_BYTES_MAX = 64 * 1024
# From 17 on pg_restore sets what older servers don't know.
_SETS_TRANSACTION_TIMEOUT = 17
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Programs:
    """pg_dump and pg_restore of one major version."""

    folder: Path
    major: int

    @contextmanager
    def dumping(self, owner_url: str, *, snapshot: str) -> Iterator["Pipe"]:
        """The database as it was at the snapshot, in the custom format, to be read."""
        words, environment = _connection(owner_url)
        command = [
            str(self.folder / "pg_dump"),
            "--format=custom",
            f"--snapshot={snapshot}",
            "--no-password",
            f"--dbname={words}",
        ]
        with _running(command, environment, write=False) as pipe:
            yield pipe

    @contextmanager
    def restoring(self, url: str) -> Iterator["Pipe"]:
        """A place to write a dump to; it becomes the content of the database, or nothing does."""
        words, environment = _connection(url)
        command = [
            str(self.folder / "pg_restore"),
            "--exit-on-error",
            "--single-transaction",
            # Whose the tables are is whoever restores, here and on another server.
            "--no-owner",
            "--no-password",
            f"--dbname={words}",
        ]
        with _running(command, environment, write=True) as pipe:
            yield pipe

    @contextmanager
    def reading_through(self) -> Iterator["Pipe"]:
        """A place to write a dump to that only finds out whether it can be read to its end."""
        command = [str(self.folder / "pg_restore"), "--file=/dev/null"]
        with _running(command, _ENVIRONMENT, write=True) as pipe:
            yield pipe


@dataclass(frozen=True, slots=True)
class Pipe:
    name: str
    process: subprocess.Popen[bytes]
    said: IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        assert self.process.stdout is not None  # noqa: S101 It was started to be read.
        while chunk := self.process.stdout.read(CHUNK_BYTES):
            yield chunk
        self._well_ended()

    def write(self, chunk: bytes) -> None:
        assert self.process.stdin is not None  # noqa: S101 It was started to be written to.
        try:
            self.process.stdin.write(chunk)
        except BrokenPipeError:
            self._well_ended()
            raise BackupError(f"{self.name} ended before it had read everything.") from None

    def finish(self) -> None:
        """Say that this was all, and wait. Raises BackupError when the program failed."""
        assert self.process.stdin is not None  # noqa: S101 It was started to be written to.
        try:
            self.process.stdin.close()
        finally:
            self._well_ended()

    def _well_ended(self) -> None:
        if self.process.wait() != 0:
            self.said.seek(0)
            said = self.said.read(SAID_BYTES_MAX).decode(errors="replace")
            raise BackupError(f"{self.name} failed: {first_error(said)}.")


def programs_for(server_major: int, *, candidates: Sequence[Programs] | None = None) -> Programs:
    """Return the oldest programs that suit the server. Raises BackupError with the remedy."""
    found = installed() if candidates is None else candidates
    fitting = [one for one in found if _fits(one.major, server_major)]
    if fitting:
        return min(fitting, key=lambda one: one.major)
    have = ", ".join(sorted({str(one.major) for one in found})) or "none"
    raise BackupError(
        f"The server is PostgreSQL {server_major}, and pg_dump and pg_restore that suit it are "
        f"missing (found: {have}): install postgresql-client-{server_major} or put them on PATH."
    )


def _fits(major: int, server_major: int) -> bool:
    if major < server_major:
        return False
    return server_major >= _SETS_TRANSACTION_TIMEOUT or major < _SETS_TRANSACTION_TIMEOUT


@cache
def installed() -> tuple[Programs, ...]:
    """All there are: the wheel's, those on PATH, and Debian's beside each other."""
    path = [Path(one) for one in os.environ.get("PATH", "").split(os.pathsep) if one]
    folders = [*wheel_programs(), *path, *sorted(_DEBIAN.glob("*/bin"))]
    found = {folder: _major_in(folder) for folder in folders}
    return tuple(Programs(folder, major) for folder, major in found.items() if major)


def _major_in(folder: Path) -> int | None:
    """The version of the two programs there, None unless both are there in the same."""
    majors = set()
    for name in ("pg_dump", "pg_restore"):
        program = folder / name
        if not os.access(program, os.X_OK):
            return None
        said = subprocess.run(  # noqa: S603 PostgreSQL's program, asked for its version.
            [program, "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=VERSION_TIMEOUT_S,
        ).stdout
        version = _VERSION.search(said)
        majors.add(int(version[1]) if version else None)
    return majors.pop() if len(majors) == 1 else None


_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


def _connection(url: str) -> tuple[str, dict[str, str]]:
    """The words to connect by, and the password, which nobody may read in a list of processes."""
    words = connection_words(url)
    password = words.pop("password", None)
    # Certificates in a home and PG* variables count for these programs as for our own connections.
    given = {
        name: value for name, value in os.environ.items() if name == "HOME" or name.startswith("PG")
    }
    environment = {**_ENVIRONMENT, **given, **({"PGPASSWORD": password} if password else {})}
    # A backup is not cut off by a limit that is meant for requests.
    environment["PGOPTIONS"] = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
    return " ".join(f"{name}={_quoted(value)}" for name, value in words.items()), environment


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


@contextmanager
def _running(command: list[str], environment: dict[str, str], *, write: bool) -> Iterator[Pipe]:
    """Run a program whose output or input is ours; it never outlives the block."""
    # In memory, since a container may have no folder to write to.
    with open(os.memfd_create("said"), "w+b") as said:  # noqa: PTH123 A descriptor has no path.
        process = subprocess.Popen(  # noqa: S603 PostgreSQL's program with arguments of our own.
            command,
            env=environment,
            stdin=subprocess.PIPE if write else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if write else subprocess.PIPE,
            stderr=said,
        )
        try:
            yield Pipe(Path(command[0]).name, process, said)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                _close(stream)


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream is not None:
            stream.close()
    except BrokenPipeError:
        pass
