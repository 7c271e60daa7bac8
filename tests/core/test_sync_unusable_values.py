"""A value that can't be used falls back alone: every field of every operation, with many values."""

import itertools
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from liftlog.core.sync.schemas import FIELDS
from liftlog.domain.sync.merging import Kind
from tests.cast import BENCH, SQUAT, Person
from tests.core.test_sync import Op, Workout, put, sync, told

pytestmark = pytest.mark.database

PLAN = {"id": str(uuid4()), "kind": "drop", "weight": 60, "weight_unit": "lb", "reps_min": 8}
GOOD: dict[Kind, dict[str, Any]] = {
    Kind.WORKOUT: {
        "title": "Push",
        "started_at": "2026-11-20T17:30:00.250000+01:00",
        "time_zone": "America/New_York",
        "note": "Slept well.",
        "routine_id": str(uuid4()),
        "running": True,
        "duration_s": 1800,
    },
    Kind.ENTRY: {
        "position": 3,
        "superset": 2,
        "note": "Slow.",
        "rest_s": 90,
        "plan": [PLAN],
    },
    Kind.SET: {
        "kind": "drop",
        "weight": 102.5,
        "weight_unit": "kg",
        "reps": 5,
        "rpe": 8.5,
        "duration_s": 30,
        "distance": 400,
        "distance_unit": "m",
        "note": "Grinder.",
        "position": 4,
        "logged_at": "2026-11-20T17:35:00+01:00",
        "plan_id": PLAN["id"],
    },
    Kind.EXERCISE: {
        "name": "Log press",
        "load_kind": "weight_reps",
        "equipment": "barbell",
        "pattern": "vertical_push",
        "primary_muscles": ["front_delts", "triceps"],
        "secondary_muscles": ["chest"],
        "increment_g": 2500,
        "bar_g": 15_000,
        "rest_s": 120,
        "note": "Belt.",
        "archived": False,
    },
    Kind.ROUTINE: {
        "name": "Push A",
        "note": "Chest first.",
        "weekdays": [1, 4],
        "exercises": [{"exercise_id": str(BENCH), "note": "Pause.", "sets": [{"reps_min": 5}]}],
    },
    Kind.PREFERENCES: {
        "bar_g": 15_000,
        "plates_g": [20_000, 10_000],
        "plates_unit": "lb",
        "rest_s": 200,
        "rest_timer": False,
        "rest_sound": False,
        "rest_vibration": False,
        "left_handed": True,
        "shortcuts": False,
    },
}
# Well formed and unknown, of another type, beyond every limit, or not for a database.
UNUSABLE: tuple[Any, ...] = (
    "Etc/Unknown",
    "unheard_of",
    "9999-12-31T00:00:00Z",
    "\u0000",
    "x" * 20_000,
    -1,
    10**12,
    1.5,
    True,
    ["unheard_of", 10**12],
    [{"unheard_of": 1}],
    {"unheard_of": 1},
)
# Each is written after the one before: there is one document of preferences.
LATER = itertools.count(100)
FIELDS_OF_ALL = [(kind, name) for kind in Kind for name in GOOD[kind]]
# What was done can't be guessed: a new set without it would be another set.
MEASURES = {"weight", "reps", "duration_s", "distance"}


def is_usable(kind: Kind, name: str, value: object) -> bool:
    try:
        FIELDS[kind].model_validate({**GOOD[kind], name: value})
    except ValidationError:
        return False
    return True


def operations(kind: Kind, fields: dict[str, Any]) -> tuple[list[Op], UUID]:
    """The operations that lead up to one of the kind, it among them, and what it is of."""
    workout, target = Workout(), uuid4()
    begun, entry = workout.begun
    if kind is Kind.WORKOUT:
        return [with_fields("workout", target, 0, fields)], target
    if kind is Kind.ENTRY:
        more = {"workout_id": workout.id, "exercise_id": SQUAT, **fields}
        return [begun, with_fields("entry", target, 0, more)], workout.id
    if kind is Kind.SET:
        return [begun, entry, workout_set(workout, target, fields)], workout.id
    return [with_fields(kind.value, target, next(LATER), fields)], target


def with_fields(kind: str, target: UUID, seconds: int, fields: dict[str, Any]) -> Op:
    """As `put`, also for a field that is called `kind`."""
    sent = put(kind, target, seconds)
    for name, value in fields.items():
        sent["fields"][name] = str(value) if isinstance(value, UUID) else value
    return sent


def workout_set(workout: Workout, target: UUID, fields: dict[str, Any]) -> Op:
    places = {"workout_id": workout.id, "entry_id": workout.entry, "exercise_id": BENCH}
    return with_fields("set", target, 2, {**places, **fields})


def observed(changes: dict[str, Any], kind: Kind, target: UUID) -> dict[str, Any]:
    """The document as a new device gets it."""
    if kind is Kind.PREFERENCES:
        return dict(changes["preferences"])
    lists = {Kind.EXERCISE: "exercises", Kind.ROUTINE: "routines"}
    documents = {one["id"]: one for one in changes[lists.get(kind, "workouts")]}
    document: dict[str, Any] = documents[str(target)]
    if kind is Kind.ENTRY:
        [document] = document["exercises"]
    elif kind is Kind.SET:
        [document] = document["exercises"][0]["sets"]
    return {name: document[name] for name in GOOD[kind]}


