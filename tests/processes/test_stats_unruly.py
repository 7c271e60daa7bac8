"""A stats that hangs, drips, fails or talks nonsense behind a real core."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx2
import pytest
from tools.ports import free_port

from liftlog.domain.exercises.catalogue import exercise_id
from tests.processes.running import LiftLog, Member, browsing, until
from tests.stand_ins.unruly_stats import Mood, UnrulyStats

pytestmark = [pytest.mark.processes, pytest.mark.alone]

AWAY = "Statistics are away right now."
WITH_FIGURES = (
    "/progress",
    "/one-rep-max",
    f"/one-rep-max/{exercise_id('bench-press')}",
)
# The second that stats gets, and half a one for the page itself.
PATIENCE_S = 1.5
PARALLEL = 20


@dataclass(frozen=True, slots=True)
class Beset:
    """A core with an unruly stats."""

    client: httpx2.Client
    stats: UnrulyStats

    def seconds(self, path: str) -> float:
        began = time.monotonic()
        answer = self.client.get(path)
        took_s = time.monotonic() - began
        assert answer.status_code == 200, path
        return took_s

    def state(self) -> str:
        return str(self.client.get("/resilience").json()["state"])

    def settle(self) -> None:
        """Bring the breaker back to closed, with no failure counted."""
        self.stats.mood = Mood.WELL

        def settled() -> bool:
            self.client.get("/progress")
            seen = self.client.get("/resilience").json()
            return (seen["state"], seen["consecutive_failures"], seen["in_flight"]) == (
                "closed",
                0,
                0,
            )

        assert until(settled, within_s=15)

    def together(self, path: str) -> float:
        """How long the slowest of many views at the same moment took."""
        with ThreadPoolExecutor(PARALLEL) as threads:
            return max(threads.map(lambda _: self.seconds(path), range(PARALLEL)))


@pytest.fixture(scope="module")
def core(
    liftlog: LiftLog, lifter: Member, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Beset]:
    with UnrulyStats() as stats:
        settings = {"STATS_URL": stats.url, "LIFTLOG_STATS_COOL_DOWN_S": "1"}
        folder = tmp_path_factory.mktemp("beset")
        with (
            liftlog.service("core", free_port(), folder, **settings) as service,
            browsing(service.address, lifter) as client,
        ):
            yield Beset(client, stats)


@pytest.fixture
def beset(core: Beset) -> Iterator[Beset]:
    core.settle()
    yield core
    core.stats.mood = Mood.WELL


@pytest.mark.parametrize(
    "mood",
    [
        Mood.HANGS,
        Mood.DRIPS_HEADERS,
        Mood.DRIPS_BODY,
        Mood.DROPS,
        Mood.FAILS_500,
        Mood.FAILS_503,
        Mood.NOT_HTTP,
        Mood.NOT_JSON,
        Mood.HALF_BODY,
        Mood.HUGE,
    ],
    ids=lambda mood: mood.name.lower(),
)
def test_pages_with_figures_come_in_time_and_say_that_statistics_are_away(
    beset: Beset, mood: Mood
) -> None:
    beset.stats.mood = mood
    for path in WITH_FIGURES:
        began = time.monotonic()
        page = beset.client.get(path)
        took_s = time.monotonic() - began
        assert page.status_code == 200
        assert AWAY in page.text
        assert took_s < PATIENCE_S, path
    # The first page can do without its figure, and says nothing.
    assert beset.seconds("/") < PATIENCE_S
    assert beset.stats.seen[mood] >= len(WITH_FIGURES)


def test_an_answer_of_another_shape_is_not_shown_as_figures(beset: Beset) -> None:
    beset.stats.mood = Mood.WELL  # An object, but of no page.
    page = beset.client.get("/progress")
    assert page.status_code == 200
    assert AWAY in page.text


def test_many_look_at_the_calendar_as_fast_as_ever_while_stats_hangs(beset: Beset) -> None:
    usual_s = beset.together("/calendar")
    beset.stats.mood = Mood.HANGS
    with ThreadPoolExecutor(8) as waiting:
        asked = [waiting.submit(beset.client.get, "/progress") for _ in range(8)]
        assert until(lambda: beset.client.get("/resilience").json()["in_flight"] == 4, within_s=1)
        slowest_s = beset.together("/calendar")
        assert {answer.result().status_code for answer in asked} == {200}
    assert slowest_s < 2 * usual_s + 0.5


def test_a_stats_that_keeps_failing_is_left_alone_and_costs_a_page_nothing(beset: Beset) -> None:
    beset.stats.mood = Mood.HANGS
    for _ in range(5):
        beset.client.get("/progress")
    assert beset.state() == "open"
    heard = len(beset.stats.requests)
    assert max(beset.seconds(path) for path in WITH_FIGURES) < 0.5
    assert len(beset.stats.requests) == heard


def test_one_probe_finds_out_that_stats_is_well_again(beset: Beset) -> None:
    beset.stats.mood = Mood.FAILS_503
    for _ in range(5):
        beset.client.get("/progress")
    assert beset.state() == "open"
    beset.stats.mood = Mood.WELL
    heard = len(beset.stats.requests)
    assert until(lambda: beset.state() == "half_open", within_s=3)
    beset.client.get("/progress")
    assert beset.state() == "closed"
    assert len(beset.stats.requests) == heard + 1
