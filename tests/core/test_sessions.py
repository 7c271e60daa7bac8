"""Signing in and out: cookies, where one comes from and where one goes to."""

from dataclasses import replace
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from liftlog.core.app import create_app
from liftlog.settings import Settings
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import NOW, PASSWORD, Person
from tests.pages import Browser, Page
from tests.problems import read_json
from tests.rolled_back import RolledBackDatabase

pytestmark = pytest.mark.database

PRIVATE = ("/", "/more", "/workouts", "/workouts/new", "/trash", "/calendar", "/exercises")
PRIVATE_TOO = ("/import", "/settings", "/account/deletion", "/progress", "/one-rep-max")


def signing_in(client: FlaskClient, person: Person, **form: str) -> TestResponse:
    filled = {"email": person.account.email, "password": PASSWORD, **form}
    return client.post("/login", data=filled, headers=FROM_OUR_PAGE)


def cookie(answer: TestResponse, name: str) -> dict[str, str]:
    found = SimpleCookie(
        next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}="))
    )[name]
    return {key: str(value) for key, value in {**found, "value": found.value}.items() if value}


@pytest.mark.parametrize("path", [*PRIVATE, *PRIVATE_TOO])
def test_a_stranger_is_sent_to_the_door(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert urlsplit(answer.headers["Location"]).path == "/login"


def test_after_the_door_one_is_where_one_wanted_to_go(client: FlaskClient, ana: Person) -> None:
    browser = Browser(client)
    door = browser.open("/workouts?after=&x=1%262")
    page = browser.press(
        door,
        "Sign in",
        {"email": ana.account.email, "password": PASSWORD, "next": "/settings"},
    )
    assert page.heading == "Settings"
    assert door.values["next"] == "/workouts?after=&x=1%262"


@pytest.mark.parametrize(
    "target", ["/calendar?month=2026-11", "/workouts/new", "/a//b", "/?next=//x"]
)
def test_a_page_of_ours_is_a_place_to_go(client: FlaskClient, ana: Person, target: str) -> None:
    assert signing_in(client, ana, next=target).headers["Location"] == target


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\\/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example/",
        "https:evil.example",
        "HTTPS:/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http://[",
        "/a\r\nSet-Cookie: x=1",
        "",
    ],
)
def test_another_site_is_no_place_to_go(client: FlaskClient, ana: Person, target: str) -> None:
    answer = signing_in(client, ana, next=target)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert "x" not in {one.partition("=")[0] for one in answer.headers.getlist("Set-Cookie")}
    assert (
        Page(client.get(f"/login?next={quote(target)}", follow_redirects=True)).heading == "Today"
    )


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (None, "wrong horse battery"),
        (None, ""),
        ("nobody@example.org", PASSWORD),
        ("", PASSWORD),
        ("a\x00b@example.org", PASSWORD),
        (None, "\x00" * 20),
        (None, "x" * 100_000),
        ("x" * 100_000, PASSWORD),
    ],
)
def test_what_is_wrong_is_not_said_more_exactly_than_needed(
    client: FlaskClient, ana: Person, email: str | None, password: str
) -> None:
    typed = ana.account.email if email is None else email
    answer = signing_in(client, ana, email=typed, password=password)
    page = Page(answer)
    assert (answer.status_code, page.alert) == (401, "The address or the password is wrong.")
    assert page.values["email"] == typed
    assert "password" not in page.values or page.values["password"] == ""
    assert "Set-Cookie" not in answer.headers


def test_the_address_is_the_same_in_capitals(client: FlaskClient, ana: Person) -> None:
    assert signing_in(client, ana, email=f" {ana.account.email.upper()} ").status_code == 303


def test_the_cookie_is_as_strict_as_plain_http_allows(client: FlaskClient, ana: Person) -> None:
    found = cookie(signing_in(client, ana), "session")
    assert found["httponly"] == "True"
    assert found["samesite"] == "Lax"
    assert (found["path"], found["max-age"]) == ("/", str(90 * 24 * 3600))
    assert "domain" not in found
    assert "secure" not in found


