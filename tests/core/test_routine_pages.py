"""Routines by page, without a script: made, changed, copied, put in order, started, deleted, brought back."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import (
    BENCH,
    SQUAT,
    Person,
    adopt_all,
    as_person,
    kg,
    lb,
    warm_up,
    working,
    workout_of,
)
from tests.core.test_api_routines import listed, make, on_device, replace
from tests.core.test_sync import put, statuses, sync, told
from tests.core.test_workout_form import added
from tests.pages import Browser, Page
from tests.problems import read_json

pytestmark = pytest.mark.database

FIRST = "exercises-0-sets-0-"


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> Browser:
    return Browser(sign_in(client, ana))


@pytest.fixture
def push(client: FlaskClient, ana: Person) -> str:
    """The address of a routine of Ana's."""
    return f"/routines/{make(client, ana)['id']}"


def kept(database: Database, person: Person, *entries: Any, **fields: Any) -> UUID:
    made = workout_of(*entries, **fields)
    with database.transaction() as tx:
        user_id = as_person(tx, person)
        adopt_all(tx, user_id, made)
        assert workouts.insert_workouts(tx, user_id, [made])
    return made.id


def without_ids(routine: dict[str, Any]) -> dict[str, Any]:
    def bare(found: dict[str, Any], *names: str) -> dict[str, Any]:
        return {name: value for name, value in found.items() if name not in {"id", *names}}

    exercises = [
        {**bare(one), "sets": [bare(planned) for planned in one["sets"]]}
        for one in routine["exercises"]
    ]
    return {**bare(routine, "rev", "position"), "exercises": exercises}


# Whose


@pytest.mark.parametrize("path", ["", "/edit"])
def test_a_stranger_and_somebody_else_see_nothing(
    client: FlaskClient, cid: Person, push: str, path: str
) -> None:
    assert client.get(push + path).headers["Location"].startswith("/login?next=")
    answer = sign_in(client, cid).get(push + path)
    assert (answer.status_code, Page(answer).heading) == (404, "Not here")


@pytest.mark.parametrize("path", ["/routines", "/routines/new"])
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/login?next=")
    assert client.post("/routines", headers=FROM_OUR_PAGE).headers["Location"].startswith("/login")


@pytest.mark.parametrize("action", ["", "/move", "/delete", "/restore"])
def test_nobody_changes_somebody_elses_routine(
    client: FlaskClient, ana: Person, cid: Person, push: str, action: str
) -> None:
    form = {"name": "Mine now", "rev": "1", "action": "save", "to": "up"}
    stranger = client.post(push + action, data=form, headers=FROM_OUR_PAGE)
    assert stranger.headers["Location"].startswith("/login")
    sign_in(client, cid)
    assert client.post(push + action, data=form, headers=FROM_OUR_PAGE).status_code == 404
    assert [one["name"] for one in listed(client, ana)] == ["Push A"]
    assert listed(client, cid) == []


@pytest.mark.parametrize("path", ["/routines/new", "/workouts/new"])
def test_nobody_begins_with_what_is_somebody_elses(
    client: FlaskClient, ana: Person, cid: Person, *, database: Database, push: str, path: str
) -> None:
    workout = kept(database, ana, (BENCH, [working(kg("100"), 5)]))
    browser = Browser(sign_in(client, cid))
    browser.open(f"{path}?routine={push.removeprefix('/routines/')}", status=404)
    browser.open(f"{path}?workout={workout}", status=404)
    assert browser.open(f"{path}?routine=nonsense").values["exercise_name"] == ""


# Making and changing


def test_an_empty_account_is_told_what_routines_are(browser: Browser) -> None:
    page = browser.open("/routines")
    assert page.headings == ["Your routines will be here"]
    assert page.links["New routine"] == "/routines/new"


