"""A primary and a streaming standby, as an operator with read replicas has them."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from liftlog.kit.child_process import ending_with_parent
from liftlog.ops.embedded import EmbeddedPostgres
from liftlog.ops.embedded.accounts import account_for
from liftlog.ops.embedded.binaries import binaries
from liftlog.ops.embedded.cluster import DATABASE, ENVIRONMENT, OWNER, SUPERUSER, reachable
from liftlog.store.database.engine import sqlalchemy_url
from liftlog.store.server import migrate

PATIENCE_S = 60
# Nobody but these tests reaches the sockets.
ACCESS = "local all all trust\nlocal replication all trust\n"
CONFIGURATION = {
    "listen_addresses": "",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "hot_standby": "on",
    "shared_buffers": "16MB",
    "max_connections": "30",
    "max_worker_processes": "2",
    "wal_retrieve_retry_interval": "200ms",
    "timezone": "UTC",
}


class Instance:
    """One of the two servers."""

    def __init__(self, cluster: Path) -> None:
        self._cluster = cluster
        self._account = account_for(cluster)
        self.sockets = Path(tempfile.mkdtemp(prefix="liftlog-sb-"))
        if self._account is not None:
            os.chown(self.sockets, self._account.uid, self._account.gid)
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, role: str) -> str:
        return f"postgresql://{role}@/{DATABASE}?host={quote(str(self.sockets), safe='')}"

    def start(self, **more: str) -> None:
        settings = {**CONFIGURATION, **more, "unix_socket_directories": str(self.sockets)}
        with reachable(self._cluster, self._account) as (path, descriptors):
            self._process = subprocess.Popen(
                [
                    binaries().program("postgres"),
                    "-D",
                    path,
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=descriptors,
                cwd="/",
                env=ENVIRONMENT,
                preexec_fn=ending_with_parent(signal.SIGINT),  # noqa: PLW1509 It makes one system call.
                **({} if self._account is None else self._account.identity()),
            )
        until(self._lets_in)

    def _lets_in(self) -> bool:
        try:
            self.ask("SELECT 1")
        except OperationalError:
            return False
        return True

    def ask(self, statement: str, role: str = SUPERUSER) -> object:
        engine = create_engine(sqlalchemy_url(self.url(role)))
        try:
            with engine.begin() as connection:
                return connection.execute(text(statement)).scalar()
        finally:
            engine.dispose()

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(PATIENCE_S)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.sockets, ignore_errors=True)


def until(happened: Callable[[], object]) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < give_up
        time.sleep(0.05)


class Pair:
    def __init__(self, primary: Instance, standby: Instance) -> None:
        self.primary = primary
        self.standby = standby

    def caught_up(self) -> bool:
        written = self.primary.ask("SELECT pg_current_wal_flush_lsn()::text")
        replayed = f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"
        return self.standby.ask(replayed) is True

    def wait(self) -> None:
        until(self.caught_up)


@contextmanager
def running_pair() -> Iterator[Pair]:
    """Both at the newest schema, and the standby following."""
    with tempfile.TemporaryDirectory(prefix="liftlog-pair-") as folder, ExitStack() as cleanup:
        first, second = Path(folder) / "first", Path(folder) / "second"
        made = EmbeddedPostgres(first)
        made.start()
        made.stop()
        cluster = made.folder.cluster
        (cluster / "pg_hba.conf").write_text(ACCESS)
        primary = Instance(cluster)
        cleanup.callback(primary.remove)
        primary.start()
        migrate.upgrade(primary.url(OWNER))
        primary.stop()
        subprocess.run(["cp", "-a", str(first), str(second)], check=True, timeout=PATIENCE_S)
        copy = second / cluster.relative_to(first)
        (copy / "standby.signal").touch()
        standby = Instance(copy)
        cleanup.callback(standby.remove)
        primary.start()
        standby.start(primary_conninfo=f"host={primary.sockets} user={SUPERUSER}")
        pair = Pair(primary, standby)
        pair.wait()
        yield pair
