"""Making a database cluster that is either whole or not there."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liftlog.ops.embedded.accounts import ProcessIdentity, SystemAccount, account_with_a_name
from liftlog.ops.embedded.binaries import Binaries
from liftlog.ops.embedded.errors import EmbeddedDatabaseError, reason
from liftlog.ops.embedded.folder import Secrets

SUPERUSER = "postgres"
DATABASE = "liftlog"
OWNER = "liftlog_owner"
CORE = "liftlog_core"
STATS = "liftlog_stats"

INITDB_TIMEOUT_S = 120
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
_HOST_BASED_ACCESS = "local all all scram-sha-256\n"
_INITDB_OPTIONS = (
    f"--username={SUPERUSER}",
    # Nobody gets in until our own rules and passwords are in place.
    "--auth=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)


@contextmanager
def reachable(folder: Path, account: SystemAccount | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield a path by which a child process reaches the folder, and the descriptors it needs.

    Another user than ours may not be allowed through the folders above. An open descriptor leads
    past them without changing a permission that is not ours.
    """
    if account is None:
        yield str(folder), ()
        return
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield f"/proc/self/fd/{descriptor}", (descriptor,)
    finally:
        os.close(descriptor)


def make_cluster(
    target: Path, binaries: Binaries, secrets: Secrets, account: SystemAccount | None
) -> None:
    """Make a cluster with its roles and the empty database, and put it in place as a whole.

    What an earlier, interrupted attempt left is removed first. The caller holds the data folder.
    """
    side = target.with_name(f"{target.name}.new")
    try:
        shutil.rmtree(side, ignore_errors=True)
        side.mkdir(mode=0o700)
        maker = None if account is None else account_with_a_name()
        if maker is not None:
            os.chown(side, maker.uid, maker.gid)
        with reachable(side, maker) as (path, descriptors):
            _initdb(path, descriptors, binaries, maker)
            (side / "pg_hba.conf").write_text(_HOST_BASED_ACCESS)
            _single_user(path, descriptors, binaries, maker, _first_statements(secrets))
        if account is not None:
            _give_to(account, side)
        side.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise EmbeddedDatabaseError(f"{target} can't be made: {reason(error)}.") from error
    finally:
        shutil.rmtree(side, ignore_errors=True)


def check_major(cluster: Path, binaries: Binaries) -> None:
    """Raise EmbeddedDatabaseError when the cluster is not one for these programs."""
    try:
        found = (cluster / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise EmbeddedDatabaseError(
            f"{cluster} is there but is no PostgreSQL data folder: "
            "restore it, or move it away to start with an empty one."
        ) from None
    except OSError as error:
        raise EmbeddedDatabaseError(f"{cluster} can't be read: {reason(error)}.") from error
    if found != binaries.major:
        raise EmbeddedDatabaseError(
            f"{cluster} was made by PostgreSQL {found}, and this LiftLog brings PostgreSQL "
            f"{binaries.major}: use the LiftLog that made it, or move its data over by a backup."
        )


def _initdb(
    path: str, descriptors: tuple[int, ...], binaries: Binaries, account: SystemAccount | None
) -> None:
    command = [binaries.program("initdb"), f"--pgdata={path}", *_INITDB_OPTIONS]
    finished = _run(command, descriptors, account, "")
    if finished.returncode != 0:
        raise EmbeddedDatabaseError(
            f"The database could not be made: {first_error(finished.stderr + finished.stdout)}."
        )


def _single_user(
    path: str,
    descriptors: tuple[int, ...],
    binaries: Binaries,
    account: SystemAccount | None,
    statements: list[str],
) -> None:
    """Run statements before the cluster ever listens to anybody."""
    command = [binaries.program("postgres"), "--single", "-D", path, "-c", "log_min_messages=error"]
    finished = _run([*command, SUPERUSER], descriptors, account, "\n".join(statements) + "\n")
    # PostgreSQL goes on after an error in this mode and ends well all the same.
    wrong = any(mark in finished.stderr for mark in ("ERROR:", "FATAL:", "PANIC:"))
    if finished.returncode != 0 or wrong:
        raise EmbeddedDatabaseError(
            f"The database's roles could not be made: {first_error(finished.stderr)}."
        )


def _run(
    command: list[str], descriptors: tuple[int, ...], account: SystemAccount | None, text: str
) -> subprocess.CompletedProcess[str]:
    identity: ProcessIdentity = {} if account is None else account.identity()
    try:
        return subprocess.run(  # noqa: S603 The wheel's programs with arguments of our own.
            command,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=INITDB_TIMEOUT_S,
            pass_fds=descriptors,
            cwd="/",
            env=ENVIRONMENT,
            **identity,
        )
    except subprocess.TimeoutExpired as error:
        raise EmbeddedDatabaseError(
            f"PostgreSQL did not make a database within {INITDB_TIMEOUT_S} seconds."
        ) from error


def _first_statements(secrets: Secrets) -> list[str]:
    """One statement a line. The passwords are URL-safe text of our own making."""
    logins = ((OWNER, secrets.owner), (CORE, secrets.core), (STATS, secrets.stats))
    return [
        f"ALTER ROLE {SUPERUSER} PASSWORD '{secrets.superuser}'",
        *(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'" for role, password in logins),
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {CORE}, {STATS}",
    ]


def _give_to(account: SystemAccount, folder: Path) -> None:
    """Hand over a folder that we have just made; links are never followed."""
    for _, folders, files, descriptor in os.fwalk(folder):
        for name in (*folders, *files):
            os.chown(name, account.uid, account.gid, dir_fd=descriptor, follow_symlinks=False)
    os.chown(folder, account.uid, account.gid, follow_symlinks=False)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def first_error(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for mark in ("PANIC:", "FATAL:", "ERROR:", "error:"):
        for line in lines:
            if mark in line:
                return line.split(mark, 1)[1].strip().rstrip(".")
    return lines[-1].rstrip(".") if lines else "PostgreSQL gave no reason"
