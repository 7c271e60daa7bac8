"""Core's way to stats: whatever stats does, the caller is back in time with something true."""

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import pytest
from flask import Flask, jsonify, request
from structlog.testing import capture_logs

from liftlog.core.statistics.client import StatsAnswer, StatsClient, StatsLimits
from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.domain.units import WeightUnit
from liftlog.kit.errors import InvalidInputError, NotFoundError, StatsUnavailableError
from liftlog.resilience.breaker import BreakerState
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.stats.request.identity_verifier import IdentityVerifier
from tests.stand_ins.clocks import AheadClock, HandClock
from tests.stand_ins.unruly_stats import OBJECT, Mood, UnrulyStats, closed_port

ANA = StatsIdentity(UUID(int=1), "Europe/Berlin", 1, WeightUnit.KG)
BEN = StatsIdentity(UUID(int=2), "Europe/Berlin", 1, WeightUnit.KG)
SUMMARY = "/api/v1/stats/summary"
KEY = "a secret of the two services"
DEADLINE_S = 0.5


class Core:
    """A client with its clocks in hand."""

    def __init__(
        self,
        url: str,
        transport: httpx2.BaseTransport | None = None,
        limits: StatsLimits | None = None,
    ) -> None:
        self.clock = HandClock()
        self.running = AheadClock()
        self.client = StatsClient(
            url,
            signer=IdentitySigner(KEY, self.clock),
            clock=self.clock,
            monotonic=self.running,
            transport=transport,
            limits=limits or StatsLimits(deadline_s=DEADLINE_S),
        )

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.running.ahead_s += seconds

    def get(self, user: StatsIdentity = ANA) -> StatsAnswer:
        return self.client.get(SUMMARY, {"from": date(2026, 1, 1)}, user=user)

    def is_unavailable(self, user: StatsIdentity = ANA) -> bool:
        with pytest.raises(StatsUnavailableError):
            self.get(user)
        return True


@pytest.fixture
def stats() -> Iterator[UnrulyStats]:
    with UnrulyStats() as server:
        yield server


@pytest.fixture
def core(stats: UnrulyStats) -> Iterator[Core]:
    core = Core(stats.url)
    yield core
    core.client.close()


def test_a_good_answer_is_live_and_is_what_stats_said(core: Core, stats: UnrulyStats) -> None:
    answer = core.get()
    assert answer.body == {"workouts": 3, "sets": 41}
    assert answer.raw == OBJECT
    assert (answer.status, answer.source, answer.age_s, answer.etag) == (200, "live", 0, '"one"')
    assert answer.as_of == core.clock.now
    assert stats.requests[0].startswith(f"GET {SUMMARY}?from=2026-01-01 HTTP/1.1\r\n")


def test_the_identity_travels_in_a_token_that_stats_can_read(
    core: Core, stats: UnrulyStats
) -> None:
    core.get(BEN)
    headers = dict(line.split(": ", 1) for line in stats.requests[0].split("\r\n")[1:] if line)
    verifier = IdentityVerifier(KEY, core.clock)
    assert verifier.user_of(headers["Authorization"]) == BEN


def test_the_connection_is_kept_for_the_next_call(core: Core, stats: UnrulyStats) -> None:
    for _ in range(5):
        core.get()
    assert stats.connections == 1


FAILURES = {
    Mood.HANGS: "timeout",
    Mood.DRIPS_HEADERS: "timeout",
    Mood.DRIPS_BODY: "timeout",
    Mood.DROPS: "connection",
    Mood.FAILS_500: "status",
    Mood.FAILS_503: "status",
    Mood.NOT_HTTP: "connection",
    Mood.NOT_JSON: "garbage",
    Mood.HTML: "garbage",
    Mood.NAN: "garbage",
    Mood.DEEP: "garbage",
    Mood.COMPRESSED: "garbage",
    Mood.HALF_BODY: "connection",
    Mood.LIST: "garbage",
    Mood.HUGE: "too_large",
    Mood.REDIRECT: "garbage",
}


