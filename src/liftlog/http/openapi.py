"""OpenAPI 3.1 documents out of typed endpoints, the same way for both services."""

import copy
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, Response
from flask import request as current_request
from pydantic import ValidationError
from spectree import Response as Answers
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from liftlog.http.endpoint import Endpoint
from liftlog.http.json_types import Question
from liftlog.http.problem import PROBLEM_TYPE, Problem
from liftlog.kit.errors import InvalidInputError

BEARER = "bearer"
DESCRIPTIONS = {
    "400": "The request can't be read.",
    "401": "Not signed in.",
    "403": "Refused: the request came from another site.",
    "404": "Not there, or not yours.",
    "409": "In conflict with what is there.",
    "413": "Too large.",
    "415": "Not JSON.",
    "422": "Something in the request is not valid; `fields` says what.",
    "503": "Not available just now.",
}
PARAMETERS = {
    "workout_id": "The id of one of your workouts.",
    "routine_id": "The id of one of your routines.",
    "measurement_id": "The id of one of your measurements.",
    "exercise_id": "The id of an exercise of the catalogue or of your own.",
    "zone": "A name of the tz database.",
    "limit": "How many at most.",
}


def new_contract(*, title: str, version: str, description: str) -> SpecTree:
    return SpecTree(
        "flask",
        title=title,
        version=version,
        description=description,
        mode="strict",
        before=_refuse_invalid,
        validation_error_model=Problem,
        naming_strategy=lambda model: model.__name__,
        nested_naming_strategy=lambda _parent, child: child,
        security_schemes=[
            SecurityScheme(
                name=BEARER,
                data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"),
            )
        ],
        security={BEARER: []},
    )


def answers(model: type | None, *, status: int = 200, refusals: tuple[int, ...] = ()) -> Answers:
    """The answers of an endpoint: what it gives, and the ways in which it may refuse."""
    problems = dict.fromkeys((401, *refusals), Problem)
    return Answers(**{f"HTTP_{code}": found for code, found in {status: model, **problems}.items()})


_Question = TypeVar("_Question", bound=Question)
View = Callable[..., Response]


def described(
    contract: SpecTree, endpoint: Endpoint[Any, Any], view: View, *, refusals: tuple[int, ...] = ()
) -> View:
    """The view of an endpoint, described by its row; it reads the query and writes JSON itself.

    `refusals` are those of the service besides those of the endpoint.
    """
    view.__doc__ = endpoint.doc
    validate: Callable[[View], View] = contract.validate(
        query=None if endpoint.query is Question else endpoint.query,
        resp=answers(endpoint.answer, refusals=(*endpoint.refusals, *refusals)),
        tags=endpoint.tags,
        operation_id=endpoint.operation_id,
        skip_validation=True,
    )
    return validate(view)


def query_of(question: type[_Question]) -> _Question:
    """What the current request asks for; InvalidInputError says which parameter is wrong."""
    try:
        return question.model_validate(current_request.args.to_dict())
    except ValidationError as error:
        raise invalid_input(error) from error


def invalid_input(error: ValidationError) -> InvalidInputError:
    """The refusal that says of each field what is wrong with it."""
    return InvalidInputError(
        "Something in the request is not valid.",
        fields={
            ".".join(str(part) for part in problem["loc"]) or "body": problem["msg"]
            for problem in error.errors(include_url=False)
        },
    )


def _refuse_invalid(
    _request: Request,
    _response: Response | None,
    error: Exception | None,
    _instance: object,
    _adapter: object,
) -> None:
    if isinstance(error, ValidationError):
        raise invalid_input(error)


def documented(contract: SpecTree, app: Flask) -> dict[str, Any]:
    """The document, with every refusal in the one shape we answer with."""
    contract.app = app
    document: dict[str, Any] = copy.deepcopy(contract.spec)
    for operations in document["paths"].values():
        for operation in operations.values():
            if not operation["description"]:
                del operation["description"]
            for parameter in operation["parameters"]:
                _describe_parameter(parameter)
            if "requestBody" in operation:
                _add_refusals_of_bodies(operation["responses"])
            _describe_answers(operation["responses"])
    return document


def _describe_parameter(parameter: dict[str, Any]) -> None:
    """An address can leave a parameter out, but it can't say null."""
    parameter["description"] = parameter["description"] or PARAMETERS.get(parameter["name"], "")
    schema = parameter["schema"]
    choices = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema.update(choices[0])
    if schema.get("default", "") is None:
        del schema["default"]


def _add_refusals_of_bodies(responses: dict[str, Any]) -> None:
    """Every body can be no JSON, malformed or too large; endpoints need not say so one by one."""
    for status in ("400", "413", "415"):
        responses.setdefault(status, copy.deepcopy(responses["401"]))


def _describe_answers(responses: dict[str, Any]) -> None:
    for status, answer in responses.items():
        if status in DESCRIPTIONS:
            answer["description"] = DESCRIPTIONS[status]
            content = answer.get("content", {})
            if "application/json" in content:
                content[PROBLEM_TYPE] = content.pop("application/json")
