"""OpenAPI 3.1 documents out of typed endpoints, the same way for both services."""

from typing import Any

from flask import Flask, Request, Response
from pydantic import ValidationError
from spectree import Response as Answers
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from liftlog.errors import InvalidInputError
from liftlog.problem import PROBLEM_TYPE, Problem

BEARER = "bearer"
DESCRIPTIONS = {
    "400": "The request can't be read.",
    "401": "Not signed in.",
    "403": "Refused: the request came from another site.",
    "404": "Not there, or not yours.",
    "409": "In conflict with what is there.",
    "413": "Too large.",
    "422": "Something in the request is not valid; `fields` says what.",
    "503": "Not available just now.",
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


def _refuse_invalid(
    _request: Request,
    _response: Response | None,
    error: Exception | None,
    _instance: object,
    _adapter: object,
) -> None:
    if isinstance(error, ValidationError):
        raise InvalidInputError(
            "Something in the request is not valid.",
            fields={
                ".".join(str(part) for part in problem["loc"]) or "body": problem["msg"]
                for problem in error.errors(include_url=False)
            },
        )


def documented(contract: SpecTree, app: Flask) -> dict[str, Any]:
    """The document, with every refusal in the one shape we answer with."""
    contract.app = app
    document: dict[str, Any] = contract.spec
    for operations in document["paths"].values():
        for operation in operations.values():
            _describe_answers(operation["responses"])
    return document


def _describe_answers(responses: dict[str, Any]) -> None:
    for status, answer in responses.items():
        if status in DESCRIPTIONS:
            answer["description"] = DESCRIPTIONS[status]
            content = answer.get("content", {})
            if "application/json" in content:
                content[PROBLEM_TYPE] = content.pop("application/json")
