"""`liftlog serve core|stats`: one service, one process with threads."""

from __future__ import annotations

import gc
import logging
import signal
import sys
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import click

from liftlog import logs
from liftlog.cli.ports import check_port
from liftlog.errors import LiftLogError
from liftlog.parentage import end_with_lifeline, ending_with_parent
from liftlog.settings import Settings, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

APPLICATIONS = {"core": "liftlog.core.app", "stats": "liftlog.stats.app"}
STOP_S = 5
BACKLOG = 1024


@click.command()
@click.argument("service", type=click.Choice(list(APPLICATIONS)))
@click.option("--lifeline", type=int, hidden=True, help="Stop when this descriptor is closed.")
def serve(service: str, lifeline: int | None) -> None:
    """Run one of the two services, until it is told to stop."""
    settings = Settings.from_environment()
    _require(settings, service)
    if lifeline is not None:
        end_with_lifeline(lifeline)
    port, setting = (
        (settings.port, "LIFTLOG_PORT")
        if service == "core"
        else (settings.stats_port, "LIFTLOG_STATS_PORT")
    )
    check_port(settings.host, port, setting)
    run(APPLICATIONS[service], settings, port)


def run(module: str, settings: Settings, port: int) -> None:
    """Serve the application that the module's `create_app(settings)` makes."""
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        module,
        address=settings.host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=settings.threads,
        backlog=BACKLOG,
        respawn_failed_workers=False,
        workers_kill_timeout=STOP_S,
        # Its warnings advise on numbers of threads that suit other programs than ours.
        log_level=LogLevels.error,
        log_dictconfig=_logging(settings.log_level),
        log_access=False,
    )
    server.serve(target_loader=_loader(module, settings), wrap_loader=False)


def _loader(module: str, settings: Settings) -> Callable[[], Any]:
    """Return what makes the application, in the worker's own process."""
    with_parent = ending_with_parent(signal.SIGTERM)

    def load() -> Any:
        with_parent()
        logs.configure(settings.log_level)
        try:
            with _nothing_collected():
                return import_module(module).create_app(settings)
        except LiftLogError as error:
            click.echo(f"Error: {error.message}", err=True)
            sys.exit(1)

    return load


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


def _logging(level: str) -> dict[str, Any]:
    """Everything goes to standard error, one line an event."""
    logging.captureWarnings(capture=True)
    return {
        "root": {"handlers": ["console"], "level": level.upper()},
        "formatters": {
            "generic": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
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