def test_a_routine_is_made_from_nothing_to_its_page(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    page = added(browser, browser.open("/routines/new"), "bench press")
    page = browser.press(page, "Add set", {f"{FIRST}weight": "102,5", f"{FIRST}reps": "8 - 12"})
    page = added(browser, page, "squat")
    typed = {"name": " Push ", "note": "Chest\r\nfirst", "weekday-1": "yes", "weekday-4": "yes"}
    typed |= {f"{FIRST}rpe": "8.5", "exercises-0-rest": "2:30", "exercises-0-note": "Pause."}
    page = browser.press(page, "Save routine", typed)
    assert (page.heading, page.said) == ("Push", "Routine saved.")
    assert page.headings == ["Bench press", "Squat"]
    assert "Mon Thu" in page.text
    assert "Rest 2 min 30 s" in page.text
    assert page.row("1").replace("\N{NO-BREAK SPACE}", " ") == "1 102.5 kg 8\N{EN DASH}12 8.5"
    (found,) = listed(client, ana)
    assert (found["name"], found["note"], found["weekdays"]) == ("Push", "Chest\nfirst", [1, 4])
    bench = found["exercises"][0]
    assert (bench["rest_s"], bench["note"]) == (150, "Pause.")
    ranges = [(one["weight"], one["reps_min"], one["reps_max"]) for one in bench["sets"]]
    assert ranges == [(102.5, 8, 12)] * 2
    assert [one["rpe"] for one in bench["sets"]] == [8.5, None]


def test_saving_what_is_there_changes_nothing_of_it(
    client: FlaskClient, ana: Person, browser: Browser, push: str
) -> None:
    before = listed(client, ana)
    browser.press(browser.open(f"{push}/edit"), "Save routine")
    after = listed(client, ana)
    assert [{**one, "rev": 0} for one in after] == [{**one, "rev": 0} for one in before]


def test_every_kind_of_exercise_keeps_what_is_planned(
    client: FlaskClient, ben: Person, database: Database
) -> None:
    browser = Browser(sign_in(client, ben))
    page = browser.open("/routines/new")
    for name in ("plank", "rowing machine", "pull-up", "bench press"):
        page = added(browser, page, name)
    typed = {
        "name": "All",
        f"{FIRST}duration": "1:15",
        "exercises-1-sets-0-distance": "2.5",
        "exercises-1-sets-0-duration": "10:00",
        "exercises-2-sets-0-reps": "0",
        "exercises-3-sets-0-weight": "225.25",
        "exercises-3-sets-0-kind": "warm_up",
    }
    page = browser.press(page, "Save routine", typed)
    assert page.said == "Routine saved."
    (found,) = listed(client, ben)
    sets = [one["sets"][0] for one in found["exercises"]]
    assert sets[0]["duration_s"] == 75
    assert (sets[1]["distance"], sets[1]["distance_unit"], sets[1]["duration_s"]) == (
        2.5,
        "km",
        600,
    )
    assert (sets[2]["reps_min"], sets[2]["reps_max"]) == (0, 0)
    assert (sets[3]["weight"], sets[3]["weight_unit"], sets[3]["kind"]) == (225.25, "lb", "warm_up")
    path = f"/routines/{found['id']}"
    browser.press(browser.open(f"{path}/edit"), "Save routine")
    assert without_ids(listed(client, ben)[0]) == without_ids(found)


def test_buttons_lose_nothing_that_was_typed(browser: Browser, push: str) -> None:
    typed = {
        "name": "Typed",
        "note": "too",
        "weekday-7": "yes",
        "exercises-0-rest": "4:00",
        "exercises-0-note": "slow",
        "exercises-1-superset": "2",
        "exercises-0-sets-1-reps": "3-6",
    }
    page = browser.open(f"{push}/edit")
    for button in ("Add set", "Move down", "Move up", "Remove set", "Add exercise"):
        page = browser.press(page, button, typed if button == "Add set" else {"exercise_name": "z"})
    values = page.values
    assert (values["name"], values["note"], values["weekday-7"]) == ("Typed", "too", "yes")
    assert (values["exercises-0-rest"], values["exercises-0-note"]) == ("4:00", "slow")
    assert values["exercises-1-superset"] == "2"
    assert values[f"{FIRST}reps"] == "3-6"
    assert values["rev"] == browser.open(f"{push}/edit").values["rev"]


def test_exercises_are_put_in_order_and_removed(
    client: FlaskClient, ana: Person, browser: Browser, push: str
) -> None:
    page = browser.press(browser.open(f"{push}/edit"), "Move down")
    assert page.headings[:2] == ["Squat", "Bench press"]
    page = browser.press(browser.press(page, "Remove exercise"), "Save routine")
    assert [one["name"] for one in listed(client, ana)[0]["exercises"]] == ["Bench press"]


def test_saving_a_new_one_twice_makes_one_and_again_after_going_back_changes_it(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    page = browser.open("/routines/new")
    browser.press(page, "Save routine", {"name": "Push"})
    browser.press(page, "Save routine", {"name": "Push"})
    browser.press(page, "Save routine", {"name": "Pull"})
    (found,) = listed(client, ana)
    assert found["name"] == "Pull"
    browser.press(browser.open(f"/routines/{found['id']}"), "Delete")
    browser.press(page, "Save routine", {"name": "Legs"})
    (again,) = listed(client, ana)
    assert (again["name"], again["id"] == found["id"]) == ("Legs", False)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("name", "  ", "A routine needs a name."),
        ("name", "x" * 121, "At most 120 characters, please."),
        ("note", "x" * 2001, "At most 2000 characters, please."),
        (f"{FIRST}reps", "many", "A number or a range, please, such as 5 or 8-12."),
        (f"{FIRST}reps", "12-8", "A range of reps goes from few to many, such as 8-12."),
        (f"{FIRST}reps", "10001", "This has to be 10000 or less."),
        (f"{FIRST}weight", "heavy", "A number, please, such as 62.5."),
        (f"{FIRST}weight", "2001", "A weight is at most 2,000 kg."),
        (f"{FIRST}rpe", "7.3", "Half steps, please, such as 8 or 8.5."),
        ("exercises-0-rest", "long", "A time, please, such as 1:30."),
        ("exercises-0-rest", "1:00:01", "This has to be 3600 or less."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    client: FlaskClient,
    ana: Person,
    browser: Browser,
    push: str,
    *,
    field: str,
    text: str,
    sentence: str,
) -> None:
    before = listed(client, ana)
    page = browser.press(
        browser.open(f"{push}/edit"), "Save routine", {field: text, "note": text}, status=422
    )
    assert sentence in page.text
    assert page.alert
    assert page.values[field] == text
    assert listed(client, ana) == before


# Copies, and from a workout


def test_a_copy_is_kept_only_when_it_is_saved(
    client: FlaskClient, ana: Person, browser: Browser, push: str
) -> None:
    page = browser.open(browser.open(push).links["Copy"])
    assert page.values["name"] == "Push A (2)"
    assert len(listed(client, ana)) == 1
    browser.press(page, "Save routine", {"name": "Push B"})
    first, second = listed(client, ana)
    assert without_ids({**second, "name": first["name"]}) == without_ids(first)
    ids = [one["id"] for found in (first, second) for one in found["exercises"]]
    assert len(set(ids)) == 4


def test_a_routine_is_made_of_a_workout(
    client: FlaskClient, ana: Person, browser: Browser, database: Database
) -> None:
    drop = LoggedSet(SetKind.DROP, lb("185"), 8, note="grim")
    done = [warm_up(kg("60"), 8), working(kg("102.5"), 5, "9"), drop]
    workout = kept(database, ana, (BENCH, done), (SQUAT, []), title="Push of November")
    page = browser.open(browser.open(f"/workouts/{workout}").links["Make a routine of it"])
    assert page.values["name"] == "Push of November"
    browser.press(page, "Save routine")
    (found,) = listed(client, ana)
    bench, squat = found["exercises"]
    shown = [
        (one["kind"], one["weight"], one["weight_unit"], one["reps_min"], one["rpe"])
        for one in bench["sets"]
    ]
    assert shown == [
        ("warm_up", 60, "kg", 8, None),
        ("working", 102.5, "kg", 5, None),
        ("drop", 185, "lb", 8, None),
    ]
    assert squat["sets"] == []


# Order


def test_routines_are_put_in_order_and_only_those_that_moved_are_written(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    made = [make(client, ana, name=name) for name in ("Push", "Pull", "Legs")]
    cursor = told(sync(client, ana, cursor=None))["cursor"]
    client.post(f"/routines/{made[2]['id']}/move?to=up", headers=FROM_OUR_PAGE)
    page = browser.open("/routines")
    assert [link for link in page.links if link in {"Push", "Pull", "Legs"}] == [
        "Push",
        "Legs",
        "Pull",
    ]
    changed = on_device(client, ana, cursor)["routines"]
    assert {one["id"] for one in changed} == {made[1]["id"], made[2]["id"]}
    browser.press(page, "Move down")
    assert [one["name"] for one in listed(client, ana)] == ["Legs", "Push", "Pull"]
    client.post(f"/routines/{made[2]['id']}/move?to=up", headers=FROM_OUR_PAGE)
    assert [one["name"] for one in listed(client, ana)] == ["Legs", "Push", "Pull"]


# Deleting


def test_a_deleted_routine_comes_back_by_undo_and_history_stays(
    client: FlaskClient, ana: Person, browser: Browser, push: str
) -> None:
    form = browser.open(f"/workouts/new?routine={push.removeprefix('/routines/')}")
    browser.press(form, "Save workout")
    before = read_json(client.get("/api/v1/workouts", headers=ana.headers))
    page = browser.press(browser.open(push), "Delete")
    assert page.said == "Routine deleted. Your workouts stay as they are. Undo"
    assert listed(client, ana) == []
    browser.open(push, status=404)
    assert read_json(client.get("/api/v1/workouts", headers=ana.headers)) == before
    page = browser.press(page, "Undo")
    assert (page.heading, page.said) == ("Push A", "The routine is back.")
    assert len(listed(client, ana)) == 1
    assert client.post(f"{push}/restore", headers=FROM_OUR_PAGE).status_code == 404


def test_a_deleted_routine_can_be_brought_back_from_the_trash(
    client: FlaskClient, ana: Person, cid: Person, browser: Browser, push: str
) -> None:
    browser.press(browser.open(push), "Delete")
    page = browser.press(browser.open("/trash"), "Bring back")
    assert page.path == push
    assert len(listed(client, ana)) == 1
    browser.press(browser.open(push), "Delete")
    assert "The trash is empty" in Browser(sign_in(client, cid)).open("/trash").headings


# Devices


def test_a_page_that_does_not_say_what_it_showed_keeps_its_routine_as_a_copy(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    made = make(client, ana)
    path = f"/routines/{made['id']}"
    stale = browser.open(f"{path}/edit")
    replace(client, ana, made, made["rev"], name="Push from the phone")
    typed = {"name": "Push from the desk", "opened": ""}
    page = browser.press(stale, "Save routine", typed)
    assert page.heading == "Push from the desk (2)"
    assert page.said.startswith("It was changed elsewhere meanwhile.")
    phone, desk = listed(client, ana)
    assert (phone["name"], phone["id"]) == ("Push from the phone", made["id"])
    assert without_ids({**desk, "name": ""}) == without_ids({**made, "name": ""})
    again = browser.press(stale, "Save routine", typed)
    assert again.path == page.path
    assert len(listed(client, ana)) == 2


def test_who_saves_what_was_deleted_elsewhere_keeps_theirs_as_a_copy(
    client: FlaskClient, ana: Person, browser: Browser, push: str
) -> None:
    stale = browser.open(f"{push}/edit")
    target = UUID(push.removeprefix("/routines/"))
    gone = {**put("routine", target), "verb": "delete", "base_rev": int(stale.values["rev"])}
    assert statuses(sync(client, ana, gone)) == ["applied"]
    page = browser.press(stale, "Save routine", {"name": "Push from the desk"})
    assert page.heading == "Push from the desk (2)"
    (kept_one,) = listed(client, ana)
    assert kept_one["id"] != str(target)


def test_what_a_device_wrote_is_on_the_page_and_the_other_way_round(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    target = uuid4()
    planned = {"id": str(uuid4()), "reps_min": 8, "reps_max": 12, "rpe": 7.5}
    exercises = [
        {"id": str(uuid4()), "exercise_id": str(BENCH), "rest_s": 90, "sets": [planned]},
        {"id": str(uuid4()), "exercise_id": str(uuid4()), "sets": []},
    ]
    told(sync(client, ana, put("routine", target, name="Phone", exercises=exercises)))
    page = browser.open(f"/routines/{target}")
    assert page.headings == ["Bench press", "Unknown exercise"]
    assert page.row("1") == "1 8\N{EN DASH}12 7.5"
    edit = browser.press(browser.open(f"/routines/{target}/edit"), "Remove exercise")
    edit = browser.press(edit, "Save routine", status=422)
    assert "There is no exercise" in edit.alert


def test_a_page_and_a_device_write_the_same_document(
    client: FlaskClient, ana: Person, browser: Browser, push: str
) -> None:
    (before,) = on_device(client, ana)["routines"]
    browser.press(browser.open(f"{push}/edit"), "Save routine")
    (after,) = on_device(client, ana)["routines"]
    assert after["rev"] > before["rev"]
    assert {**after, "rev": 0} == {**before, "rev": 0}


# Starting


def test_starting_takes_one_tap_from_the_list_and_from_its_page(
    browser: Browser, push: str
) -> None:
    start = f"/log?start=routine:{push.removeprefix('/routines/')}"
    assert browser.open("/routines").links["Start Push A"] == start
    assert browser.open(push).links["Start Push A"] == start


def test_without_a_script_starting_leads_to_the_form_filled_in(
    client: FlaskClient, ana: Person, browser: Browser, push: str
) -> None:
    page = browser.open(browser.open(push).links["Start Push A"])
    (refresh,) = page.all("meta", **{"http-equiv": "refresh"})
    way = refresh.attributes["content"].removeprefix("0; url=")
    page = browser.open(way)
    values = page.values
    assert (page.heading, values["title"], values["day"]) == (
        "Log a workout",
        "Push A",
        "2026-11-20",
    )
    assert page.headings == ["Bench press", "Squat"]
    top = {name: values[f"exercises-0-sets-1-{name}"] for name in ("weight", "reps", "rpe")}
    assert top == {"weight": "102.5", "reps": "5", "rpe": "8"}
    assert (values["exercises-0-note"], values["exercises-0-superset"]) == (
        "Pause on the chest.",
        "1",
    )
    browser.press(page, "Save workout")
    workout = told(sync(client, ana))["changes"]["workouts"][0]
    assert workout["routine_id"] == push.removeprefix("/routines/")
    assert [one["reps"] for one in workout["exercises"][0]["sets"]] == [8, 5]


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        ("start=workout:{id}", "/workouts/new?workout={id}"),
        ("start=empty", "/workouts/new"),
        ("continue={id}", "/workouts/{id}/edit"),
        ("start=routine:no", None),
        ("start=dance:{id}", None),
        ("", None),
    ],
)
def test_every_way_to_start_has_one_without_a_script(
    browser: Browser, asked: str, way: str | None
) -> None:
    some = uuid4()
    page = browser.open(f"/log?{asked.format(id=some)}")
    found = [one.attributes["content"] for one in page.all("meta", **{"http-equiv": "refresh"})]
    assert found == ([f"0; url={way.format(id=some)}"] if way else [])


def test_words_of_the_lifter_are_never_markup(
    client: FlaskClient, ana: Person, browser: Browser
) -> None:
    made = make(client, ana, name="<script>alert(1)</script>", note="<b>bold</b>")
    path = f"/routines/{made['id']}"
    for address in ("/routines", path, f"{path}/edit", "/"):
        assert "<script>alert" not in client.get(address).get_data(as_text=True)
        browser.open(address)