@pytest.mark.parametrize(("mood", "kind"), FAILURES.items())
def test_each_failure_ends_in_time_is_counted_once_and_falls_back(
    core: Core, stats: UnrulyStats, mood: Mood, kind: str
) -> None:
    live = core.get()
    core.advance(90)
    stats.mood = mood
    began = time.monotonic()
    answer = core.get()
    took_s = time.monotonic() - began
    assert took_s < DEADLINE_S + 0.2
    assert (answer.source, answer.body, answer.as_of) == ("last_good", live.body, live.as_of)
    assert answer.age_s == 90
    assert core.is_unavailable(BEN)
    snapshot = core.client.snapshot()
    assert snapshot.consecutive_failures == 2
    assert (snapshot.counts.failures, snapshot.counts.fallbacks) == (2, 1)
    assert snapshot.last_error is not None
    assert snapshot.last_error.kind == kind


def test_a_closed_port_counts_as_one_failure_with_its_retries() -> None:
    core = Core(f"http://127.0.0.1:{closed_port()}")
    began = time.monotonic()
    assert core.is_unavailable()
    assert time.monotonic() - began < DEADLINE_S
    counts = core.client.snapshot().counts
    assert (counts.requests, counts.failures, counts.retries) == (1, 1, 2)


@pytest.mark.parametrize(
    ("mood", "tries"),
    [
        (Mood.FAILS_503, 3),
        (Mood.DROPS, 3),
        (Mood.FAILS_500, 1),
        (Mood.NOT_JSON, 1),
        (Mood.HANGS, 1),
        (Mood.PROBLEM, 1),
    ],
)
def test_only_what_may_pass_in_a_moment_is_tried_again(
    core: Core, stats: UnrulyStats, mood: Mood, tries: int
) -> None:
    stats.mood = mood
    if mood is Mood.PROBLEM:
        core.get()
    else:
        assert core.is_unavailable()
    assert stats.seen[mood] == tries


def test_a_retry_that_succeeds_is_a_success(core: Core, stats: UnrulyStats) -> None:
    stats.moods = [Mood.FAILS_503, Mood.DROPS, Mood.WELL]
    assert core.get().source == "live"
    counts = core.client.snapshot().counts
    assert (counts.successes, counts.failures, counts.retries) == (1, 0, 2)
    assert core.client.snapshot().consecutive_failures == 0


def test_no_retry_begins_when_the_deadline_is_near(stats: UnrulyStats) -> None:
    core = Core(stats.url, limits=StatsLimits(deadline_s=0.2))
    stats.mood = Mood.FAILS_503
    assert core.is_unavailable()
    assert stats.seen[Mood.FAILS_503] == 1


def test_a_problem_of_the_asker_is_passed_on_and_is_no_failure(
    core: Core, stats: UnrulyStats
) -> None:
    stats.mood = Mood.PROBLEM
    for _ in range(6):
        answer = core.get()
    assert (answer.status, answer.content_type) == (404, "application/problem+json")
    assert answer.body["code"] == "not_found"
    assert core.client.snapshot().state is BreakerState.CLOSED
    assert core.client.snapshot().counts.failures == 0


def test_a_problem_never_takes_the_place_of_the_last_good_answer(
    core: Core, stats: UnrulyStats
) -> None:
    stats.moods = [Mood.WELL, Mood.PROBLEM, Mood.FAILS_500]
    core.get()
    assert core.get().status == 404
    assert core.get().raw == OBJECT


def test_a_refused_identity_is_not_the_users_fault_and_does_not_open_the_breaker(
    core: Core, stats: UnrulyStats
) -> None:
    stats.mood = Mood.UNAUTHORIZED
    for _ in range(6):
        assert core.is_unavailable()
    snapshot = core.client.snapshot()
    assert snapshot.state is BreakerState.CLOSED
    assert snapshot.last_error is not None
    assert snapshot.last_error.kind == "identity_refused"


def test_nobody_gets_anothers_answer_nor_one_for_other_settings(
    core: Core, stats: UnrulyStats
) -> None:
    core.get(ANA)
    stats.mood = Mood.FAILS_500
    assert core.is_unavailable(BEN)
    assert core.is_unavailable(replace(ANA, weight_unit=WeightUnit.LB))
    with pytest.raises(StatsUnavailableError):
        core.client.get(SUMMARY, {"from": date(2026, 1, 2)}, user=ANA)
    assert core.get(ANA).source == "last_good"


