"""A body with a value of another JSON type is refused, and the field is named: in every body of the API.

Only one type is close enough to be taken for another: a whole number where any number is right.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from liftlog.cli.openapi import core_document
from tests.cast import BENCH, Person

DOCUMENT = core_document()
SCHEMAS: Mapping[str, Any] = DOCUMENT["components"]["schemas"]
Path = tuple[str | int, ...]

# One value of each type of JSON, and of those that Python and pydantic mix up more than one.
VALUES: Mapping[str, tuple[object, ...]] = {
    "null": (None,),
    "boolean": (True, False),
    "integer": (0, 1, 5),
    "number": (5.0, 7.25),
    "string": ("5", "true", "", "2026-11-20", "kg"),
    "array": ([], [5]),
    "object": ({}, {"a": 5}),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a body and the types of JSON that its schema allows."""

    path: Path
    types: frozenset[str]


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema


def alternatives(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    schema = resolved(schema)
    for branch in ("anyOf", "oneOf"):
        if branch in schema:
            for one in schema[branch]:
                yield from alternatives(one)
            return
    yield schema


def types_of(schema: Mapping[str, Any]) -> frozenset[str]:
    found = {one.get("type") for one in alternatives(schema)}
    if None in found:
        return frozenset(VALUES)
    return frozenset(str(one) for one in found) | ({"integer"} if "number" in found else set())


def places(schema: Mapping[str, Any], path: Path = ()) -> Iterator[Place]:
    """Every field, also inside of lists and objects."""
    yield Place(path, types_of(schema))
    for one in alternatives(schema):
        for name, inner in one.get("properties", {}).items():
            yield from places(inner, (*path, name))
        if "items" in one:
            yield from places(one["items"], (*path, 0))


def example(schema: Mapping[str, Any]) -> Any:
    """A body with every field in it, so that each has its place."""
    one = next(one for one in alternatives(schema) if one.get("type") != "null")
    if one.get("type") == "object":
        return {name: example(inner) for name, inner in one.get("properties", {}).items()}
    if one.get("type") == "array":
        return [example(one["items"])]
    if "enum" in one:
        return one["enum"][0]
    known = {
        "uuid": str(BENCH),
        "date-time": "2026-11-20T18:05:00+01:00",
        "date": "2026-11-20",
    }
    if one.get("format") in known:
        return known[one["format"]]
    return {"string": "x" * one.get("minLength", 1), "boolean": True}.get(
        one.get("type", ""), one.get("minimum", one.get("exclusiveMinimum", 0) + 1)
    )


def put(body: Any, path: Path, value: object) -> Any:
    if not path:
        return value
    first, *rest = path
    if isinstance(body, list):
        return [put(body[0], tuple(rest), value)]
    return {**body, first: put(body[first], tuple(rest), value)}


BODIES = {
    f"{method.upper()} {path}": operation["requestBody"]["content"]["application/json"]["schema"]
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if "requestBody" in operation
}


def test_the_walk_finds_bodies_fields_and_the_types_that_were_once_mixed_up() -> None:
    assert len(BODIES) == 8
    found = {place.path: place.types for place in places(BODIES["POST /api/v1/workouts"])}
    assert found["exercises", 0, "sets", 0, "reps"] == {"integer", "null"}
    assert found["exercises", 0, "sets", 0, "weight"] >= {"integer", "number", "null"}
    assert found["duration_s",] == {"integer", "null"}
    assert found["exercises",] == {"array"}


@pytest.mark.database
@pytest.mark.parametrize("operation", BODIES)
def test_a_value_of_another_type_is_refused_by_the_name_of_its_field(
    client: FlaskClient, ana: Person, operation: str
) -> None:
    method, _, path = operation.partition(" ")
    url = path.format(**dict.fromkeys(("workout_id", "measurement_id", "routine_id"), BENCH))
    whole = example(BODIES[operation])
    tried, wrong = 0, []
    for place in places(BODIES[operation]):
        for type_name, values in VALUES.items():
            if type_name in place.types:
                continue
            for value in values:
                tried += 1
                body = put(whole, place.path, value)
                answer = client.open(
                    url,
                    method=method,
                    data=json.dumps(body),
                    content_type="application/json",
                    headers=ana.headers,
                )
                where = ".".join(map(str, place.path))
                problem = answer.get_json()
                named = any(
                    field == where or field.startswith(f"{where}.") or not where
                    for field in problem.get("fields", {})
                ) or (not where and answer.status_code in {400, 422})
                if answer.status_code not in ({422} if where else {400, 422}) or not named:
                    wrong.append((where, value, answer.status_code, problem.get("fields")))
    assert wrong == []
    assert tried > 20
