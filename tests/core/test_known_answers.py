"""Core asks stats for nothing that it knows, and never takes an old answer for a current one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from flask import Flask, Response

from liftlog.core.statistics.client import StatsAnswer, StatsClient, StatsLimits
from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.domain.units import WeightUnit
from liftlog.statistics.endpoints import VERSION_HEADER
from liftlog.statistics.identity_token import StatsIdentity
from tests.stand_ins.clocks import HandClock

ANA = StatsIdentity(UUID(int=1), "Europe/Berlin", 1, WeightUnit.KG)
IN_POUNDS = StatsIdentity(UUID(int=1), "Europe/Berlin", 1, WeightUnit.LB)
BEN = StatsIdentity(UUID(int=2), "Europe/Berlin", 1, WeightUnit.KG)
PATH = "/api/v1/stats/summary"
BODY_MAX = 1000


class CountingStats:
    """Answers with how often it was asked, as of a version."""

    def __init__(self) -> None:
        self.asked = 0
        self.version: int | None = 7
        self.app = Flask("stats")
        self.app.add_url_rule("/<path:path>", "answer", self._answer)

    def _answer(self, path: str) -> Response:  # noqa: ARG002 The route has it.
        self.asked += 1
        text = f'{{"asked": {self.asked}, "rest": "{"x" * (BODY_MAX // 2)}"}}'
        response = Response(text, mimetype="application/json")
        if self.version is not None:
            response.headers[VERSION_HEADER] = str(self.version)
        return response


class Core:
    def __init__(self, limits: StatsLimits | None = None) -> None:
        self.stats, self.clock = CountingStats(), HandClock()
        self.client = StatsClient(
            "http://stats",
            signer=IdentitySigner("a secret of the two services", self.clock),
            clock=self.clock,
            transport=httpx2.WSGITransport(self.stats.app),
            limits=limits,
        )

    def get(
        self, version: int | None = 7, user: StatsIdentity = ANA, path: str = PATH, **query: str
    ) -> StatsAnswer:
        return self.client.get(path, query, user=user, version=version)


@pytest.fixture
def core() -> Iterator[Core]:
    core = Core()
    yield core
    core.client.close()


def test_an_answer_of_the_current_version_is_given_again(core: Core) -> None:
    first, again = core.get(), core.get()
    assert core.stats.asked == 1
    assert (again.raw, again.etag, again.version) == (first.raw, first.etag, first.version)
    assert (again.source, again.age_s) == ("live", 0)
    counts = core.client.snapshot().counts
    assert (counts.requests, counts.known) == (1, 1)


def test_after_a_write_stats_is_asked_again(core: Core) -> None:
    core.get()
    core.stats.version = 8
    assert core.get(8).body["asked"] == 2
    assert core.get(8).body["asked"] == 2


def test_an_answer_of_a_replica_that_lags_is_not_given_again(core: Core) -> None:
    """It was made of version 7 when core knew of 8 already."""
    assert core.get(8).version == 7
    core.stats.version = 8
    assert core.get(8).body["asked"] == 2


def test_an_answer_that_is_newer_than_the_account_core_has_read_is_of_the_next_version(
    core: Core,
) -> None:
    core.stats.version = 8
    core.get(7)
    assert core.get(8).body["asked"] == 1


@pytest.mark.parametrize("version", [None, 7])
def test_without_a_version_stats_is_asked_each_time(core: Core, version: int | None) -> None:
    """Where a workout begins later, or where stats does not say what it is made of."""
    core.stats.version = None if version else 7
    core.get(version)
    assert core.get(version).body["asked"] == 2


def test_another_question_and_another_asker_have_another_answer(core: Core) -> None:
    core.get()
    core.get(user=BEN)
    core.get(user=IN_POUNDS)
    core.get(path="/api/v1/stats/weeks")
    core.get(to="2026-01-01")
    assert core.stats.asked == 5


def test_on_the_next_day_stats_is_asked_again(core: Core) -> None:
    core.clock.now = datetime.fromisoformat("2026-11-22T22:50:00+00:00")
    core.get()
    core.clock.advance(15 * 60)  # In Berlin it is five past midnight.
    assert core.get().body["asked"] == 2


def test_what_stats_says_at_midnight_may_be_of_yesterday(core: Core) -> None:
    core.clock.now = datetime.fromisoformat("2026-11-22T23:00:30+00:00")
    core.get()
    assert core.get().body["asked"] == 2
    core.clock.advance(10 * 60)
    assert core.get().body["asked"] == 3


def test_after_an_hour_stats_is_asked_again(core: Core) -> None:
    """It may be another release by then."""
    core.get()
    core.clock.now += timedelta(hours=1, seconds=1)
    assert core.get().body["asked"] == 2


def test_what_is_kept_is_bounded_by_bytes_and_the_oldest_leaves_first() -> None:
    core = Core(StatsLimits(last_good_max_bytes=BODY_MAX))
    core.get()
    core.get(path="/api/v1/stats/weeks")
    assert core.get(path="/api/v1/stats/weeks").body["asked"] == 2
    assert core.get().body["asked"] == 3
    core.client.close()


def test_who_signed_out_leaves_nothing_behind(core: Core) -> None:
    core.get()
    core.client.forget(ANA.user_id)
    assert core.get().body["asked"] == 2
