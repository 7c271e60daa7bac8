"""Names from right to left within lines from left to right."""

import pytest
from flask.testing import FlaskClient

from liftlog.domain.text import isolated
from tests.browsing import sign_in
from tests.cast import Person
from tests.pages import Browser
from tests.problems import read_json

ARABIC, HEBREW = "تمرين الضغط", "לחיצת חזה"
ISOLATE, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@pytest.mark.parametrize(
    "name", [ARABIC, HEBREW, f"{ARABIC} 3x5", "\N{ADLAM CAPITAL LETTER ALIF}x"]
)
def test_a_name_from_right_to_left_is_isolated(name: str) -> None:
    assert isolated(name) == f"{ISOLATE}{name}{END}"


@pytest.mark.parametrize("name", ["Squat", "Жим лёжа", "スクワット", "Klimmzug ü", "เดดลิฟต์", ""])
def test_any_other_name_stays_as_it_is(name: str) -> None:
    assert isolated(name) == name


@pytest.mark.database
def test_counts_stand_beside_their_names(client: FlaskClient, ana: Person) -> None:
    entries = []
    for name in (ARABIC, "Row", HEBREW):
        body = {"name": name, "load_kind": "weight_reps"}
        made = read_json(client.post("/api/v1/exercises", json=body, headers=ana.headers))
        entries.append({"exercise_id": made["id"], "sets": [{"reps": 5, "weight": 50}]})
    client.post("/api/v1/workouts", json={"exercises": entries}, headers=ana.headers)
    browser = Browser(sign_in(client, ana))
    page = browser.open("/workouts")
    line = f"1 × {ISOLATE}{ARABIC}{END}, 1 × Row, "
    assert line in page.text
    exercise = browser.open(f"/exercises/{entries[0]['exercise_id']}/records")
    assert exercise.heading == f"Records: {ISOLATE}{ARABIC}{END}"
