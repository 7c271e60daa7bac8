"""What core makes of statistics: passed on over JSON, shown on pages, and what is said without them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from liftlog.core.api import specification
from liftlog.core.app import create_app
from liftlog.core.statistics import service as statistics
from liftlog.core.statistics.client import StatsClient, StatsLimits
from liftlog.core.statistics.headline import headline
from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.periods import Range
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.kit.errors import NotFoundError
from liftlog.settings import Settings
from liftlog.statistics.exercises import EXERCISE_OVERVIEW, ExerciseOverview
from liftlog.statistics.one_rep_max import EffortQuery
from liftlog.statistics.totals import OVERVIEW, OverviewQuery
from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.browsing import sign_in
from tests.cast import (
    BENCH,
    NOW,
    Person,
    adopt_all,
    as_person,
    kg,
    lb,
    warm_up,
    working,
    workout_of,
)

pytestmark = pytest.mark.database

TODAY = NOW.date()
OF_BENCH = f"/api/v1/stats/exercises/{BENCH}/"
PAGES = (
    *("/progress", "/one-rep-max", f"/one-rep-max/{BENCH}"),
    *("/progress/balance", "/progress/sets"),
    *("/records", f"/exercises/{BENCH}/records"),
)
# Says nothing of a single exercise.
NAMELESS = ("/progress/consistency",)
PERIOD_PATHS = (
    *("summary", "weeks", "muscles", "lifts", "overview"),
    *("balance", "sets", "consistency", "trends", "records"),
)
EXERCISE_PATHS = ("one-rep-max", "history", "records", "overview", "record-history")


def train(database: Database, person: Person, sets: list[LoggedSet], days_ago: int = 0) -> None:
    logged = workout_of((BENCH, sets), days_ago=days_ago)
    with database.transaction() as tx:
        adopt_all(tx, as_person(tx, person), logged)
        assert workouts.insert_workouts(tx, person.user_id, [logged])


class Tap:
    """The way to stats, which can be shut."""

    def __init__(self, stats_app: Flask) -> None:
        self._open = httpx2.WSGITransport(stats_app)
        self.shut = False
        self.asked: list[str] = []
        self.says: dict[str, str] = {}

    def transport(self) -> httpx2.BaseTransport:
        tap = self

        class Transport(httpx2.BaseTransport):
            def handle_request(self, request: httpx2.Request) -> httpx2.Response:
                tap.asked.append(request.url.path)
                if tap.shut:
                    raise httpx2.ConnectError("shut")
                answer = tap._open.handle_request(request)
                answer.headers.update(tap.says)
                return answer

        return Transport()


@pytest.fixture
def tap(stats_app: Flask) -> Tap:
    return Tap(stats_app)


@pytest.fixture
def browser(settings: Settings, database: Database, tap: Tap, ana: Person) -> FlaskClient:
    stats = StatsClient(
        settings.stats_url,
        signer=IdentitySigner(settings.secret_key, lambda: NOW),
        clock=lambda: NOW,
        transport=tap.transport(),
        # Both services share the test's one connection: one call at a time, none given up early.
        limits=StatsLimits(deadline_s=20.0, in_flight=1, attempts=1),
    )
    app = create_app(settings, database=database, stats=stats, clock=lambda: NOW)
    app.testing = True
    return sign_in(app.test_client(), ana)


def page(browser: FlaskClient, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def test_the_summary_comes_through_core(
    client: FlaskClient, database: Database, ben: Person
) -> None:
    train(database, ben, [warm_up(lb("135"), 8), working(lb("225"), 5)])
    response = client.get("/api/v1/stats/summary?from=2026-11-01", headers=ben.headers)
    assert response.get_json() == {
        "workouts": 1,
        "sets": 1,
        "reps": 5,
        "volume_kg": 225 * 5 * 0.45359237,
    }
    assert response.headers["LiftLog-Stats"] == "live"
    assert "Age" not in response.headers


def test_the_one_rep_max_comes_through_core(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, [working(kg("100"), 5)])
    path = f"{OF_BENCH}one-rep-max?formula=brzycki&from=2026-11-20&to=2026-11-20"
    (point,) = client.get(path, headers=ana.headers).get_json()["points"]
    assert (point["date"], point["one_rep_max_kg"]) == ("2026-11-20", 112.5)


@pytest.mark.parametrize(
    "path",
    [f"/api/v1/stats/{name}" for name in PERIOD_PATHS]
    + [OF_BENCH + name for name in EXERCISE_PATHS]
    + ["/api/v1/time-zones", "/api/v1/time-zones/Europe/Berlin"],
)
def test_a_stranger_is_told_nothing(client: FlaskClient, ana: Person, path: str) -> None:
    refused = client.get(f"{path}?to=nonsense")
    assert (refused.status_code, refused.mimetype) == (401, "application/problem+json")
    assert client.get(path, headers=ana.headers).status_code == 200


@pytest.mark.parametrize("query", ["from=2026-01-02&to=2026-01-01", "from=soon", "form=x"])
def test_core_refuses_a_wrong_question_itself(browser: FlaskClient, tap: Tap, query: str) -> None:
    refused = browser.get(f"/api/v1/stats/summary?{query}")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "invalid_input")
    assert refused.get_json()["fields"]
    assert tap.asked == []


def test_the_refusal_of_stats_is_passed_on(client: FlaskClient, ana: Person) -> None:
    unknown = exercise_id("nobody has this one")
    for name in EXERCISE_PATHS:
        refused = client.get(f"/api/v1/stats/exercises/{unknown}/{name}", headers=ana.headers)
        assert (refused.status_code, refused.mimetype) == (404, "application/problem+json")
        assert refused.get_json()["code"] == "not_found"


def test_a_time_zone_comes_through_core(client: FlaskClient, ana: Person) -> None:
    found = client.get("/api/v1/time-zones/Europe/Berlin", headers=ana.headers).get_json()
    assert (found["zone"], found["offset_s"]) == ("Europe/Berlin", 3600)


def test_without_stats_the_api_says_so(browser: FlaskClient, tap: Tap) -> None:
    tap.shut = True
    refused = browser.get("/api/v1/stats/summary")
    assert (refused.status_code, refused.mimetype) == (503, "application/problem+json")
    assert refused.get_json()["code"] == "stats_unavailable"


def test_without_stats_an_answer_that_still_holds_is_as_good_as_a_new_one(
    browser: FlaskClient, tap: Tap
) -> None:
    live = browser.get("/api/v1/stats/summary")
    tap.shut = True
    known = browser.get("/api/v1/stats/summary")
    assert known.get_data() == live.get_data()
    assert (known.status_code, known.headers["LiftLog-Stats"]) == (200, "live")


def test_without_stats_the_last_good_answer_is_marked(
    browser: FlaskClient, database: Database, ana: Person, tap: Tap
) -> None:
    live = browser.get("/api/v1/stats/summary")
    train(database, ana, [working(kg("100"), 5)])
    tap.shut = True
    kept = browser.get("/api/v1/stats/summary")
    assert kept.get_data() == live.get_data()
    assert (kept.status_code, kept.headers["LiftLog-Stats"]) == (200, "last-good")
    assert kept.headers["Age"] == "0"


@pytest.mark.parametrize("path", PAGES + NAMELESS)
def test_a_page_asks_stats_once(browser: FlaskClient, tap: Tap, path: str) -> None:
    page(browser, path)
    assert len(tap.asked) == 1


@pytest.mark.parametrize("path", PAGES + NAMELESS)
def test_without_stats_a_page_says_so_plainly(browser: FlaskClient, tap: Tap, path: str) -> None:
    tap.shut = True
    assert "Statistics are away right now." in page(browser, path)


@pytest.mark.parametrize("path", PAGES)
def test_without_stats_a_page_shows_what_it_last_knew(
    browser: FlaskClient, database: Database, ana: Person, tap: Tap, path: str
) -> None:
    train(database, ana, [working(kg("100"), 5)])
    assert "Statistics are away" not in page(browser, path)
    tap.shut = True
    shown = page(browser, path)
    assert "What you see is 0 s old." in shown
    assert "Bench press" in shown


@pytest.mark.parametrize("path", [*PAGES, "/strength"])
def test_figures_from_a_copy_that_is_behind_say_how_old_they_may_be(
    browser: FlaskClient, database: Database, ana: Person, tap: Tap, path: str
) -> None:
    train(database, ana, [working(kg("100"), 5)])
    tap.says = {"LiftLog-Stats-Behind": "95"}
    assert "These figures may be 1 min 35 s old." in page(browser, path)
    tap.says = {"LiftLog-Stats-Behind": "95", "LiftLog-Stats-Version": "0"}
    shown = page(browser, path)
    assert "What you changed just now is not in these figures yet." in shown
    assert "They may be 1 min 35 s old" in shown
    # Nobody could tell a moment from what is under way anyway.
    tap.says = {"LiftLog-Stats-Behind": "2"}
    shown = page(browser, path)
    assert "may be" not in shown
    assert "not in these figures" not in shown


@pytest.mark.parametrize("nonsense", ["soon", "-1", "1.5", "9" * 40, ""])
def test_nonsense_about_how_old_figures_are_is_passed_over(
    browser: FlaskClient, ana: Person, tap: Tap, nonsense: str
) -> None:
    tap.says = {"LiftLog-Stats-Behind": nonsense, "LiftLog-Stats-Version": nonsense}
    answer = browser.get("/api/v1/stats/summary", headers=ana.headers)
    assert answer.status_code == 200
    assert "LiftLog-Stats-Behind" not in answer.headers
    assert "LiftLog-Stats-Version" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_account_is_told_what_will_be_here(browser: FlaskClient, path: str) -> None:
    shown = page(browser, path)
    assert 'class="card empty"' in shown
    assert '<svg class="chart' not in shown


def test_the_progress_page_shows_the_figures(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    for days_ago in (0, 7, 14, 100):
        train(database, ana, [warm_up(kg("60"), 5), working(kg("100"), 5)], days_ago)
    shown = page(browser, "/progress?range=90d")
    assert "1 in the 90 days before" in shown
    assert "3 weeks in a row" in shown
    assert "Volume in tonnes" in shown
    assert shown.count('<svg class="chart') == 6
    assert f'href="/one-rep-max/{BENCH}"' in shown
    assert "Week of 16 Nov 2026" in shown


def test_an_unknown_range_shows_the_usual_one(browser: FlaskClient) -> None:
    shown = page(browser, "/progress?range=forever")
    assert 'href="/progress?range=90d" aria-current="true"' in shown


def test_the_one_rep_max_page_says_what_its_chart_shows(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, [working(kg("96"), 5)], days_ago=60)
    train(database, ana, [working(kg("108"), 1)], days_ago=30)
    train(database, ana, [working(kg("102"), 5, "9")])
    shown = page(browser, f"/one-rep-max/{BENCH}?formula=epley")
    assert (
        "Estimated 119\N{NO-BREAK SPACE}kg on 20 Nov 2026. Best of two weeks: "
        "up 7\N{NO-BREAK SPACE}kg since 21 Sept 2026." in shown
    )
    assert "record for 5 reps" in shown
    assert "108\N{NO-BREAK SPACE}kg" in shown
    for formula in ("epley", "brzycki", "lander", "lombardi", "mayhew", "oconner", "wathan", "rts"):
        assert f"formula={formula}" in shown


def test_pounds_are_shown_to_those_who_lift_them(
    client: FlaskClient, database: Database, ben: Person
) -> None:
    train(database, ben, [working(lb("225"), 1)])
    shown = page(sign_in(client, ben), f"/one-rep-max/{BENCH}")
    assert "Lifted 225\N{NO-BREAK SPACE}lb" in shown
    assert "225\N{NO-BREAK SPACE}lb × 1" in shown


def test_body_weight_exercises_are_told_why_there_is_no_one_rep_max(browser: FlaskClient) -> None:
    shown = page(browser, f"/one-rep-max/{exercise_id('push-up')}")
    assert "No 1RM for this exercise" in shown


def test_an_exercise_that_is_not_there_is_not_found(browser: FlaskClient) -> None:
    assert browser.get(f"/one-rep-max/{exercise_id('nobody has this one')}").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/login")


def test_an_answer_that_core_does_not_understand_counts_as_none(
    settings: Settings, ana: Person
) -> None:
    strange = httpx2.MockTransport(lambda _: httpx2.Response(200, json={"workouts": "many"}))
    stats = StatsClient(
        settings.stats_url,
        signer=IdentitySigner(settings.secret_key, lambda: NOW),
        transport=strange,
    )
    query = OverviewQuery.of_range(Range.YEAR, TODAY)
    seen = statistics.ask(stats, OVERVIEW, ana.account, query)
    assert (seen.answer, seen.away) == (None, True)


def overview_of(
    stats: StatsClient, person: Person, exercise: UUID
) -> statistics.StatsResult[ExerciseOverview]:
    query = EffortQuery.of_range(Range.YEAR, TODAY)
    return statistics.ask(stats, EXERCISE_OVERVIEW, person.account, query, exercise_id=exercise)


def test_the_overview_of_an_exercise_is_there_for_its_page(
    core_app: Flask, database: Database, ana: Person
) -> None:
    train(database, ana, [working(kg("100"), 5)])
    stats = core_app.extensions["liftlog"].stats
    seen = overview_of(stats, ana, BENCH)
    assert seen.answer is not None
    assert not seen.away
    numbers = headline(seen.answer, TODAY)
    assert numbers is not None
    assert numbers.gain_kg is None
    (workout,) = seen.answer.history.workouts
    assert workout.sets[0].to_logged() == working(kg("100"), 5)
    with pytest.raises(NotFoundError):
        overview_of(stats, ana, exercise_id("nobody has this one"))


def test_the_headline_compares_the_ends_and_remembers_the_best_of_late(
    core_app: Flask, database: Database, ana: Person
) -> None:
    for days_ago, weight in ((80, "90"), (20, "110"), (0, "100")):
        train(database, ana, [working(kg(weight), 1)], days_ago)
    stats = core_app.extensions["liftlog"].stats
    seen = overview_of(stats, ana, BENCH)
    assert seen.answer is not None
    numbers = headline(seen.answer, TODAY)
    assert numbers is not None
    assert numbers.gain_kg == pytest.approx(10)
    assert numbers.recent is not None
    assert numbers.recent.date == TODAY - timedelta(days=20)
    assert numbers.tested is not None
    assert numbers.tested.value == 110


def test_both_services_describe_statistics_alike(core_app: Flask, stats_app: Flask) -> None:
    from liftlog.stats.api import specification as of_stats

    with core_app.app_context():
        core: dict[str, Any] = specification(core_app)
    with stats_app.app_context():
        stats: dict[str, Any] = of_stats(stats_app)
    for path, operations in stats["paths"].items():
        asked, passed_on = operations["get"], core["paths"][path]["get"]
        assert passed_on["operationId"] == asked["operationId"]
        assert passed_on.get("parameters") == asked.get("parameters")
        assert passed_on["responses"]["200"] == asked["responses"]["200"]
        assert passed_on["summary"] == asked["summary"]
