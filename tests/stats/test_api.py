"""The stats-service over HTTP: who may ask, what it answers, what it refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.settings import Settings
from liftlog.statistics.identity_token import StatsIdentity, sign
from liftlog.stats.api import specification
from liftlog.stats.app import create_app
from liftlog.store.database.engine import Database
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.exercises.read import Exercise
from liftlog.store.workouts import workouts
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
from tests.core.statements import SAYS_WHOSE_ROWS, counted
from tests.pages import Page
from tests.stand_ins.unruly_stats import closed_port

pytestmark = pytest.mark.database

PULL_UP = exercise_id("pull-up")
OF_BENCH = f"exercises/{BENCH}/"
EVERYTHING = (
    "summary",
    "weeks",
    "muscles",
    "lifts",
    "overview",
    "balance",
    "sets",
    "consistency",
    "trends",
    "records",
    OF_BENCH + "one-rep-max",
    OF_BENCH + "history",
    OF_BENCH + "records",
    OF_BENCH + "overview",
    OF_BENCH + "record-history",
)
STATEMENTS_MAX = 8

Ask = Callable[..., TestResponse]


def train(database: Database, person: Person, sets: list[LoggedSet], days_ago: int = 0) -> None:
    logged = workout_of((BENCH, sets), days_ago=days_ago)
    with database.transaction() as tx:
        adopt_all(tx, as_person(tx, person), logged)
        assert workouts.insert_workouts(tx, person.user_id, [logged])


@pytest.fixture
def ask(stats_app: Flask, settings: Settings) -> Ask:
    """Ask stats for somebody, with the identity that core would sign."""

    def asked(
        person: Person, name: str, *, week_start: int = 1, root: str = "/stats/"
    ) -> TestResponse:
        who = person.account
        identity = StatsIdentity(who.user_id, who.time_zone, week_start, who.weight_unit)
        token = sign(identity, secret_key=settings.secret_key, clock=lambda: NOW)
        return stats_app.test_client().get(
            f"/api/v1{root}{name}", headers={"Authorization": f"Bearer {token}"}
        )

    return asked


def answer(response: TestResponse) -> dict[str, Any]:
    assert response.status_code == 200, response.get_data(as_text=True)
    found: dict[str, Any] = response.get_json()
    return found


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_request_without_an_identity_is_refused(stats_app: Flask, name: str) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Cookie": "session=1"}):
        refused = stats_app.test_client().get(f"/api/v1/stats/{name}?to=nonsense", headers=headers)
        assert refused.status_code == 401
        assert refused.mimetype == "application/problem+json"
        assert refused.get_json()["code"] == "not_signed_in"


def test_an_identity_signed_with_another_key_is_refused(stats_app: Flask, ana: Person) -> None:
    who = ana.account
    identity = StatsIdentity(who.user_id, who.time_zone, 1, who.weight_unit)
    token = sign(identity, secret_key="another key that opens nothing", clock=lambda: NOW)
    refused = stats_app.test_client().get(
        "/api/v1/stats/summary", headers={"Authorization": f"Bearer {token}"}
    )
    assert refused.status_code == 401


def test_the_summary_leaves_warm_ups_out_and_adds_pounds_exactly(
    database: Database, ana: Person, ask: Ask
) -> None:
    train(database, ana, [warm_up(kg("60"), 8), working(kg("100"), 5), working(lb("225"), 3)])
    assert answer(ask(ana, "summary")) == {
        "workouts": 1,
        "sets": 2,
        "reps": 8,
        "volume_kg": 500 + 675 * 0.45359237,
    }


def test_a_period_has_both_its_ends(database: Database, ana: Person, ask: Ask) -> None:
    for days_ago in (0, 1, 2, 3):
        train(database, ana, [working(kg("100"), 5)], days_ago)
    last = NOW.date() - timedelta(days=1)
    first = last - timedelta(days=1)
    assert answer(ask(ana, f"summary?from={first}&to={last}"))["workouts"] == 2
    assert answer(ask(ana, f"summary?to={first}"))["workouts"] == 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-01-02&to=2026-01-01", "to"),
        ("from=yesterday", "from"),
        ("from=20260101", "from"),
        ("from=1767225600", "from"),
        ("to=0001-01-01", "to"),
        ("form=2026-01-01", "form"),
    ],
)
def test_a_period_that_is_none_is_refused_by_field(
    ana: Person, ask: Ask, query: str, field: str
) -> None:
    refused = ask(ana, f"summary?{query}")
    assert refused.status_code == 422
    assert refused.get_json()["code"] == "invalid_input"
    assert list(refused.get_json()["fields"]) == [field]


@pytest.mark.parametrize(
    "name",
    [
        "lifts?limit=0",
        "lifts?limit=501",
        OF_BENCH + "history?limit=51",
        OF_BENCH + "one-rep-max?formula=guess",
    ],
)
def test_limits_and_names_are_checked(ana: Person, ask: Ask, name: str) -> None:
    assert ask(ana, name).status_code == 422


def test_weeks_come_with_streaks(database: Database, ana: Person, ask: Ask) -> None:
    for days_ago in (0, 7, 14, 35, 42, 49, 56):
        train(database, ana, [working(kg("100"), 5)], days_ago)
    found = answer(ask(ana, "weeks"))
    # The tests' now is Friday, 20 November 2026.
    assert found["weeks"][-1] == {
        "first": "2026-11-16",
        "last": "2026-11-22",
        "days": 1,
        "workouts": 1,
        "sets": 1,
        "reps": 5,
        "volume_kg": 500.0,
    }
    assert found["consistency"]["current_streak"] == {
        "weeks": 3,
        "first": "2026-11-02",
        "last": "2026-11-16",
    }
    assert found["consistency"]["longest_streak"]["weeks"] == 4
    assert answer(ask(ana, "weeks", week_start=7))["weeks"][-1]["first"] == "2026-11-15"


def test_training_where_it_is_tomorrow_already_is_no_plan(
    database: Database, ana: Person, ask: Ask
) -> None:
    tomorrow = NOW.date() + timedelta(days=1)
    trained = replace(
        workout_of((BENCH, [working(kg("100"), 5)])),
        started_at=NOW - timedelta(hours=1),
        time_zone="Pacific/Auckland",
        day=tomorrow,
    )
    planned = workout_of((BENCH, [working(kg("100"), 5)]), days_ago=-400)
    with database.transaction() as tx:
        adopt_all(tx, as_person(tx, ana), trained, planned)
        assert workouts.insert_workouts(tx, ana.user_id, [trained, planned])
    found = answer(ask(ana, "overview"))
    assert (found["first"], found["last"]) == (str(tomorrow), str(tomorrow))
    assert found["consistency"]["training_days"] == 1
    assert found["consistency"]["current_streak"]["weeks"] == 1
    assert answer(ask(ana, "consistency"))["weeks"][-1]["days"] == 1


def test_a_day_keeps_its_best_estimate_and_the_set_it_came_from(
    database: Database, ana: Person, ask: Ask
) -> None:
    train(database, ana, [warm_up(kg("150"), 3), working(kg("100"), 5, "8"), working(kg("90"), 8)])
    (point,) = answer(ask(ana, OF_BENCH + "one-rep-max"))["points"]
    assert point["date"] == "2026-11-20"
    assert point["one_rep_max_kg"] == 116.6667
    assert (point["weight_kg"], point["reps"], point["rpe"]) == (100.0, 5, 8.0)
    assert not point["tested"]
    assert point["low_kg"] < point["median_kg"] < point["high_kg"]


def test_a_single_is_the_weight_itself_by_every_equation(
    database: Database, ana: Person, ask: Ask
) -> None:
    train(database, ana, [working(kg("140"), 1)])
    for formula in ("epley", "brzycki", "lander", "lombardi", "mayhew", "oconner", "wathan"):
        (point,) = answer(ask(ana, f"{OF_BENCH}one-rep-max?formula={formula}"))["points"]
        assert point["one_rep_max_kg"] == point["low_kg"] == point["high_kg"] == 140.0
        assert point["tested"]


def test_more_than_twelve_reps_give_no_estimate(database: Database, ana: Person, ask: Ask) -> None:
    train(database, ana, [working(kg("60"), 13)], days_ago=1)
    train(database, ana, [working(kg("60"), 12)])
    (point,) = answer(ask(ana, OF_BENCH + "one-rep-max"))["points"]
    assert (point["reps"], point["low_confidence"]) == (12, True)


def test_the_rts_chart_needs_an_effort(database: Database, ana: Person, ask: Ask) -> None:
    train(database, ana, [working(kg("100"), 5)], days_ago=1)
    train(database, ana, [working(kg("100"), 5, "10")])
    (point,) = answer(ask(ana, OF_BENCH + "one-rep-max?formula=rts"))["points"]
    assert point["one_rep_max_kg"] == pytest.approx(100 / 0.863, abs=0.0001)


def test_body_weight_exercises_have_no_one_rep_max(
    database: Database, ana: Person, ask: Ask
) -> None:
    with database.transaction() as tx:
        logged = workout_of((PULL_UP, [working(kg("20"), 5)]))
        adopt_all(tx, as_person(tx, ana), logged)
        workouts.insert_workouts(tx, ana.user_id, [logged])
    found = answer(ask(ana, f"exercises/{PULL_UP}/overview"))
    assert found["one_rep_max"]["points"] == []
    assert found["records"]["standing"]


def test_somebody_elses_exercise_is_not_there(
    database: Database, ana: Person, ben: Person, ask: Ask
) -> None:
    own = Exercise(
        id=exercise_id("a lift of ana alone"),
        name="Ana's lift",
        load_kind=LoadKind.WEIGHT_REPS,
        equipment=Equipment.BARBELL,
        pattern=MovementPattern.SQUAT,
        primary_muscles=(),
        secondary_muscles=(),
    )
    with database.transaction() as tx:
        exercise_changes.save_own(tx, as_person(tx, ana), own)
    for name in ("one-rep-max", "history", "records", "overview"):
        assert ask(ana, f"exercises/{own.id}/{name}").status_code == 200
        refused = ask(ben, f"exercises/{own.id}/{name}")
        assert (refused.status_code, refused.get_json()["code"]) == (404, "not_found")


def test_two_lifters_of_one_exercise_never_see_each_other(
    database: Database, ana: Person, ben: Person, ask: Ask
) -> None:
    train(database, ana, [working(kg("100"), 5)])
    train(database, ben, [working(lb("315"), 5)])
    assert len(answer(ask(ana, OF_BENCH + "history"))["workouts"]) == 1
    (point,) = answer(ask(ana, OF_BENCH + "one-rep-max"))["points"]
    assert point["weight_kg"] == 100.0
    assert answer(ask(ana, "overview"))["summary"]["workouts"] == 1


def test_records_tell_what_stands_and_what_was_beaten(
    database: Database, ana: Person, ask: Ask
) -> None:
    train(database, ana, [working(kg("100"), 5)], days_ago=9)
    train(database, ana, [working(kg("105"), 5)], days_ago=2)
    found = answer(ask(ana, OF_BENCH + "records"))
    standing = next(one for one in found["standing"] if one["kind"] == "weight")
    beaten = next(one for one in found["beaten"] if one["kind"] == "weight")
    assert (standing["reps"], standing["value"], standing["gain"]) == (5, 105.0, 5.0)
    assert (beaten["value"], beaten["until"]) == (100.0, standing["date"])


def test_history_says_where_its_next_page_begins(database: Database, ana: Person, ask: Ask) -> None:
    for days_ago in (0, 2, 4):
        train(database, ana, [working(lb("225"), 5)], days_ago)
    first = answer(ask(ana, OF_BENCH + "history?limit=2"))
    rest = answer(ask(ana, f"{OF_BENCH}history?limit=2&before={first['next_before']}"))
    assert [one["day"] for one in first["workouts"]] == ["2026-11-20", "2026-11-18"]
    assert [one["day"] for one in rest["workouts"]] == ["2026-11-16"]
    assert rest["next_before"] is None
    (one,) = rest["workouts"][0]["sets"]
    assert (one["weight"], one["weight_unit"]) == (225.0, "lb")


def test_the_overview_says_what_its_parts_say(database: Database, ana: Person, ask: Ask) -> None:
    for days_ago in (0, 3, 8, 20, 33):
        train(database, ana, [working(kg("100"), 5), working(kg("90"), 8)], days_ago)
    period = "from=2026-10-22&to=2026-11-20"
    found = answer(ask(ana, f"overview?{period}"))
    assert found["summary"] == answer(ask(ana, f"summary?{period}"))
    assert found["before"] == answer(ask(ana, "summary?from=2026-09-22&to=2026-10-21"))
    weeks = answer(ask(ana, f"weeks?{period}"))
    assert (found["stretches"], found["bucket"]) == (weeks["weeks"], "week")
    assert found["consistency"] == weeks["consistency"]
    assert found["muscles"] == answer(ask(ana, f"muscles?{period}"))["muscles"]
    assert found["lifts"] == answer(ask(ana, f"lifts?{period}"))["lifts"]
    assert answer(ask(ana, "overview"))["first"] == found["first_day"] == "2026-10-18"


@pytest.mark.parametrize("name", EVERYTHING)
def test_more_training_costs_no_more_statements(
    connection: Connection, database: Database, ana: Person, ask: Ask, name: str
) -> None:
    def statements() -> int:
        with counted(connection) as sent:
            answer(ask(ana, name))
        # The tests' database sets the user anew around every transaction; once is what stats does.
        return 1 + sum(not one.startswith(SAYS_WHOSE_ROWS) for one in sent)

    train(database, ana, [working(kg("100"), 5)])
    few = statements()
    for days_ago in range(1, 30):
        train(database, ana, [working(kg("100"), 5), working(kg("80"), 10)], days_ago)
    assert statements() == few <= STATEMENTS_MAX


def test_time_zones_are_answered_to_core_alone(stats_app: Flask, ana: Person, ask: Ask) -> None:
    berlin = answer(ask(ana, "Europe/Berlin", root="/time-zones/"))
    assert (berlin["offset_s"], berlin["source"]) == (3600, "tz_database")
    assert ask(ana, "Europe/Nowhere", root="/time-zones/").status_code == 404
    listed = answer(ask(ana, "time-zones", root="/"))
    assert {"zone": "Europe/Berlin", "country_code": "DE", "offset_s": 3600} in listed["zones"]
    assert stats_app.test_client().get("/api/v1/time-zones").status_code == 401


def test_the_address_itself_says_what_answers_there_and_links_that_work(stats_app: Flask) -> None:
    client = stats_app.test_client()
    answer = client.get("/")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    page = Page(answer)
    assert page.heading == "LiftLog statistics"
    assert not list(page.all("script", "style"))
    assert page.hrefs == ["/apidocs/", "/health"]
    assert all(client.get(href).status_code == 200 for href in page.hrefs)


def test_health_touches_nothing_and_readiness_does(settings: Settings) -> None:
    lonely = Settings(
        data_dir=settings.data_dir,
        secret_key=settings.secret_key,
        stats_database_url=f"postgresql://liftlog_stats@127.0.0.1:{closed_port()}/liftlog",
    )
    client = create_app(lonely, clock=lambda: NOW).test_client()
    assert client.get("/health").get_json() == {"status": "ok", "service": "stats"}
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.get_json()["status"] == "unavailable"


def test_every_answer_is_json_that_nobody_keeps(stats_app: Flask) -> None:
    for path in ("/api/v1/stats/summary", "/api/v1/nothing", "/nothing", "/health"):
        response = stats_app.test_client().get(path)
        assert response.mimetype in {"application/json", "application/problem+json"}
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"


def test_every_path_is_described(stats_app: Flask) -> None:
    with stats_app.app_context():
        described = specification(stats_app)
    rules = {
        rule.rule.replace("<uuid:", "{").replace("<path:", "{").replace(">", "}")
        for rule in stats_app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert set(described["paths"]) == rules
    for operations in described["paths"].values():
        for operation in operations.values():
            assert {"401"} < set(operation["responses"])
            assert operation["summary"]
