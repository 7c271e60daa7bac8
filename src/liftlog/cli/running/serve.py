"""`liftlog serve core|stats`: one service, one process with threads."""

from __future__ import annotations

import gc
import logging
import multiprocessing.util
import signal
import sys
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

import click
import structlog

from liftlog import __version__
from liftlog.cli.running.ports import check_port, listening_address
from liftlog.kit.child_process import end_with_lifeline, ending_with_parent
from liftlog.kit.errors import LiftLogError
from liftlog.settings import Settings, SettingsError
from liftlog.telemetry import logs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from liftlog.cli.running.draining import Drain
    from liftlog.telemetry.requests import Observing

APPLICATIONS = {"core": "liftlog.core.app", "stats": "liftlog.stats.app"}
BACKLOG = 1024
# An open connection costs a file and a few kilobytes, no thread.
CONNECTIONS_MAX = 8_192
HEADERS_PATIENCE_MS = 10_000


@click.command()
@click.argument("service", type=click.Choice(list(APPLICATIONS)))
@click.option("--lifeline", type=int, hidden=True, help="Stop when this descriptor is closed.")
def serve(service: str, lifeline: int | None) -> None:
    """Run one of the two services, until it is told to stop."""
    # The first process of a container has no handler for it yet, and would not hear it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    settings = Settings.from_environment()
    _require(settings, service)
    if lifeline is not None:
        end_with_lifeline(lifeline)
    port, setting = (
        (settings.port, "LIFTLOG_PORT")
        if service == "core"
        else (settings.stats_port, "LIFTLOG_STATS_PORT")
    )
    settings = replace(settings, host=listening_address(settings.host))
    check_port(settings.host, port, setting)
    if settings.metrics_port is not None:
        check_port(settings.host, settings.metrics_port, "LIFTLOG_METRICS_PORT")
    run(service, settings, port)


def run(service: str, settings: Settings, port: int) -> None:
    """Serve the application that the `create_app(settings, observing)` of its module makes."""
    from granian.constants import HTTPModes, Interfaces, Loops
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from liftlog.cli.running.draining import Drain, DrainingServer

    drain = Drain()
    server = DrainingServer(
        APPLICATIONS[service],
        address=settings.host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        loop=Loops.uvloop,
        backlog=BACKLOG,
        backpressure=CONNECTIONS_MAX,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_PATIENCE_MS),
        respawn_failed_workers=False,
        drain=drain,
        drain_s=settings.drain_s,
        # Its warnings advise on numbers of threads that suit other programs than ours.
        log_level=LogLevels.error,
        log_dictconfig=_logging(settings),
        log_access=False,
    )
    server.serve(target_loader=_loader(service, settings, drain), wrap_loader=False)


def _loader(service: str, settings: Settings, drain: Drain) -> Callable[[], Any]:
    """Return what makes the application, in the worker's own process."""
    from liftlog.http.wsgi_bridge import RequestLimits, WsgiBridge
    from liftlog.telemetry.requests import refused_by

    with_parent = ending_with_parent(signal.SIGTERM)

    def load() -> Any:
        with_parent()
        logs.configure(settings.log_level, settings.log_format)
        try:
            with _nothing_collected():
                module = import_module(APPLICATIONS[service])
                observing = _observing(service, settings, drain)
                return WsgiBridge(
                    module.create_app(settings, observing=observing),
                    threads=settings.threads,
                    limits=RequestLimits(body_max_bytes=module.BODY_MAX_BYTES),
                    refused=refused_by(observing.meter),
                )
        except LiftLogError as error:
            click.echo(f"Error: {error.message}", err=True)
            sys.exit(1)

    return load


def _observing(service: str, settings: Settings, drain: Drain) -> Observing:
    from liftlog.telemetry.metrics import Meter
    from liftlog.telemetry.requests import Observing
    from liftlog.telemetry.tracing import Tracer

    meter = Meter(service, on=settings.metrics_port is not None)
    if settings.metrics_port is not None:
        from liftlog.cli.running.metrics_server import serve_metrics

        serve_metrics(meter, settings.host, settings.metrics_port)
    tracer = Tracer(service, __version__, on=bool(settings.otel_exporter_otlp_endpoint))
    # A worker is a child of multiprocessing, which runs no other clean-up than its own.
    multiprocessing.util.Finalize(None, tracer.close, exitpriority=1)
    return Observing(draining=drain.begun, meter=meter, tracer=tracer)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is made at the start stays: looking for garbage among it costs a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _require(settings: Settings, service: str) -> None:
    database = "DATABASE_URL" if service == "core" else "STATS_DATABASE_URL"
    url = settings.database_url if service == "core" else settings.stats_database_url
    for name, value in (("SECRET_KEY", settings.secret_key), (database, url)):
        if not value:
            raise SettingsError(
                f"{name} is not set, and `liftlog serve {service}` needs it. "
                "`liftlog up` makes what is missing."
            )


def _logging(settings: Settings) -> dict[str, Any]:
    """Everything goes to standard error, one line an event, what libraries say as well."""
    logging.captureWarnings(capture=True)
    level = settings.log_level
    return {
        "root": {"handlers": ["console"], "level": level.upper()},
        "formatters": {
            "generic": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    *logs.shared_processors(),
                    structlog.stdlib.add_logger_name,
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *logs.renderers(settings.log_format),
                ],
            },
            "access": {"format": "%(message)s"},
        },
        "loggers": {
            "_granian": {"handlers": ["console"], "propagate": False},
            "granian.access": {"handlers": ["access"], "propagate": False},
            # It tells every step of looking up the schema's revision.
            "alembic": {"level": "WARNING"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "generic",
                "stream": sys.stderr,
            },
            "access": {
                "class": "logging.StreamHandler",
                "formatter": "access",
                "stream": sys.stderr,
            },
        },
    }
