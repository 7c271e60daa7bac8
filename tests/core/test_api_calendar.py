"""The calendar over JSON: whole weeks of one's own workouts."""

import pytest
from flask.testing import FlaskClient

from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.cast import BENCH, Person, adopt_all, as_person, kg, warm_up, working, workout_of
from tests.problems import problem

pytestmark = pytest.mark.database

NOVEMBER = "/api/v1/calendar?month=2026-11"


def train(database: Database, person: Person, *days_ago: int) -> None:
    logged = [
        workout_of((BENCH, [warm_up(kg("60"), 8), working(kg("100"), 5)]), days_ago=days)
        for days in days_ago
    ]
    with database.transaction() as tx:
        adopt_all(tx, as_person(tx, person), *logged)
        assert workouts.insert_workouts(tx, person.user_id, logged)


def test_a_month_has_the_workouts_of_its_weeks_in_order(
    client: FlaskClient, ana: Person, database: Database
) -> None:
    # The 20th and the 1st of November, and Monday the 26th and Sunday the 25th of October.
    train(database, ana, 0, 19, 25, 26)
    month = client.get(NOVEMBER, headers=ana.headers).get_json()
    assert (month["first"], month["last"]) == ("2026-10-26", "2026-12-06")
    assert [one["day"] for one in month["workouts"]] == ["2026-10-26", "2026-11-01", "2026-11-20"]
    assert month["workouts"][-1] | {"id": None} == {
        "id": None,
        "title": "Push A",
        "day": "2026-11-20",
        "started_at": "2026-11-20T18:00:00Z",
        "duration_s": 3000,
        "exercises": 1,
        "sets": 1,
        "volume_kg": 500,
    }


def test_nobody_sees_another_ones_month(
    client: FlaskClient, ana: Person, cid: Person, database: Database
) -> None:
    train(database, ana, 0)
    assert client.get(NOVEMBER, headers=cid.headers).get_json()["workouts"] == []
    problem(client.get(NOVEMBER), 401, "not_signed_in")


@pytest.mark.parametrize("month", ["", "2026-13", "2026-1", "20261", "0001-01", "9999-12"])
def test_what_is_no_month_is_refused(client: FlaskClient, ana: Person, month: str) -> None:
    answer = client.get(f"/api/v1/calendar?month={month}", headers=ana.headers)
    assert "month" in problem(answer, 422, "invalid_input")["fields"]
