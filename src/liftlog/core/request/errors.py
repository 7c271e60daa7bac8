"""How a refusal looks: problem+json (RFC 9457) for programs, a page for people."""

from contextlib import suppress
from http import HTTPStatus

import structlog
from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from liftlog.core.request.cross_site import SAFE_METHODS
from liftlog.core.request.scope import signed_in
from liftlog.core.request.services import services
from liftlog.core.web.submitted_fields import typed
from liftlog.http.problem import problem_of, problem_response, with_retry_after
from liftlog.kit import request_context
from liftlog.kit.errors import (
    DatabaseUnavailableError,
    LiftLogError,
    NotSignedInError,
    OutcomeUnknownError,
)
from liftlog.store.database.engine import unavailability

log = structlog.get_logger(__name__)

# Codes for what the framework itself refuses, as stable as our own.
HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}
SENTENCES = {
    400: "This request can't be read.",
    404: "There is nothing at this address.",
    405: "That can't be done at this address.",
    413: "This is more than can be taken at once.",
    415: "This is not a kind of content that can be read here.",
}


def install(app: Flask) -> None:
    app.register_error_handler(LiftLogError, _refused)
    app.register_error_handler(HTTPException, _refused_by_framework)
    app.register_error_handler(Exception, _bug)


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.path == "/resilience"


def _refused(error: LiftLogError) -> BaseResponse:
    if isinstance(error, OutcomeUnknownError) and request.method in SAFE_METHODS:
        error = DatabaseUnavailableError("The database can't be reached.")
    if isinstance(error, DatabaseUnavailableError):
        services().observing.meter.count("liftlog_database_errors_total", 1, error.code)
    if wants_json():
        return problem_of(error)
    if isinstance(error, NotSignedInError):
        target = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("sessions.new", next=target), 303)
    return with_retry_after(_page(error.status, error.message, error), error)


def _refused_by_framework(error: HTTPException) -> BaseResponse | HTTPException:
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        # What is raised after the view, such as by the commit, comes wrapped up.
        return _bug(error.original_exception)
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return error
    message = SENTENCES.get(status, "This request can't be answered.")
    if wants_json():
        answer = problem_response(status, HTTP_CODES.get(status, "refused"), message)
    else:
        answer = _page(status, message)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(error.valid_methods)
    return answer


def _bug(error: BaseException) -> BaseResponse:
    """A 500 is a bug: log all of it, and give the user an id to report."""
    unavailable = error if isinstance(error, LiftLogError) else unavailability(error)
    if unavailable is not None:
        return _refused(unavailable)
    log.error("request.failed", path=request.path, exc_info=error)
    message = f"Something went wrong here. The report has the id {request_context.request_id()}."
    if wants_json():
        return problem_response(500, "internal_error", message)
    return _page(500, message)


def _find_out_who_asks() -> None:
    """An address without a page asked nobody; with the navigation there is a way on from it."""
    with suppress(LiftLogError):
        signed_in()


def _page(status: int, message: str, error: LiftLogError | None = None) -> Response:
    """`error` is ours if it is known; what passes by itself can be tried again from the page."""
    passing = error is not None and error.retry_after_s is not None
    again = passing and not isinstance(error, OutcomeUnknownError)
    if status == HTTPStatus.NOT_FOUND:
        _find_out_who_asks()
    page = render_template(
        "error.html",
        status=status,
        message=message,
        code=error.code if error is not None else None,
        passing=again,
        posted=request.method == "POST",
        typed=typed(request) if again else None,
    )
    return Response(page, status)
