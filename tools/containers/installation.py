"""LiftLog as somebody has it who got the repository, by the commands of the README."""

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tools.containers.engine import HANDED_ON, Engine, FailedError, run
from tools.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
READY_S = 120
POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class Installation:
    """A copy of the repository's files in `folder`. Ports are the usual ones where they are free."""

    engine: Engine
    folder: Path
    port: int
    stats_port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def stats_address(self) -> str:
        return f"http://127.0.0.1:{self.stats_port}"

    def compose(self, *arguments: str, within_s: float = 600) -> str:
        command = ["docker", "compose", *arguments]
        environment = self.engine.environment
        return run(command, environment=environment, folder=self.folder, within_s=within_s)

    def inside(self, service: str, *command: str) -> str:
        return self.compose("exec", "-T", service, *command)

    def make_secrets(self) -> None:
        run(["sh", "deploy/make-env.sh"], environment=self.engine.environment, folder=self.folder)
        usual = {"LIFTLOG_PORT": (self.port, 25590), "LIFTLOG_STATS_PORT": (self.stats_port, 5001)}
        with (self.folder / ".env").open("a", encoding="utf-8") as file:
            file.writelines(
                f"{name}={port}\n"
                for name, (port, usual_port) in usual.items()
                if port != usual_port
            )

    def build(self) -> None:
        given = self.engine.environment
        arguments = [f"--build-arg={name}={given[name]}" for name in HANDED_ON if name in given]
        self.compose("build", *arguments, within_s=900)

    def container(self, service: str) -> str:
        return self.compose("ps", "--all", "--quiet", service).splitlines()[0]

    def inspected(self, container: str) -> dict[str, Any]:
        found: list[dict[str, Any]] = json.loads(self.engine.docker("inspect", container))
        return found[0]

    def secrets(self) -> dict[str, str]:
        lines = (self.folder / ".env").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


def installed(engine: Engine, folder: Path) -> Installation:
    names = run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], folder=ROOT
    )
    for name in filter(None, names.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return Installation(engine, folder, free_port(25590), free_port(5001))


def ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/health/ready", timeout=5).status_code == 200
    except httpx2.TransportError:
        return False


def until(happened: Callable[[], bool], what: str, *, within_s: float = READY_S) -> float:
    """Look again and again until it has happened; the seconds that took."""
    began_s = time.monotonic()
    while not happened():
        if time.monotonic() - began_s > within_s:
            raise FailedError(f"Not after {within_s:.0f} s: {what}")
        time.sleep(POLL_S)
    return time.monotonic() - began_s
