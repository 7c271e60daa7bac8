"""A form leaves what nobody changed exactly as it is stored."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, text

from liftlog.core.accounts import service as accounts
from liftlog.core.sync.schemas import PreferencesFields
from liftlog.domain.preferences import DisplayPreferences, Theme
from liftlog.domain.sync.stamps import stamp_at
from liftlog.domain.units import WeightUnit
from liftlog.store.database.engine import Database
from liftlog.store.preferences import write as preference_changes
from tests.browsing import sign_in
from tests.cast import BENCH, NOW, Person, as_person
from tests.pages import Browser
from tests.problems import read_json

pytestmark = pytest.mark.database


def stored(connection: Connection, table: str, **where: Any) -> dict[str, Any]:
    condition = " AND ".join(f"{name} = :{name}" for name in where)
    query = f"SELECT * FROM {table} WHERE {condition}"  # noqa: S608 Names of these tests alone.
    row = connection.execute(text(query), where).one()
    return {
        name: value
        for name, value in row._mapping.items()
        if name not in {"rev", "stamps", "updated_at"}
    }


def logged(client: FlaskClient, person: Person, **fields: Any) -> UUID:
    body = {"time_zone": "Europe/Berlin", "exercises": [], **fields}
    answer = client.post("/api/v1/workouts", json=body, headers=person.headers)
    assert answer.status_code == 201, answer.get_json()
    return UUID(read_json(answer)["id"])


SECOND_HALF_PAST_TWO = "2026-10-25T02:30:05.123456+01:00"


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> Browser:
    return Browser(sign_in(client, ana))


def test_a_new_title_leaves_the_second_of_two_equal_times_and_its_fraction(
    client: FlaskClient, ana: Person, browser: Browser, connection: Connection
) -> None:
    workout_id = logged(
        client, ana, started_at=SECOND_HALF_PAST_TWO, duration_s=3725, note=" two \n\n lines "
    )
    before = stored(connection, "workout", id=workout_id)
    page = browser.open(f"/workouts/{workout_id}/edit")
    browser.press(page, "Save workout", {"title": "Night shift"})
    after = stored(connection, "workout", id=workout_id)
    assert after == {**before, "title": "Night shift"}
    assert after["started_at"] == datetime.fromisoformat(SECOND_HALF_PAST_TWO)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        # Twice: the first of the two.
        ({"time": "02:45"}, "2026-10-25T02:45:00+02:00"),
        # Never: by the clock of before the leap.
        ({"day": "2026-03-29", "time": "02:45"}, "2026-03-29T01:45:00+00:00"),
    ],
)
def test_a_time_typed_anew_has_one_meaning_where_clocks_change(
    client: FlaskClient,
    ana: Person,
    browser: Browser,
    typed: dict[str, str],
    moment: str,
) -> None:
    workout_id = logged(client, ana, started_at=SECOND_HALF_PAST_TWO)
    page = browser.open(f"/workouts/{workout_id}/edit")
    browser.press(page, "Save workout", typed)
    answer = client.get(f"/api/v1/workouts/{workout_id}", headers=ana.headers)
    found = datetime.fromisoformat(read_json(answer)["started_at"])
    assert found.astimezone(UTC) == datetime.fromisoformat(moment).astimezone(UTC)


def test_another_day_leaves_the_time_with_its_fraction(
    client: FlaskClient, ana: Person, browser: Browser, connection: Connection
) -> None:
    workout_id = logged(client, ana, started_at=SECOND_HALF_PAST_TWO)
    page = browser.open(f"/workouts/{workout_id}/edit")
    browser.press(page, "Save workout", {"day": "2026-10-24"})
    after = stored(connection, "workout", id=workout_id)
    assert after["started_at"] == datetime.fromisoformat("2026-10-24T02:30:05.123456+02:00")


@pytest.mark.parametrize("day", ["2026-10-25", "2026-10-24", "2026-03-29"])
def test_undoing_a_move_brings_back_the_very_moment(
    client: FlaskClient, ana: Person, browser: Browser, connection: Connection, day: str
) -> None:
    workout_id = logged(client, ana, started_at=SECOND_HALF_PAST_TWO)
    page = browser.press(browser.open(f"/workouts/{workout_id}"), "Move", {"day": day})
    browser.press(page, "Undo")
    after = stored(connection, "workout", id=workout_id)
    assert after["started_at"] == datetime.fromisoformat(SECOND_HALF_PAST_TWO)
    assert str(after["day"]) == "2026-10-25"


def test_notes_keep_their_spaces_and_line_ends(
    client: FlaskClient, ana: Person, browser: Browser, connection: Connection
) -> None:
    note = "\n first\r\n second \t"
    exercise = {"exercise_id": str(BENCH), "note": note, "sets": [{"reps": 5, "note": note}]}
    workout_id = logged(client, ana, note=note, exercises=[exercise])
    page = browser.open(f"/workouts/{workout_id}/edit")
    browser.press(page, "Save workout", {"exercises-0-sets-0-reps": "6"})
    assert stored(connection, "workout", id=workout_id)["note"] == note
    assert stored(connection, "workout_exercise", workout_id=workout_id)["note"] == note
    one = stored(connection, "logged_set", workout_id=workout_id)
    assert (one["note"], one["reps"]) == (note, 6)


def test_a_routine_keeps_its_notes_and_its_name(
    client: FlaskClient, ana: Person, browser: Browser, connection: Connection
) -> None:
    note = " first\n second "
    exercise = {"exercise_id": str(BENCH), "note": note, "rest_s": 90, "sets": []}
    body = {"name": "Push", "note": note, "weekdays": [1], "exercises": [exercise]}
    made = read_json(client.post("/api/v1/routines", json=body, headers=ana.headers))
    before = stored(connection, "routine", id=made["id"])
    page = browser.open(f"/routines/{made['id']}/edit")
    browser.press(page, "Save routine", {"name": "Push B"})
    after = stored(connection, "routine", id=made["id"])
    assert after["content"] == {**before["content"], "name": "Push B"}


def logging_stored(connection: Connection, person: Person) -> dict[str, Any]:
    query = text("SELECT logging FROM preference WHERE user_id = :id")
    found: dict[str, Any] = connection.execute(query, {"id": person.user_id}).scalar_one()
    return found


@pytest.mark.parametrize("kept", [{"bar_g": 20_000, "plates_g": [20_000, 1_250]}, {}])
def test_a_bar_in_the_other_unit_is_not_converted_by_saving_something_else(
    client: FlaskClient, ben: Person, database: Database, connection: Connection, kept: Any
) -> None:
    with database.transaction() as tx:
        wanted = PreferencesFields.model_validate(kept).model_dump(mode="json")
        preference_changes.save_logging(tx, as_person(tx, ben), wanted, stamp_at(NOW))
    before = logging_stored(connection, ben)
    browser = Browser(sign_in(client, ben))
    browser.press(browser.open("/settings/logging"), "Save", {"left_handed": "yes"})
    assert logging_stored(connection, ben) == {**before, "left_handed": True}


def test_plates_stay_the_usual_ones_when_only_their_unit_is_changed(
    client: FlaskClient, ana: Person, connection: Connection
) -> None:
    browser = Browser(sign_in(client, ana))
    page = browser.press(browser.open("/settings/logging"), "Save", {"plates_unit": "lb"})
    assert page.values["plates"] == "45 35 25 10 5 2.5"
    assert logging_stored(connection, ana) == {"plates_unit": "lb"}


def test_a_share_is_chosen_on_the_page_where_a_comma_is_the_decimal_sign(
    client: FlaskClient, ana: Person, connection: Connection
) -> None:
    browser = Browser(sign_in(client, ana))
    browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-DE"
    page = browser.open("/settings")
    form = next(
        one for one in page.all("form") if one.attributes["action"] == "/settings/statistics"
    )
    boxes = form.all("input", name="secondary_share")
    chosen = [one.attributes["value"] for one in boxes if "checked" in one.attributes]
    assert chosen == ["0.5"]


def test_an_exercise_keeps_a_muscle_that_is_main_and_helping(
    client: FlaskClient, ana: Person, browser: Browser, connection: Connection
) -> None:
    muscles = {"primary_muscles": ["chest", "triceps"], "secondary_muscles": ["triceps"]}
    body = {"name": "Mine", "load_kind": "weight_reps", **muscles}
    made = read_json(client.post("/api/v1/exercises", json=body, headers=ana.headers))
    page = browser.open(f"/exercises/{made['id']}/edit")
    browser.press(page, "Save exercise", {"name": "Mine too"})
    after = stored(connection, "exercise", user_id=ana.user_id, id=made["id"])
    assert after["name"] == "Mine too"
    assert {name: list(after[name]) for name in muscles} == muscles


@pytest.mark.parametrize("unit", list(WeightUnit))
def test_a_workout_that_is_sent_back_as_it_was_read_is_the_same(
    client: FlaskClient, ana: Person, database: Database, connection: Connection, unit: WeightUnit
) -> None:
    with database.transaction() as tx:
        accounts.set_preferences(
            tx,
            as_person(tx, ana),
            DisplayPreferences(
                weight_unit=unit,
                time_zone="Asia/Kathmandu",
                week_start=1,
                theme=Theme.AUTO,
                formula=ana.account.formula,
            ),
        )
    sets = [
        {"weight": 22.125, "weight_unit": "kg", "reps": 5, "rpe": 8.5, "duration_s": 61.007},
        {"weight": 48.75, "weight_unit": "lb", "distance": 1.23457, "distance_unit": "mi"},
    ]
    workout_id = logged(
        client,
        ana,
        started_at=SECOND_HALF_PAST_TWO,
        duration_s=61,
        exercises=[{"exercise_id": str(BENCH), "sets": sets}],
    )
    address = f"/api/v1/workouts/{workout_id}"
    read = read_json(client.get(address, headers=ana.headers))
    said = {name: read[name] for name in ("title", "started_at", "time_zone", "duration_s", "note")}
    said["exercises"] = [
        {
            **{name: one[name] for name in ("id", "exercise_id", "superset", "note")},
            "sets": [{k: v for k, v in done.items() if k != "weight_kg"} for done in one["sets"]],
        }
        for one in read["exercises"]
    ]
    answer = client.put(address, json=said, headers=ana.headers)
    assert read_json(answer) == read
    assert Decimal(str(read["exercises"][0]["sets"][0]["weight"])) == Decimal("22.125")


def test_somebody_elses_workout_can_be_moved_to_no_moment(
    client: FlaskClient, ana: Person, cid: Person
) -> None:
    workout_id = logged(client, ana, started_at=SECOND_HALF_PAST_TWO)
    page = sign_in(client, cid).post(
        f"/workouts/{workout_id}/move?day=2026-10-25&started_at=2026-10-25T05:00:00Z",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert page.status_code == 404
