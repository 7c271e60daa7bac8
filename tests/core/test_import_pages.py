"""A history from another app by page: choose a file, look, confirm, take back."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from liftlog.core.app import REQUEST_BYTES_MAX
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import Person
from tests.core.test_sync import delete, statuses, sync
from tests.pages import Browser, Page
from tests.problems import read_json

pytestmark = pytest.mark.database

HEADER = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
    "Workout Notes,RPE\n"
)
STRONG = HEADER + (
    '2026-10-05 18:00:00,"Legs",1h,"Squat (Barbell)",1,225,5,0,0,"","",\n'
    '2026-10-05 18:00:00,"Legs",1h,"Squat (Barbell)",2,227.5,3,0,0,,,8.5\n'
    '2026-10-05 18:00:00,"Legs",1h,"Zercher Sled Waltz",1,90,10,0,0,,,\n'
    '2026-10-07 07:30:00,"Push",45m,"Bench Press (Barbell)",1,135,8,0,0,,,\n'
    'someday,"Push",45m,"Bench Press (Barbell)",2,135,8,0,0,,,\n'
)
LATER = STRONG + '2026-10-09 07:30:00,"Pull",45m,"Deadlift (Barbell)",1,315,5,0,0,,,\n'


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> Browser:
    return Browser(sign_in(client, ana))


def chosen(
    browser: Browser, content: str | bytes, name: str = "strong.csv", *, status: int = 200
) -> Page:
    raw = content.encode() if isinstance(content, str) else content
    form = {"file": FileStorage(BytesIO(raw), name)}
    return browser.press(browser.open("/import"), "Preview import", form, status=status)


def logged(client: FlaskClient, person: Person) -> list[str]:
    found = read_json(client.get("/api/v1/workouts", headers=person.headers))
    return [one["title"] for one in found["items"]]


def test_a_stranger_imports_nothing(client: FlaskClient) -> None:
    for answer in (
        client.get("/import"),
        client.post("/import", data={"file": (BytesIO(b"x"), "x")}, headers=FROM_OUR_PAGE),
        client.get(f"/import/{uuid4()}"),
        client.post(f"/import/{uuid4()}", headers=FROM_OUR_PAGE),
        client.post(f"/import/undo/{uuid4()}", headers=FROM_OUR_PAGE),
    ):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/login")


def test_somebody_elses_file_and_import_are_not_here(
    client: FlaskClient, browser: Browser, ana: Person, cid: Person
) -> None:
    looked = chosen(browser, STRONG)
    undo = next(
        form.attributes["action"]
        for form in browser.press(looked, "Import 2 workouts").all("form")
        if "/import/undo/" in form.attributes["action"]
    )
    waiting = chosen(browser, LATER).path
    client.post("/logout", headers=FROM_OUR_PAGE)
    sign_in(client, cid)
    assert client.get(waiting).status_code == 404
    assert client.post(waiting, headers=FROM_OUR_PAGE).status_code == 404
    assert client.post(undo, headers=FROM_OUR_PAGE).status_code == 404
    assert logged(client, cid) == []
    assert logged(client, ana) == ["Push", "Legs"]


def test_before_anything_is_kept_one_sees_what_was_understood(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    page = chosen(browser, STRONG)
    assert page.heading == "What was understood"
    assert page.figures == {
        "Workouts to add": "2",
        "Sets to add": "4",
        "New exercises": "1",
        "Lines not read": "1",
    }
    assert "From 5 Oct 2026 to 7 Oct 2026." in page.text
    assert page.row("Zercher Sled Waltz") == "Zercher Sled Waltz Weight and reps 1"
    assert page.row("6 ").startswith("6 The date is missing or not one that we know how to read.")
    assert logged(client, ana) == []


def test_the_unit_is_asked_for_where_the_file_says_none(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    page = chosen(browser, STRONG)
    assert "Kilograms or pounds?" in page.headings
    assert "227.5\N{NO-BREAK SPACE}kg" in page.raw
    page = browser.press(page, "Update preview", {"unit": "lb"})
    assert "227.5\N{NO-BREAK SPACE}lb" in page.raw
    browser.press(page, "Import 2 workouts")
    found = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"][1]
    weights = [(one["weight"], one["weight_unit"]) for one in found["exercises"][0]["sets"]]
    assert weights == [(225, "lb"), (227.5, "lb")]


def test_a_pound_lifters_file_is_read_in_pounds_at_first(client: FlaskClient, ben: Person) -> None:
    page = chosen(Browser(sign_in(client, ben)), STRONG)
    assert "227.5\N{NO-BREAK SPACE}lb" in page.raw


@pytest.mark.parametrize("unit", ["", "st", "\x00"])
def test_a_unit_that_is_none_is_the_accounts(browser: Browser, unit: str) -> None:
    page = chosen(browser, STRONG)
    assert "227.5\N{NO-BREAK SPACE}kg" in browser.open(f"{page.path}?unit={unit}").raw


def test_a_confirmed_import_is_in_the_calendar(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    page = browser.press(chosen(browser, STRONG), "Import 2 workouts")
    assert (page.path, page.said) == ("/calendar", "2 workouts are imported. Undo")
    assert page.heading == "October 2026"
    assert {"Legs", "Push"} <= {link.split()[0] for link in page.links if link}
    assert logged(client, ana) == ["Push", "Legs"]


def test_a_name_that_nobody_knows_with_distances_alone_is_endurance(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    rows = (
        '2026-10-05 18:00:00,"Out",1h,"Fjord Loop",1,0,0,5,1500,,,\n'
        '2026-10-05 18:00:00,"Out",1h,"Fjord Sandbag",1,40,0,0.1,60,,,\n'
    )
    browser.press(chosen(browser, HEADER + rows), "Import 1 workout")
    found = read_json(client.get("/api/v1/exercises?q=Fjord", headers=ana.headers))["items"]
    patterns = {one["name"]: one["pattern"] for one in found}
    assert patterns == {"Fjord Loop": "cardio", "Fjord Sandbag": "isolation"}


def test_a_file_is_confirmed_once(client: FlaskClient, browser: Browser, ana: Person) -> None:
    looked = chosen(browser, STRONG)
    browser.press(looked, "Import 2 workouts")
    again = browser.press(looked, "Import 2 workouts")
    assert again.said == "2 workouts are imported. Undo"
    assert logged(client, ana) == ["Push", "Legs"]


def test_the_same_file_again_adds_nothing(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    browser.press(chosen(browser, STRONG), "Import 2 workouts")
    page = chosen(browser, STRONG)
    assert page.figures["Workouts to add"] == "0"
    assert "There is nothing new in this file." in page.text
    assert "2 workouts are here already." in page.text
    assert not [name for name in page.buttons if name.startswith("Import ")]
    confirmed = client.post(page.path, headers=FROM_OUR_PAGE, follow_redirects=True)
    assert Page(confirmed).said == "Everything in this file is here already. Nothing was added."
    assert len(logged(client, ana)) == 2


def test_a_later_file_adds_what_is_new(client: FlaskClient, browser: Browser, ana: Person) -> None:
    browser.press(chosen(browser, STRONG), "Import 2 workouts")
    page = chosen(browser, LATER)
    assert page.figures["Workouts to add"] == page.figures["Sets to add"] == "1"
    browser.press(page, "Import 1 workout")
    assert logged(client, ana) == ["Pull", "Push", "Legs"]


def test_an_import_goes_away_by_undo_with_the_exercises_it_made(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    page = browser.press(chosen(browser, STRONG), "Import 2 workouts")
    page = browser.press(page, "Undo")
    assert (page.path, page.said) == ("/import", "The import of strong.csv is taken back.")
    assert logged(client, ana) == []
    named = read_json(client.get("/api/v1/exercises?q=zercher sled waltz", headers=ana.headers))
    assert "Zercher Sled Waltz" not in [one["name"] for one in named["items"]]
    browser.press(chosen(browser, STRONG), "Import 2 workouts")
    assert len(logged(client, ana)) == 2


def test_an_old_import_is_taken_back_from_its_list(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    browser.press(chosen(browser, STRONG, "ä <b>.csv"), "Import 2 workouts")
    page = browser.open("/import")
    assert "Done before" in page.headings
    assert "ä <b>.csv" in page.text
    browser.press(page, "Undo import")
    assert logged(client, ana) == []
    assert "Done before" not in browser.open("/import").headings


def test_what_was_deleted_after_its_import_stays_deleted(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    browser.press(chosen(browser, STRONG), "Import 2 workouts")
    for one in read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]:
        client.delete(f"/api/v1/workouts/{one['id']}", headers=ana.headers)
    assert chosen(browser, STRONG).figures["Workouts to add"] == "0"


def test_an_imported_workout_can_be_edited(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    browser.press(chosen(browser, STRONG), "Import 2 workouts")
    before = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"][0]
    page = browser.press(browser.open(f"/workouts/{before['id']}/edit"), "Save workout")
    assert page.said == "Changes saved. Undo"
    assert read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"][0] == before
    assert chosen(browser, STRONG).figures["Workouts to add"] == "0"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"hello\nworld\n", ""),
        (b"PK\x03\x04 and so on", "This is a ZIP archive or a spreadsheet"),
        (b"%PDF-1.7", "This is a PDF."),
        (b"<!doctype html><p>", "This is a web page, not a CSV file."),
        (b'{"a": 1}', "This is a JSON file."),
        (b"\x00\x01\x02\x03" * 100, "This is not a text file."),
        (b"Date,Exercise,Category,Weight,Weight Unit,Reps\n", "FitNotes"),
        (b"\xff\xfe" + "nothing".encode("utf-16-le"), ""),
        (b'"' + b"a," * 10_000, ""),
    ],
)
def test_a_file_that_is_none_of_ours_gets_a_sentence(
    client: FlaskClient, browser: Browser, ana: Person, content: bytes, sentence: str
) -> None:
    page = chosen(browser, content, "file.csv", status=422)
    assert page.heading == "Import"
    assert sentence in page.complaint("file")
    assert page.complaint("file")[-1] == "."


def test_no_file_at_all_is_asked_for(browser: Browser) -> None:
    page = chosen(browser, b"", "", status=422)
    assert page.complaint("file") == "Choose a file first."


@pytest.mark.parametrize("size", [20_000_001, 25_000_000])
def test_a_file_that_is_too_large_is_refused(browser: Browser, size: int) -> None:
    page = chosen(browser, HEADER.encode() + b"x" * size, status=413)
    assert page.heading == "Import"
    assert page.complaint("file") == "The file is larger than 20 MB."


def test_a_file_may_be_larger_than_anything_else_that_is_sent(browser: Browser) -> None:
    row = '2026-10-{:02} 18:00:00,"Legs",1h,"Squat (Barbell)",{},225,5,0,0,"{}","",\n'
    rows = [row.format(day, place, "n" * 1990) for day in range(1, 31) for place in range(1, 86)]
    content = HEADER + "".join(rows)
    assert len(content) > REQUEST_BYTES_MAX
    assert chosen(browser, content).figures["Sets to add"] == "2,550"


def test_names_and_notes_longer_than_we_keep_are_no_bug(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    row = '2026-10-05 18:00:00,"{}",1h,"{}",{},225,5,0,0,"{}","{}",\n'
    content = HEADER + "".join(
        row.format("t" * 300, "e" * 200, number, "n" * 3000, "w" * 3000 + "\x00")
        for number in range(1, 251)
    )
    page = chosen(browser, content)
    browser.press(page, "Import 1 workout")
    (found,) = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    saved = browser.press(browser.open(f"/workouts/{found['id']}/edit"), "Save workout")
    assert saved.said == "Changes saved. Undo"


@pytest.mark.parametrize("name", ["a\x00b.csv", "é" * 300 + ".csv", "../../etc/passwd", "🏋.csv"])
def test_any_file_name_will_do(browser: Browser, name: str) -> None:
    assert chosen(browser, STRONG, name).heading == "What was understood"


NAMES = (
    "Tempo Squat 3-0-1",
    "Tempo Squat 3-1-0",
    "Squat \N{LARGE BLUE CIRCLE}",
    "Row to press",
    "Press to row",
    "Curl+",
    "squat (BARBELL)",
)


def strong_of(names: Sequence[str]) -> str:
    line = '2026-10-05 18:00:00,"Legs",1h,"{}",1,100,5,0,0,"","",\n'
    return HEADER + "".join(line.format(name) for name in names)


def test_names_that_differ_are_different_exercises(
    browser: Browser, client: FlaskClient, ana: Person
) -> None:
    page = chosen(browser, strong_of(NAMES))
    browser.press(page, "Import 1 workout")
    [workout] = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    assert [one["name"] for one in workout["exercises"]] == [*NAMES[:-1], "Squat"]


def test_a_name_that_resembles_another_is_the_same_where_the_lifter_says_so(
    browser: Browser, client: FlaskClient, ana: Person
) -> None:
    page = chosen(browser, strong_of(NAMES))
    assert "It is Squat" in page.text
    browser.press(page, "Import 1 workout", {"same": "squat \N{LARGE BLUE CIRCLE}"})
    [workout] = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    assert [one["name"] for one in workout["exercises"]][2] == "Squat"
    later = strong_of(["Squat \N{LARGE RED CIRCLE}", "Press: to the row"]).replace("-05 ", "-06 ")
    again = chosen(browser, later)
    assert "It is Press to row" in again.text


def test_what_was_changed_since_stays_when_an_import_is_undone(
    browser: Browser, client: FlaskClient, ana: Person
) -> None:
    browser.press(chosen(browser, LATER), "Import 3 workouts")
    workouts = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    ids = {one["title"]: one["id"] for one in workouts}
    form = browser.open(f"/workouts/{ids['Push']}/edit")
    browser.press(form, "Save workout", {"title": "Push, corrected"})
    page = browser.open("/import")
    assert "1 changed by you stays" in page.text
    page = browser.press(page, "Undo import")
    assert "1 workout that you changed stays." in page.text
    assert logged(client, ana) == ["Push, corrected"]
    again = chosen(browser, LATER)
    assert "Import 2 workouts" in again.buttons


def test_a_set_that_a_device_deleted_is_a_change_too(
    browser: Browser, client: FlaskClient, ana: Person
) -> None:
    browser.press(chosen(browser, LATER), "Import 3 workouts")
    workouts = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    [legs] = [one for one in workouts if one["title"] == "Legs"]
    gone = legs["exercises"][0]["sets"][1]["id"]
    assert statuses(sync(client, ana, delete("set", UUID(gone), 5))) == ["applied"]
    browser.press(browser.open("/import"), "Undo import")
    assert logged(client, ana) == ["Legs"]


def test_a_duration_is_the_time_between_two_moments(client: FlaskClient, ana: Person) -> None:
    """Ana's clocks are those of Berlin: one night lacks an hour, another has one more."""
    browser = Browser(sign_in(client, ana))
    header = (
        '"title","start_time","end_time","description","exercise_title","superset_id",'
        '"exercise_notes","set_index","set_type","weight_kg","reps","distance_km",'
        '"duration_seconds","rpe"\n'
    )
    nights = (("Spring", "29 Mar 2026"), ("Summer", "1 Jul 2026"), ("Autumn", "25 Oct 2026"))
    rows = (
        f'"{title}","{day}, 01:30","{day}, 03:30","","Squat (Barbell)",,"",0,"normal",100,5,,,\n'
        for title, day in nights
    )
    browser.press(chosen(browser, header + "".join(rows), "hevy.csv"), "Import 3 workouts")
    workouts = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    found = {one["title"]: one["duration_s"] for one in workouts}
    assert found == {"Spring": 3600, "Summer": 7200, "Autumn": 10_800}


