"""Rows that today's rules would refuse: a device gets everything else of them."""

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from liftlog.store.database.engine import Database
from tests.browsing import sign_in
from tests.cast import BENCH, Person, as_person
from tests.core.test_sync import Workout, put, sync, told
from tests.pages import Browser

pytestmark = pytest.mark.database

PLANNED = "4e2075a9-7581-57bb-9955-c9f645d2de74"


def changes(client: FlaskClient, person: Person) -> dict[str, Any]:
    found: dict[str, Any] = told(sync(client, person))["changes"]
    return found


def change_row(database: Database, person: Person, statement: str, value: str) -> None:
    with database.transaction() as tx:
        as_person(tx, person)
        assert tx.execute(text(statement), {"value": value}).rowcount == 1


def test_of_a_plan_with_an_unknown_unit_only_the_unit_is_left_out(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    begun, entry = workout.begun
    entry["fields"]["plan"] = [{"id": PLANNED, "distance": 400, "distance_unit": "ft"}]
    acks = told(sync(client, ana, begun, entry))["acks"]
    assert [one["status"] for one in acks] == ["applied", "applied"]
    assert [one["code"] for one in acks] == [None, "fields_left_out"]
    assert acks[1]["reason"].startswith("plan.0.distance_unit: ")
    [kept] = changes(client, ana)["workouts"]
    assert kept["exercises"][0]["plan"][0]["distance"] == 400


@pytest.mark.parametrize(
    ("stored", "kept"),
    [
        ("[{}]", []),
        ("[null]", []),
        ('[{"id": "no id"}]', []),
        (f'[{{"id": "{PLANNED}", "kind": "unheard of", "reps_min": 5}}]', [("working", 5, None)]),
        (
            f'[{{"id": 1}}, {{"id": "{PLANNED}", "reps_min": 8, "distance_unit": "ft", "x": 1}}]',
            [("working", 8, None)],
        ),
    ],
)
def test_of_a_stored_plan_what_is_understood_is_sent(
    client: FlaskClient, ana: Person, database: Database, stored: str, kept: list[object]
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun, workout.set(0)))
    change_row(database, ana, "UPDATE workout_exercise SET plan = CAST(:value AS jsonb)", stored)
    [entry] = changes(client, ana)["workouts"][0]["exercises"]
    plan = [(one["kind"], one["reps_min"], one["distance_unit"]) for one in entry["plan"]]
    assert plan == kept
    assert [one["reps"] for one in entry["sets"]] == [5]


def test_of_stored_preferences_what_is_understood_is_sent(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    told(sync(client, ana, put("preferences", uuid4(), rest_s=60, bar_g=20_000)))
    change_row(
        database,
        ana,
        "UPDATE preference SET logging = logging || CAST(:value AS jsonb)",
        '{"unheard_of": 1, "bar_g": "heavy"}',
    )
    assert changes(client, ana)["preferences"] == {"rest_s": 60}


def test_of_a_stored_exercise_what_is_understood_is_sent(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    own = uuid4()
    muscles = ["chest", "triceps"]
    told(sync(client, ana, put("exercise", own, name="Mine", primary_muscles=muscles)))
    change_row(
        database,
        ana,
        "UPDATE exercise SET primary_muscles = '{gizzard,chest,gills,triceps}', "
        "equipment = 'spoon', settings = CAST(:value AS jsonb) WHERE catalogue_id IS NULL",
        '{"rest_s": "long", "bar_g": 0, "note": "Elbows in."}',
    )
    [exercise] = [one for one in changes(client, ana)["exercises"] if one["id"] == str(own)]
    assert exercise["primary_muscles"] == muscles
    assert (exercise["name"], exercise["equipment"]) == ("Mine", "other")
    assert (exercise["rest_s"], exercise["bar_g"]) == (None, 0)
    assert exercise["note"] == "Elbows in."


def test_of_a_stored_routine_what_is_understood_is_sent(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    routine, exercise = uuid4(), uuid4()
    planned = {"id": PLANNED, "reps_min": 5, "reps_max": 8}
    entry = {"id": str(exercise), "exercise_id": str(BENCH), "sets": [planned]}
    told(sync(client, ana, put("routine", routine, name="Push", exercises=[entry])))
    change_row(
        database,
        ana,
        "UPDATE routine SET content = content || CAST(:value AS jsonb)",
        '{"folder": "A", "weekdays": null, "exercises": [{"sets": []}, '
        f'{{"id": "{exercise}", "exercise_id": "{BENCH}", "tempo": 3, "sets": '
        f'[{{"id": 7}}, {{"id": "{PLANNED}", "reps_min": 5, "distance_unit": "ft"}}]}}]}}',
    )
    [found] = changes(client, ana)["routines"]
    assert (found["name"], found["weekdays"]) == ("Push", [])
    [kept] = found["exercises"]
    assert kept["id"] == str(exercise)
    assert [(one["reps_min"], one["distance_unit"]) for one in kept["sets"]] == [(5, None)]


def test_the_logging_settings_show_what_is_understood_of_what_is_stored(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    browser = Browser(sign_in(client, ana))
    browser.press(browser.open("/settings/logging"), "Save", {"rest": "1:45"})
    stored = '{"rest_s": 105, "of_a_later_release": true, "bar_g": -5}'
    change_row(database, ana, "UPDATE preference SET logging = CAST(:value AS jsonb)", stored)
    assert browser.open("/settings/logging").values["rest"] == "1:45"
