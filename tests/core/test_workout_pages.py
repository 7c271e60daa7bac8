"""Workouts by page: read, delete and bring back, move, copy, repeat."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

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
from tests.pages import Browser, Page
from tests.problems import read_json

pytestmark = pytest.mark.database


@pytest.fixture
def logged(database: Database, ana: Person) -> str:
    """The address of a workout of Ana's, on the tests' today."""
    entries: tuple[Any, ...] = (
        (BENCH, [warm_up(kg("60"), 8), working(kg("102.5"), 5, "8.5"), working(lb("225"), 3)]),
        (SQUAT, []),
    )
    return kept(database, ana, *entries)


def kept(database: Database, person: Person, *entries: Any, **fields: Any) -> str:
    made = workout_of(*entries, **fields)
    with database.transaction() as tx:
        user_id = as_person(tx, person)
        adopt_all(tx, user_id, made)
        assert workouts.insert_workouts(tx, user_id, [made])
    return f"/workouts/{made.id}"


def days(client: FlaskClient, person: Person) -> list[str]:
    found = read_json(client.get("/api/v1/workouts", headers=person.headers))
    return [one["day"] for one in found["items"]]


GETS = ("", "/edit", "/undo")
POSTS = ("", "/undo", "/repeat", "/copy?day=2026-11-10", "/move?day=2026-11-10", "/delete")


@pytest.mark.parametrize("action", [*POSTS, "/restore"])
def test_a_stranger_can_do_nothing(
    client: FlaskClient, ana: Person, logged: str, action: str
) -> None:
    answer = client.post(logged + action, headers=FROM_OUR_PAGE)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")
    assert days(client, ana) == ["2026-11-20"]


@pytest.mark.parametrize("page", GETS)
def test_a_stranger_sees_nothing(client: FlaskClient, logged: str, page: str) -> None:
    assert client.get(logged + page).headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize("page", GETS)
def test_somebody_elses_workout_is_not_here(
    client: FlaskClient, cid: Person, logged: str, page: str
) -> None:
    answer = sign_in(client, cid).get(logged + page)
    assert (answer.status_code, Page(answer).heading) == (404, "Not here")


@pytest.mark.parametrize("action", [*POSTS, "/restore"])
def test_nobody_changes_somebody_elses_workout(
    client: FlaskClient, ana: Person, cid: Person, logged: str, action: str
) -> None:
    form = {"day": "2026-11-10", "time": "10:00", "time_zone": "UTC", "action": "save"}
    answer = sign_in(client, cid).post(logged + action, data=form, headers=FROM_OUR_PAGE)
    assert answer.status_code == 404
    assert days(client, ana) == ["2026-11-20"]
    assert days(client, cid) == []


def test_a_workout_is_shown_as_it_was_done(client: FlaskClient, ana: Person, logged: str) -> None:
    page = Browser(sign_in(client, ana)).open(logged)
    assert page.heading == "Push A"
    assert page.headings == ["Bench press", "Squat"]
    assert page.figures == {"Sets": "2", "Volume": "819 kg", "Duration": "50 min"}
    rows = [row.text.replace("\N{NO-BREAK SPACE}", " ") for row in page.all("tr")]
    assert rows[1].endswith("60 kg 8")
    assert rows[2].endswith("102.5 kg 5 8.5")
    assert rows[3].endswith("225 lb 3")
    assert "No sets." in page.text


def test_words_of_the_lifter_are_never_markup(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    path = kept(database, ana, (BENCH, []), title="<script>alert(1)</script>")
    browser = Browser(sign_in(client, ana))
    for address in (path, f"{path}/edit", "/workouts", "/calendar?month=2026-11", "/"):
        page = browser.open(address)
        assert "<script>alert" not in client.get(address).get_data(as_text=True)
        assert "<script>alert(1)</script>" in page.text or address.endswith("edit")


def test_a_deleted_workout_comes_back_by_undo(
    client: FlaskClient, ana: Person, logged: str
) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open(logged), "Delete")
    assert page.said == "Workout deleted. It stays in the trash for 30 days. Undo"
    assert (page.path, days(client, ana)) == ("/calendar", [])
    assert client.get(logged).status_code == 404
    page = browser.press(page, "Undo")
    assert (page.path, page.said) == (logged, "The workout is back.")
    assert days(client, ana) == ["2026-11-20"]


def test_a_word_about_what_was_done_is_said_once(
    client: FlaskClient, ana: Person, logged: str
) -> None:
    browser = Browser(sign_in(client, ana))
    browser.press(browser.open(logged), "Delete")
    assert browser.open("/calendar").said == ""


def test_a_deleted_workout_comes_back_from_the_trash(
    client: FlaskClient, ana: Person, logged: str
) -> None:
    browser = Browser(sign_in(client, ana))
    assert "The trash is empty" in browser.open("/trash").headings
    browser.press(browser.open(logged), "Delete")
    page = browser.press(browser.open("/trash"), "Bring back")
    assert page.path == logged
    assert "The trash is empty" in browser.open("/trash").headings


def test_a_deleted_workout_is_deleted_once(client: FlaskClient, ana: Person, logged: str) -> None:
    sign_in(client, ana)
    assert client.post(f"{logged}/restore", headers=FROM_OUR_PAGE).status_code == 404
    assert client.post(f"{logged}/delete", headers=FROM_OUR_PAGE).status_code == 303
    for action in ("delete", "edit", "repeat", "undo"):
        assert client.post(f"{logged}/{action}", headers=FROM_OUR_PAGE).status_code in (404, 405)


def test_a_moved_workout_goes_back_by_undo(client: FlaskClient, ana: Person, logged: str) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open(logged), "Move", {"day": "2026-10-25"})
    assert (page.path, page.said) == ("/calendar", "Moved to 25 Oct 2026. Undo")
    assert days(client, ana) == ["2026-10-25"]
    browser.press(page, "Undo")
    assert days(client, ana) == ["2026-11-20"]


def test_a_start_that_was_changed_after_a_move_stays_when_the_move_is_undone(
    client: FlaskClient, ana: Person, logged: str
) -> None:
    browser = Browser(sign_in(client, ana))
    moved = browser.press(browser.open(logged), "Move", {"day": "2026-10-25"})
    browser.press(browser.open(f"{logged}/edit"), "Save workout", {"day": "2026-10-27"})
    page = browser.press(moved, "Undo", status=409)
    assert "Its start was changed after the move, so it stays." in page.text
    assert days(client, ana) == ["2026-10-27"]


def test_undoing_a_move_twice_is_undoing_it_once(
    client: FlaskClient, ana: Person, logged: str
) -> None:
    browser = Browser(sign_in(client, ana))
    moved = browser.press(browser.open(logged), "Move", {"day": "2026-10-25"})
    for _tap in range(2):
        assert browser.press(moved, "Undo").path == "/calendar"
    assert days(client, ana) == ["2026-11-20"]


def test_a_moved_workout_keeps_its_time_of_day_over_the_change_of_clocks(
    client: FlaskClient, ana: Person, logged: str
) -> None:
    browser = Browser(sign_in(client, ana))
    browser.press(browser.open(logged), "Move", {"day": "2026-07-01"})
    (found,) = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    assert found["started_at"] == "2026-07-01T19:00:00+02:00"


def test_a_copy_leaves_the_original_and_goes_away_by_undo(
    client: FlaskClient, ana: Person, logged: str
) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open(logged), "Copy", {"day": "2026-11-02"})
    assert page.said == "Copied to 2 Nov 2026. Undo"
    first, second = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    assert (first["day"], second["day"]) == ("2026-11-20", "2026-11-02")
    assert first["volume_kg"] == second["volume_kg"]
    assert first["exercises"][0]["sets"][0]["id"] != second["exercises"][0]["sets"][0]["id"]
    browser.press(page, "Undo")
    assert days(client, ana) == ["2026-11-20"]


@pytest.mark.parametrize(
    "day", ["", "soon", "2026-02-30", "0001-01-01", "9999-12-31", "2026-12-24", "1899-12-31"]
)
@pytest.mark.parametrize("action", ["move", "copy"])
def test_a_day_that_can_not_be_is_refused_and_nothing_is_changed(
    client: FlaskClient, ana: Person, logged: str, action: str, day: str
) -> None:
    sign_in(client, ana)
    answer = client.post(f"{logged}/{action}", data={"day": day}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    assert "Nothing was changed." in Page(answer).text
    assert days(client, ana) == ["2026-11-20"]


def test_repeating_opens_the_copy_of_today_to_be_changed(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    old = kept(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=30)
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open(old), "Repeat today")
    assert page.heading == "Edit workout"
    assert page.said.startswith("Copied to today.")
    assert (page.values["day"], page.values["time"]) == ("2026-11-20", "19:00")
    assert page.values["exercises-0-sets-0-weight"] == "100"
    assert days(client, ana) == ["2026-11-20", "2026-10-21"]
    browser.press(page, "Undo")
    assert days(client, ana) == ["2026-10-21"]


def test_repeating_is_today_where_the_lifter_is_now(
    client: FlaskClient, ben: Person, database: Database
) -> None:
    berlin = kept(database, ben, (BENCH, [working(kg("100"), 5)]), days_ago=30)
    browser = Browser(sign_in(client, ben))
    page = browser.press(browser.open(berlin), "Repeat today")
    assert (page.values["time"], page.values["time_zone"]) == ("11:00", "America/Denver")


def test_all_workouts_are_listed_page_by_page_also_those_of_one_day(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    made = [kept(database, ana, (BENCH, []), days_ago=number // 23) for number in range(50)]
    browser = Browser(sign_in(client, ana))
    page, seen = browser.open("/workouts"), list[str]()
    while True:
        seen += [href for href in page.hrefs if href.startswith("/workouts/")]
        if "Older" not in page.links:
            break
        page = browser.open(page.links["Older"])
    listed = [href for href in seen if len(href.removeprefix("/workouts/")) == UUID_LENGTH]
    assert sorted(listed) == sorted(made)


UUID_LENGTH = len(str(UUID(int=0)))


def test_a_list_with_a_broken_address_says_so(client: FlaskClient, ana: Person) -> None:
    assert sign_in(client, ana).get("/workouts?after=x").status_code == 422


def test_a_workout_that_never_was_is_not_here(client: FlaskClient, ana: Person) -> None:
    assert sign_in(client, ana).get(f"/workouts/{uuid4()}").status_code == 404
