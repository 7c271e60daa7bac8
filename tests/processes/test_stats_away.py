"""Stats stopped and started again under a core that goes on: real processes, real ports."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tools.ports import free_port

from liftlog.core.statistics.client import StatsLimits
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.kit.clock import system_clock
from liftlog.settings import Settings
from tests.processes.running import LiftLog, Member, Service, browsing, until

pytestmark = [pytest.mark.processes, pytest.mark.alone]

COOL_DOWN_S = 2
AWAY = "Statistics are away right now."
NOTHING_KEPT = "They come back by themselves."
# What a person takes for at once, on a machine that has other things to do as well.
AT_ONCE_S = 1.0


@dataclass
class Pair:
    """A core, and a stats that the tests start and stop."""

    liftlog: LiftLog
    folder: Path
    core: Service
    stats_port: int
    client: httpx2.Client
    running: ExitStack
    stats: Service | None = None

    def start_stats(self) -> None:
        self.stats = self.running.enter_context(
            self.liftlog.service("stats", self.stats_port, self.folder)
        )

    def kill_stats(self) -> None:
        if self.stats is not None:
            self.stats.kill()
            self.stats = None

    def resilience(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get("/resilience").json()
        return found

    def timed(self, path: str) -> tuple[httpx2.Response, float]:
        began = time.monotonic()
        answer = self.client.get(path)
        return answer, time.monotonic() - began


@pytest.fixture(scope="module")
def pair(
    liftlog: LiftLog, lifter: Member, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    folder, port, stats_port = tmp_path_factory.mktemp("pair"), free_port(), free_port()
    settings = {
        "STATS_URL": f"http://127.0.0.1:{stats_port}",
        "LIFTLOG_STATS_COOL_DOWN_S": str(COOL_DOWN_S),
    }
    with ExitStack() as stack:
        core = stack.enter_context(liftlog.service("core", port, folder, **settings))
        client = stack.enter_context(browsing(core.address, lifter))
        yield Pair(liftlog, folder, core, stats_port, client, stack)


def test_the_cool_down_is_thirty_seconds_after_five_failures_unless_told_otherwise() -> None:
    assert Settings.from_environment({"HOME": "/home/alice"}).stats_cool_down_s == 30
    assert StatsLimits().cool_down_s == 30
    assert StatsLimits().failures_to_open == 5


def test_stats_goes_and_comes_back_and_nothing_else_notices(pair: Pair, lifter: Member) -> None:
    pair.start_stats()
    fresh = pair.client.get("/progress").text
    assert AWAY not in fresh
    figures = pair.client.get("/api/v1/stats/summary", headers=lifter.headers).json()

    pair.kill_stats()
    kept = pair.client.get("/progress")
    assert kept.status_code == 200
    assert AWAY in kept.text
    assert "What you see is" in kept.text
    assert pair.resilience()["state"] == "closed"

    for view in ("/progress?range=1y", "/one-rep-max", one_lift(), "/progress?range=30d"):
        answer = pair.client.get(view)
        assert answer.status_code == 200, view
        assert AWAY in answer.text, view
        assert NOTHING_KEPT in answer.text, view
    asked_at = system_clock()
    seen = pair.resilience()
    assert seen["state"] == "open"
    assert seen["consecutive_failures"] == 5
    assert seen["last_error"]["kind"] == "connection"
    wait = datetime.fromisoformat(seen["next_probe_at"]) - asked_at
    assert timedelta(0) < wait <= timedelta(seconds=COOL_DOWN_S + 0.5)

    refused, took_s = pair.timed("/progress")
    assert AWAY in refused.text
    assert took_s < AT_ONCE_S
    assert pair.resilience()["counts"]["rejected_open"] >= 1

    pair.start_stats()
    back = until(lambda: AWAY not in pair.client.get("/progress").text, within_s=COOL_DOWN_S + 5)
    assert back, pair.resilience()
    assert pair.resilience()["state"] == "closed"
    again = pair.client.get("/api/v1/stats/summary", headers=lifter.headers)
    assert again.headers["LiftLog-Stats"] == "live"
    assert again.json() == figures


def one_lift() -> str:
    return f"/one-rep-max/{exercise_id('bench-press')}"


def test_a_lifter_signs_in_looks_and_logs_while_stats_is_away(pair: Pair, lifter: Member) -> None:
    pair.kill_stats()
    while pair.resilience()["state"] != "open":
        pair.client.get("/progress")
    with browsing(pair.core.address, lifter):
        pass
    for page in ("/", "/calendar", "/workouts", "/workouts/new", "/exercises", "/settings"):
        answer, took_s = pair.timed(page)
        assert answer.status_code == 200, page
        assert took_s < AT_ONCE_S, page
    began = time.monotonic()
    saved = pair.client.post("/workouts", data=workout_form())
    assert time.monotonic() - began < AT_ONCE_S
    assert saved.url.path.startswith("/workouts/"), saved.text
    assert "87.5" in saved.text


def workout_form() -> dict[str, str]:
    bench = {"exercise_id": str(exercise_id("bench-press")), "load_kind": "weight_reps"}
    one_set = {"weight": "87,5", "weight_unit": "kg", "reps": "5", "kind": "working"}
    now = system_clock()
    return {
        "title": "While stats was away",
        "day": f"{now:%Y-%m-%d}",
        "time": "06:30",
        "time_zone": "UTC",
        **{f"exercises-0-{name}": value for name, value in bench.items()},
        **{f"exercises-0-sets-0-{name}": value for name, value in one_set.items()},
    }


def test_the_api_answers_with_the_last_good_figures_and_their_age_or_says_that_there_are_none(
    pair: Pair, lifter: Member
) -> None:
    kept = pair.client.get("/api/v1/stats/summary", headers=lifter.headers)
    assert kept.status_code == 200
    assert kept.headers["LiftLog-Stats"] == "last-good"
    assert int(kept.headers["Age"]) >= 0
    never_asked = {"from": "2001-01-01", "to": "2001-01-02"}
    away = pair.client.get("/api/v1/stats/summary", params=never_asked, headers=lifter.headers)
    assert away.status_code == 503
    assert away.headers["Content-Type"].startswith("application/problem+json")
    assert away.json()["code"] == "stats_unavailable"
