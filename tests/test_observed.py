"""What is told of every request: an id, one line, and nothing that is somebody's own."""

import json
from collections.abc import Iterator
from functools import reduce
from io import StringIO

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from liftlog.telemetry import logs
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import PASSWORD, Person
from tests.pages import Page
from tests.problems import problem

pytestmark = pytest.mark.database


@pytest.fixture
def said() -> Iterator[StringIO]:
    """The log as a service writes it where nobody looks on."""
    logs.configure("debug", "json")
    log = StringIO()
    # A logger that has been used would go on writing into this test's log for ever.
    structlog.configure(
        cache_logger_on_first_use=False, logger_factory=structlog.PrintLoggerFactory(log)
    )
    yield log
    structlog.reset_defaults()


def lines(said: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_a_request_is_one_line_with_the_template_of_its_address_and_who_asked(
    said: StringIO, client: FlaskClient, ana: Person
) -> None:
    path = "/api/v1/workouts/00000000-0000-0000-0000-000000000000"
    answer = client.get(path, headers=ana.headers)
    (line,) = [one for one in lines(said) if one["event"] == "request"]
    assert line["route"] == "/api/v1/workouts/<uuid:workout_id>"
    assert (line["method"], line["status"]) == ("GET", 404)
    assert line["user_id"] == str(ana.user_id)
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert isinstance(line["duration_ms"], float)


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/no/such/thing", "/logout"])
def test_what_leads_nowhere_is_told_without_its_address(
    said: StringIO, client: FlaskClient, path: str
) -> None:
    client.get(path)
    (line,) = lines(said)
    assert line["route"] == "unmatched"
    assert path not in json.dumps(line)


def test_nothing_that_is_somebodys_own_is_in_the_log(
    said: StringIO, client: FlaskClient, ana: Person
) -> None:
    sign_in(client, ana)
    client.post(
        "/login?next=/secret-place",
        data={"email": ana.account.email, "password": "my wrong secret"},
        headers=FROM_OUR_PAGE,
    )
    json_body = {"title": "Secret leg day", "exercises": []}
    client.post("/api/v1/workouts", json=json_body, headers=ana.headers)
    client.get("/progress?from=2026-01-01")
    log = said.getvalue()
    assert log.count('"event": "request"') >= 4
    for own in (ana.account.email, PASSWORD, "my wrong secret", "Secret leg day", ana.token):
        assert own not in log
    assert "secret-place" not in log


@pytest.mark.parametrize("given", ["0190a1b2-c3d4-7abc-8def-0123456789ab", "trace.1_of-2"])
def test_an_id_that_came_with_the_request_is_kept(client: FlaskClient, given: str) -> None:
    assert client.get("/health", headers={"X-Request-Id": given}).headers["X-Request-Id"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 49, "with space", "it's'*/DROP", "ümlaut-id", "-leading"]
)
def test_an_id_that_is_none_is_replaced(client: FlaskClient, given: str) -> None:
    answer = client.get("/health", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] != given
    assert len(answer.headers["X-Request-Id"]) == 16


def test_two_requests_have_two_ids(client: FlaskClient) -> None:
    ids = {client.get("/health").headers["X-Request-Id"] for _ in range(20)}
    assert len(ids) == 20


def test_a_bug_is_reported_by_the_id_that_is_in_the_log(said: StringIO, core_app: Flask) -> None:
    def broken() -> str:
        raise RuntimeError("inside")

    core_app.testing = False
    core_app.add_url_rule("/broken", view_func=broken)
    core_app.add_url_rule("/api/broken", "api_broken", broken)
    client = core_app.test_client()
    page, body = client.get("/broken"), client.get("/api/broken")
    assert page.headers["X-Request-Id"] in Page(page).text
    assert problem(body, 500, "internal_error")["request_id"] == body.headers["X-Request-Id"]
    logged = [one["request_id"] for one in lines(said) if one["event"] == "request.failed"]
    assert logged == [page.headers["X-Request-Id"], body.headers["X-Request-Id"]]


def test_who_looks_after_the_service_makes_no_noise(said: StringIO, client: FlaskClient) -> None:
    for path in ("/health", "/health/ready"):
        assert client.get(path).status_code == 200
    assert [(one["level"], one["route"]) for one in lines(said)] == [
        ("debug", "/health"),
        ("debug", "/health/ready"),
    ]


def test_on_a_terminal_a_line_is_for_people() -> None:
    event = {
        "event": "request",
        "level": "info",
        "timestamp": "2026-11-28T03:08:24.196923Z",
        "method": "GET",
        "route": "/progress",
        "status": 200,
        "duration_ms": 57.6,
        "user_id": "01a2201f-0000-7000-8000-000000000001",
        "statements": 1,
        "request_id": "d162345b55af46d1",
    }

    def written(log_format: str) -> str:
        return str(reduce(lambda one, step: step(None, "", one), logs.renderers(log_format), event))

    assert json.loads(written("json")) == event
    assert written("text") == (
        "03:08:24 [info] GET /progress 200 duration_ms=57.6 request_id=d162345b55af46d1"
    )
