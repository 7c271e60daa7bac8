"""Every refusal as problem+json (RFC 9457): nobody but programs talks to this service."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from liftlog.http.problem import problem_of, problem_response
from liftlog.kit import request_context
from liftlog.kit.errors import DatabaseUnavailableError, LiftLogError
from liftlog.stats.request.services import services

log = structlog.get_logger("liftlog.stats")

# Codes for what the framework itself refuses, as stable as our own.
HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
}


def install(app: Flask) -> None:
    app.register_error_handler(LiftLogError, _refused)
    app.register_error_handler(HTTPException, _refused_by_framework)
    app.register_error_handler(Exception, _bug)


def _refused(error: LiftLogError) -> Response:
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("request.unavailable", code=error.code, rule=_rule())
    if isinstance(error, DatabaseUnavailableError):
        services().observing.meter.count("liftlog_database_errors_total", 1, error.code)
    return problem_of(error)


def _refused_by_framework(error: HTTPException) -> BaseResponse:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    message = error.description or HTTPStatus(status).phrase
    return problem_response(status, HTTP_CODES.get(status, "refused"), message)


def _bug(error: Exception) -> Response:
    """A 500 is a bug: log all of it, and give the user an id to report."""
    log.error("request.failed", rule=_rule(), exc_info=error)
    message = f"Something went wrong here. The report has the id {request_context.request_id()}."
    return problem_response(500, "internal_error", message)


def _rule() -> str | None:
    """The path without anybody's ids in it."""
    return request.url_rule.rule if request.url_rule else None
