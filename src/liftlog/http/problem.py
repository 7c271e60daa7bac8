"""Problem details for HTTP APIs (RFC 9457), the one shape of error both services answer with."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, json
from pydantic import BaseModel, ConfigDict, Field

from liftlog.kit import request_context
from liftlog.kit.errors import LiftLogError

PROBLEM_TYPE = "application/problem+json"
# Python's own names of these follow RFC 9110 only from 3.13 on.
_TITLES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}


class Problem(BaseModel):
    """Why a request was refused. `code` is stable; `detail` is for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Unprocessable Content",
                    "status": 422,
                    "code": "invalid_input",
                    "detail": "Something in the request is not valid.",
                    "fields": {"exercises.0.sets.1.reps": "Must be 10000 at most."},
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    code: str = Field(description="Never changes its meaning once published.")
    detail: str
    fields: dict[str, str] = Field(default_factory=dict, description="What is wrong, by field.")
    request_id: str | None = Field(
        default=None, description="With a status of 500 and more: the id to report it by."
    )


def problem_of(error: LiftLogError) -> Response:
    """The answer to a refusal of ours."""
    response = problem_response(error.status, error.code, error.message, error.fields)
    return with_retry_after(response, error)


def with_retry_after(response: Response, error: LiftLogError) -> Response:
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def problem_response(
    status: int, code: str, detail: str, fields: Mapping[str, str] | None = None
) -> Response:
    body: dict[str, object] = {
        "type": "about:blank",
        "title": _TITLES.get(HTTPStatus(status), HTTPStatus(status).phrase),
        "status": int(status),
        "code": code,
        "detail": detail,
    }
    if fields:
        body["fields"] = dict(fields)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        body["request_id"] = request_context.request_id()
    response = Response(json.dumps(body), status, mimetype=PROBLEM_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="LiftLog"'
    return response
