"""How the services log: one event a line on standard error, without what people logged."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from liftlog.kit import request_context


def configure(level: str, log_format: str = "auto") -> None:
    """Set up structlog for this process. `level` is debug, info, warning or error.

    `log_format` is json, text, or auto: text for a terminal, JSON for everything else.
    Tracebacks come without the values of variables: those may be somebody's training or secrets.
    """
    structlog.configure(
        processors=[*shared_processors(), *renderers(log_format)],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def shared_processors() -> list[Any]:
    return [
        _with_request_id,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def renderers(log_format: str) -> list[Any]:
    terminal = sys.stderr.isatty()
    if log_format == "text" or (log_format == "auto" and terminal):
        plain = structlog.dev.plain_traceback
        text = structlog.dev.ConsoleRenderer(
            colors=terminal, exception_formatter=plain, pad_event_to=0, pad_level=False
        )
        return [_for_people, text]
    tracebacks = ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(tracebacks),
        structlog.processors.JSONRenderer(),
    ]


def _for_people(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A line that fits a terminal. What only machines put together is in JSON alone."""
    event["timestamp"] = event["timestamp"][11:19]
    if event["event"] == "request":
        event["event"] = f"{event.pop('method')} {event.pop('route')} {event.pop('status')}"
        for name in ("user_id", "statements"):
            event.pop(name, None)
    return event


def _with_request_id(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    request_id = request_context.request_id()
    if request_id is not None:
        event.setdefault("request_id", request_id)
    return event
