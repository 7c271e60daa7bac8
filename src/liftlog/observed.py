"""What both services tell about every request: an id, a line in the log, figures and a trace."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, request

from liftlog import request_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

UNMATCHED = "unmatched"
# Asked every few seconds by whoever looks after the service.
_QUIET = frozenset({"/health", "/health/ready"})
_REQUEST_ID_KEY = "HTTP_" + request_context.REQUEST_ID_HEADER.upper().replace("-", "_")

_log = structlog.get_logger("liftlog.request")


def install(app: Flask, *, draining: Callable[[], bool]) -> None:
    """Has to come after everything else that wraps the application."""
    app.before_request(_note_route)

    def with_id(response: Response) -> Response:
        request_id = request_context.request_id()
        if request_id is not None:
            response.headers[request_context.REQUEST_ID_HEADER] = request_id
        if draining():
            # Whoever keeps the connection would send its next request into a closed one.
            response.headers["Connection"] = "close"
        return response

    app.after_request(with_id)
    app.wsgi_app = _Observed(app.wsgi_app)  # type: ignore[method-assign] # Flask's own way to wrap it.


def _note_route() -> None:
    context = request_context.current()
    if context is not None and request.url_rule is not None:
        context.route = request.url_rule.rule


class _Observed:
    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began_s = time.perf_counter()
        context = request_context.begin(environ.get(_REQUEST_ID_KEY))
        status = 500

        def start(line: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, headers, error)

        try:
            return self._inner(environ, start)
        finally:
            method: str = environ["REQUEST_METHOD"]
            _tell(context, method, status, time.perf_counter() - began_s)
            request_context.end()


def _tell(context: request_context.RequestContext, method: str, status: int, took_s: float) -> None:
    say = _log.debug if context.route in _QUIET else _log.info
    say(
        "request",
        method=method,
        route=context.route or UNMATCHED,
        status=status,
        duration_ms=round(took_s * 1000, 1),
        user_id=None if context.user_id is None else str(context.user_id),
        statements=context.statements,
    )
