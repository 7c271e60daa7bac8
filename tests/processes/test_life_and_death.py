"""How a service ends: told to other services first, with nothing that was under way lost."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import httpx2
import psycopg
import pytest
from tools.chaos.proxy import Address, Proxy
from tools.ports import free_port

from tests.processes.running import LIFTLOG, LiftLog, Member, Service, until

pytestmark = [pytest.mark.processes, pytest.mark.alone]

DRAIN_S = 2
WHOLE_S = 20


@pytest.fixture
def core(liftlog: LiftLog, tmp_path: Path) -> Iterator[Service]:
    with draining_core(liftlog, tmp_path) as service:
        yield service


@contextmanager
def draining_core(liftlog: LiftLog, folder: Path, port: int | None = None) -> Iterator[Service]:
    environment = {"LIFTLOG_DRAIN_S": str(DRAIN_S), "LIFTLOG_LOG_FORMAT": "json"}
    with liftlog.service("core", port or free_port(), folder, **environment) as service:
        yield service


def told_to_end(core: Service, number: signal.Signals = signal.SIGTERM) -> None:
    """Only the first process is told, as a container's is."""
    os.kill(core.process.pid, number)


def seconds_until_gone(core: Service) -> float:
    began = time.monotonic()
    core.process.wait(WHOLE_S)
    return time.monotonic() - began


@contextmanager
def locked_account(liftlog: LiftLog, member: Member) -> Iterator[None]:
    """Somebody else holds the row that every write of this lifter needs."""
    with liftlog.database() as urls, psycopg.connect(urls.owner) as connection:
        found = connection.execute(
            "SELECT user_id FROM account_email WHERE email_key = %s", [member.email]
        ).fetchone()
        assert found is not None
        locked = connection.execute(
            "SELECT user_id FROM account WHERE user_id = %s FOR UPDATE", found
        )
        assert locked.rowcount == 1
        yield
        connection.rollback()


def test_it_is_not_ready_at_once_and_answers_until_it_leaves(core: Service, lifter: Member) -> None:
    with httpx2.Client(base_url=core.address, headers=lifter.headers) as kept_open:
        assert kept_open.get("/api/v1/workouts?limit=1").status_code == 200
        told_to_end(core)
        readiness = httpx2.get(f"{core.address}/health/ready")
        assert (readiness.status_code, readiness.json()["status"]) == (503, "draining")
        on_the_open_one = kept_open.get("/api/v1/workouts?limit=1")
        assert on_the_open_one.status_code == 200
        assert on_the_open_one.headers["Connection"] == "close"
        assert kept_open.get("/api/v1/workouts?limit=1").status_code == 200
        assert httpx2.get(f"{core.address}/health").status_code == 200
    assert seconds_until_gone(core) < DRAIN_S + 3
    assert core.process.returncode == 0


def test_a_request_under_way_is_answered_though_it_takes_longer_than_the_drain(
    liftlog: LiftLog, core: Service, lifter: Member
) -> None:
    answers: list[httpx2.Response] = []

    def write() -> None:
        answers.append(
            httpx2.post(
                f"{core.address}/api/v1/workouts",
                json={"title": "The last one", "exercises": []},
                headers=lifter.headers,
                timeout=WHOLE_S,
            )
        )

    with locked_account(liftlog, lifter):
        writing = threading.Thread(target=write)
        writing.start()
        assert until(lambda: waits_for_a_lock(liftlog), within_s=5)
        told_to_end(core)
        time.sleep(DRAIN_S + 0.5)
        assert core.process.poll() is None
        assert answers == []
    writing.join(WHOLE_S)
    assert [answer.status_code for answer in answers] == [201]
    assert seconds_until_gone(core) < 3
    assert core.process.returncode == 0


def waits_for_a_lock(liftlog: LiftLog) -> bool:
    with liftlog.database() as urls, psycopg.connect(urls.owner) as connection:
        row = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    assert row is not None
    return bool(row[0])


