"""The stats-service put together: it reads, and trusts nobody but core."""

from flask import Flask, Response

from liftlog import __version__
from liftlog.http.apidocs import documentation
from liftlog.kit.clock import Clock, system_clock
from liftlog.settings import Settings
from liftlog.stats.api import blueprint as api_blueprint
from liftlog.stats.api import specification
from liftlog.stats.request import errors, front_page, health
from liftlog.stats.request.identity_verifier import IdentityVerifier
from liftlog.stats.request.services import EXTENSION, StatsServices
from liftlog.stats.time_zones.lookup import TimeZones
from liftlog.store.database.engine import STATS_ROLE, Database, PostgresDatabase
from liftlog.store.database.pool_metrics import build_info, pool_figures
from liftlog.store.database.readiness import ReadinessMemory
from liftlog.telemetry import requests as request_telemetry
from liftlog.telemetry.requests import Observing
from liftlog.telemetry.tracing import Tracer

# Nothing is ever sent here but a question in the address.
REQUEST_BYTES_MAX = BODY_MAX_BYTES = 16 * 1024
# Core has gone before a second is over; nobody would read an answer that takes longer.
STATEMENT_TIMEOUT_S = 2


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    clock: Clock = system_clock,
    observing: Observing | None = None,
    time_zones: TimeZones | None = None,
) -> Flask:
    """Build the service. Tests hand in a database, a clock and time zones of their own.

    `observing` is who watches it; nobody by default.
    """
    app = Flask("liftlog.stats", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=REQUEST_BYTES_MAX, VERSION=__version__)
    app.json.sort_keys = False  # type: ignore[attr-defined] # The default provider has it.
    observing = observing or Observing()
    database = database or _database(settings, observing.tracer)
    made = StatsServices(
        database=database,
        readiness=ReadinessMemory(database),
        verifier=IdentityVerifier(settings.secret_key, clock),
        time_zones=time_zones or _time_zones(settings, clock),
        clock=clock,
        observing=observing,
    )
    app.extensions[EXTENSION] = made
    observing.meter.watch(lambda: build_info(__version__))
    observing.meter.watch(lambda: pool_figures(made.database))
    request_telemetry.install(app, observing)
    errors.install(app)
    app.after_request(_with_headers)
    app.register_blueprint(front_page.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(api_blueprint)
    app.register_blueprint(documentation(lambda: specification(app), title="LiftLog stats"))
    return app


def _database(settings: Settings, tracer: Tracer) -> PostgresDatabase:
    return PostgresDatabase(
        settings.stats_database_url,
        STATS_ROLE,
        pool_size=settings.threads,
        read_only=True,
        statement_timeout_s=STATEMENT_TIMEOUT_S,
        comments=settings.sql_comments == "on",
        tracer=tracer,
    )


def _time_zones(settings: Settings, clock: Clock) -> TimeZones:
    return TimeZones(
        api_key=settings.timezonedb_api_key or None,
        base_url=f"{settings.timezonedb_url}/v2.1",
        clock=clock,
    )


def _with_headers(response: Response) -> Response:
    """What is somebody's own is kept by nobody on the way, and JSON is never taken for a page."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response
