"""A LiftLog of the tests: on a folder and ports of its own, used by its own commands."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from tools.ports import free_port

from liftlog.ops.embedded import DatabaseUrls, database_of
from liftlog.settings import SETTINGS, Settings
from tests.browsing import FROM_OUR_PAGE
from tests.cast import PASSWORD

LIFTLOG = (sys.executable, "-m", "liftlog")
FLASK = (str(Path(sys.executable).with_name("flask")),)
START_S = 60
STOP_S = 15
COMMAND_S = 120


def until(happened: Callable[[], bool], *, within_s: float) -> bool:
    """Look again and again until it has happened; False when the time is over."""
    give_up = time.monotonic() + within_s
    while not happened():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


@dataclass(frozen=True, slots=True)
class Service:
    """A process that serves at `address`; what it says is in `log`."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def ready(self) -> bool:
        try:
            return httpx2.get(f"{self.address}/health/ready", timeout=5).status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """End it and all of its workers as a crash would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_S)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def started(
    command: tuple[str, ...], environment: Mapping[str, str], address: str, log: Path
) -> Iterator[Service]:
    """Run a service in a session of its own from when it is ready, and stop it afterwards."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    service = Service(process, address, log)
    try:
        ready = until(lambda: service.ready() or process.poll() is not None, within_s=START_S)
        assert ready, f"{command} is not ready: {log.read_text()[-2000:]}"
        assert process.poll() is None, f"{command} ended: {log.read_text()[-2000:]}"
        yield service
    finally:
        service.stop()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with an account, made by the command line."""

    email: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class LiftLog:
    """A data folder and two ports. Nothing runs before `up()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.stats_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.stats_address = f"http://127.0.0.1:{self.stats_port}"
        ours = {s.name for s in SETTINGS} | {f"{s.name}_FILE" for s in SETTINGS}
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ours},
            "LIFTLOG_DATA_DIR": str(folder / "data"),
            "LIFTLOG_PORT": str(self.port),
            "LIFTLOG_STATS_PORT": str(self.stats_port),
        }

    @contextmanager
    def up(self) -> Iterator[Service]:
        with started((*LIFTLOG, "up"), self.environment, self.address, self.folder / "log") as it:
            yield it

    @contextmanager
    def service(self, name: str, port: int, folder: Path, **environment: str) -> Iterator[Service]:
        """Run one service more on the database of the running instance."""
        with self.database() as urls:
            settings = {
                "LIFTLOG_PORT" if name == "core" else "LIFTLOG_STATS_PORT": str(port),
                "DATABASE_URL": urls.core,
                "STATS_DATABASE_URL": urls.stats,
                "SECRET_KEY": urls.secret_key,
            }
        command, address = (*LIFTLOG, "serve", name), f"http://127.0.0.1:{port}"
        everything = {**self.environment, **settings, **environment}
        with started(command, everything, address, folder / f"{name}.log") as it:
            yield it

    @contextmanager
    def database(self) -> Iterator[DatabaseUrls]:
        with database_of(Settings.from_environment(self.environment)) as urls:
            yield urls

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> str:
        """Return what a command that succeeds prints."""
        done = self.tried(*LIFTLOG, *arguments, stdin=stdin, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tried(
        self, *command: str, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env={**self.environment, **environment},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_S,
        )

    def member(self, name: str, *options: str) -> Member:
        email = f"{name}@example.org"
        self.run("user", "create", email, "--password-stdin", *options, stdin=f"{PASSWORD}\n")
        return Member(email, self.run("token", "create", email).strip())

    def demo(self, name: str) -> Member:
        """Three years of invented training."""
        email = f"{name}@example.org"
        self.run("demo", "--email", email, "--password-stdin", stdin=f"{PASSWORD}\n")
        return Member(email, self.run("token", "create", email).strip())

    def imported(self, member: Member, file: Path, *options: str) -> dict[str, Any]:
        """Import a file by the command; what it printed."""
        summary: dict[str, Any] = json.loads(self.run("import", member.email, str(file), *options))
        return summary


@contextmanager
def browsing(address: str, member: Member) -> Iterator[httpx2.Client]:
    """Be signed in, as a browser that follows redirects."""
    with httpx2.Client(
        base_url=address, headers=FROM_OUR_PAGE, follow_redirects=True, timeout=30
    ) as client:
        answer = client.post("/login", data={"email": member.email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        assert answer.url.path == "/"
        yield client
