"""What is finer than it is kept is refused with the smallest step, wherever it comes in."""

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from liftlog.domain.sync.stamps import stamp_at
from tests.browsing import sign_in
from tests.cast import BENCH, NOW, Person
from tests.pages import Browser
from tests.problems import problem, read_json

pytestmark = pytest.mark.database

TOO_FINE = [
    ({"weight": 22.046, "weight_unit": "lb"}, "The smallest step is 0.01 lb."),
    ({"weight": 0.0004, "weight_unit": "kg"}, "The smallest step is 0.001 kg."),
    ({"weight": 60.0005}, "The smallest step is 0.001 kg."),
    ({"duration_s": 1.0005}, "The smallest step is 0.001 s."),
    ({"distance": 1.0005}, "The smallest step is 0.001 m."),
    ({"distance": 1.000005, "distance_unit": "km"}, "The smallest step is 0.00001 km."),
]
KEPT = [
    {"weight": 22.05, "weight_unit": "lb"},
    {"weight": 22.125, "weight_unit": "kg"},
    {"duration_s": 1.001},
    {"distance": 1.00001, "distance_unit": "mi"},
]


def workout(**measures: Any) -> dict[str, Any]:
    return {"exercises": [{"exercise_id": str(BENCH), "sets": [{"reps": 5, **measures}]}]}


def routine(**measures: Any) -> dict[str, Any]:
    return {"name": "A", "exercises": [{"exercise_id": str(BENCH), "sets": [measures]}]}


@pytest.mark.parametrize(("measures", "sentence"), TOO_FINE)
def test_the_api_refuses_what_it_would_round(
    client: FlaskClient, ana: Person, measures: dict[str, Any], sentence: str
) -> None:
    for address, body in (("workouts", workout(**measures)), ("routines", routine(**measures))):
        answer = client.post(f"/api/v1/{address}", json=body, headers=ana.headers)
        (said,) = problem(answer, 422, "invalid_input")["fields"].values()
        assert said.endswith(sentence)


@pytest.mark.parametrize("measures", KEPT)
def test_what_is_a_whole_number_of_steps_comes_back(
    client: FlaskClient, ana: Person, measures: dict[str, Any]
) -> None:
    answer = client.post("/api/v1/workouts", json=workout(**measures), headers=ana.headers)
    (found,) = read_json(answer)["exercises"][0]["sets"]
    assert measures.items() <= found.items()


def test_a_weight_without_a_unit_is_held_to_the_accounts(client: FlaskClient, ben: Person) -> None:
    for address, body in (("workouts", workout), ("routines", routine)):
        answer = client.post(f"/api/v1/{address}", json=body(weight=22.046), headers=ben.headers)
        (said,) = problem(answer, 422, "invalid_input")["fields"].values()
        assert said == "The smallest step is 0.01 lb."


@pytest.mark.parametrize(("measures", "sentence"), TOO_FINE)
def test_a_device_is_told_and_a_new_set_is_not_rounded(
    client: FlaskClient, ana: Person, measures: dict[str, Any], sentence: str
) -> None:
    fields = {
        "workout_id": str(uuid4()),
        "entry_id": str(uuid4()),
        "exercise_id": str(BENCH),
        "reps": 5,
        **measures,
    }
    operation = {
        "id": str(uuid4()),
        "kind": "set",
        "verb": "put",
        "target": str(uuid4()),
        "stamp": stamp_at(NOW)[:-8] + "0000000a",
        "fields": fields,
    }
    body = {"device": str(uuid4()), "operations": [operation]}
    answer = read_json(client.post("/api/v1/sync", json=body, headers=ana.headers))
    (ack,) = answer["acks"]
    assert (ack["status"], sentence in ack["reason"]) == ("rejected", True)


@pytest.mark.parametrize(
    ("body", "step"),
    [
        ({"kind": "body_weight", "value": 180.001, "unit": "lb"}, "0.01 lb"),
        ({"kind": "waist", "value": 80.25, "unit": "cm"}, "0.1 cm"),
        ({"kind": "waist", "value": 31.255, "unit": "in"}, "0.01 in"),
        ({"kind": "body_fat", "value": 15.25, "unit": "%"}, "0.1 %"),
    ],
)
def test_a_measurement_is_not_rounded(
    client: FlaskClient, ana: Person, body: dict[str, Any], step: str
) -> None:
    answer = client.post("/api/v1/body", json=body, headers=ana.headers)
    said = problem(answer, 422, "invalid_input")["fields"]["value"]
    assert said == f"The smallest step is {step}."


def test_a_form_says_the_step_beside_the_set(client: FlaskClient, ben: Person) -> None:
    browser = Browser(sign_in(client, ben))
    page = browser.press(
        browser.open("/workouts/new"), "Add exercise", {"exercise_name": "bench press"}
    )
    typed = {"exercises-0-sets-0-weight": "22.046", "exercises-0-sets-0-reps": "5"}
    page = browser.press(page, "Save workout", typed, status=422)
    assert "The smallest step is 0.01 lb." in page.text