def test_after_forgetting_a_user_there_is_nothing_to_fall_back_on(
    core: Core, stats: UnrulyStats
) -> None:
    core.get(ANA)
    core.get(BEN)
    core.client.forget(ANA.user_id)
    stats.mood = Mood.FAILS_500
    assert core.is_unavailable(ANA)
    assert core.get(BEN).source == "last_good"


def test_after_five_failures_stats_is_left_alone_until_a_probe_closes_the_breaker(
    core: Core, stats: UnrulyStats
) -> None:
    stats.mood = Mood.FAILS_500
    for _ in range(5):
        assert core.is_unavailable()
    snapshot = core.client.snapshot()
    assert snapshot.state is BreakerState.OPEN
    assert snapshot.next_probe_at is not None
    assert 29 < (snapshot.next_probe_at - core.clock.now).total_seconds() <= 30
    began = time.monotonic()
    assert core.is_unavailable()
    assert time.monotonic() - began < 0.05
    assert stats.seen[Mood.FAILS_500] == 5
    core.advance(30)
    assert core.client.snapshot().state is BreakerState.HALF_OPEN
    stats.mood = Mood.WELL
    assert core.get().source == "live"
    closed = core.client.snapshot()
    assert closed.state is BreakerState.CLOSED
    assert closed.counts.rejected_open == 1


def test_of_many_callers_after_the_cool_down_one_probes(core: Core, stats: UnrulyStats) -> None:
    stats.mood = Mood.FAILS_500
    for _ in range(5):
        assert core.is_unavailable()
    core.advance(30)
    stats.mood = Mood.HANGS
    with ThreadPoolExecutor(4) as callers:
        list(callers.map(lambda _: core.is_unavailable(), range(4)))
    assert stats.seen[Mood.HANGS] == 1
    assert core.client.snapshot().state is BreakerState.OPEN


