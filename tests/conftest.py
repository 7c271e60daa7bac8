"""What the tests share: one PostgreSQL a session, one rolled-back transaction a test, and the cast."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Connection

from liftlog.core.app import create_app as create_core
from liftlog.core.statistics.client import StatsClient, StatsLimits
from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.domain.units import WeightUnit
from liftlog.settings import Settings
from liftlog.stats.app import create_app as create_stats
from liftlog.store.database.engine import CORE_ROLE, STATS_ROLE
from tests.cast import NOW, Person, join
from tests.rolled_back import RolledBackDatabase
from tests.server import TestServer, running_server

# A busy machine is no failure: what has to be fast is measured elsewhere.
hypothesis.settings.register_profile("liftlog", deadline=None)
hypothesis.settings.load_profile("liftlog")


class CompiledOnce(BytecodeCache):
    """Each test has an app of its own, and none has to compile what another compiled."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = CompiledOnce()
SECRET_KEY = "a key of the tests that opens nothing"


@pytest.fixture(scope="session")
def server() -> Iterator[TestServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def connection(server: TestServer) -> Iterator[Connection]:
    with server.superuser() as connection:
        yield connection


@pytest.fixture
def database(connection: Connection) -> RolledBackDatabase:
    """The database as core sees it."""
    return RolledBackDatabase(connection, CORE_ROLE)


@pytest.fixture
def stats_database(connection: Connection) -> RolledBackDatabase:
    """The same database as stats sees it."""
    return RolledBackDatabase(connection, STATS_ROLE)


@pytest.fixture
def ana(database: RolledBackDatabase) -> Person:
    return join(database, "ana")


@pytest.fixture
def ben(database: RolledBackDatabase) -> Person:
    return join(database, "ben", weight_unit=WeightUnit.LB, time_zone="America/Denver")


@pytest.fixture
def cid(database: RolledBackDatabase) -> Person:
    return join(database, "cid")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(data_dir=Path("/nowhere"), secret_key=SECRET_KEY)


@pytest.fixture
def stats_app(settings: Settings, stats_database: RolledBackDatabase) -> Flask:
    return create_stats(settings, database=stats_database, clock=lambda: NOW)


@pytest.fixture
def core_app(settings: Settings, database: RolledBackDatabase, stats_app: Flask) -> Flask:
    """Core with the real stats behind it, in one process."""
    stats = StatsClient(
        settings.stats_url,
        signer=IdentitySigner(settings.secret_key, lambda: NOW),
        clock=lambda: NOW,
        transport=httpx2.WSGITransport(stats_app),
        # Both services share the test's one connection: one call at a time, none given up early.
        limits=StatsLimits(deadline_s=20.0, in_flight=1),
    )
    app = create_core(settings, database=database, stats=stats, clock=lambda: NOW)
    app.testing = True
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


@pytest.fixture
def client(core_app: Flask) -> FlaskClient:
    """A browser without a session. `tests.browsing.sign_in` gives it one."""
    return core_app.test_client()