@pytest.fixture
def secure_client(settings: Settings, database: RolledBackDatabase) -> FlaskClient:
    """Core behind a proxy that speaks https."""
    told = replace(settings, public_origin="https://lift.example")
    return create_app(told, database=database, clock=lambda: NOW).test_client()


def test_behind_https_the_cookie_is_bound_to_the_host(
    secure_client: FlaskClient, ana: Person
) -> None:
    answer = signing_in(secure_client, ana)
    found = cookie(answer, "__Host-session")
    assert found["secure"] == "True"
    assert found["path"] == "/"
    assert "domain" not in found
    assert all("; Secure" in one for one in answer.headers.getlist("Set-Cookie"))


def test_behind_https_a_cookie_that_a_neighbour_set_is_not_looked_at(
    secure_client: FlaskClient, ana: Person
) -> None:
    secret = cookie(signing_in(secure_client, ana), "__Host-session")["value"]
    program = secure_client.application.test_client(use_cookies=False)
    fine = program.get("/more", headers={"Cookie": f"__Host-session={secret}"})
    planted = program.get("/more", headers={"Cookie": f"session={secret}"})
    assert (fine.status_code, planted.status_code) == (200, 303)


@pytest.mark.parametrize("value", ["", "x", "." * 66, f"{'A' * 22}.{'A' * 43}", "é", "\\"])
def test_a_cookie_that_is_none_opens_nothing(client: FlaskClient, ana: Person, value: str) -> None:
    client.set_cookie("session", value)
    assert client.get("/more").status_code == 303


def test_signing_out_ends_the_session_for_good(client: FlaskClient, ana: Person) -> None:
    secret = cookie(signing_in(client, ana), "session")["value"]
    answer = client.post("/logout", headers=FROM_OUR_PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    assert client.get_cookie("session") is None
    client.set_cookie("session", secret)
    assert client.get("/more").status_code == 303


def test_signing_in_again_ends_the_session_that_the_browser_had(
    client: FlaskClient, ana: Person, ben: Person
) -> None:
    for first, second in ((ana, ana), (ana, ben)):
        secret = cookie(signing_in(client, first), "session")["value"]
        signing_in(client, second)
        assert client.get("/more").status_code == 200
        client.set_cookie("session", secret)
        assert client.get("/more").status_code == 303


def test_signing_out_as_a_stranger_is_nothing_bad(client: FlaskClient) -> None:
    assert client.post("/logout").status_code == 303


def test_signing_out_by_a_link_is_not_possible(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    assert client.get("/logout").status_code == 405
    assert client.get("/more").status_code == 200


@pytest.mark.parametrize(
    "path", ["/login", "/register", "/logout", "/demo", "/settings/preferences", "/workouts"]
)
def test_another_site_can_not_press_a_button_here(
    client: FlaskClient, ana: Person, path: str
) -> None:
    sign_in(client, ana)
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ):
        answer = client.post(path, data={}, headers=headers)
        assert answer.status_code == 403
        assert Page(answer).heading == "Not allowed"
    assert client.get("/more").status_code == 200


def test_another_site_can_not_use_the_api_with_the_cookie(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    answer = client.post("/api/v1/workouts", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, read_json(answer)["code"]) == (403, "cross_site_request")


def test_our_own_pages_may_use_the_api_with_the_cookie(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    answer = client.post("/api/v1/workouts", json={}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 201


def test_a_session_that_is_used_slides_on_and_one_that_is_not_ends(
    settings: Settings, database: RolledBackDatabase, ana: Person
) -> None:
    moment = NOW

    def clock() -> datetime:
        return moment

    client = create_app(settings, database=database, clock=clock).test_client()
    sign_in(client, ana)
    for days in (80, 160):
        moment = NOW + timedelta(days=days)
        assert client.get("/more").status_code == 200
    moment = NOW + timedelta(days=160 + 91)
    assert client.get("/more").status_code == 303
