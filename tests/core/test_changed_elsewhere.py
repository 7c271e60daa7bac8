"""Two pages of one form, or a page and a device: no save loses what the other wrote without a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from liftlog.domain.exercises.catalogue import exercise_id
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, SQUAT, Person
from tests.core.test_api_routines import make as make_routine
from tests.core.test_exercise_pages import ANVIL
from tests.core.test_sync import delete, put, statuses, sync
from tests.pages import Browser, Page
from tests.problems import read_json

pytestmark = pytest.mark.database

ALERT = (
    "Changed elsewhere since you opened this page. "
    "Nothing is saved yet. Choose what to keep, then save."
)
DEADLIFT = exercise_id("deadlift")
FIRST = "exercises-0-sets-0-"


@dataclass(frozen=True, slots=True)
class Form:
    """A form by its button, and two of its fields: as they are, and each with two other values."""

    button: str
    one: Mapping[str, str]
    typed: Mapping[str, str]
    saved: Mapping[str, str]
    other: Mapping[str, str]
    words: tuple[str, str, str]
    """What it asks where `typed` meets `saved`."""


FORMS = {
    "workout": Form(
        "Save workout",
        {f"{FIRST}weight": "100", "title": "Push"},
        {f"{FIRST}weight": "102.5"},
        {f"{FIRST}weight": "105"},
        {"title": "Monday"},
        ("Bench press, Set 1, Weight", "Yours: 102.5 kg", "Elsewhere: 105 kg"),
    ),
    "workout's note": Form(
        "Save workout",
        {"note": "", "duration_min": ""},
        {"note": "hard"},
        {"note": "easy"},
        {"duration_min": "55"},
        ("Note", "Yours: hard", "Elsewhere: easy"),
    ),
    "workout's start": Form(
        "Save workout",
        {"time": "18:05", "note": ""},
        {"time": "19:05"},
        {"time": "20:05"},
        {"note": "late"},
        (
            "Start",
            "Yours: 20 Nov 2026, 19:05:00",
            "Elsewhere: 20 Nov 2026, 20:05:00",
        ),
    ),
    "routine": Form(
        "Save routine",
        {"name": "Push A", "note": "Chest first."},
        {"name": "Pull"},
        {"name": "Legs"},
        {"note": "none"},
        ("Name", "Yours: Pull", "Elsewhere: Legs"),
    ),
    "routine's reps": Form(
        "Save routine",
        {f"{FIRST}reps": "8", "name": "Push A"},
        {f"{FIRST}reps": "8-12"},
        {f"{FIRST}reps": "3"},
        {"name": "Push B"},
        ("Bench press, Set 1, Reps", "Yours: 8-12", "Elsewhere: 3"),
    ),
    "exercise": Form(
        "Save exercise",
        {"name": "Anvil press", "equipment": "barbell"},
        {"name": "Anvil lift"},
        {"name": "Anvil raise"},
        {"equipment": "dumbbell"},
        ("Name", "Yours: Anvil lift", "Elsewhere: Anvil raise"),
    ),
    "muscles": Form(
        "Save exercise",
        {"primary_muscles": "chest", "equipment": "barbell"},
        {"primary_muscles": "lats"},
        {"primary_muscles": "biceps"},
        {"equipment": "dumbbell"},
        ("Main muscles", "Yours: Lats", "Elsewhere: Biceps"),
    ),
    "account": Form(
        "Save",
        {"theme": "auto", "week_start": "1"},
        {"theme": "dark"},
        {"theme": "light"},
        {"week_start": "7"},
        ("Appearance", "Yours: dark", "Elsewhere: light"),
    ),
    "statistics": Form(
        "Save",
        {"goal_days": "none", "score_class": "none"},
        {"goal_days": "3"},
        {"goal_days": "4"},
        {"score_class": "women"},
        ("Training days a week you aim for", "Yours: 3", "Elsewhere: 4"),
    ),
    "logging": Form(
        "Save",
        {"bar": "20", "rest": "2:00"},
        {"bar": "15"},
        {"bar": "10"},
        {"rest": "3:00"},
        ("Bar", "Yours: 15 kg", "Elsewhere: 10 kg"),
    ),
    "logging's plates": Form(
        "Save",
        {"plates": "25 20 15 10 5 2.5 1.25", "rest": "2:00"},
        {"plates": "20 10"},
        {"plates": "20 5"},
        {"rest": "3:00"},
        ("Plates you have", "Yours: 20 10 kg", "Elsewhere: 20 5 kg"),
    ),
}


def workout(client: FlaskClient, person: Person) -> dict[str, Any]:
    body = {
        "title": "Push",
        "started_at": "2026-11-20T18:05:00+01:00",
        "exercises": [
            {
                "exercise_id": str(BENCH),
                "sets": [
                    {"weight": 100, "weight_unit": "kg", "reps": 5},
                    {"weight": 90, "weight_unit": "kg", "reps": 8},
                ],
            },
            {"exercise_id": str(SQUAT), "sets": [{"weight": 140, "weight_unit": "kg", "reps": 5}]},
        ],
    }
    made: dict[str, Any] = read_json(
        client.post("/api/v1/workouts", json=body, headers=person.headers)
    )
    return made


@pytest.fixture
def logged(client: FlaskClient, ana: Person) -> dict[str, Any]:
    return workout(client, ana)


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> Browser:
    return Browser(sign_in(client, ana))


def address(client: FlaskClient, person: Person, name: str) -> str:
    kind = name.split("'", maxsplit=1)[0]
    if kind == "workout":
        return f"/workouts/{workout(client, person)['id']}/edit"
    if kind == "routine":
        return f"/routines/{make_routine(client, person)['id']}/edit"
    if kind in ("exercise", "muscles"):
        answer = client.post("/exercises", data=ANVIL, headers=FROM_OUR_PAGE)
        return f"{answer.headers['Location']}/edit"
    return "/settings/logging" if kind == "logging" else "/settings"


def part(page: Page, name: str) -> Page:
    """Of the settings the form that is meant; any other page as it is."""
    if name == "statistics":
        page.children = [one for one in page.all("form") if any(one.all(name="goal_days"))]
    return page


def fields(page: Page, names: Mapping[str, str]) -> dict[str, str]:
    return {name: page.values[name] for name in names}


def asked(page: Page) -> list[tuple[str, ...]]:
    """The questions of the page, each with its two answers."""
    return [
        (group.first("legend").text, *(one.text for one in group.all("label")))
        for notice in page.all(role="alert")
        for group in notice.all("fieldset")
    ]


def choice(page: Page) -> str:
    return next(one.attributes["name"] for one in page.all("input", value="saved"))


@pytest.mark.parametrize("name", FORMS)
def test_a_save_leaves_what_was_changed_elsewhere(
    client: FlaskClient, ana: Person, browser: Browser, name: str
) -> None:
    form, path = FORMS[name], address(client, ana, name)
    here, elsewhere = (part(browser.open(path), name) for _ in range(2))
    assert fields(here, form.one) == dict(form.one)
    browser.press(elsewhere, form.button, form.saved)
    browser.press(here, form.button, form.other)
    wanted = {**form.one, **form.saved, **form.other}
    assert fields(part(browser.open(path), name), wanted) == wanted


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("answer", ["typed", "saved"])
def test_what_both_changed_is_asked_and_the_answer_holds(
    client: FlaskClient, ana: Person, browser: Browser, name: str, answer: str
) -> None:
    form, path = FORMS[name], address(client, ana, name)
    here, elsewhere = (part(browser.open(path), name) for _ in range(2))
    browser.press(elsewhere, form.button, form.saved)
    page = browser.press(here, form.button, {**form.typed, **form.other}, status=409)
    assert page.alert.startswith(ALERT)
    assert asked(page) == [form.words]
    part(page, name)
    assert fields(page, form.one) == {**form.one, **form.typed, **form.other}
    stored = part(browser.open(path), name)
    assert fields(stored, form.one) == {**form.one, **form.saved}
    browser.press(page, form.button, {choice(page): answer})
    wanted = {**form.one, **(form.typed if answer == "typed" else form.saved), **form.other}
    assert fields(part(browser.open(path), name), wanted) == wanted


@pytest.mark.parametrize("name", FORMS)
def test_a_third_change_after_the_question_is_asked_again(
    client: FlaskClient, ana: Person, browser: Browser, name: str
) -> None:
    form, path = FORMS[name], address(client, ana, name)
    here, elsewhere = (part(browser.open(path), name) for _ in range(2))
    browser.press(elsewhere, form.button, form.saved)
    page = part(browser.press(here, form.button, form.typed, status=409), name)
    browser.press(part(browser.open(path), name), form.button, form.one)
    page = browser.press(page, form.button, status=409)
    assert page.alert.startswith(ALERT)


def saved(client: FlaskClient, person: Person) -> dict[str, Any]:
    (found,) = read_json(client.get("/api/v1/workouts", headers=person.headers))["items"]
    one: dict[str, Any] = found
    return one


def weights(client: FlaskClient, person: Person) -> list[list[float]]:
    return [[one["weight"] for one in e["sets"]] for e in saved(client, person)["exercises"]]


def test_a_set_that_a_device_logs_while_the_form_is_open_stays(
    client: FlaskClient, ana: Person, browser: Browser, logged: dict[str, Any]
) -> None:
    page = browser.open(f"/workouts/{logged['id']}/edit")
    entry = logged["exercises"][0]
    one = put("set", BENCH, 90, entry_id=entry["id"], reps=3, weight=110, weight_unit="kg")
    one["fields"]["position"] = 2
    assert statuses(sync(client, ana, one)) == ["applied"]
    browser.press(page, "Save workout", {f"{FIRST}weight": "101"})
    assert weights(client, ana) == [[101, 90, 110], [140]]


def test_a_set_that_a_device_changed_is_not_removed_without_a_question(
    client: FlaskClient, ana: Person, browser: Browser, logged: dict[str, Any]
) -> None:
    page = browser.open(f"/workouts/{logged['id']}/edit")
    second = logged["exercises"][0]["sets"][1]["id"]
    assert statuses(sync(client, ana, put("set", second, 90, reps=9))) == ["applied"]
    page = browser.press(page, "Remove set")
    page = browser.press(page, "Remove set")
    page = browser.press(page, "Save workout", status=409)
    assert asked(page) == [
        ("Bench press, Set 2", "Yours: removed", "Elsewhere: 90 kg × 9"),
    ]
    browser.press(page, "Save workout", {choice(page): "saved"})
    assert weights(client, ana) == [[90], [140]]


def test_a_set_that_a_device_deleted_is_not_written_again_without_a_question(
    client: FlaskClient, ana: Person, browser: Browser, logged: dict[str, Any]
) -> None:
    untouched, changed = (browser.open(f"/workouts/{logged['id']}/edit") for _ in range(2))
    first = logged["exercises"][0]["sets"][0]["id"]
    assert statuses(sync(client, ana, delete("set", first, 90))) == ["applied"]
    browser.press(untouched, "Save workout", {"title": "Another"})
    assert weights(client, ana) == [[90], [140]]
    page = browser.press(changed, "Save workout", {f"{FIRST}weight": "101"}, status=409)
    assert asked(page) == [("Bench press, Set 1", "Yours: 101 kg × 5", "Elsewhere: removed")]
    browser.press(page, "Save workout")
    assert weights(client, ana) == [[101, 90], [140]]


def test_an_order_that_both_changed_is_asked(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    body = {"exercises": [{"exercise_id": str(one)} for one in (BENCH, SQUAT, DEADLIFT)]}
    made = read_json(client.post("/api/v1/workouts", json=body, headers=ana.headers))
    page = browser.press(browser.open(f"/workouts/{made['id']}/edit"), "Move up")
    backwards = [{"id": one["id"], "exercise_id": one["exercise_id"]} for one in made["exercises"]]
    path, body = f"/api/v1/workouts/{made['id']}", {"exercises": backwards[::-1]}
    assert client.put(path, json=body, headers=ana.headers).status_code == 200
    page = browser.press(page, "Save workout", status=409)
    ours, theirs = "Squat, Bench press, Deadlift", "Deadlift, Squat, Bench press"
    assert asked(page) == [("Exercises", f"Yours: {ours}", f"Elsewhere: {theirs}")]
    browser.press(page, "Save workout", {choice(page): "saved"})
    order = [one["id"] for one in saved(client, ana)["exercises"]]
    assert order == [one["id"] for one in backwards[::-1]]


def test_a_number_is_in_the_unit_that_the_page_named(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    logging, body = browser.open("/settings/logging"), browser.open("/body")
    settings = browser.open("/settings")
    browser.press(settings, "Save", {"weight_unit": "lb"})
    browser.press(logging, "Save", {"bar": "15"})
    assert browser.open("/settings/logging").values["bar"] == "33.07"
    page = browser.press(body, "Save", {"value": "80"})
    assert "80 kg" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_page_that_does_not_say_what_it_showed_is_saved_as_it_is(
    browser: Browser, logged: dict[str, Any]
) -> None:
    page = browser.open(f"/workouts/{logged['id']}/edit")
    page = browser.press(page, "Save workout", {"title": "Another", "opened": ""})
    assert page.heading == "Another"


@pytest.mark.parametrize("opened", ["x", "eyJhIjoxfQ.x"])
def test_what_a_page_showed_and_can_not_be_read_any_more_is_asked(
    browser: Browser, logged: dict[str, Any], opened: str
) -> None:
    """It was signed with a key of before."""
    page = browser.open(f"/workouts/{logged['id']}/edit")
    page = browser.press(page, "Save workout", {"title": "A", "opened": opened}, status=409)
    assert asked(page) == [("Title", "Yours: A", "Elsewhere: Push")]
    assert browser.press(page, "Save workout").heading == "A"


@pytest.mark.parametrize("path", ["nothing", "title:x", "exercises:x", "exercises:x:sets:y:reps"])
def test_an_answer_to_no_question_changes_nothing(
    client: FlaskClient, ana: Person, browser: Browser, logged: dict[str, Any], path: str
) -> None:
    page = browser.open(f"/workouts/{logged['id']}/edit")
    browser.press(page, "Save workout", {f"choice:{path}": "saved"})
    assert saved(client, ana) == logged


def test_a_device_that_was_away_does_not_undo_the_form_of_an_exercise(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    path = address(client, ana, "exercise")
    exercise = UUID(path.split("/")[2])
    browser.press(browser.open(path), "Save exercise", {"name": "Anvil lift"})
    browser.press(browser.open(path.removesuffix("/edit")), "Archive")
    early = put("exercise", exercise, 60, name="Anvil", equipment="dumbbell", archived=False)
    assert statuses(sync(client, ana, early)) == ["applied"]
    assert fields(browser.open(path), {"name": "", "equipment": ""}) == {
        "name": "Anvil lift",
        "equipment": "dumbbell",
    }
    assert "Take out of the archive" in browser.open(path.removesuffix("/edit")).buttons
