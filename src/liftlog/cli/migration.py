"""Migrating as a step of `liftlog up`: in a process of its own, and only when something changed."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from liftlog.cli.running.children import ChildFailedError, ending
from liftlog.ops.embedded import DataFolder

SAID_BYTES_MAX = 256 * 1024
FOR_PEOPLE = "Error: "


class MigrationStep:
    """Loading the migrations takes longer than starting PostgreSQL, so it is left out when these
    very migrations have already been run on this folder. The services check the schema all the
    same: when one is not ready, `needed` has it run after all.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: DataFolder | None,
    ) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 Closed by `stop`.

    def start(self) -> None:
        if self._folder is None or self._folder.migrated_by() != fingerprint():
            self.needed()

    def needed(self) -> None:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 Our own program.
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stderr=self._said,
                start_new_session=True,
            )

    def done(self) -> bool:
        """Return whether the schema is as far as we can bring it; raise when that has failed."""
        if self._process is None:
            return True
        status = self._process.poll()
        if status is None:
            return False
        if status != 0:
            raise ChildFailedError(f"The migration {ending(status)}: {self._reason()}")
        if self._folder is not None:
            self._folder.note_migration(fingerprint())
        return True

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
        self._said.close()

    def _reason(self) -> str:
        """Return its one line for people; what is none is shown whole, to be reported."""
        self._said.seek(0)
        said = self._said.read(SAID_BYTES_MAX).decode(errors="replace").strip()
        last = said.rsplit("\n", 1)[-1]
        if not last.startswith(FOR_PEOPLE):
            sys.stderr.write(f"{said}\n")
        return last.removeprefix(FOR_PEOPLE)


def fingerprint() -> str:
    """Return a hash of all that a migration consists of."""
    spec = find_spec("liftlog.store")
    assert spec is not None  # noqa: S101 It is a part of this very package.
    assert spec.origin is not None  # noqa: S101
    store = Path(spec.origin).parent
    versions = sorted((store / "migrations" / "versions").glob("*.py"))
    digest = hashlib.sha256()
    catalogue = sorted((store / "exercises").glob("catalogue.*"))
    for path in (*versions, *catalogue, store / "server" / "migrate.py"):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
