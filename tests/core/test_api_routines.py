"""Routines over JSON: made once, changed only from what was read, and the same ones devices have."""

import dataclasses
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from liftlog.domain.routines import ROUTINES_MAX
from liftlog.store import routines as store
from liftlog.store.database.engine import Database
from tests.cast import BENCH, NOW, SQUAT, Person, as_person
from tests.core.test_sync import put, statuses, sync, told
from tests.problems import problem, read_json

pytestmark = pytest.mark.database

ROUTINES = "/api/v1/routines"
TOP: dict[str, Any] = {"weight": 102.5, "weight_unit": "kg", "reps_min": 5, "reps_max": 8, "rpe": 8}
PUSH: dict[str, Any] = {
    "name": "Push A",
    "note": "Chest first.",
    "weekdays": [1, 4],
    "exercises": [
        {
            "exercise_id": str(BENCH),
            "note": "Pause on the chest.",
            "rest_s": 180,
            "superset": 1,
            "sets": [{"kind": "warm_up", "weight": 60, "weight_unit": "kg", "reps_min": 8}, TOP],
        },
        {"exercise_id": str(SQUAT), "superset": 1, "sets": [{}]},
    ],
}


def make(client: FlaskClient, person: Person, **given: object) -> dict[str, Any]:
    answer = client.post(ROUTINES, json={**PUSH, **given}, headers=person.headers)
    assert answer.status_code == 201, answer.get_json()
    made: dict[str, Any] = read_json(answer)
    return made


