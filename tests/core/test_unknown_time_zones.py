"""An unknown time zone is refused where it comes in, and one that is stored already fails nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, text

from liftlog.store import accounts as account_store
from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, NOW, PASSWORD, Person, adopt_all, as_person, kg, working, workout_of
from tests.kit.test_time_zones import UNKNOWN
from tests.pages import Browser

pytestmark = pytest.mark.database

STORED = ("localtime", "Factory", "Etc/Unknown", "")
NOT_STORABLE = {"a\x00b", "\ud800"}


def stored_zone(connection: Connection, ana: Person, *, account: str, workout: str) -> None:
    """As an older version, or somebody's SQL, left them."""
    change = "SET time_zone = :zone WHERE user_id = :user_id"
    for table, zone in (("account", account), ("workout", workout)):
        connection.execute(text(f"UPDATE {table} {change}"), {"zone": zone, "user_id": ana.user_id})


@pytest.fixture
def trained(database: Database, ana: Person) -> dict[str, str]:
    """What Ana has, by the names that addresses have for it."""
    done = workout_of((BENCH, [working(kg("100"), 5), working(kg("105"), 3)]))
    before = workout_of((BENCH, [working(kg("90"), 5)]), days_ago=7)
    deleted = workout_of((BENCH, [working(kg("80"), 5)]), days_ago=8)
    with database.transaction(ana.user_id) as tx:
        adopt_all(tx, as_person(tx, ana), done)
        assert workouts.insert_workouts(tx, ana.user_id, [done, before, deleted])
        assert workouts.set_deleted(tx, ana.user_id, deleted.id, at=NOW)
    return {
        "workout_id": str(done.id),
        "exercise_id": str(BENCH),
        "day": done.day.isoformat(),
        "year": str(done.day.year),
        "zone": "Europe/Berlin",
        "routine_id": str(uuid4()),
        "upload_id": str(uuid4()),
    }


