"""The editor without a script: what its buttons do, what it keeps, and what it refuses."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from liftlog.domain.exercises.catalogue import exercise_id
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, SQUAT, Person
from tests.pages import Browser, Page
from tests.problems import read_json

pytestmark = pytest.mark.database

FIRST = "exercises-0-sets-0-"


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> Browser:
    return Browser(sign_in(client, ana))


@pytest.fixture
def editor(browser: Browser) -> Page:
    """A new workout with a bench press and one empty set."""
    return added(browser, browser.open("/workouts/new"), "bench press")


def added(browser: Browser, page: Page, name: str) -> Page:
    return browser.press(page, "Add exercise", {"exercise_name": name})


def saved(client: FlaskClient, person: Person) -> dict[str, Any]:
    (found,) = read_json(client.get("/api/v1/workouts", headers=person.headers))["items"]
    one: dict[str, Any] = found
    return one


def sets_of(page: Page) -> list[tuple[str, str]]:
    values = page.values
    return [
        (values[f"exercises-0-sets-{number}-weight"], values[f"exercises-0-sets-{number}-reps"])
        for number in range(200)
        if f"exercises-0-sets-{number}-reps" in values
    ]


def test_a_new_workout_starts_now_in_the_lifters_zone(browser: Browser) -> None:
    page = browser.open("/workouts/new")
    assert page.heading == "Log a workout"
    shown = (page.values["day"], page.values["time"], page.values["time_zone"])
    assert shown == ("2026-11-20", "19:00", "Europe/Berlin")


@pytest.mark.parametrize(
    ("asked", "day"),
    [("2026-11-02", "2026-11-02"), ("soon", "2026-11-20"), ("", "2026-11-20")],
)
def test_a_day_can_be_asked_for(browser: Browser, asked: str, day: str) -> None:
    assert browser.open(f"/workouts/new?day={asked}").values["day"] == day


def test_a_workout_is_logged_from_nothing_to_its_page(
    client: FlaskClient, ana: Person, browser: Browser, editor: Page
) -> None:
    typed = {"title": "Push", "duration_min": "52", "note": "Felt\r\nstrong 💪"}
    typed |= {f"{FIRST}weight": "102,5", f"{FIRST}reps": "5", f"{FIRST}rpe": "8.5"}
    page = browser.press(editor, "Save workout", typed)
    assert (page.heading, page.said) == ("Push", "Workout saved.")
    found = saved(client, ana)
    assert (found["duration_s"], found["note"]) == (3120, "Felt\nstrong 💪")
    (logged,) = found["exercises"][0]["sets"]
    assert (logged["weight"], logged["weight_unit"], logged["reps"], logged["rpe"]) == (
        102.5,
        "kg",
        5,
        8.5,
    )


def test_a_pound_lifter_types_pounds(client: FlaskClient, ben: Person) -> None:
    browser = Browser(sign_in(client, ben))
    page = added(browser, browser.open("/workouts/new"), "squat")
    browser.press(page, "Save workout", {f"{FIRST}weight": "225.25", f"{FIRST}reps": "3"})
    (logged,) = saved(client, ben)["exercises"][0]["sets"]
    assert (logged["weight"], logged["weight_unit"]) == (225.25, "lb")


def test_enter_in_a_field_saves(client: FlaskClient, ana: Person, editor: Page) -> None:
    form = next(one for one in editor.all("form") if list(one.all("input", name="title")))
    first = next(form.all("button"))
    assert (first.attributes["name"], first.attributes["value"]) == ("action", "save")


# Buttons


def test_one_more_set_is_like_the_last_one_without_its_effort(
    browser: Browser, editor: Page
) -> None:
    typed = {f"{FIRST}weight": "100", f"{FIRST}reps": "5", f"{FIRST}rpe": "9", f"{FIRST}note": "n"}
    page = browser.press(editor, "Add set", typed)
    assert sets_of(page) == [("100", "5"), ("100", "5")]
    assert page.values["exercises-0-sets-0-rpe"] == "9"
    assert page.values["exercises-0-sets-1-rpe"] == ""
    assert page.values["exercises-0-sets-1-note"] == ""


def test_a_set_can_be_removed(browser: Browser, editor: Page) -> None:
    page = browser.press(editor, "Add set", {f"{FIRST}weight": "100", f"{FIRST}reps": "5"})
    page = browser.press(page, "Add set", {"exercises-0-sets-1-weight": "90"})
    page = browser.press(page, "Remove set")
    assert sets_of(page) == [("90", "5"), ("90", "5")]
    for _ in "12":
        page = browser.press(page, "Remove set")
    assert sets_of(page) == []
    page = browser.press(page, "Add set")
    assert sets_of(page) == [("", "")]


def test_exercises_can_be_moved_and_removed(browser: Browser, editor: Page) -> None:
    page = added(browser, added(browser, editor, "squat"), "deadlift")

    assert page.headings == ["Bench press", "Squat", "Deadlift"]
    page = browser.press(page, "Move down")
    assert page.headings == ["Squat", "Bench press", "Deadlift"]
    page = browser.press(page, "Move up")
    assert page.headings == ["Bench press", "Squat", "Deadlift"]
    page = browser.press(page, "Remove exercise")
    assert page.headings == ["Squat", "Deadlift"]


def test_the_first_has_no_way_up_and_the_last_none_down(browser: Browser, editor: Page) -> None:
    assert "Move up" not in editor.buttons
    assert "Move down" not in editor.buttons
    page = added(browser, editor, "squat")
    assert page.buttons.count("Move up") == page.buttons.count("Move down") == 1


def test_whatever_is_typed_is_still_there_after_any_button(browser: Browser, editor: Page) -> None:
    typed = {
        "title": "Push <b>",
        "day": "2026-11-02",
        "time": "06:15",
        "duration_min": "5x",
        "note": "line\nline",
        "exercises-0-note": "elbows",
        "exercises-0-superset": "2",
        f"{FIRST}kind": "drop",
        f"{FIRST}weight": "abc",
        f"{FIRST}reps": "1,5",
        f"{FIRST}rpe": "99",
        f"{FIRST}note": "slow",
    }
    for button in ("Add set", "Add exercise"):
        page = browser.press(editor, button, typed)
        kept = {name: value.replace("\r\n", "\n") for name, value in page.values.items()}
        assert typed.items() <= kept.items()


def test_supersets_are_kept(
    client: FlaskClient, ana: Person, browser: Browser, editor: Page
) -> None:
    page = added(browser, editor, "squat")
    typed = {"title": "S", "exercises-0-superset": "1", "exercises-1-superset": "1"}
    page = browser.press(page, "Add set", typed)
    assert page.first("div", role="group").attributes["aria-label"] == "Superset A"
    browser.press(page, "Save workout")
    assert [entry["superset"] for entry in saved(client, ana)["exercises"]] == [1, 1]


@pytest.mark.parametrize(
    "action",
    [
        "",
        "explode",
        "add_set",
        "add_set:7",
        "add_set:-1",
        "add_set:x",
        "add_set:" + "9" * 5000,
        "remove_set:0:99",
        "move_up:0",
        "move_down:0",
        "add_exercise:not-an-id",
        "add_exercise:00000000-0000-0000-0000-000000000000",
        "add_exercise:\x00",
    ],
)
def test_a_button_nobody_made_does_nothing(client: FlaskClient, editor: Page, action: str) -> None:
    form = {**editor.values, "action": action}
    answer = client.post("/workouts", data=form, headers=FROM_OUR_PAGE)
    assert answer.status_code in (200, 404)
    if answer.status_code == 200:
        assert Page(answer).headings == ["Bench press"]
        assert sets_of(Page(answer)) == [("", "")]


# Adding an exercise


def test_a_name_that_may_mean_several_offers_them(browser: Browser) -> None:
    page = added(browser, browser.open("/workouts/new"), "bnech")
    assert "Did you mean one of these?" in page.text
    page = browser.press(page, "Bench press")
    assert page.headings == ["Bench press"]


def test_a_name_that_means_nothing_offers_to_make_it(browser: Browser) -> None:
    page = added(browser, browser.open("/workouts/new"), "zzqxj")
    assert "No exercise is called that." in page.text
    assert page.links["Make your own"] == "/exercises/new?name=zzqxj"


def test_an_exercise_comes_with_its_sets_of_last_time(browser: Browser, editor: Page) -> None:
    typed = {f"{FIRST}weight": "102.5", f"{FIRST}reps": "5", f"{FIRST}rpe": "9"}
    browser.press(browser.press(editor, "Add set", typed), "Save workout")
    page = added(browser, browser.open("/workouts/new"), "bench press")
    assert sets_of(page) == [("102.5", "5"), ("102.5", "5")]
    assert page.values[f"{FIRST}rpe"] == ""


@pytest.mark.parametrize(
    ("slug", "shown"),
    [
        ("running", ("distance", "duration", "rpe")),
        ("plank", ("duration", "weight", "rpe")),
        ("pull-up", ("weight", "reps", "rpe")),
    ],
)
def test_a_set_asks_for_what_its_exercise_is_made_of(
    browser: Browser, slug: str, shown: tuple[str, ...]
) -> None:
    blank = browser.open("/workouts/new")
    page = browser.press(blank, "Add exercise", {"exercise_name": str(exercise_id(slug))})
    fields = {name.removeprefix(FIRST) for name in page.values if name.startswith(FIRST)}
    assert fields == {"id", "kind", "note", "weight_unit", "distance_unit", *shown}


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("90", 90), ("1:30", 90), ("1:02:03", 3723), ("0:45,5", 45.5), ("1:30.250", 90.25)],
)
def test_times_are_typed_as_they_are_spoken(
    client: FlaskClient, ana: Person, browser: Browser, typed: str, seconds: float
) -> None:
    page = added(browser, browser.open("/workouts/new"), "plank")
    browser.press(page, "Save workout", {f"{FIRST}duration": typed})
    assert saved(client, ana)["exercises"][0]["sets"][0]["duration_s"] == seconds


# What is refused


@pytest.mark.parametrize(
    "mistake",
    [
        ("weight", "abc", "A number, please, such as 62.5."),
        ("weight", "-5", "A number, please, such as 62.5."),
        ("weight", "NaN", "A number, please, such as 62.5."),
        ("weight", "1e99999", "A number, please, such as 62.5."),
        ("weight", "1234567890", "This number is too long."),
        ("weight", "2000.001", "A weight is at most 2,000 kg."),
        ("reps", "1.5", "A whole number, please."),
        ("reps", "-1", "A whole number, please."),
        ("reps", "9" * 5000, "A whole number, please."),
        ("reps", "10001", "This has to be 10000 or less."),
        ("rpe", "8.2", "Half steps, please, such as 8 or 8.5."),
        ("rpe", "11", "This has to be 10 or less."),
        ("rpe", "0", "This has to be 1 or more."),
        ("note", "n" * 2001, "At most 2000 characters, please."),
        ("note", "a\x00b", "This text holds a character that can't be kept."),
        ("kind", "wrm_up", "This can't be read."),
    ],
)
def test_a_set_with_a_mistake_says_so_in_its_row_and_nothing_is_saved(
    client: FlaskClient,
    ana: Person,
    browser: Browser,
    editor: Page,
    mistake: tuple[str, str, str],
) -> None:
    name, typed, complaint = mistake
    form = {f"{FIRST}weight": "100", f"{FIRST}reps": "5", f"{FIRST}{name}": typed}
    page = browser.press(editor, "Save workout", form, status=422)
    assert page.alert.startswith("Some fields need another look.")
    assert page.first(id=f"{FIRST}error").text == complaint
    if name in ("weight", "reps", "rpe") and complaint != "A weight is at most 2,000 kg.":
        assert page.complaint(FIRST + name) == complaint
    if name not in ("kind", "note"):
        assert page.values[FIRST + name] == typed
    assert read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"] == []


@pytest.mark.parametrize("typed", ["1:2:3:4", "1.5:00", "soon", "-1:00", ":30", "9" * 5000])
def test_a_time_that_is_none_is_refused(browser: Browser, typed: str) -> None:
    page = added(browser, browser.open("/workouts/new"), "plank")
    page = browser.press(page, "Save workout", {f"{FIRST}duration": typed}, status=422)
    assert page.complaint(f"{FIRST}duration") == "A time, please, such as 1:30."


@pytest.mark.parametrize(
    "mistake",
    [
        ("day", "", "A workout needs a day and a time."),
        ("day", "2026-02-30", "A workout needs a day and a time."),
        ("day", "2026-12-24", "A workout can't be logged for a day that has not come yet."),
        ("day", "0001-01-01", "The date is outside 1900 to 2999."),
        ("day", "9999-12-31", "The date is outside 1900 to 2999."),
        ("time", "25:00", "A workout needs a day and a time."),
        ("time_zone", "Nowhere/At_All", "This is not a time zone that is known here."),
        ("time_zone", "../../etc/passwd", "This is not a time zone that is known here."),
        ("time_zone", "a\x00b", "This is not a time zone that is known here."),
        ("time_zone", "", "This is not a time zone that is known here."),
        ("title", "t" * 201, "At most 200 characters, please."),
        ("title", "a\x00b", "This text holds a character that can't be kept."),
        ("note", "n" * 2001, "At most 2000 characters, please."),
        ("duration_min", "an hour", "Whole minutes, please, such as 55."),
        ("duration_min", "9" * 5000, "Whole minutes, please, such as 55."),
        ("duration_min", "10081", "This has to be 604800 or less."),
    ],
)
def test_a_workout_with_a_mistake_says_so_and_nothing_is_saved(
    client: FlaskClient,
    ana: Person,
    browser: Browser,
    editor: Page,
    mistake: tuple[str, str, str],
) -> None:
    name, typed, complaint = mistake
    page = browser.press(editor, "Save workout", {name: typed}, status=422)
    place = "day" if name in ("time", "time_zone") else name
    assert page.complaint(place) == complaint
    assert page.headings == ["Bench press"]
    assert read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"] == []


def many(exercises: int, sets: int) -> dict[str, str]:
    form = {"day": "2026-11-20", "time": "10:00", "time_zone": "UTC", "action": "save"}
    for place in range(exercises):
        form[f"exercises-{place}-exercise_id"] = str(BENCH)
        form[f"exercises-{place}-name"] = "Bench press"
        for number in range(sets):
            form[f"exercises-{place}-sets-{number}-kind"] = "working"
    return form


@pytest.mark.parametrize(
    ("exercises", "sets", "complaint"),
    [(101, 0, "At most 100 of these, please."), (1, 201, "At most 200 of these, please.")],
)
def test_too_many_are_refused_and_none_is_lost_in_silence(
    client: FlaskClient, browser: Browser, exercises: int, sets: int, complaint: str
) -> None:
    answer = client.post("/workouts", data=many(exercises, sets), headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    page = Page(answer)
    assert complaint in page.text
    assert len(page.headings) == exercises


def test_as_many_as_there_may_be_are_saved(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    for exercises, sets in ((100, 1), (1, 200)):
        answer = client.post("/workouts", data=many(exercises, sets), headers=FROM_OUR_PAGE)
        assert answer.status_code == 303


def test_the_101st_exercise_can_not_be_added(client: FlaskClient, browser: Browser) -> None:
    form = {**many(100, 0), "action": f"add_exercise:{SQUAT}"}
    page = Page(client.post("/workouts", data=form, headers=FROM_OUR_PAGE))
    assert page.alert == "At most 100 exercises, please."
    assert len(page.headings) == 100


# Editing


def test_saving_without_a_change_changes_nothing(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    body = {
        "title": "Odd",
        "started_at": "2026-11-20T18:05:07+01:00",
        "duration_s": 3127,
        "note": "a\nb",
        "exercises": [
            {
                "exercise_id": str(BENCH),
                "superset": 12,
                "note": "x\n\ny",
                "sets": [
                    {"kind": "warm_up", "weight": 0, "weight_unit": "lb", "reps": 0},
                    {"weight": 102.53, "weight_unit": "lb", "reps": 5, "rpe": 10, "note": "n\nm"},
                    {"distance": 0.12345, "distance_unit": "mi", "duration_s": 3723.205},
                    {"duration_s": 59.5},
                    {},
                ],
            },
            {"exercise_id": str(SQUAT), "sets": []},
        ],
    }
    made = read_json(client.post("/api/v1/workouts", json=body, headers=ana.headers))
    page = browser.press(browser.open(f"/workouts/{made['id']}/edit"), "Save workout")
    assert page.said == "Changes saved. Undo"
    assert saved(client, ana) == made


def test_a_change_is_taken_back_by_undo_and_that_too(
    client: FlaskClient, ana: Person, browser: Browser, editor: Page
) -> None:
    shown = browser.press(editor, "Save workout", {"title": "First", f"{FIRST}reps": "5"})
    before = saved(client, ana)
    page = browser.press(
        browser.open(f"{shown.path}/edit"), "Save workout", {"title": "Second", f"{FIRST}reps": "6"}
    )
    assert page.heading == "Second"
    page = browser.press(page, "Undo")
    assert (page.heading, page.said) == ("First", "Your changes are undone.")
    assert saved(client, ana) == before
    client.post(f"{shown.path}/undo", headers=FROM_OUR_PAGE)
    assert saved(client, ana)["title"] == "Second"


def test_there_is_nothing_to_undo_before_a_change(
    client: FlaskClient, browser: Browser, editor: Page
) -> None:
    shown = browser.press(editor, "Save workout")
    assert client.post(f"{shown.path}/undo", headers=FROM_OUR_PAGE).status_code == 404


def test_a_set_id_of_another_workout_is_no_bug_and_no_theft(
    client: FlaskClient, ana: Person, browser: Browser, editor: Page
) -> None:
    browser.press(editor, "Save workout", {"title": "First", f"{FIRST}reps": "5"})
    before = saved(client, ana)
    stolen = before["exercises"][0]["sets"][0]["id"]
    page = browser.press(editor, "Save workout", {"id": "", f"{FIRST}id": stolen}, status=422)
    assert "is taken by another one" in page.alert
    assert saved(client, ana) == before


def test_a_mistake_while_editing_keeps_what_was_typed(
    client: FlaskClient, browser: Browser, editor: Page
) -> None:
    shown = browser.press(editor, "Save workout", {f"{FIRST}reps": "5"})
    page = browser.press(
        browser.open(f"{shown.path}/edit"),
        "Save workout",
        {"title": "New", f"{FIRST}reps": "x"},
        status=422,
    )
    assert page.heading == "Edit workout"
    assert (page.values["title"], page.values[f"{FIRST}reps"]) == ("New", "x")
    page = browser.press(page, "Save workout", {f"{FIRST}reps": "6"})
    assert page.heading == "New"
