"""What every answer tells the browser to refuse."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from liftlog.core.web.static_files import build_hash
from tests.browsing import sign_in
from tests.cast import Person
from tests.pages import Page

pytestmark = pytest.mark.database


def directives(answer: TestResponse) -> dict[str, str]:
    policy = answer.headers["Content-Security-Policy"]
    return {name: rest for name, _, rest in (one.partition(" ") for one in policy.split("; "))}


def expected_everywhere(answer: TestResponse) -> None:
    found = directives(answer)
    assert found["default-src"] == "'none'"
    assert found["script-src"] == "'self'"
    assert found["style-src"] == "'self'"
    assert found["frame-ancestors"] == found["base-uri"] == "'none'"
    assert found["form-action"] == "'self'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Server" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/login",
        "/register",
        "/",
        "/nowhere",
        "/logout",
        "/api/v1/workouts",
        "/api/nowhere",
        "/health",
        "/health/ready",
        "/resilience",
        "/favicon.ico",
        "/s/old/css/base.css",
        "/s/old/nothing.css",
        "/apidocs/",
        "/apidocs/read_json(openapi)",
    ],
)
def test_every_answer_has_them(client: FlaskClient, path: str) -> None:
    expected_everywhere(client.get(path, buffered=True))


def test_pages_require_trusted_types(client: FlaskClient) -> None:
    assert directives(client.get("/login"))["require-trusted-types-for"] == "'script'"


def test_a_refused_cross_site_request_has_them_too(client: FlaskClient) -> None:
    answer = client.post("/login", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    expected_everywhere(answer)


@pytest.mark.parametrize(
    "path",
    ["/", "/workouts", "/workouts/new", "/calendar", "/exercises", "/import", "/settings", "/more"],
)
def test_a_page_needs_nothing_that_the_policy_refuses(
    client: FlaskClient, ana: Person, path: str
) -> None:
    page = Page(sign_in(client, ana).get(path))
    for script in page.all("script"):
        assert script.attributes.get("src", "").startswith("/s/")
        assert not script.raw.strip()
    assert not list(page.all("style"))
    for node in page.all():
        assert "style" not in node.attributes, node
        assert not [name for name in node.attributes if name.startswith("on")], node
    for link in page.all("link"):
        # A manifest has one address: an installed app asks for it again and again.
        assert link.attributes["href"].startswith(("/s/", "/manifest.webmanifest"))


def test_what_is_somebodys_own_is_kept_by_nobody_else_and_refusals_by_nobody(
    client: FlaskClient, ana: Person
) -> None:
    page = sign_in(client, ana).get("/")
    assert page.headers["Cache-Control"] == "private, no-cache"
    answer = client.get("/api/v1/workouts", headers=ana.headers)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    refusal = client.get("/api/v1/workouts?limit=0", headers=ana.headers)
    assert refusal.headers["Cache-Control"] == "no-store"


def test_static_files_of_this_build_are_kept_for_ever_and_old_ones_not(
    client: FlaskClient,
) -> None:
    current = client.get(f"/s/{build_hash()}/css/base.css", buffered=True).headers["Cache-Control"]
    assert "immutable" in current
    assert "max-age=31536000" in current
    old = client.get("/s/0123456789ab/css/base.css", buffered=True).headers["Cache-Control"]
    assert "immutable" not in old


@pytest.mark.parametrize(
    "name",
    [
        "../app.py",
        "..%2f..%2fapp.py",
        "%2e%2e/templates/base.html",
        "/etc/passwd",
        "css/..%5c..%5capp.py",
        "%00",
        "css",
    ],
)
def test_static_files_end_where_their_folder_ends(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/s/{build_hash()}/{name}", follow_redirects=True)
    assert answer.status_code == 404
