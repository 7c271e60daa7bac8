"""`liftlog up` as people meet it: real processes, with two small services in the place of ours."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from tools.ports import free_port

pytestmark = pytest.mark.processes
STAND_IN = Path(__file__).with_name("stand_in.py")
START_S = 60
STOP_S = 15


class Instance:
    """A LiftLog on a data folder and two ports of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.ports = {"core": free_port(), "stats": free_port()}
        ours = ("LIFTLOG_", "DATABASE_URL", "SECRET_KEY", "STATS_")
        self.environment = {
            **{name: v for name, v in os.environ.items() if not name.startswith(ours)},
            "LIFTLOG_DATA_DIR": str(data_dir),
            "LIFTLOG_PORT": str(self.ports["core"]),
            "LIFTLOG_STATS_PORT": str(self.ports["stats"]),
        }

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(STAND_IN), *arguments],
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=START_S,
        )

    @contextmanager
    def up(self, at: str = "127.0.0.1", **environment: str) -> Iterator[subprocess.Popen[str]]:
        with subprocess.Popen(
            [sys.executable, str(STAND_IN), "up"],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                assert process.stdout is not None
                first, second = process.stdout.readline(), process.stdout.readline()
                assert first == f"LiftLog is at http://{at}:{self.ports['core']}\n"
                assert str(self.ports["stats"]) in second
                yield process
            finally:
                if process.poll() is None:
                    process.terminate()
                    process.wait(STOP_S)

    def ready(self, service: str) -> dict[str, Any] | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[service], timeout=5)
        try:
            connection.request("GET", "/health/ready")
            answer: dict[str, Any] = json.load(connection.getresponse())
        except OSError:
            return None
        finally:
            connection.close()
        return answer

    def silent_within(self, patience_s: float) -> bool:
        give_up = time.monotonic() + patience_s
        while self.ready("core") or self.ready("stats") or self.postgres_runs():
            if time.monotonic() > give_up:
                return False
            time.sleep(0.05)
        return True

    def postgres_runs(self) -> bool:
        return (self.data_dir / "postgresql" / "postmaster.pid").exists()


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return Instance(tmp_path_factory.mktemp("up") / "data")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop_and_stops_in_order(
    instance: Instance, number: signal.Signals
) -> None:
    with instance.up() as process:
        assert (instance.ready("core") or {})["ready"] is True
        assert (instance.ready("stats") or {})["ready"] is True
        process.send_signal(number)
        assert process.wait(STOP_S) == 0
    assert instance.silent_within(0)
    assert "shut down" in (instance.data_dir / "postgresql.log").read_text().splitlines()[-1]


def test_a_second_one_on_the_same_folder_says_who_has_it_and_leaves(instance: Instance) -> None:
    with instance.up() as process:
        second = instance.run("up", LIFTLOG_PORT=str(free_port()))
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1
        assert f"process {process.pid}" in second.stderr
        assert f"http://127.0.0.1:{instance.ports['core']}" in second.stderr
        assert instance.ready("core")


def test_a_service_that_dies_is_started_again(instance: Instance) -> None:
    with instance.up():
        before = (instance.ready("core") or {})["pid"]
        os.kill(before, signal.SIGKILL)
        give_up = time.monotonic() + START_S
        while (instance.ready("core") or {"pid": before})["pid"] == before:
            assert time.monotonic() < give_up
            time.sleep(0.05)


def test_everything_ends_with_a_supervisor_that_was_killed_and_starts_anew(
    instance: Instance,
) -> None:
    with instance.up() as process:
        process.kill()
        process.wait()
        assert instance.silent_within(STOP_S)
    with instance.up():
        assert instance.ready("core")


def test_it_recovers_from_everything_being_killed_at_once(instance: Instance) -> None:
    with instance.up() as process:
        postmaster = int((instance.data_dir / "postgresql/postmaster.pid").read_text().split()[0])
        victims = [process.pid, postmaster]
        for service in ("core", "stats"):
            answer = instance.ready(service) or {}
            victims += [answer["parent"], answer["pid"]]
        for victim in victims:
            # The first one takes some of the others along.
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
    with instance.up():
        assert instance.ready("stats")


def test_a_taken_port_is_named_with_its_setting(instance: Instance) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = instance.run("up", LIFTLOG_STATS_PORT=port)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"Port {port}" in refused.stderr
    assert "LIFTLOG_STATS_PORT" in refused.stderr


@pytest.mark.parametrize(
    ("host", "at"),
    [
        ("localhost", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0", "127.0.0.1"),
        ("::1", "[::1]"),
        ("[::1]", "[::1]"),
        ("::", "[::1]"),
    ],
)
def test_it_serves_at_every_way_to_write_an_address(instance: Instance, host: str, at: str) -> None:
    metrics = free_port()
    with instance.up(at, LIFTLOG_HOST=host, LIFTLOG_METRICS_PORT=str(metrics)):
        told = urlopen(f"http://{at}:{instance.ports['core']}/health/ready", timeout=5)
        with told:
            assert json.load(told)["ready"] is True


@pytest.mark.parametrize("command", [("up",), ("serve", "core"), ("serve", "stats")], ids=" ".join)
@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1", "2001:db8::1"])
def test_an_address_of_another_machine_is_named_with_its_setting(
    instance: Instance, command: tuple[str, ...], host: str
) -> None:
    refused = instance.run(
        *command,
        LIFTLOG_HOST=host,
        SECRET_KEY="k" * 40,
        DATABASE_URL="postgresql://db/x",
    )
    assert refused.returncode == 1
    assert (
        refused.stderr == f"Error: {host} is no address of this machine: set LIFTLOG_HOST to one.\n"
    )


@pytest.mark.parametrize("setting", ["LIFTLOG_PORT", "LIFTLOG_METRICS_PORT"])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_an_address_in_use_is_named_with_its_setting(
    instance: Instance, host: str, setting: str
) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as taken:
        port = str(taken.getsockname()[1])
        refused = instance.run("up", LIFTLOG_HOST=host, **{setting: port})
    assert refused.returncode == 1
    assert refused.stderr == (
        f"Error: Port {port} on {host} is taken by another program: end it or set {setting}.\n"
    )


def test_two_uses_of_one_port_are_named(instance: Instance) -> None:
    port = free_port()
    refused = instance.run("up", LIFTLOG_STATS_PORT=str(port), LIFTLOG_METRICS_PORT=str(port - 1))
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    for told in ("LIFTLOG_STATS_PORT", "LIFTLOG_METRICS_PORT", str(port)):
        assert told in refused.stderr


def test_a_wrong_setting_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    refused = Instance(tmp_path / "data").run("up", LIFTLOG_PORT="no")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: LIFTLOG_PORT has to be")
    assert not (tmp_path / "data").exists()


def test_a_database_that_is_not_there_is_said_and_nothing_stays_running(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "data")
    nowhere = f"postgresql://nobody:x@127.0.0.1:{free_port()}/x"
    refused = instance.run("up", DATABASE_URL=nowhere)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "database can't be reached" in refused.stderr
    assert instance.silent_within(STOP_S)


def test_a_service_alone_refuses_to_make_up_a_secret(instance: Instance) -> None:
    refused = instance.run("serve", "core", DATABASE_URL="postgresql://db/x")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: SECRET_KEY is not set")