def test_a_time_with_an_offset_is_kept_as_the_moment_it_names(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    rows = (
        '2026-10-05T22:30:00Z,"Late",1h,"Squat (Barbell)",1,100,5,0,0,,,\n'
        '2026-10-08T09:00:00-07:00,"West",1h,"Squat (Barbell)",1,100,5,0,0,,,\n'
        '2026-10-25T01:30:00Z,"Second",1h,"Squat (Barbell)",1,100,5,0,0,,,\n'
    )
    browser.press(chosen(browser, HEADER + rows), "Import 3 workouts")
    found = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    assert {one["title"]: (one["started_at"], one["day"]) for one in found} == {
        "Late": ("2026-10-06T00:30:00+02:00", "2026-10-06"),
        "West": ("2026-10-08T18:00:00+02:00", "2026-10-08"),
        "Second": ("2026-10-25T02:30:00+01:00", "2026-10-25"),
    }
    again = chosen(browser, HEADER + rows)
    assert again.figures["Workouts to add"] == "0"


@pytest.mark.parametrize(
    ("night", "duration_s"),
    [
        (("29 Mar 2026, 01:30", "29 Mar 2026, 02:30"), 3600),
        (("29 Mar 2026, 02:30", "29 Mar 2026, 03:30"), 0),
        (("25 Oct 2026, 01:30", "25 Oct 2026, 02:30"), 3600),
        (("25 Oct 2026, 02:30", "25 Oct 2026, 02:45"), 900),
        (("25 Oct 2026, 02:45", "25 Oct 2026, 02:15"), 1800),
        (("25 Oct 2026, 02:45", "25 Oct 2026, 03:15"), 5400),
    ],
)
def test_a_time_that_comes_twice_or_never_has_one_meaning(
    client: FlaskClient, browser: Browser, ana: Person, night: tuple[str, str], duration_s: int
) -> None:
    header = "title,start_time,end_time,exercise_title,set_index,weight_kg,reps\n"
    row = f'Night,"{night[0]}","{night[1]}",Squat (Barbell),0,100,5\n'
    browser.press(chosen(browser, header + row, "hevy.csv"), "Import 1 workout")
    [workout] = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    assert workout["duration_s"] == duration_s


def test_what_an_undone_import_brought_is_in_the_trash(
    browser: Browser, client: FlaskClient, ana: Person
) -> None:
    browser.press(chosen(browser, LATER), "Import 3 workouts")
    before = read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
    page = browser.open("/import")
    assert "Undo puts the workouts of an import into the trash." in page.text
    browser.press(page, "Undo import")
    assert logged(client, ana) == []
    while "Bring back" in (trash := browser.open("/trash")).buttons:
        browser.press(trash, "Bring back")
    assert read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"] == before
    assert chosen(browser, LATER).figures["Workouts to add"] == "0"


def test_an_undone_import_can_be_imported_and_undone_again(
    browser: Browser, client: FlaskClient, ana: Person
) -> None:
    for _ in range(2):
        browser.press(chosen(browser, LATER), "Import 3 workouts")
        assert logged(client, ana) == ["Pull", "Push", "Legs"]
        own = read_json(client.get("/api/v1/exercises?q=zercher sled waltz", headers=ana.headers))
        assert own["items"][0]["name"] == "Zercher Sled Waltz"
        browser.press(browser.open("/import"), "Undo import")
        assert logged(client, ana) == []
        own = read_json(client.get("/api/v1/exercises?q=zercher sled waltz", headers=ana.headers))
        assert "Zercher Sled Waltz" not in [one["name"] for one in own["items"]]


@pytest.mark.parametrize("used_by", ["name", "routine", "workout"])
def test_an_exercise_that_was_changed_or_used_since_stays_when_its_import_is_undone(
    browser: Browser, client: FlaskClient, ana: Person, used_by: str
) -> None:
    browser.press(chosen(browser, STRONG), "Import 2 workouts")

    def waltz() -> list[dict[str, Any]]:
        query = "/api/v1/exercises?q=waltz"
        found = read_json(client.get(query, headers=ana.headers))["items"]
        return [one for one in found if "Waltz" in one["name"]]

    [made] = waltz()
    entries = [{"exercise_id": made["id"]}]
    if used_by == "name":
        form = browser.open(f"/exercises/{made['id']}/edit")
        browser.press(form, "Save exercise", {"name": "Slow Waltz"})
    elif used_by == "routine":
        routine = {"name": "Dance", "exercises": entries}
        client.post("/api/v1/routines", json=routine, headers=ana.headers)
    else:
        client.post("/api/v1/workouts", json={"exercises": entries}, headers=ana.headers)
    [before] = waltz()
    browser.press(browser.open("/import"), "Undo import")
    assert waltz() == [before]
    assert (before["name"] == "Slow Waltz") == (used_by == "name")


def test_the_trash_says_that_it_holds_more_than_it_shows(browser: Browser) -> None:
    row = "2026-{:02}-{:02} 18:00:00,Legs,1h,Squat (Barbell),1,100,5,0,0,,,\n"
    days = [(month, day) for month in (1, 2, 3, 4) for day in range(1, 27)]
    rows = "".join(row.format(month, day) for month, day in days)
    browser.press(chosen(browser, HEADER + rows), "Import 104 workouts")
    browser.press(browser.open("/import"), "Undo import")
    page = browser.open("/trash")
    assert "These are the last 100." in page.text
    for _ in range(4):
        page = browser.open("/trash")
        browser.press(page, "Bring back")
    assert "These are the last 100." not in browser.open("/trash").text
