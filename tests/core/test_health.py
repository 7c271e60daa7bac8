"""Whether core says truly how it is."""

import pytest
from flask.testing import FlaskClient

from liftlog.core.app import create_app
from liftlog.settings import Settings
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase
from tests.problems import read_json

pytestmark = pytest.mark.database


@pytest.fixture
def without_database(settings: Settings) -> FlaskClient:
    nobody = PostgresDatabase("postgresql://nobody@127.0.0.1:1/none", CORE_ROLE)
    return create_app(settings, database=nobody).test_client()


def test_alive_is_alive_without_a_database(without_database: FlaskClient) -> None:
    answer = without_database.get("/health")
    assert (answer.status_code, read_json(answer)) == (200, {"status": "ok", "service": "core"})


def test_ready_is_ready_with_a_database_of_this_schema(client: FlaskClient) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert read_json(answer)["service"] == "core"


def test_ready_is_not_ready_without_a_database(without_database: FlaskClient) -> None:
    answer = without_database.get("/health/ready")
    assert answer.status_code == 503
    assert read_json(answer)["service"] == "core"
    assert "nobody@" not in answer.get_data(as_text=True)


def test_a_stranger_may_ask_how_the_way_to_stats_is(client: FlaskClient) -> None:
    answer = client.get("/resilience")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize("path", ["/health", "/health/ready", "/resilience"])
def test_health_is_only_read(client: FlaskClient, path: str) -> None:
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