def test_a_request_that_hangs_holds_the_end_up_no_longer_than_it_may(core: Service) -> None:
    with socket.create_connection(("127.0.0.1", int(core.address.rpartition(":")[2]))) as hanging:
        hanging.sendall(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n")
        hanging.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=")
        time.sleep(0.5)
        told_to_end(core)
        assert seconds_until_gone(core) < WHOLE_S


def test_a_second_signal_ends_it_at_once(core: Service) -> None:
    told_to_end(core)
    time.sleep(0.2)
    told_to_end(core)
    assert seconds_until_gone(core) < 1.5


@pytest.mark.parametrize("after_s", [0.1, 0.4, 0.7, 1.0])
def test_one_that_is_told_to_end_while_it_starts_does_not_live_on(
    liftlog: LiftLog, after_s: float
) -> None:
    environment = {
        **liftlog.environment,
        "LIFTLOG_PORT": str(free_port()),
        "LIFTLOG_DRAIN_S": "1",
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    with subprocess.Popen(
        (*LIFTLOG, "serve", "core"), env=environment, start_new_session=True
    ) as process:
        try:
            time.sleep(after_s)
            process.terminate()
            process.wait(8)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode in (0, 1, -signal.SIGTERM)


def test_ctrl_c_does_not_wait(core: Service) -> None:
    told_to_end(core, signal.SIGINT)
    assert seconds_until_gone(core) < DRAIN_S


def test_a_rolling_restart_under_load_fails_no_request(liftlog: LiftLog, tmp_path: Path) -> None:
    member = liftlog.member("rolling")
    with ExitStack() as stack:
        balancer = Balancer(liftlog, tmp_path, stack)
        old = [balancer.add(), balancer.add()]
        proxy = stack.enter_context(Proxy(balancer.choose))
        load = _Load(f"http://127.0.0.1:{proxy.port}", member)
        stack.callback(load.stop)
        load.start(4)
        for port in old:
            balancer.add()
            told_to_end(balancer.services[port])
            assert balancer.services[port].process.wait(WHOLE_S) == 0
        load.stop()
    assert load.failed == []
    assert len(load.written) > 20


class Balancer:
    """Leads new connections to an instance that said it is ready when last asked, in turns."""

    def __init__(self, liftlog: LiftLog, folder: Path, stack: ExitStack) -> None:
        self._liftlog, self._folder, self._stack = liftlog, folder, stack
        self.services: dict[int, Service] = {}
        self._ready: list[int] = []
        self._turn = count()
        over = threading.Event()
        stack.callback(over.set)
        threading.Thread(target=self._keep_asking, args=(over,), daemon=True).start()

    def add(self) -> int:
        port = free_port()
        own = self._folder / str(port)
        own.mkdir()
        service = self._stack.enter_context(draining_core(self._liftlog, own, port))
        self.services[port] = service
        assert until(lambda: port in self._ready, within_s=5)
        return port

    def choose(self) -> Address | None:
        ready = self._ready
        return ("127.0.0.1", ready[next(self._turn) % len(ready)]) if ready else None

    def _keep_asking(self, over: threading.Event) -> None:
        while not over.wait(0.1):
            self._ready = [port for port, one in list(self.services.items()) if one.ready()]


class _Load:
    """People who look and write over connections that they keep."""

    def __init__(self, address: str, member: Member) -> None:
        self._address, self._member = address, member
        self.failed: list[str] = []
        self.written: list[str] = []
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, people: int) -> None:
        self._threads = [threading.Thread(target=self._go_on) for _ in range(people)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(WHOLE_S)

    def _go_on(self) -> None:
        with httpx2.Client(
            base_url=self._address, headers=self._member.headers, timeout=WHOLE_S
        ) as client:
            while not self._over.is_set():
                try:
                    made = client.post("/api/v1/workouts", json={"title": "x", "exercises": []})
                    seen = client.get("/api/v1/workouts?limit=1")
                except httpx2.TransportError as error:
                    self.failed.append(repr(error))
                    continue
                if (made.status_code, seen.status_code) == (201, 200):
                    self.written.append(made.json()["id"])
                else:
                    self.failed.append(f"{made.status_code} {seen.status_code}")


def test_every_request_leaves_one_line_of_json_with_its_id_in_both_services(
    liftlog: LiftLog, lifter: Member, tmp_path: Path
) -> None:
    stats_port = free_port()
    environment = {"LIFTLOG_LOG_FORMAT": "json", "STATS_URL": f"http://127.0.0.1:{stats_port}"}
    asked = {**lifter.headers, "X-Request-Id": "asked-by-the-test"}
    with (
        liftlog.service("stats", stats_port, tmp_path, **environment) as stats,
        liftlog.service("core", free_port(), tmp_path, **environment) as core,
    ):
        answer = httpx2.get(f"{core.address}/api/v1/stats/summary", headers=asked)
        assert answer.status_code == 200
        assert answer.headers["X-Request-Id"] == "asked-by-the-test"
    route = "/api/v1/stats/summary"
    for service in (core, stats):
        said = [json.loads(line) for line in service.log.read_text().splitlines()]
        of_request = [one for one in said if one["event"] == "request" and one["route"] == route]
        assert [one["request_id"] for one in of_request] == ["asked-by-the-test"]
        assert of_request[0]["status"] == 200
        assert of_request[0]["statements"] >= 1
        assert of_request[0]["user_id"]
        assert "@" not in service.log.read_text()
