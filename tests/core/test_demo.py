"""The invented account: full at once, the same for everybody, and never mixed with real training."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from liftlog.core.accounts import demo
from liftlog.domain.workouts.sets import SetKind
from liftlog.kit import time_zones
from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import NOW, Person, as_person
from tests.pages import Browser
from tests.problems import read_json

pytestmark = pytest.mark.database


def test_the_invented_history_is_plausible(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        count = demo.fill(tx, user_id, time_zone="Europe/Berlin", now=NOW)
        made = workouts.workouts_page(tx, user_id, limit=1000)
    assert count == len(made) > 400
    today = NOW.astimezone(time_zones.zone("Europe/Berlin")).date()
    assert today - timedelta(days=7) < made[0].day < today
    assert timedelta(weeks=150) < made[0].day - made[-1].day < timedelta(weeks=157)
    kinds = Counter(logged.logged.kind for one in made for e in one.exercises for logged in e.sets)
    assert kinds[SetKind.WORKING] > kinds[SetKind.WARM_UP] > 0
    assert all(entry.sets for one in made for entry in one.exercises)
    heaviest = [
        max(logged.logged.weight.kg for logged in e.sets if logged.logged.weight)
        for one in made
        for e in one.exercises
        if e.name == "Squat"
    ]
    assert heaviest[0] > heaviest[-1] * 3 / 2


def test_a_stranger_looks_around_in_an_account_of_its_own(
    core_app: Flask, client: FlaskClient
) -> None:
    browser, other = Browser(client), Browser(core_app.test_client())
    for one in (browser, other):
        page = one.press(one.open("/login"), "Look at a demo")
        assert page.heading == "Today"
        assert page.said == "This is an invented account. Look around, change what you like."
        assert "Last workouts" in page.headings
        assert "DOTS over time" in one.open("/strength").headings
    addresses = {
        one.open("/settings").first("main").first("p", class_="soft").text
        for one in (browser, other)
    }
    assert len(addresses) == 2


def test_an_empty_account_is_filled_once(client: FlaskClient, ana: Person) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open("/"), "Fill with invented training")
    assert page.said == "Three years of invented training are in your account."
    assert "Last workouts" in page.headings
    first = read_json(client.get("/api/v1/workouts?limit=1", headers=ana.headers))
    client.post("/demo", headers=FROM_OUR_PAGE)
    said = browser.open("/").said
    assert said == "There is training in your account already. Nothing was added."
    assert read_json(client.get("/api/v1/workouts?limit=1", headers=ana.headers)) == first


def test_the_demo_has_a_routine_for_each_of_its_days(client: FlaskClient, ana: Person) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open("/"), "Fill with invented training")
    assert "Start Legs" in page.links
    found = read_json(client.get("/api/v1/routines", headers=ana.headers))["items"]
    days = [(one["name"], one["weekdays"]) for one in found]
    assert days == [("Push A", [1]), ("Pull A", [3]), ("Legs", [5])]
    squat = found[2]["exercises"][0]
    shown = [(one["kind"], one["weight"], one["reps_min"], one["rpe"]) for one in squat["sets"]]
    assert shown[0] == ("warm_up", 67.5, 8, None)
    assert shown[2:] == [("working", 135, 5, 8)] * 5


def test_the_demo_knows_what_its_lifter_weighs(client: FlaskClient, ana: Person) -> None:
    browser = Browser(sign_in(client, ana))
    browser.press(browser.open("/"), "Fill with invented training")
    assert "Still missing: which table to read from" in browser.open("/strength").text
    weighed = client.get("/body/measurements.csv").text.splitlines()[1:]
    assert len(weighed) == demo.WEEKS / demo.WEIGHED_EVERY_WEEKS


def test_a_real_body_weight_is_never_mixed_with_invented_ones(
    client: FlaskClient, ana: Person
) -> None:
    browser = Browser(sign_in(client, ana))
    client.post("/body", data={"value": "64.5"}, headers=FROM_OUR_PAGE)
    browser.press(browser.open("/"), "Fill with invented training")
    (only,) = client.get("/body/measurements.csv").text.splitlines()[1:]
    assert "64.5" in only


def test_real_training_is_never_mixed_with_invented(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    client.post("/api/v1/workouts", json={"title": "Real"}, headers=ana.headers)
    client.post("/demo", headers=FROM_OUR_PAGE)
    found = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    assert [one["title"] for one in found] == ["Real"]