def listed(client: FlaskClient, person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_json(client.get(ROUTINES, headers=person.headers))["items"]
    return found


def one(made: dict[str, Any]) -> str:
    return f"{ROUTINES}/{made['id']}"


def replace(
    client: FlaskClient, person: Person, made: dict[str, Any], rev: int, **given: object
) -> TestResponse:
    body = {**PUSH, "rev": rev, **given}
    return client.put(one(made), json=body, headers=person.headers)


def on_device(client: FlaskClient, person: Person, cursor: int | None = None) -> dict[str, Any]:
    changes: dict[str, Any] = told(sync(client, person, cursor=cursor))["changes"]
    return changes


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_nothing(client: FlaskClient, method: str) -> None:
    problem(client.open(ROUTINES, method=method.upper(), json=PUSH), 401, "not_signed_in")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_nobody_reaches_somebody_elses_routine(
    client: FlaskClient, ana: Person, cid: Person, method: str
) -> None:
    made = make(client, ana)
    body = {**PUSH, "rev": made["rev"]} if method == "PUT" else None
    problem(client.open(one(made), method=method, json=body), 401, "not_signed_in")
    answer = client.open(one(made), method=method, json=body, headers=cid.headers)
    problem(answer, 404, "not_found")
    assert listed(client, cid) == []
    assert listed(client, ana) == [made]


def test_one_id_of_two_people_names_two_routines(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    made = make(client, ana)
    assert make(client, cid, id=made["id"], name="Mine")["name"] == "Mine"
    assert listed(client, ana) == [made]


def test_a_routine_comes_back_as_it_was_sent(client: FlaskClient, ana: Person) -> None:
    made = make(client, ana)
    assert {name: made[name] for name in ("name", "note", "weekdays")} == {
        "name": "Push A",
        "note": "Chest first.",
        "weekdays": [1, 4],
    }
    bench, squat = made["exercises"]
    assert (bench["name"], bench["rest_s"], bench["superset"]) == ("Bench press", 180, 1)
    assert (squat["name"], squat["rest_s"], squat["note"]) == ("Squat", None, "")
    warm_up, top = bench["sets"]
    assert (warm_up["kind"], warm_up["reps_min"], warm_up["reps_max"]) == ("warm_up", 8, 8)
    assert {name: top[name] for name in TOP} == TOP
    left_to_the_day = dict(squat["sets"][0])
    del left_to_the_day["id"], left_to_the_day["kind"]
    assert set(left_to_the_day.values()) == {None}
    assert read_json(client.get(one(made), headers=ana.headers)) == made


def test_a_weight_without_its_unit_is_in_the_lifters(client: FlaskClient, ben: Person) -> None:
    sets = [{"weight": 225, "reps_min": 5}]
    made = make(client, ben, exercises=[{"exercise_id": str(BENCH), "sets": sets}])
    (planned,) = made["exercises"][0]["sets"]
    assert (planned["weight"], planned["weight_unit"]) == (225, "lb")


def test_sending_it_twice_is_sending_it_once(client: FlaskClient, ana: Person) -> None:
    chosen = str(uuid4())
    first = make(client, ana, id=chosen)
    assert make(client, ana, id=chosen) == first
    assert len(listed(client, ana)) == 1
    other = client.post(ROUTINES, json={**PUSH, "id": chosen, "name": "B"}, headers=ana.headers)
    problem(other, 409, "conflict")


def test_the_id_of_a_deleted_one_is_taken(client: FlaskClient, ana: Person) -> None:
    made = make(client, ana)
    client.delete(one(made), headers=ana.headers)
    again = client.post(ROUTINES, json={**PUSH, "id": made["id"]}, headers=ana.headers)
    problem(again, 409, "conflict")


def test_a_new_routine_is_the_last_one_unless_it_says_where(
    client: FlaskClient, ana: Person
) -> None:
    for name in ("Push", "Pull"):
        make(client, ana, name=name)
    make(client, ana, name="First", position=0)
    assert [found["name"] for found in listed(client, ana)] == ["First", "Push", "Pull"]


def test_a_change_keeps_its_place_and_needs_what_it_was_made_from(
    client: FlaskClient, ana: Person
) -> None:
    make(client, ana, name="Other")
    made = make(client, ana)
    changed = read_json(replace(client, ana, made, made["rev"], name="Push B", weekdays=[7, 7, 2]))
    assert (changed["name"], changed["weekdays"], changed["position"]) == ("Push B", [2, 7], 1)
    assert changed["rev"] > made["rev"]
    problem(replace(client, ana, made, made["rev"], name="Push C"), 409, "stale_version")
    without = client.put(one(made), json=PUSH, headers=ana.headers)
    assert "rev" in problem(without, 422, "invalid_input")["fields"]
    problem(replace(client, ana, made, 2**63), 422, "invalid_input")
    assert listed(client, ana)[1] == changed


def test_deleting_needs_no_version_but_heeds_one(client: FlaskClient, ana: Person) -> None:
    made = make(client, ana)
    stale = client.delete(f"{one(made)}?rev={made['rev'] - 1}", headers=ana.headers)
    problem(stale, 409, "stale_version")
    kept = make(client, ana, name="Pull")
    right = client.delete(f"{one(made)}?rev={made['rev']}", headers=ana.headers)
    assert right.status_code == client.delete(one(kept), headers=ana.headers).status_code == 204
    problem(client.delete(one(kept), headers=ana.headers), 404, "not_found")
    problem(client.get(one(made), headers=ana.headers), 404, "not_found")
    problem(replace(client, ana, made, made["rev"]), 404, "not_found")
    assert listed(client, ana) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"note": "x" * 2001}, "note"),
        ({"weekdays": [0]}, "weekdays.0"),
        ({"weekdays": [8]}, "weekdays.0"),
        ({"position": 1000}, "position"),
        ({"exercises": [{"exercise_id": str(uuid4())}]}, "exercises"),
        ({"exercises": [{"exercise_id": str(BENCH), "rest_s": 3601}]}, "exercises.0.rest_s"),
        ({"exercises": [{"exercise_id": str(BENCH)}] * 101}, "exercises"),
        ({"exercises": [{"exercise_id": str(BENCH), "sets": [{}] * 201}]}, "exercises.0.sets"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_can_not_be_is_refused(
    client: FlaskClient, ana: Person, given: dict[str, object], field: str
) -> None:
    answer = client.post(ROUTINES, json={**PUSH, **given}, headers=ana.headers)
    assert field in problem(answer, 422, "invalid_input")["fields"]
    assert listed(client, ana) == []


WRONG_SETS: list[dict[str, object]] = [
    {"weight": 2001, "weight_unit": "kg"},
    {"weight": -1, "weight_unit": "kg"},
    {"reps_min": 10_001},
    {"reps_min": 8, "reps_max": 5},
    {"rpe": 7.3},
    {"rpe": 10.5},
    {"duration_s": 604_801},
    {"distance": 1001, "distance_unit": "km"},
    {"distance": 5, "distance_unit": "ft"},
]


@pytest.mark.parametrize("planned", [*WRONG_SETS, {"weight": 2001}], ids=str)
def test_a_set_that_nobody_can_do_is_refused_here_and_left_out_from_a_device(
    client: FlaskClient, ana: Person, planned: dict[str, object]
) -> None:
    exercises = [{"exercise_id": str(BENCH), "sets": [planned]}]
    answer = client.post(ROUTINES, json={**PUSH, "exercises": exercises}, headers=ana.headers)
    fields = problem(answer, 422, "invalid_input")["fields"]
    assert any(name.startswith("exercises.0.sets.0") for name in fields)
    good = {"reps_min": 5, "reps_max": 5}
    exercises[0]["sets"] = [good, planned, good]
    [ack] = told(sync(client, ana, put("routine", uuid4(), name="Push", exercises=exercises)))[
        "acks"
    ]
    assert (ack["status"], ack["code"]) == ("applied", "fields_left_out")
    assert ack["reason"].startswith("exercises.0.sets.1")
    [kept] = listed(client, ana)
    reps = [one["reps_min"] for one in kept["exercises"][0]["sets"]]
    assert reps[0] == reps[-1] == 5


def test_there_is_a_most(client: FlaskClient, ana: Person, database: Database) -> None:
    ids = [make(client, ana)["id"]]
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        made = store.routine(tx, user_id, UUID(ids[0]))
        assert made is not None
        for _ in range(ROUTINES_MAX - 1):
            assert store.insert(tx, user_id, dataclasses.replace(made, id=uuid4()), now=NOW)
    problem(client.post(ROUTINES, json=PUSH, headers=ana.headers), 409, "conflict")
    assert len(listed(client, ana)) == ROUTINES_MAX


# Devices


def test_what_is_made_changed_and_deleted_here_reaches_a_device(
    client: FlaskClient, ana: Person
) -> None:
    made = make(client, ana)
    (there,) = on_device(client, ana)["routines"]
    assert (there["id"], there["rev"], there["name"]) == (made["id"], made["rev"], "Push A")
    changed = read_json(replace(client, ana, made, made["rev"], name="Push B"))
    (there,) = on_device(client, ana, made["rev"])["routines"]
    assert (there["name"], there["rev"]) == ("Push B", changed["rev"])
    client.delete(one(made), headers=ana.headers)
    changes = on_device(client, ana, changed["rev"])
    assert changes["routines"] == []
    assert changes["deleted"] == [{"kind": "routine", "id": made["id"]}]


def test_a_device_and_the_api_keep_the_same_document(client: FlaskClient, ana: Person) -> None:
    made = make(client, ana)
    (mine,) = on_device(client, ana)["routines"]
    target = uuid4()
    fields = {name: value for name, value in mine.items() if name not in {"id", "rev"}}
    told(sync(client, ana, put("routine", target, **fields)))
    theirs = next(
        found for found in on_device(client, ana)["routines"] if found["id"] == str(target)
    )
    assert {**theirs, "id": made["id"], "rev": mine["rev"]} == mine
    shown = read_json(client.get(f"{ROUTINES}/{target}", headers=ana.headers))
    assert shown["exercises"] == made["exercises"]


def test_what_a_device_wrote_from_an_older_version_changes_nothing_here(
    client: FlaskClient, ana: Person
) -> None:
    made = make(client, ana)
    changed = read_json(replace(client, ana, made, made["rev"], name="Push B"))
    stale = {**put("routine", UUID(made["id"]), name="Old", exercises=[]), "base_rev": made["rev"]}
    assert statuses(sync(client, ana, stale)) == ["superseded"]
    assert listed(client, ana) == [changed]
    fresh = {**stale, "id": str(uuid4()), "base_rev": changed["rev"]}
    assert statuses(sync(client, ana, fresh)) == ["applied"]
    problem(replace(client, ana, made, changed["rev"]), 409, "stale_version")
    assert [found["name"] for found in listed(client, ana)] == ["Old"]


def test_an_exercise_that_is_not_known_here_has_no_name_and_breaks_nothing(
    client: FlaskClient, ana: Person
) -> None:
    exercises = [{"id": str(uuid4()), "exercise_id": str(uuid4()), "sets": []}]
    told(sync(client, ana, put("routine", uuid4(), name="Odd", exercises=exercises)))
    (found,) = listed(client, ana)
    assert [entry["name"] for entry in found["exercises"]] == [""]
