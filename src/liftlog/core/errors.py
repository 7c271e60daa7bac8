"""How a refusal looks: problem+json (RFC 9457) for programs, a page for people."""

import uuid
from http import HTTPStatus

import structlog
from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from liftlog.errors import LiftLogError, NotSignedInError
from liftlog.problem import problem_response

log = structlog.get_logger(__name__)

# Codes for what the framework itself refuses, as stable as our own.
HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}


def install(app: Flask) -> None:
    app.register_error_handler(LiftLogError, _refused)
    app.register_error_handler(HTTPException, _refused_by_framework)
    app.register_error_handler(Exception, _bug)


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.path == "/resilience"


def _refused(error: LiftLogError) -> BaseResponse:
    if wants_json():
        return problem_response(error.status, error.code, error.message, error.fields)
    if isinstance(error, NotSignedInError):
        target = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("sessions.new", next=target), 303)
    return _page(error.status, error.message)


def _refused_by_framework(error: HTTPException) -> BaseResponse | HTTPException:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return error
    message = error.description or HTTPStatus(status).phrase
    if wants_json():
        return problem_response(status, HTTP_CODES.get(status, "refused"), message)
    return _page(status, message)


def _bug(error: Exception) -> BaseResponse:
    """A 500 is a bug: log all of it, and give the asker an id to report."""
    report = uuid.uuid4().hex[:12]
    log.error("request.failed", report=report, path=request.path, exc_info=error)
    message = f"Something went wrong here. The report has the id {report}."
    if wants_json():
        return problem_response(500, "internal_error", message)
    return _page(500, message)


def _page(status: int, message: str) -> Response:
    return Response(render_template("error.html", status=status, message=message), status)
