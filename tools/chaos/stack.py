"""All of LiftLog as processes of its own, with a proxy before each, so that each can be mistreated."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2

from liftlog.ops.embedded.cluster import CORE, OWNER, STATS
from liftlog.store.server import migrate
from tools.chaos.postgres import ReachedByProxy
from tools.chaos.proxy import Proxy
from tools.ports import free_port

START_S = 60
STOP_S = 25
COOL_DOWN_S = 2


class Service:
    """`liftlog serve` in a process group of its own, at the same port after each start."""

    def __init__(self, name: str, environment: Mapping[str, str], log: Path) -> None:
        self._name, self._environment, self._log = name, environment, log
        self.port = free_port()
        self.proxy = Proxy(lambda: ("127.0.0.1", self.port))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        setting = "LIFTLOG_PORT" if self._name == "core" else "LIFTLOG_STATS_PORT"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 The product's own command.
                [sys.executable, "-m", "liftlog", "serve", self._name],
                env={**self._environment, setting: str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        self.resume()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_S)
            self.kill()

    def close(self) -> None:
        self.proxy.__exit__(None, None, None)
        self.stop()

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def wait_until_ready(self) -> None:
        give_up = time.monotonic() + START_S
        while time.monotonic() < give_up:
            with suppress(httpx2.TransportError):
                if httpx2.get(f"http://127.0.0.1:{self.port}/health/ready", timeout=2).is_success:
                    return
            time.sleep(0.1)
        raise SystemExit(f"{self._name} did not get ready: see {self._log}")

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)


@dataclass(frozen=True, slots=True)
class Stack:
    postgres: ReachedByProxy
    stats: Service
    core: Service

    @property
    def address(self) -> str:
        """Where people reach core, by its proxy."""
        return f"http://127.0.0.1:{self.core.proxy.port}"

    @property
    def resilience(self) -> str:
        return f"http://127.0.0.1:{self.core.port}/resilience"


@contextmanager
def running_stack(folder: Path) -> Iterator[Stack]:
    with ExitStack() as stack:
        postgres = stack.enter_context(ReachedByProxy(folder / "instance"))
        migrate.upgrade(postgres.url(OWNER))
        environment = {
            **os.environ,
            "LIFTLOG_DATA_DIR": str(folder / "none"),
            "SECRET_KEY": secrets.token_urlsafe(32),
            "DATABASE_URL": postgres.url(CORE),
            "STATS_DATABASE_URL": postgres.url(STATS),
            "LIFTLOG_STATS_COOL_DOWN_S": str(COOL_DOWN_S),
            "LIFTLOG_LOG_FORMAT": "json",
            "LIFTLOG_LOG_LEVEL": "warning",
        }
        stats = Service("stats", environment, folder / "stats.log")
        stack.callback(stats.close)
        environment["STATS_URL"] = f"http://127.0.0.1:{stats.proxy.port}"
        core = Service("core", environment, folder / "core.log")
        stack.callback(core.close)
        for service in (stats, core):
            service.start()
        for service in (stats, core):
            service.wait_until_ready()
        yield Stack(postgres, stats, core)
