"""Making an account by page, and ending one."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from liftlog.core.app import create_app
from liftlog.settings import Settings
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import NOW, PASSWORD, Person
from tests.pages import Browser, Page
from tests.problems import read_json
from tests.rolled_back import RolledBackDatabase

pytestmark = pytest.mark.database

NEWCOMER = {
    "email": "new@example.org",
    "password": PASSWORD,
    "weight_unit": "lb",
    "time_zone": "America/Denver",
}


def test_a_newcomer_is_signed_in_at_once_and_finds_what_was_chosen(client: FlaskClient) -> None:
    browser = Browser(client)
    page = browser.press(browser.open("/register"), "Make the account", NEWCOMER)
    assert page.heading == "Today"
    chosen = browser.open("/settings").values
    assert (chosen["weight_unit"], chosen["time_zone"]) == ("lb", "America/Denver")


def test_a_newcomer_is_shown_the_three_ways_to_begin(client: FlaskClient) -> None:
    browser = Browser(client)
    page = browser.press(browser.open("/register"), "Make the account", NEWCOMER)
    assert page.links["Log a workout"] == "/log"
    assert page.links["Import a history"] == "/import"
    assert "Fill with invented training" in page.buttons


@pytest.mark.parametrize(
    ("name", "typed", "complaint"),
    [
        ("email", "", "This is not an email address."),
        ("email", "new", "This is not an email address."),
        ("email", "a b@example.org", "This is not an email address."),
        ("email", "a\x00b@example.org", "This is not an email address."),
        ("email", f"{'x' * 250}@example.org", "This is not an email address."),
        ("password", "too short", "A password has 10 to 200 characters."),
        ("password", "x" * 201, "A password has 10 to 200 characters."),
        ("time_zone", "Berlin", "This is not a time zone of the tz database"),
        ("time_zone", "../UTC", "This is not a time zone of the tz database"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(
    client: FlaskClient, name: str, typed: str, complaint: str
) -> None:
    browser = Browser(client)
    form = {**NEWCOMER, name: typed}
    page = browser.press(browser.open("/register"), "Make the account", form, status=422)
    assert page.complaint(name).startswith(complaint)
    assert page.values["weight_unit"] == "lb"
    assert page.values["password"] == ""
    assert page.values["email"] == form["email"]
    assert client.get("/more").status_code == 303


def test_a_guess_of_the_browser_that_is_not_known_is_utc(client: FlaskClient) -> None:
    browser = Browser(client)
    form = {**NEWCOMER, "time_zone": "Etc/Unknown", "guessed_time_zone": "Etc/Unknown"}
    assert browser.press(browser.open("/register"), "Make the account", form).heading == "Today"
    assert browser.open("/settings").values["time_zone"] == "UTC"


@pytest.mark.parametrize("password", ["x" * 10, "x" * 200, "pässwörter ☃"])
def test_passwords_are_taken_up_to_their_limits(client: FlaskClient, password: str) -> None:
    answer = client.post(
        "/register", data={**NEWCOMER, "password": password}, headers=FROM_OUR_PAGE
    )
    assert answer.status_code == 303


def test_an_address_is_registered_once_in_whatever_letters(
    client: FlaskClient, ana: Person
) -> None:
    form = {**NEWCOMER, "email": ana.account.email.upper()}
    answer = client.post("/register", data=form, headers=FROM_OUR_PAGE)
    assert answer.status_code == 409
    assert Page(answer).complaint("email") == "There is an account with this address already."
    sign_in(client, ana)


def test_somebody_signed_in_needs_no_door(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    for path in ("/register", "/login"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_when_registration_is_closed_nobody_registers(
    settings: Settings, database: RolledBackDatabase, ana: Person
) -> None:
    closed = replace(settings, registration="closed")
    client = create_app(closed, database=database, clock=lambda: NOW).test_client()
    for answer in (
        client.get("/register"),
        client.post("/register", data=NEWCOMER, headers=FROM_OUR_PAGE),
        client.post("/demo", headers=FROM_OUR_PAGE),
    ):
        assert answer.status_code == 403
        assert "New accounts are made by the keeper of this LiftLog." in Page(answer).text
    door = Page(client.get("/login"))
    assert "Make an account" not in door.links
    assert "Look at a demo" not in door.buttons
    sign_in(client, ana)


def test_deleting_an_account_needs_its_password(client: FlaskClient, ana: Person) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(
        browser.open("/account/deletion"), "Delete everything", {"password": "no"}, status=422
    )
    assert page.complaint("password") == "This is not your password."
    sign_in(client, ana)


def test_a_deleted_account_is_gone_with_all_it_had(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    for person in (ana, cid):
        client.post("/api/v1/workouts", json={}, headers=person.headers)
    browser = Browser(sign_in(client, ana))
    page = browser.press(
        browser.open("/account/deletion"), "Delete everything", {"password": PASSWORD}
    )
    assert page.heading == "Sign in"
    assert page.said == "Your account and everything in it is deleted."
    form = {"email": ana.account.email, "password": PASSWORD}
    assert client.post("/login", data=form, headers=FROM_OUR_PAGE).status_code == 401
    assert client.get("/api/v1/workouts", headers=ana.headers).status_code == 401
    assert len(read_json(client.get("/api/v1/workouts", headers=cid.headers))["items"]) == 1