def test_a_hanging_stats_holds_four_callers_and_no_fifth(core: Core, stats: UnrulyStats) -> None:
    stats.mood = Mood.HANGS
    took_s: list[float] = []

    def call() -> None:
        began = time.monotonic()
        core.is_unavailable()
        took_s.append(time.monotonic() - began)

    callers = [threading.Thread(target=call) for _ in range(12)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(timeout=3)
    assert len(took_s) == 12
    assert max(took_s) < DEADLINE_S + 0.2
    counts = core.client.snapshot().counts
    assert (counts.failures, counts.rejected_bulkhead) == (4, 8)
    assert core.client.snapshot().consecutive_failures == 4


def _until_idle(core: Core) -> None:
    for _ in range(40):
        if core.client.snapshot().in_flight == 0:
            return
        time.sleep(0.005)
    pytest.fail("The slot is still taken.")


@pytest.mark.parametrize("mood", [Mood.HANGS, Mood.DRIPS_HEADERS, Mood.DRIPS_BODY, Mood.HUGE])
def test_the_slot_is_free_again_soon_after_the_deadline(
    core: Core, stats: UnrulyStats, mood: Mood
) -> None:
    stats.mood = mood
    assert core.is_unavailable()
    _until_idle(core)


def test_the_snapshot_is_json_with_iso_moments(core: Core, stats: UnrulyStats) -> None:
    stats.mood = Mood.FAILS_500
    for _ in range(5):
        assert core.is_unavailable()
    plain: dict[str, Any] = json.loads(json.dumps(core.client.snapshot().as_json()))
    assert plain["state"] == "open"
    assert plain["next_probe_at"].startswith("2026-11-22T09:30:")
    assert plain["last_error"] == {
        "kind": "status",
        "sentence": "It answered 500.",
        "at": "2026-11-22T09:30:00+00:00",
    }
    assert plain["counts"]["requests"] == 5


def test_each_outcome_is_logged_once_and_names_nobody(core: Core, stats: UnrulyStats) -> None:
    exercise = "0197a2c0-0000-7000-8000-000000000001"
    path = f"/api/v1/stats/exercises/{exercise}/one-rep-max"
    with capture_logs() as logs:
        core.client.get(path, {"formula": "epley"}, user=ANA)
        stats.mood = Mood.FAILS_500
        core.client.get(path, {"formula": "epley"}, user=ANA)
        for _ in range(5):
            assert core.is_unavailable(BEN)
    events = [entry["event"] for entry in logs]
    assert events == [
        "stats_answered",
        *["stats_failed"] * 4,
        "stats_breaker_changed",
        "stats_failed",
        "stats_not_asked",
    ]
    assert logs[0]["path"] == "/api/v1/stats/exercises/{id}/one-rep-max"
    written = repr(logs)
    for secret in (exercise, str(ANA.user_id), str(BEN.user_id), "Bearer", "epley", "Berlin"):
        assert secret not in written


@pytest.mark.parametrize(
    "path",
    [
        "",
        "summary",
        "//evil",
        "/a/../b",
        "/a?b=c",
        "/a#b",
        "/%2e%2e/x",
        "/a\\b",
        "/a b",
        "/" + "a" * 400,
    ],
)
def test_a_path_that_could_lead_elsewhere_is_not_found(core: Core, path: str) -> None:
    with pytest.raises(NotFoundError):
        core.client.get(path, user=ANA)
    assert core.client.snapshot().counts.requests == 0


def test_an_ugly_path_is_refused_at_once(core: Core) -> None:
    began = time.monotonic()
    with pytest.raises(NotFoundError):
        core.client.get("/" + "a" * 298 + "!", user=ANA)
    assert time.monotonic() - began < 0.05


def test_parameters_have_bounds(core: Core) -> None:
    with pytest.raises(InvalidInputError):
        core.client.get(SUMMARY, {"q": "a" * 501}, user=ANA)
    with pytest.raises(InvalidInputError):
        core.client.get(SUMMARY, {"q": ["a"] * 41}, user=ANA)


def test_parameters_are_sent_by_name_and_repeated_in_their_order(
    core: Core, stats: UnrulyStats
) -> None:
    core.client.get("/x", {"q": ["b", "a c"], "n": 3, "f": None, "all": True}, user=ANA)
    assert stats.requests[0].startswith("GET /x?all=true&n=3&q=b&q=a+c HTTP/1.1")


def test_the_environments_proxy_is_not_used(
    core: Core, stats: UnrulyStats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
    assert core.get().source == "live"


def test_a_resolver_that_hangs_holds_no_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: may_end.wait(10) and [])
    core = Core("http://stats.example")
    began = time.monotonic()
    assert core.is_unavailable()
    assert time.monotonic() - began < DEADLINE_S + 0.2
    _until_idle(core)
    error = core.client.snapshot().last_error
    assert error is not None
    assert error.kind == "timeout"
    may_end.set()


def test_a_stats_that_listens_on_the_second_address_answers(
    stats: UnrulyStats, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(stats.url.rpartition(":")[2])
    rows = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
        for address in ("127.0.0.3", "127.0.0.1")
    ]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **more: rows if host == "stats.example" else real(host, *args, **more),
    )
    core = Core(f"http://stats.example:{port}")
    assert core.get().source == "live"
    core.client.close()


def test_a_stats_app_in_this_process_answers_through_its_wsgi_transport() -> None:
    app = Flask(__name__)

    @app.get(SUMMARY)
    def summary() -> Any:
        return jsonify(
            start=request.args["from"], signed="Bearer " in request.headers["Authorization"]
        )

    core = Core("http://stats.example", transport=httpx2.WSGITransport(app=app))
    assert core.get().body == {"start": "2026-01-01", "signed": True}


def test_a_body_without_end_from_an_app_in_this_process_is_left_too() -> None:
    class Endless(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                time.sleep(0.01)
                yield b" "

    def drip(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"Content-Type": "application/json"}, stream=Endless())

    core = Core("http://stats.example", transport=httpx2.MockTransport(drip))
    assert core.is_unavailable()
    _until_idle(core)


def test_a_defect_in_a_transport_is_a_failure_and_no_crash() -> None:
    def explode(_request: httpx2.Request) -> httpx2.Response:
        raise ZeroDivisionError

    core = Core("http://stats.example", transport=httpx2.MockTransport(explode))
    assert core.is_unavailable()
    assert core.client.snapshot().counts.failures == 1


def test_another_process_makes_its_own_connections(
    core: Core, stats: UnrulyStats, monkeypatch: pytest.MonkeyPatch
) -> None:
    core.get()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    core.get()
    core.get()
    assert stats.connections == 2
