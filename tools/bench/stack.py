"""A LiftLog of its own: PostgreSQL in a temporary folder and both services, on loopback."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import psycopg

from liftlog.ops.embedded import EmbeddedPostgres, Server
from liftlog.ops.embedded.cluster import CORE, OWNER, STATS, SUPERUSER
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase
from liftlog.store.server import migrate
from tools.ports import free_port

START_S = 60
STOP_S = 15


@dataclass(frozen=True, slots=True)
class Stack:
    """What is measured; `processes` are the services' by name."""

    folder: Path
    server: Server
    database: PostgresDatabase
    secret_key: str
    core: str
    stats: str
    processes: dict[str, int]

    @property
    def core_url(self) -> str:
        return self.server.url(CORE)

    @property
    def stats_url(self) -> str:
        return self.server.url(STATS)

    def analyze(self) -> None:
        """What autovacuum would have done by the time a history is this long."""
        with self._superuser() as connection:
            connection.execute("VACUUM ANALYZE")

    def postgresql_version(self) -> str:
        with self._superuser() as connection:
            return str(connection.execute("SHOW server_version").fetchone()[0])  # type: ignore[index] # It has one.

    def cpu_s(self) -> dict[str, float]:
        """What each service and PostgreSQL have used so far."""
        with self._superuser() as connection:
            postgres = _parent(connection.info.backend_pid)
            return {
                name: cpu_s(pid) for name, pid in {**self.processes, "postgres": postgres}.items()
            }

    def precise_cpu_s(self) -> dict[str, float]:
        """The same to the microsecond, but without what processes that have ended used."""
        with self._superuser() as connection:
            postgres = _parent(connection.info.backend_pid)
            return {
                name: precise_cpu_s(pid)
                for name, pid in {**self.processes, "postgres": postgres}.items()
            }

    @contextmanager
    def changing(self, user_id: UUID) -> Iterator[Callable[[], None]]:
        """Gives what makes the account's next version: nothing that was kept holds after it."""
        with self._superuser() as connection:
            statement = "UPDATE lifter_version SET rev = rev + 1 WHERE user_id = %s"

            def change() -> None:
                connection.execute(statement, [user_id])

            yield change

    def sets(self) -> int:
        with self._superuser() as connection:
            return int(connection.execute("SELECT count(*) FROM logged_set").fetchone()[0])  # type: ignore[index] # It has one.

    def _superuser(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self.server.url(SUPERUSER), autocommit=True)


@contextmanager
def running_stack(folder: Path) -> Iterator[Stack]:
    with ExitStack() as stack:
        server = stack.enter_context(EmbeddedPostgres(folder / "instance"))
        migrate.upgrade(server.url(OWNER))
        database = PostgresDatabase(server.url(CORE), CORE_ROLE)
        stack.callback(database.close)
        ports = {"core": free_port(), "stats": free_port()}
        secret_key = secrets.token_urlsafe(32)
        environment = {
            **os.environ,
            "SECRET_KEY": secret_key,
            "DATABASE_URL": server.url(CORE),
            "STATS_DATABASE_URL": server.url(STATS),
            "STATS_URL": f"http://127.0.0.1:{ports['stats']}",
            "LIFTLOG_PORT": str(ports["core"]),
            "LIFTLOG_STATS_PORT": str(ports["stats"]),
            "LIFTLOG_LOG_LEVEL": "error",
            # A machine that was too busy for a moment is asked again at once.
            "LIFTLOG_STATS_COOL_DOWN_S": "1",
        }
        processes = {
            name: stack.enter_context(_service(name, ports[name], environment)) for name in ports
        }
        yield Stack(
            folder=folder,
            server=server,
            database=database,
            secret_key=secret_key,
            core=f"http://127.0.0.1:{ports['core']}",
            stats=f"http://127.0.0.1:{ports['stats']}",
            processes=processes,
        )


@contextmanager
def running_bare_page() -> Iterator[tuple[int, int]]:
    """The page that others are compared with: its port and its process."""
    port = free_port()
    command = [sys.executable, "-m", "tools.bench.bare", str(port)]
    with _running(command, dict(os.environ), f"http://127.0.0.1:{port}/") as pid:
        yield port, pid


@contextmanager
def _service(name: str, port: int, environment: dict[str, str]) -> Iterator[int]:
    command = [sys.executable, "-m", "liftlog", "serve", name]
    with _running(command, environment, f"http://127.0.0.1:{port}/health/ready") as pid:
        yield pid


@contextmanager
def _running(command: list[str], environment: dict[str, str], ready: str) -> Iterator[int]:
    process = subprocess.Popen(  # noqa: S603 Our own commands.
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait_for(ready, process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_S
    while time.monotonic() < give_up and process.poll() is None:
        try:
            if httpx2.get(address, timeout=2).is_success:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise SystemExit(f"{address} did not get ready.")


def memory_kb(pid: int) -> int:
    """The proportional set size of a process and all its children."""
    total = 0
    for one in [pid, *_descendants(pid)]:
        rollup = Path(f"/proc/{one}/smaps_rollup")
        if rollup.exists():
            lines = rollup.read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def cpu_s(pid: int) -> float:
    """Of a process and all its children, those that are gone included."""
    ticks = 0
    for one in [pid, *_descendants(pid)]:
        # After the name, which may have blanks in it: user and system time, own and children's.
        ticks += sum(map(int, _said(Path(f"/proc/{one}/stat")).rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def precise_cpu_s(pid: int) -> float:
    """Of a process and the children that live."""
    total_s = 0.0
    for one in [pid, *_descendants(pid)]:
        # The clock of another process, as clock_getcpuclockid() of the C library makes its number.
        with suppress(OSError):
            total_s += time.clock_gettime((~one << 3) | 2)
    return total_s


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _said(file: Path) -> str:
    """What the kernel says of a process or a thread; nothing when it has just ended."""
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _said(task).split():
            found += [int(child), *_descendants(int(child))]
    return found
