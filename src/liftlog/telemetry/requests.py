"""What both services tell about every request: an id, a line in the log, figures and a trace."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, request

from liftlog.kit import request_context
from liftlog.telemetry import metrics, tracing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from liftlog.telemetry.metrics import Meter, Sample
    from liftlog.telemetry.tracing import Span, Tracer

UNMATCHED = "unmatched"
# Asked every few seconds by whoever looks after the service; and the files that come with a first
# page by the dozen and never again.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"/health", "/health/ready", "/s/<build>/<path:name>"})
_REQUEST_ID_KEY = "HTTP_" + request_context.REQUEST_ID_HEADER.upper().replace("-", "_")

_log = structlog.get_logger("liftlog.request")


@dataclass(frozen=True, slots=True)
class Observing:
    """Who watches a service, and how the service learns that it was told to end."""

    draining: Callable[[], bool] = lambda: False
    meter: Meter = metrics.OFF
    tracer: Tracer = tracing.OFF


def install(app: Flask, observing: Observing) -> None:
    """Has to come after everything else that wraps the application."""
    app.before_request(_note_route)

    def with_id(response: Response) -> Response:
        request_id = request_context.request_id()
        if request_id is not None:
            response.headers[request_context.REQUEST_ID_HEADER] = request_id
        if observing.draining():
            # Whoever keeps the connection would send its next request into a closed one.
            response.headers["Connection"] = "close"
        return response

    app.after_request(with_id)
    app.wsgi_app = _Observed(app.wsgi_app, observing)  # type: ignore[method-assign] # Flask's own way to wrap it.


def refused_by(meter: Meter) -> Callable[[str, int], None]:
    """Counts and logs what was refused before the application saw it."""

    def refused(method: str, status: int) -> None:
        counted = method if method in _METHODS else "other"
        meter.count("liftlog_requests_total", 1, counted, UNMATCHED, str(status))
        _log.warning("request_refused", method=counted, status=status)

    return refused


def _note_route() -> None:
    context = request_context.current()
    if context is not None and request.url_rule is not None:
        context.route = request.url_rule.rule


class _Observed:
    def __init__(self, inner: WSGIApplication, observing: Observing) -> None:
        self._inner = inner
        self._meter = observing.meter
        self._tracer = observing.tracer
        self._lock = threading.Lock()
        self._in_flight = 0

        def seen() -> Iterator[Sample]:
            yield "liftlog_requests_in_flight", self._in_flight, ()
            yield "liftlog_draining", float(observing.draining()), ()

        self._meter.watch(seen)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began_s = time.perf_counter()
        context = request_context.begin(environ.get(_REQUEST_ID_KEY))
        method = environ["REQUEST_METHOD"]
        if method not in _METHODS:
            method = "other"
        status = 500

        def start(line: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, headers, error)

        self._working(+1)
        try:
            with self._tracer.request(method, _trace_headers(environ)) as span:
                answer = self._inner(environ, start)
                _describe(span, context, method, status)
                return answer
        finally:
            took_s = time.perf_counter() - began_s
            self._working(-1)
            route = context.route or UNMATCHED
            self._meter.count("liftlog_requests_total", 1, method, route, str(status))
            self._meter.observe("liftlog_request_duration_seconds", took_s, method, route)
            _tell(context, method, status, took_s)
            request_context.end()

    def _working(self, change: int) -> None:
        with self._lock:
            self._in_flight += change


def _trace_headers(environ: WSGIEnvironment) -> dict[str, str]:
    found = {name: environ.get(f"HTTP_{name.upper()}") for name in ("traceparent", "tracestate")}
    return {name: value for name, value in found.items() if value}


def _describe(
    span: Span, context: request_context.RequestContext, method: str, status: int
) -> None:
    span.update_name(f"{method} {context.route or UNMATCHED}")
    span.set_attribute("http.request.method", method)
    span.set_attribute("http.route", context.route or UNMATCHED)
    span.set_attribute("http.response.status_code", status)
    span.set_attribute("liftlog.request_id", context.request_id)


def _tell(context: request_context.RequestContext, method: str, status: int, took_s: float) -> None:
    # A service that is not ready is asked many times a second by what waits for it.
    quiet = context.route in _QUIET and status != HTTPStatus.INTERNAL_SERVER_ERROR
    say = _log.debug if quiet else _log.info
    say(
        "request",
        method=method,
        route=context.route or UNMATCHED,
        status=status,
        duration_ms=round(took_s * 1000, 1),
        user_id=None if context.user_id is None else str(context.user_id),
        statements=context.statements,
    )