def addresses(app: Flask, names: dict[str, str]) -> Iterator[str]:
    """Every address that answers GET, filled in; files of the release are left out."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(("/s/", "/apidocs/static")):
            continue
        values = [
            names | {"name": name}
            for name in (("volume", "hours", "weeks") if "name" in rule.arguments else ("",))
        ]
        for one in values:
            url = rule.rule
            for argument in rule.arguments:
                for converter in ("", "uuid:", "int:", "path:"):
                    url = url.replace(f"<{converter}{argument}>", one[argument])
            yield url


@pytest.mark.parametrize("zone", STORED)
def test_no_page_and_no_list_fails_by_a_stored_zone(
    client: FlaskClient,
    ana: Person,
    trained: dict[str, str],
    connection: Connection,
    zone: str,
) -> None:
    browser = sign_in(client, ana)
    stored_zone(connection, ana, account=zone, workout=zone)
    asked = list(addresses(client.application, trained))
    assert len(asked) > 90
    found = {url: browser.get(url, buffered=True).status_code for url in asked}
    assert {url: status for url, status in found.items() if status >= 500} == {}
    answered = {url for url, status in found.items() if status == 200}
    assert {"/", "/settings", "/calendar", "/progress", "/trash", "/api/v1/workouts"} <= answered
    assert {f"/workouts/{trained['workout_id']}", "/progress/consistency"} <= answered


def test_a_workout_falls_back_to_the_accounts_zone_and_then_to_utc(
    client: FlaskClient, ana: Person, trained: dict[str, str], connection: Connection
) -> None:
    path = f"/api/v1/workouts/{trained['workout_id']}"
    stored_zone(connection, ana, account="America/Denver", workout="localtime")
    answer = client.get(path, headers=ana.headers).get_json()
    assert answer["time_zone"] == "America/Denver"
    assert answer["started_at"] == "2026-11-20T11:00:00-07:00"
    stored_zone(connection, ana, account="Factory", workout="localtime")
    answer = client.get(path, headers=ana.headers).get_json()
    assert answer["time_zone"] == "UTC"
    assert datetime.fromisoformat(answer["started_at"]) == datetime(2026, 11, 20, 18, tzinfo=UTC)


def test_a_device_gets_a_workout_whose_zone_is_not_known(
    client: FlaskClient, ana: Person, trained: dict[str, str], connection: Connection
) -> None:
    stored_zone(connection, ana, account="Europe/Berlin", workout="localtime")
    body = {"device": str(uuid4()), "operations": []}
    answer = client.post("/api/v1/sync", json=body, headers=ana.headers)
    assert answer.status_code == 200, answer.get_json()
    found = {one["id"]: one["time_zone"] for one in answer.get_json()["changes"]["workouts"]}
    assert found[trained["workout_id"]] == "Europe/Berlin"


def test_statistics_count_the_hours_in_the_accounts_zone(
    client: FlaskClient, ana: Person, trained: dict[str, str], connection: Connection
) -> None:
    stored_zone(connection, ana, account="Asia/Tokyo", workout="localtime")
    answer = client.get("/api/v1/stats/consistency", headers=ana.headers).get_json()
    assert [hour for hour, count in enumerate(answer["hours"]) if count] == [3]


def test_the_page_of_settings_names_the_zone_and_saving_mends_it(
    client: FlaskClient, ana: Person, database: Database, connection: Connection
) -> None:
    browser = Browser(sign_in(client, ana))
    stored_zone(connection, ana, account="localtime", workout="UTC")
    page = browser.open("/settings")
    assert "The time zone “localtime” is not known here." in page.text
    assert page.values["time_zone"] == "UTC"
    page = browser.press(page, "Save", {"time_zone": "Asia/Tokyo"})
    assert "is not known here" not in page.text
    with database.transaction(ana.user_id) as tx:
        account = account_store.account(tx, ana.user_id)
    assert account is not None
    assert (account.time_zone, account.unknown_time_zone) == ("Asia/Tokyo", None)


def test_the_page_of_a_workout_names_the_zone_and_saving_mends_it(
    client: FlaskClient, ana: Person, trained: dict[str, str], connection: Connection
) -> None:
    browser = Browser(sign_in(client, ana))
    stored_zone(connection, ana, account="Europe/Berlin", workout="localtime")
    path = f"/workouts/{trained['workout_id']}"
    assert "The time zone “localtime” is not known here." in browser.open(path).text
    page = browser.press(browser.open(f"{path}/edit"), "Save workout", {"title": "Push B"})
    assert "is not known here" not in page.text
    kept = client.get(f"/api/v1{path}", headers=ana.headers).get_json()
    assert (kept["title"], kept["started_at"]) == ("Push B", "2026-11-20T19:00:00+01:00")


def test_an_edit_from_before_can_be_undone_although_its_zone_is_not_known(
    client: FlaskClient, ana: Person, trained: dict[str, str], connection: Connection
) -> None:
    path = f"/api/v1/workouts/{trained['workout_id']}"
    kept = client.get(path, headers=ana.headers).get_json()
    sent = {"title": "Push B", "started_at": kept["started_at"]}
    assert client.put(path, json=sent, headers=ana.headers).status_code == 200
    connection.execute(
        text(
            "UPDATE workout_revision SET content = "
            "jsonb_set(content, '{time_zone}', '\"localtime\"') WHERE user_id = :user_id"
        ),
        {"user_id": ana.user_id},
    )
    browser = sign_in(client, ana)
    answer = browser.post(f"/workouts/{trained['workout_id']}/undo", headers=FROM_OUR_PAGE)
    assert answer.status_code == 303
    assert client.get(path, headers=ana.headers).get_json()["title"] == "Push A"


@pytest.mark.parametrize("zone", UNKNOWN)
def test_an_unknown_zone_is_refused_in_a_workout(
    client: FlaskClient, ana: Person, zone: str
) -> None:
    answer = client.post(
        "/api/v1/workouts", json={"time_zone": zone, "exercises": []}, headers=ana.headers
    )
    # An empty text is a zone that is left out.
    assert answer.status_code == (422 if zone else 201)
    if zone:
        assert "time_zone" in answer.get_json()["fields"]


@pytest.mark.parametrize("zone", [one for one in UNKNOWN if one != "\ud800"])
def test_an_unknown_zone_is_refused_in_settings_and_at_registration(
    client: FlaskClient, ana: Person, zone: str
) -> None:
    browser = sign_in(client, ana)
    wanted = {
        "weight_unit": "kg",
        "time_zone": zone,
        "week_start": "1",
        "theme": "auto",
        "formula": "epley",
    }
    answer = browser.post("/settings/preferences", data=wanted, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    assert "This is not a time zone of the tz database" in answer.get_data(as_text=True)
    if zone:
        form = {"email": "dee@example.org", "password": PASSWORD, "time_zone": zone}
        answer = browser.post("/register", data=form, headers=FROM_OUR_PAGE)
        assert answer.status_code == 422


@pytest.mark.parametrize("zone", [one for one in UNKNOWN if one.strip() and one.isprintable()])
def test_nobody_is_told_the_time_in_an_unknown_zone(
    client: FlaskClient, ana: Person, zone: str
) -> None:
    answer = client.get(f"/api/v1/time-zones/{zone}", headers=ana.headers)
    assert answer.status_code in {308, 404, 414}


def test_a_zone_is_kept_as_the_tz_database_writes_it(client: FlaskClient, ana: Person) -> None:
    sent = {"time_zone": " america/new york ", "exercises": []}
    answer = client.post("/api/v1/workouts", json=sent, headers=ana.headers)
    assert (answer.status_code, answer.get_json()["time_zone"]) == (201, "America/New_York")
    told = client.get("/api/v1/time-zones/europe/berlin", headers=ana.headers)
    assert (told.status_code, told.get_json()["zone"]) == (200, "Europe/Berlin")
