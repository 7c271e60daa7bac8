"""The committed OpenAPI documents are what the services answer with, and say enough."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openapi_spec_validator import OpenAPIV31SpecValidator

from liftlog.cli import main
from liftlog.cli.openapi import core_document, stats_document

GOLDEN = Path(__file__).resolve().parents[2] / "openapi"
PROBLEM = "application/problem+json"
MADE = {"core": core_document, "stats": stats_document}


@pytest.fixture(scope="module", params=MADE)
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def document(service: str) -> dict[str, Any]:
    return MADE[service]()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_the_committed_document_is_what_the_service_makes(
    service: str, document: dict[str, Any]
) -> None:
    golden = (GOLDEN / f"{service}-v1.json").read_text("utf-8")
    assert json.loads(golden) == document, "run `make openapi` and look at what changed"


def test_the_command_prints_what_is_committed(service: str) -> None:
    printed = CliRunner().invoke(main, ["openapi", service])
    assert printed.exit_code == 0
    assert printed.stdout == (GOLDEN / f"{service}-v1.json").read_text("utf-8")


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_has_a_name_and_a_summary_of_its_own(document: dict[str, Any]) -> None:
    for key in ("operationId", "summary"):
        found = [operation[key] for _, operation in operations(document)]
        assert all(found)
        assert len(set(found)) == len(found)


def test_every_parameter_and_every_answer_is_described(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for one in operation["parameters"]:
            assert one["description"], (name, one["name"])
        for status, answer in operation["responses"].items():
            assert answer["description"], (name, status)


def test_a_description_is_there_or_left_out_but_never_empty(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation.get("description", "some") != "", name


def test_every_body_has_an_example_that_the_service_takes(document: dict[str, Any]) -> None:
    from liftlog.core.body import schemas
    from liftlog.core.routines import schemas as routine_schemas
    from liftlog.core.sync import schemas as sync_schemas
    from liftlog.core.workouts import schemas as workout_schemas

    models = vars(workout_schemas) | vars(schemas) | vars(routine_schemas) | vars(sync_schemas)
    for name, operation in operations(document):
        if "requestBody" not in operation:
            continue
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        model = schema["$ref"].rpartition("/")[2]
        examples = document["components"]["schemas"][model]["examples"]
        assert examples, name
        for example in examples:
            models[model].model_validate(example)


def test_every_refusal_is_a_problem(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        refusals = {code: one for code, one in operation["responses"].items() if code >= "400"}
        assert "401" in refusals, name
        for status, answer in refusals.items():
            assert list(answer["content"]) == [PROBLEM], (name, status)
            assert answer["content"][PROBLEM]["schema"]["$ref"].endswith("/Problem")


def test_whatever_takes_a_body_says_how_it_may_be_refused(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= set(operation["responses"]), name


def test_the_problem_has_an_example(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["Problem"]["examples"]
