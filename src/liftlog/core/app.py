"""The app-service put together: nothing is made at import, everything hangs on one application."""

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_compress import Compress

from liftlog import __version__
from liftlog.core.api import blueprint as api_blueprint
from liftlog.core.api import specification
from liftlog.core.request import collectors, errors, health, security_headers
from liftlog.core.request import scope as request_scope
from liftlog.core.request.cross_site import refuse_cross_site
from liftlog.core.request.scope import UPLOAD_BYTES_MAX
from liftlog.core.request.services import EXTENSION, Services
from liftlog.core.statistics.client import StatsClient, StatsLimits
from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.core.web import install as install_web
from liftlog.http.apidocs import documentation
from liftlog.kit.clock import Clock, system_clock
from liftlog.settings import Settings
from liftlog.store.database.engine import CORE_ROLE, Database, PostgresDatabase
from liftlog.store.database.pool_metrics import build_info, pool_figures
from liftlog.store.database.readiness import ReadinessMemory
from liftlog.telemetry import requests as request_telemetry
from liftlog.telemetry.requests import Observing

# What a workout with everything in it needs; only the file of an import may be larger.
REQUEST_BYTES_MAX = 4 * 1024 * 1024
BODY_MAX_BYTES = UPLOAD_BYTES_MAX
FORM_FIELDS_MAX = 25_000


class FlashSessions(SecureCookieSessionInterface):
    """Words for the next page. Who carries none, as every program, costs no signature."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    stats: StatsClient | None = None,
    clock: Clock = system_clock,
    observing: Observing | None = None,
) -> Flask:
    """Build the service. Tests hand in a database, a stats client and a clock of their own.

    `observing` is who watches it; nobody by default.
    """
    app = Flask("liftlog.core.web", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=REQUEST_BYTES_MAX,
        MAX_FORM_MEMORY_SIZE=REQUEST_BYTES_MAX,
        MAX_FORM_PARTS=FORM_FIELDS_MAX,
        SESSION_COOKIE_NAME="flash",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.public_origin or "").startswith("https:"),
        VERSION=__version__,
        # By what a page of 60 KB costs: zstd 3 takes 0.07 ms, brotli 2 0.14, brotli 4 0.4, gzip 6 0.5,
        # and their answers differ by 6 per cent.
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_ZSTD_LEVEL=3,
        COMPRESS_BR_LEVEL=2,
        COMPRESS_LEVEL=4,
    )
    app.session_interface = FlashSessions()
    # What runs after a request runs in the opposite order: first here is last to touch the answer.
    Compress(app)
    app.json.sort_keys = False  # type: ignore[attr-defined] # The default provider has it.
    observing = observing or Observing()
    database = database or _database(settings, observing)
    made = Services(
        settings=settings,
        database=database,
        readiness=ReadinessMemory(database),
        stats=stats or _stats_client(settings, clock, observing),
        clock=clock,
        observing=observing,
    )
    app.extensions[EXTENSION] = made
    observing.meter.watch(lambda: build_info(__version__))
    observing.meter.watch(lambda: pool_figures(made.database))
    collectors.watch(made)
    request_telemetry.install(app, observing)
    errors.install(app)
    security_headers.install(app)
    request_scope.install(app)
    app.before_request(lambda: _refuse_cross_site(settings.public_origin))
    app.before_request(request_scope.take_little_from_strangers)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(api_blueprint)
    install_web(app)
    app.register_blueprint(documentation(lambda: specification(app), title="LiftLog core"))
    return app


def _database(settings: Settings, observing: Observing) -> Database:
    return PostgresDatabase(
        settings.database_url,
        CORE_ROLE,
        pool_size=settings.threads,
        comments=settings.sql_comments == "on",
        tracer=observing.tracer,
    )


def _stats_client(settings: Settings, clock: Clock, observing: Observing) -> StatsClient:
    return StatsClient(
        settings.stats_url,
        signer=IdentitySigner(settings.secret_key, clock),
        clock=clock,
        limits=StatsLimits(cool_down_s=settings.stats_cool_down_s),
        observing=observing,
    )


def _refuse_cross_site(public_origin: str | None) -> None:
    refuse_cross_site(request, public_origin)
