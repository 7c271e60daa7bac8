"""Which exercises the names of a file become: the same, a new one, or a question."""

import pytest
from flask.testing import FlaskClient

from tests.browsing import sign_in
from tests.cast import Person
from tests.core.test_import_pages import HEADER, chosen
from tests.pages import Browser
from tests.problems import read_json

pytestmark = pytest.mark.database


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> Browser:
    return Browser(sign_in(client, ana))


def file_of(*names: str, day: int = 5) -> str:
    row = '2026-10-{:02} 18:00:00,Day,1h,"{}",1,{},5,0,0,,,\n'
    rows = (row.format(day, name, 20 + place) for place, name in enumerate(names))
    return HEADER + "".join(rows)


def trained(client: FlaskClient, person: Person) -> list[list[tuple[str, float]]]:
    """The exercises of each workout, the newest first, with the weight of the first set."""
    found = read_json(client.get("/api/v1/workouts", headers=person.headers))["items"]
    return [
        [(one["name"], one["sets"][0]["weight"]) for one in workout["exercises"]]
        for workout in found
    ]


DIFFERENT = (
    "Pause Squat 2-0-2",
    "Pause Squat 0-2-2",
    "Thrust to row",
    "Row to thrust",
    "Kurl",
    "Kurl+",
    "Squat \U0001f7e2",
    "Squat \U0001f7e1",
    "स्क्वाट",
    "スクワット",
    "はり",
    "ばり",
    "ไม้",
    "ไม่",
    "深蹲",
)


def test_names_that_differ_are_exercises_of_their_own(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    page = chosen(browser, file_of(*DIFFERENT))
    assert page.figures["New exercises"] == str(len(DIFFERENT))
    browser.press(page, "Import 1 workout")
    ((*done,),) = trained(client, ana)
    assert [name for name, _weight in done] == list(DIFFERENT)
    own = {
        one["id"]
        for workout in read_json(client.get("/api/v1/workouts", headers=ana.headers))["items"]
        for one in workout["exercises"]
    }
    assert len(own) == len(DIFFERENT)


def test_the_same_names_in_a_later_file_are_the_same_exercises(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    browser.press(chosen(browser, file_of(*DIFFERENT)), "Import 1 workout")
    shouted = file_of(*(f" {name.upper()} " for name in DIFFERENT), day=7)
    page = chosen(browser, shouted)
    assert page.figures["New exercises"] == "0"
    browser.press(page, "Import 1 workout")
    later, earlier = trained(client, ana)
    assert later == earlier


def test_a_name_that_is_only_alike_is_a_question(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    names = ("Squát", "Prass bench (barbell)", "Pull Upp", "Sled Waltz")
    page = chosen(browser, file_of(*names))
    assert page.figures["New exercises"] == "4"
    assert page.row("Squát").startswith("Squát It is Squat")
    assert page.row("Pull Upp").startswith("Pull Upp It is Pull-up")
    assert "It is" not in page.row("Sled Waltz")
    browser.press(page, "Import 1 workout")
    ((*done,),) = trained(client, ana)
    assert [name for name, _weight in done] == list(names)


def test_an_accepted_name_is_the_exercise_now_and_later(
    client: FlaskClient, browser: Browser, ana: Person
) -> None:
    page = chosen(browser, file_of("Squát", "Sled Waltz"))
    (ticked,) = (
        box.attributes["value"] for box in page.all("input") if box.attributes.get("name") == "same"
    )
    browser.press(page, "Import 1 workout", {"same": ticked})
    page = chosen(browser, file_of("SQUÁT", day=8))
    assert page.figures["New exercises"] == "0"
    browser.press(page, "Import 1 workout")
    assert trained(client, ana) == [[("Squat", 20)], [("Squat", 20), ("Sled Waltz", 21)]]


@pytest.mark.parametrize("ticked", ["nonsense", "", "\x00", "SQUÁT", "squat"])
def test_an_answer_that_names_no_exercise_is_none(
    client: FlaskClient, browser: Browser, ana: Person, ticked: str
) -> None:
    page = chosen(browser, file_of("Squát"))
    browser.press(page, "Import 1 workout", {"same": ticked})
    assert trained(client, ana) == [[("Squát", 20)]]


def test_a_name_is_taken_in_any_form_and_free_with_any_mark(
    client: FlaskClient, ana: Person
) -> None:
    def made(name: str) -> int:
        fields = {"name": name, "load_kind": "weight_reps", "equipment": "other"}
        fields["pattern"] = "isolation"
        return client.post("/api/v1/exercises", json=fields, headers=ana.headers).status_code

    assert made("Développé") == 201
    assert made("DE\u0301VELOPPE\u0301") == 409
    assert made("De\u0301veloppé  ") == 409
    assert made("Developpe") == 201
    assert made("Squat") == 409
    assert made("Squat+") == 201
