"""Preferences, password, devices and tokens by page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import PASSWORD, Person
from tests.pages import Browser

pytestmark = pytest.mark.database

NEW_PASSWORD = "another horse battery"
POSTS = (
    "/settings/preferences",
    "/settings/password",
    "/settings/tokens",
    "/settings/tokens/01a20000-0000-7000-8000-000000000001/revoke",
    "/settings/sessions/01a20000-0000-7000-8000-000000000002/end",
    "/account/deletion",
)


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_changes_nothing(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"name": "x"}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")


def test_preferences_are_kept(client: FlaskClient, ana: Person) -> None:
    browser = Browser(sign_in(client, ana))
    wanted = {
        "weight_unit": "lb",
        "time_zone": "America/Denver",
        "week_start": "7",
        "theme": "dark",
        "formula": "brzycki",
    }
    page = browser.press(browser.open("/settings"), "Save", wanted)
    assert page.said == "Your settings are saved."
    assert wanted.items() <= page.values.items()
    assert page.first("html").attributes["data-theme"] == "dark"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weight_unit", "st"),
        ("week_start", "0"),
        ("week_start", "8"),
        ("week_start", "9" * 5000),
        ("week_start", ""),
        ("theme", "pink"),
        ("formula", "guess"),
        ("formula", "\x00"),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(
    client: FlaskClient, ana: Person, name: str, value: str
) -> None:
    browser = Browser(sign_in(client, ana))
    before = browser.open("/settings")
    page = browser.press(before, "Save", {name: value}, status=422)
    assert page.alert == "This is not one of the choices."
    assert browser.open("/settings").values == before.values


def test_a_time_zone_that_is_none_is_refused_beside_its_field(
    client: FlaskClient, ana: Person
) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open("/settings"), "Save", {"time_zone": "Mars"}, status=422)
    assert page.complaint("time_zone").startswith("This is not a time zone")


def test_a_new_password_signs_every_other_device_out(
    core_app: Flask, client: FlaskClient, ana: Person
) -> None:
    phone = sign_in(core_app.test_client(), ana)
    browser = Browser(sign_in(client, ana))
    page = browser.press(
        browser.open("/settings"),
        "Change password",
        {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
    )
    assert page.said == "Your password is changed. Other devices are signed out."
    assert phone.get("/more").status_code == 303
    assert client.get("/more").status_code == 200
    for password, status in ((PASSWORD, 401), (NEW_PASSWORD, 303)):
        form = {"email": ana.account.email, "password": password}
        assert phone.post("/login", data=form, headers=FROM_OUR_PAGE).status_code == status


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"current_password": "no", "new_password": NEW_PASSWORD}, "current_password"),
        ({"current_password": PASSWORD, "new_password": "short"}, "new_password"),
        ({"current_password": PASSWORD, "new_password": "x" * 201}, "new_password"),
    ],
)
def test_a_password_is_not_changed_by_mistake(
    client: FlaskClient, ana: Person, typed: dict[str, str], field: str
) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open("/settings"), "Change password", typed, status=422)
    assert page.complaint(field)
    assert PASSWORD not in page.raw
    sign_in(client, ana)


def test_a_token_does_not_change_the_password(client: FlaskClient, ana: Person) -> None:
    form = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    answer = client.post("/settings/password", data=form, headers=ana.headers)
    assert answer.status_code == 422


def test_another_device_can_be_signed_out(
    core_app: Flask, client: FlaskClient, ana: Person
) -> None:
    phone = sign_in(core_app.test_client(), ana)
    browser = Browser(sign_in(client, ana))
    page = browser.open("/settings")
    assert "this device" in page.text
    browser.press(page, "Sign out Unknown device")
    assert phone.get("/more").status_code == 303
    assert client.get("/more").status_code == 200


def test_nobody_signs_another_ones_device_out(
    core_app: Flask, client: FlaskClient, ana: Person, cid: Person
) -> None:
    sign_in(client, ana)
    phone = sign_in(core_app.test_client(), ana)
    ending = next(
        form.attributes["action"]
        for form in Browser(client).open("/settings").all("form")
        if form.attributes["action"].endswith("/end")
    )
    stranger = sign_in(core_app.test_client(), cid)
    stranger.post(ending, headers=FROM_OUR_PAGE)
    assert phone.get("/more").status_code == 200


def test_a_token_is_shown_once_and_works_until_it_is_revoked(
    core_app: Flask, client: FlaskClient, ana: Person, cid: Person
) -> None:
    browser = Browser(sign_in(client, ana))
    made = browser.press(browser.open("/settings"), "Make a token", {"name": "Watch <b>"})
    token = made.first("code", class_="token").text
    program = core_app.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    assert program.get("/api/v1/workouts", headers=headers).status_code == 200
    page = browser.open("/settings")
    assert token not in page.raw
    revoking = next(
        form.attributes["action"]
        for form in page.all("form")
        if "Revoke Watch <b>" in [one.attributes.get("aria-label") for one in form.all("button")]
    )
    sign_in(core_app.test_client(), cid).post(revoking, headers=FROM_OUR_PAGE)
    assert program.get("/api/v1/workouts", headers=headers).status_code == 200
    browser.press(page, "Revoke Watch <b>")
    assert program.get("/api/v1/workouts", headers=headers).status_code == 401


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b"])
def test_a_token_needs_a_name(client: FlaskClient, ana: Person, name: str) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open("/settings"), "Make a token", {"name": name}, status=422)
    assert page.complaint("name") == "A token's name has 1 to 100 characters."
