"""Any workout: open the form, change one field, save; every other column is as it was.

`LIFTLOG_FORM_EXAMPLES=500` makes the walk long.
"""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from tests.browsing import sign_in
from tests.cast import BENCH, SQUAT, Person
from tests.pages import Browser
from tests.problems import read_json

pytestmark = pytest.mark.database

EXAMPLES = int(os.environ.get("LIFTLOG_FORM_EXAMPLES", "12"))
# Around the nights on which clocks change, to the microsecond.
NIGHTS = tuple(datetime(*day, tzinfo=UTC) for day in ((2026, 10, 24), (2026, 3, 28), (2025, 11, 1)))
ZONES = ("Europe/Berlin", "America/Denver", "Asia/Kathmandu", "Australia/Lord_Howe")
SECOND_OF_TWO = {
    "started_at": "2026-10-25T02:30:05.123456+01:00",
    "time_zone": "Europe/Berlin",
    "exercises": [],
}
UNSEEN = frozenset({"rev", "stamps", "updated_at"})


def steps(most: int, per_unit: int) -> st.SearchStrategy[float]:
    return st.integers(1, most * per_unit).map(lambda count: count / per_unit)


sets = st.fixed_dictionaries(
    {"reps": st.integers(0, 30)},
    optional={
        "rpe": st.sampled_from((1, 7.5, 10)),
        "duration_s": steps(7200, 1000),
        "note": st.sampled_from(("", " a ", "a\r\nb", "\n")),
    },
).flatmap(
    lambda one: st.sampled_from(("kg", "lb")).flatmap(
        lambda unit: steps(300, 1000 if unit == "kg" else 100).map(
            lambda weight: {**one, "weight": weight, "weight_unit": unit}
        )
    )
)
workouts = st.fixed_dictionaries(
    {
        "started_at": st.tuples(
            st.sampled_from(NIGHTS), st.integers(0, 2 * 86_400_000_000 - 1)
        ).map(lambda at: (at[0] + timedelta(microseconds=at[1])).isoformat()),
        "time_zone": st.sampled_from(ZONES),
        "duration_s": st.none() | st.integers(0, 604_800),
        "note": st.sampled_from(("", " x\r\n y ", "\t")),
        "exercises": st.lists(
            st.fixed_dictionaries(
                {
                    "exercise_id": st.sampled_from((str(BENCH), str(SQUAT))),
                    "sets": st.lists(sets, min_size=1, max_size=3),
                }
            ),
            min_size=1,
            max_size=2,
        ),
    }
)


def rows(connection: Connection, workout_id: str) -> dict[str, list[dict[str, Any]]]:
    queries = {
        "workout": "SELECT * FROM workout WHERE id = :id",
        "entries": "SELECT * FROM workout_exercise WHERE workout_id = :id ORDER BY id",
        "sets": "SELECT * FROM logged_set WHERE workout_id = :id ORDER BY id",
    }
    return {
        name: [
            {column: value for column, value in row.items() if column not in UNSEEN}
            for row in connection.execute(text(query), {"id": workout_id}).mappings()
        ]
        for name, query in queries.items()
    }


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(workout=workouts)
@example(workout=SECOND_OF_TWO)
def test_a_new_title_changes_nothing_else(
    client: FlaskClient, ben: Person, connection: Connection, workout: dict[str, Any]
) -> None:
    answer = client.post("/api/v1/workouts", json=workout, headers=ben.headers)
    assert answer.status_code == 201, answer.get_json()
    workout_id = read_json(answer)["id"]
    before = rows(connection, workout_id)
    browser = Browser(sign_in(client, ben))
    page = browser.open(f"/workouts/{workout_id}/edit")
    browser.press(page, "Save workout", {"title": "Another"})
    before["workout"][0]["title"] = "Another"
    assert rows(connection, workout_id) == before