def sent(client: FlaskClient, person: Person, kind: Kind, fields: dict[str, Any]) -> Any:
    wanted, target = operations(kind, fields)
    *before, ack = told(sync(client, person, *wanted))["acks"]
    assert {one["status"] for one in before} <= {"applied"}
    return ack, target


@pytest.mark.parametrize(("kind", "name"), FIELDS_OF_ALL, ids=str)
def test_only_the_value_that_can_not_be_used_is_left_out(
    client: FlaskClient, ana: Person, kind: Kind, name: str
) -> None:
    _, target = sent(client, ana, kind, GOOD[kind])
    good = observed(told(sync(client, ana, cursor=None))["changes"], kind, target)
    tried = [value for value in UNUSABLE if not is_usable(kind, name, value)]
    assert len(tried) >= 4
    for value in tried:
        ack, target = sent(client, ana, kind, {**GOOD[kind], name: value})
        assert ack["reason"].startswith(name), (value, ack)
        if kind is Kind.SET and name in MEASURES:
            assert (ack["status"], ack["code"]) == ("rejected", "invalid_input")
            continue
        if kind is Kind.ROUTINE and name == "name":
            assert ack["status"] == "rejected"
            continue
        assert (ack["status"], ack["code"]) == ("applied", "fields_left_out"), (value, ack)
        changes = told(sync(client, ana, cursor=None))["changes"]
        left = observed(changes, kind, target)
        # A start is shown in the zone of the workout.
        shown = {"started_at"} if name == "time_zone" else set()
        for other in set(good) - {name, *shown}:
            assert stripped(left[other]) == stripped(good[other]), (value, other)


def stripped(value: Any) -> str:
    """Without ids that the server made."""
    if isinstance(value, list):
        value = [
            {name: of for name, of in one.items() if name not in {"id", "sets"}}
            if isinstance(one, dict)
            else one
            for one in value
        ]
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("name", sorted(GOOD[Kind.SET]))
def test_of_an_edit_of_a_set_only_the_value_that_can_not_be_used_is_left_out(
    client: FlaskClient, ana: Person, name: str
) -> None:
    workout, target = Workout(), uuid4()
    assert told(sync(client, ana, *workout.begun, workout_set(workout, target, GOOD[Kind.SET])))[
        "acks"
    ]
    edits = {
        "note": "Edited.",
        "reps": 6,
        "position": 1,
        name: next(value for value in UNUSABLE if not is_usable(Kind.SET, name, value)),
    }
    [ack] = told(sync(client, ana, with_fields("set", target, 50, edits)))["acks"]
    assert (ack["status"], ack["code"]) == ("applied", "fields_left_out"), ack
    kept = observed(told(sync(client, ana, cursor=None))["changes"], Kind.SET, workout.id)
    wanted = {**GOOD[Kind.SET], "note": "Edited.", "reps": 6, "position": 1}
    wanted[name] = GOOD[Kind.SET][name]
    for other in ("note", "reps", "position", "weight", "rpe", "kind", "distance", "plan_id"):
        assert kept[other] == wanted[other], other


def test_an_unknown_time_zone_falls_back_to_that_of_the_account(
    client: FlaskClient, ben: Person
) -> None:
    workout = Workout()
    begun, entry = workout.begun
    begun["fields"]["time_zone"] = "Etc/Unknown"
    acks = told(sync(client, ben, begun, entry, workout.set(0)))["acks"]
    assert [one["status"] for one in acks] == ["applied"] * 3
    assert acks[0]["reason"].startswith("time_zone: This is not a time zone")
    [kept] = told(sync(client, ben, cursor=None))["changes"]["workouts"]
    user = told(sync(client, ben))["user"]
    assert kept["time_zone"] == user["time_zone"]
    assert (kept["title"], kept["running"]) == ("Push", True)
    assert len(kept["exercises"][0]["sets"]) == 1


def test_an_operation_of_which_nothing_can_be_used_brings_nothing_back(
    client: FlaskClient, ana: Person
) -> None:
    workout = Workout()
    told(sync(client, ana, *workout.begun))
    gone = {**put("workout", workout.id, 5), "verb": "delete", "fields": {}}
    told(sync(client, ana, gone))
    [ack] = told(sync(client, ana, put("workout", workout.id, 9, time_zone="Etc/Unknown")))["acks"]
    assert ack["status"] == "rejected"
    assert told(sync(client, ana))["changes"]["workouts"] == []


@pytest.mark.parametrize("name", ["mood", "", "\0", "\ud800", "x" * 20_000])
def test_a_field_that_is_not_known_takes_nothing_along(
    client: FlaskClient, ana: Person, name: str
) -> None:
    workout = Workout()
    begun, entry = workout.begun
    begun["fields"][name] = "good"
    acks = told(sync(client, ana, begun, entry, workout.set(0)))["acks"]
    assert [one["status"] for one in acks] == ["applied"] * 3
    assert acks[0]["code"] == "fields_left_out"
    [kept] = told(sync(client, ana))["changes"]["workouts"]
    assert (kept["title"], len(kept["exercises"][0]["sets"])) == ("Push", 1)
