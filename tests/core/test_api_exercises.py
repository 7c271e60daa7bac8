"""Exercises over JSON: the catalogue, one's own, and how they are found."""

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import BENCH, Person
from tests.problems import problem, read_json

pytestmark = pytest.mark.database

URL = "/api/v1/exercises"
LARSEN = {
    "name": "Larsen press of mine",
    "load_kind": "weight_reps",
    "equipment": "barbell",
    "pattern": "horizontal_push",
    "primary_muscles": ["chest"],
    "secondary_muscles": ["triceps", "front_delts"],
}


def post(client: FlaskClient, person: Person, **fields: Any) -> TestResponse:
    return client.post(URL, json={**LARSEN, **fields}, headers=person.headers)


def names(client: FlaskClient, person: Person, query: str) -> list[str]:
    answer = client.get(f"{URL}?{query}", headers=person.headers)
    assert answer.status_code == 200, read_json(answer)
    return [found["name"] for found in read_json(answer)["items"]]


@pytest.mark.parametrize(
    ("method", "url"), [("GET", URL), ("POST", URL), ("GET", f"{URL}/{BENCH}")]
)
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, method: str, url: str) -> None:
    problem(client.open(url, method=method, json=LARSEN), 401, "not_signed_in")


def test_somebody_elses_own_exercise_is_not_there(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    made = read_json(post(client, ana))
    problem(client.get(f"{URL}/{made['id']}", headers=cid.headers), 404, "not_found")
    assert made["name"] in names(client, ana, "q=larsen press of mine")
    assert made["name"] not in names(client, cid, "q=larsen press of mine")


def test_an_exercise_of_ones_own_comes_back_as_it_was_sent(
    client: FlaskClient, ana: Person
) -> None:
    answer = post(client, ana)
    assert answer.status_code == 201
    assert read_json(answer).items() >= {**LARSEN, "own": True, "archived": False}.items()
    assert read_json(
        client.get(f"{URL}/{read_json(answer)['id']}", headers=ana.headers)
    ) == read_json(answer)


def test_the_catalogue_is_there_from_the_start(client: FlaskClient, ana: Person) -> None:
    found = read_json(client.get(f"{URL}/{BENCH}", headers=ana.headers))
    assert (found["name"], found["own"], found["load_kind"]) == (
        "Bench press",
        False,
        "weight_reps",
    )
    assert len(names(client, ana, "")) == 100
    assert len(names(client, ana, "limit=1000")) > 300


@pytest.mark.parametrize("typed", ["bench press", "BENCH", "bnech press", "  bench  "])
def test_typos_are_forgiven(client: FlaskClient, ana: Person, typed: str) -> None:
    assert "Bench press" in names(client, ana, f"q={typed}&limit=5")


@pytest.mark.parametrize("typed", ["%00", "%F0%9F%8F%8B", "%27%3B--", "%25", "%5C", "q" * 100])
def test_a_search_for_anything_is_answered(client: FlaskClient, ana: Person, typed: str) -> None:
    names(client, ana, f"q={typed}")


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=1001", "limit"), (f"q={'x' * 101}", "q"), ("name=x", "name")],
)
def test_a_question_beyond_the_limits_is_refused(
    client: FlaskClient, ana: Person, query: str, field: str
) -> None:
    answer = client.get(f"{URL}?{query}", headers=ana.headers)
    assert list(problem(answer, 422, "invalid_input")["fields"]) == [field]


def test_a_name_is_trimmed_and_has_up_to_120_characters(client: FlaskClient, ana: Person) -> None:
    assert read_json(post(client, ana, name="  Yoke\t"))["name"] == "Yoke"
    assert post(client, ana, name="🏋" * 120).status_code == 201


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "   \t"),
        ("name", "x" * 121),
        ("name", "a\x00b"),
        ("name", "half \ud83c"),
        ("name", 7),
        ("load_kind", "levitation"),
        ("load_kind", None),
        ("equipment", "barbel"),
        ("pattern", ""),
        ("primary_muscles", ["tail"]),
        ("primary_muscles", ["chest"] * 13),
        ("primary_muscles", ["chest", "chest"]),
        ("secondary_muscles", ["chest", "triceps", "chest"]),
        ("secondary_muscles", "chest"),
        ("colour", "red"),
        ("id", "7"),
    ],
)
def test_what_an_exercise_can_not_have_is_refused(
    client: FlaskClient, ana: Person, name: str, value: object
) -> None:
    refused = problem(post(client, ana, **{name: value}), 422, "invalid_input")
    assert all(place.startswith(name) for place in refused["fields"])


@pytest.mark.parametrize("name", ["bench press", "Bench Press"])
def test_a_name_is_given_once(client: FlaskClient, ana: Person, name: str) -> None:
    assert "name" in problem(post(client, ana, name=name), 409, "conflict")["fields"]


def test_two_people_may_use_the_same_name(client: FlaskClient, ana: Person, cid: Person) -> None:
    assert post(client, ana).status_code == post(client, cid).status_code == 201


def test_sending_the_same_exercise_twice_is_sending_it_once(
    client: FlaskClient, ana: Person
) -> None:
    first, second = (post(client, ana, id="0190a6b0-0000-7000-8000-000000000001") for _ in "12")
    assert (first.status_code, second.status_code) == (201, 201)
    assert read_json(first) == read_json(second)


def test_the_id_of_another_exercise_is_taken(client: FlaskClient, ana: Person) -> None:
    made = read_json(post(client, ana, id=str(uuid4())))
    problem(post(client, ana, id=made["id"], name="Other"), 409, "conflict")
    problem(post(client, ana, id=str(BENCH), name="My bench"), 409, "conflict")
    assert read_json(client.get(f"{URL}/{made['id']}", headers=ana.headers)) == made
    assert read_json(client.get(f"{URL}/{BENCH}", headers=ana.headers))["name"] == "Bench press"
