"""Build the images, run the Compose file, try what it promises, and print what was measured."""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from liftlog.kit.clock import system_clock
from liftlog.kit.ids import uuid7
from tools.containers import checks, stand_ins
from tools.containers.engine import FailedError, have_programs, running_engine
from tools.containers.installation import Installation, installed, ready, until
from tools.containers.lifter import Lifter, arrived
from tools.containers.rolling import replace_core_under_load

BOUND_S = 25 * 60


@dataclass(slots=True)
class Report:
    began_s: float = field(default_factory=time.monotonic)
    figures: list[tuple[str, str]] = field(default_factory=list)

    def figure(self, what: str, value: str) -> None:
        self.figures.append((what, value))

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        began_s = time.monotonic()
        self._say(f"{what} ...")
        yield
        self._say(f"{what}: {time.monotonic() - began_s:.1f} s")
        if time.monotonic() - self.began_s > BOUND_S:
            raise FailedError(f"It has taken longer than {BOUND_S // 60} minutes.")

    def print(self) -> None:
        width = max(len(what) for what, _ in self.figures)
        print()  # noqa: T201
        for what, value in self.figures:
            print(f"{what:<{width}}  {value}")  # noqa: T201

    def _say(self, text: str) -> None:
        print(f"[{time.monotonic() - self.began_s:6.1f} s] {text}", flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(prog="make containers", description=__doc__)
    parser.add_argument(
        "--fresh", action="store_true", help="make the stand-ins of base images anew"
    )
    asked = parser.parse_args()
    # Told to end, it removes what it made all the same.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    report = Report()
    try:
        with tempfile.TemporaryDirectory(
            prefix="liftlog-containers-", ignore_cleanup_errors=True
        ) as folder:
            _run(Path(folder), report, fresh=asked.fresh)
    except FailedError as error:
        print(f"\nFAILED: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    finally:
        if report.figures:
            report.print()


def _run(folder: Path, report: Report, *, fresh: bool) -> None:
    with report.step("Programs"):
        have_programs()
    home, files = folder / "engine", folder / "liftlog"
    home.mkdir()
    files.mkdir()
    with running_engine(home) as engine:
        with report.step("Base images"):
            made = stand_ins.load(engine, fresh=fresh)
            report.figure("base images", "made" if made else "of an earlier run")
        installation = installed(engine, files)
        try:
            _try(installation, report)
        except FailedError:
            _show_logs(installation)
            raise
        finally:
            _remove(installation)


def _try(installation: Installation, report: Report) -> None:
    engine = installation.engine
    with report.step("Without secrets"):
        said = engine.docker_fails("compose", "up", "-d", folder=installation.folder)
        checks.need("deploy/make-env.sh" in said, f"It does not say what makes them: {said}")
    with report.step("docker compose build"):
        installation.make_secrets()
        began_s = time.monotonic()
        installation.build()
        report.figure("build", f"{time.monotonic() - began_s:.0f} s")
    for image, megabytes in checks.sizes(engine):
        report.figure(f"size of {image} apart from its base", f"{megabytes:.0f} MB")
    with report.step("What the images hold"):
        checks.images_hold_what_they_should(engine)
    with report.step("docker compose up -d"):
        _start(installation, report)
    with report.step("What the containers may"):
        checks.containers_may_nothing(installation)
        checks.process_of_core_has_no_key_of_the_owner(installation)
    lifter = arrived(installation)
    for what, does in _main_job(lifter):
        with report.step(what):
            does()
    with report.step("Idle"):
        for name, found in checks.idle(installation).items():
            report.figure(
                f"idle {name}", f"{found.memory_mib:.0f} MiB, {found.cpu_percent:.1f} % of a core"
            )
    _trouble(installation, lifter, report)
    with report.step("Core is replaced under load"):
        _roll(installation, lifter, report)


def _start(installation: Installation, report: Report) -> None:
    began_s = time.monotonic()
    installation.compose("up", "-d")
    report.figure(
        "docker compose up -d, from nothing, until it returns",
        f"{time.monotonic() - began_s:.1f} s",
    )
    both = (installation.address, installation.stats_address)
    until(lambda: all(map(ready, both)), "both services are ready")
    report.figure("until both services are ready", f"{time.monotonic() - began_s:.1f} s")
    health = "{{.State.Health.Status}}"
    for name in checks.SERVICES:
        container = installation.container(name)
        until(
            lambda one=container: (
                installation.engine.docker("inspect", one, "--format", health) == "healthy"
            ),  # type: ignore[misc]
            f"{name} is healthy",
        )
    report.figure("until all containers are healthy", f"{time.monotonic() - began_s:.1f} s")


def _main_job(lifter: Lifter) -> list[tuple[str, Callable[[], None]]]:
    return [
        ("An account is made", lifter.register),
        ("A history is imported", lifter.import_history),
        ("The calendar shows it", lifter.see_calendar),
        ("Totals and 1RM are those of the file", lifter.see_figures),
    ]


def _trouble(installation: Installation, lifter: Lifter, report: Report) -> None:
    with report.step("Stats is stopped and started"):
        found = checks.core_lives_without_stats(installation, lifter)
        report.figure("longest page while stats is stopped", f"{found['page']:.2f} s")
        report.figure("until statistics are back", f"{found['recovery']:.1f} s")
    with report.step("flask db upgrade, psql"):
        checks.migrations_work_by_hand(installation)
    with report.step("PostgreSQL is restarted"):
        recovery_s = checks.restart_of_the_database_is_survived(installation, lifter)
        report.figure("until both serve after a restart of PostgreSQL", f"{recovery_s:.1f} s")
    with report.step("A backup is made, proven and restored"):
        checks.backup_comes_back(installation, lifter, str(uuid7(system_clock())))
        report.figure("backup and restore", "proven, and the figures are those of before")


def _roll(installation: Installation, lifter: Lifter, report: Report) -> None:
    load = replace_core_under_load(installation, lifter)
    report.figure("requests while core was replaced twice", f"{load.counts['requests']:,}")
    report.figure("of them failed", str(len(load.failures)))
    report.figure(
        "sent again, as a kept connection was closed before", str(load.counts["sent again"])
    )
    report.figure(
        "workouts acknowledged and lost", f"{len(load.acknowledged)} and {load.counts['lost']}"
    )
    report.figure("longest request", f"{load.longest_s:.2f} s")
    checks.need(not load.failures, f"Requests failed: {load.failures[:10]}")
    checks.need(not load.counts["lost"], "Workouts were acknowledged and are lost.")


def _show_logs(installation: Installation) -> None:
    try:
        print(installation.compose("ps", "--all"))  # noqa: T201
        print(installation.compose("logs", "--tail=40"))  # noqa: T201
    except FailedError as error:
        print(f"There are no logs: {error}")  # noqa: T201


def _remove(installation: Installation) -> None:
    """Containers, networks and volumes; a step that failed may have left a container behind."""
    engine = installation.engine
    left = engine.docker("ps", "--all", "--quiet").split()
    if left:
        engine.docker("rm", "--force", "--volumes", *left)
    if (installation.folder / ".env").exists():
        installation.compose("down", "--volumes", "--remove-orphans")


if __name__ == "__main__":
    os.umask(0o022)
    main()
