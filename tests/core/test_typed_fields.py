"""What is typed into forms, by the grammar of kit/typed_amounts."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.browsing import sign_in
from tests.cast import Person
from tests.pages import Browser, Page
from tests.problems import read_json

pytestmark = pytest.mark.database

SET = "exercises-0-sets-0-"


@pytest.fixture
def browser(client: FlaskClient, ben: Person) -> Browser:
    return Browser(sign_in(client, ben))


def editor(browser: Browser, address: str = "/workouts/new") -> Page:
    return browser.press(browser.open(address), "Add exercise", {"exercise_name": "bench press"})


def the_workout(client: FlaskClient, person: Person) -> dict[str, Any]:
    (found,) = read_json(client.get("/api/v1/workouts", headers=person.headers))["items"]
    workout: dict[str, Any] = found
    return workout


@pytest.mark.parametrize(
    ("typed", "weight"),
    [
        ("100 kg", (100, "kg")),
        ("1'250", (1250, "lb")),
        ("1,250.5", (1250.5, "lb")),
        ("１０２．５", (102.5, "lb")),
        ("٢٢٥", (225, "lb")),
    ],
)
def test_a_weight_is_read_as_it_is_meant(
    client: FlaskClient, ben: Person, browser: Browser, typed: str, weight: tuple[float, str]
) -> None:
    fields = {f"{SET}weight": typed, f"{SET}reps": "５"}
    browser.press(editor(browser), "Save workout", fields)
    (logged,) = the_workout(client, ben)["exercises"][0]["sets"]
    assert (logged["weight"], logged["weight_unit"], logged["reps"]) == (*weight, 5)


@pytest.mark.parametrize("name", ["weight", "reps"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1,000", "1,000 has two readings. Type 1000 or 1."),
        ("1,250", "1,250 has two readings. Type 1250 or 1.25."),
    ],
)
def test_what_may_be_two_numbers_is_refused_with_both(
    browser: Browser, name: str, typed: str, sentence: str
) -> None:
    for address, button in (("/workouts/new", "Save workout"), ("/routines/new", "Save routine")):
        fields = {f"{SET}{name}": typed, "name": "A"}
        page = browser.press(editor(browser, address), button, fields, status=422)
        assert page.complaint(f"{SET}{name}") == sentence


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("55", 3300), ("1:30", 5400), ("0:55:30", 3330), ("90 s", 90), ("1 h 30 min", 5400)],
)
def test_a_field_in_minutes_reads_hours_and_minutes(
    client: FlaskClient, ben: Person, browser: Browser, typed: str, seconds: int
) -> None:
    browser.press(editor(browser), "Save workout", {"duration_min": typed})
    found = the_workout(client, ben)
    assert found["duration_s"] == seconds
    page = browser.open(f"/workouts/{found['id']}/edit")
    browser.press(page, "Save workout", {"title": "Again"})
    assert the_workout(client, ben)["duration_s"] == seconds


def test_a_rest_is_minutes_and_seconds(browser: Browser) -> None:
    page = browser.press(browser.open("/settings/logging"), "Save", {"rest": "1:30"})
    assert page.values["rest"] == "1:30"
    page = browser.press(page, "Save", {"rest": "90 s", "bar": "20 kg"})
    assert page.values["rest"] == "1:30"
    page = browser.press(page, "Save", {"bar": "1,250"}, status=422)
    assert page.complaint("bar") == "1,250 has two readings. Type 1250 or 1.25."


def test_a_body_weight_has_the_unit_that_was_typed(
    client: FlaskClient, ben: Person, browser: Browser
) -> None:
    browser.press(browser.open("/body"), "Save", {"value": "82,4 kg"})
    (found,) = read_json(client.get("/api/v1/body", headers=ben.headers))["items"]
    assert (found["value"], found["unit"]) == (82.4, "kg")
