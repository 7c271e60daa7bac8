"""Core's API does what its own description says, whatever is sent to it."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from liftlog.cli.openapi import core_document
from tests.cast import Person

pytestmark = pytest.mark.database

OPERATIONS = [
    (method.upper(), path)
    for path, item in core_document()["paths"].items()
    for method in item
    if "/time-zones" not in path
]
# A schema can't say that an exercise has to exist or that a period ends after it begins, and
# numbers written as text are taken: what is accepted and refused has tests of its own.
NOT_OURS: list[Any] = [checks.positive_data_acceptance, checks.negative_data_rejection]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_answers_as_it_says(
    core_app: Flask, ana: Person, method: str, path: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(core_document())
    schema.app = core_app
    cases = schema[path][method].as_strategy(generation_mode=mode)

    @settings(
        max_examples=6 if "/stats/" in path else 15,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        case = data.draw(cases)
        headers = {**ana.headers, "Accept-Encoding": "identity"}
        case.call_and_validate(headers=headers, excluded_checks=NOT_OURS)

    holds()
