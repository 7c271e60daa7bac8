"""Any document: open its form, change one field, save; every other column is as it was.

LIFTLOG_FORM_EXAMPLES says how many are made up for each form; `make walks` takes many and prints
counts.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from liftlog.core.sync.schemas import PreferencesFields
from liftlog.domain.sync.stamps import stamp_at
from liftlog.domain.units import WeightUnit
from liftlog.store.database.engine import Database
from liftlog.store.preferences import write as preference_changes
from tests.browsing import sign_in
from tests.cast import BENCH, NOW, SQUAT, Person, as_person
from tests.pages import Browser
from tests.problems import read_json

pytestmark = pytest.mark.database

EXAMPLES = int(os.environ.get("LIFTLOG_FORM_EXAMPLES", "12"))
MADE_UP = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Around the nights on which clocks change, to the microsecond.
NIGHTS = tuple(datetime(*day, tzinfo=UTC) for day in ((2026, 10, 24), (2026, 3, 28), (2025, 11, 1)))
ZONES = ("Europe/Berlin", "America/Denver", "Asia/Kathmandu", "Australia/Lord_Howe")
SECOND_OF_TWO = {
    "started_at": "2026-10-25T02:30:05.123456+01:00",
    "time_zone": "Europe/Berlin",
    "exercises": [],
}
UNSEEN = frozenset({"rev", "stamps", "updated_at"})
OF_ITS_OWN = UNSEEN | {"id", "workout_id", "workout_exercise_id", "started_at", "day"}
NOTES = ("", " a ", "a\r\nb", "\n")


def steps(most: int, per_unit: int) -> st.SearchStrategy[float]:
    return st.integers(1, most * per_unit).map(lambda count: count / per_unit)


sets = st.fixed_dictionaries(
    {"reps": st.integers(0, 30)},
    optional={
        "rpe": st.sampled_from((1, 7.5, 10)),
        "duration_s": steps(7200, 1000),
        "note": st.sampled_from(NOTES),
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


def planned(one: dict[str, Any]) -> dict[str, Any]:
    least = one["reps"] + 1
    measured = {name: value for name, value in one.items() if name not in {"reps", "note"}}
    return {**measured, "reps_min": least, "reps_max": least + len(one.get("note", ""))}


plans = sets.map(planned)
distances = st.sampled_from((("m", 1000), ("km", 100_000), ("yd", 100), ("mi", 100_000))).flatmap(
    lambda unit: steps(50, unit[1]).map(
        lambda length: {"distance": length, "distance_unit": unit[0], "duration_s": 61.007}
    )
)
routines = st.fixed_dictionaries(
    {
        "name": st.just("Push"),
        "note": st.sampled_from(NOTES),
        "weekdays": st.lists(st.integers(1, 7), unique=True, max_size=3),
        "exercises": st.lists(
            st.fixed_dictionaries(
                {
                    "exercise_id": st.sampled_from((str(BENCH), str(SQUAT))),
                    "note": st.sampled_from(NOTES),
                    "rest_s": st.none() | st.integers(0, 3600),
                    "sets": st.lists(plans | distances, max_size=3),
                }
            ),
            max_size=2,
        ),
    }
)
preferences = st.builds(
    PreferencesFields,
    bar_g=st.none() | st.integers(0, 100_000),
    plates_g=st.lists(st.integers(1, 100_000), max_size=4).map(tuple),
    plates_unit=st.none() | st.sampled_from(WeightUnit),
    rest_s=st.none() | st.integers(0, 3600),
    rest_timer=st.booleans(),
    shortcuts=st.booleans(),
)
both_units = st.sampled_from(("ana", "ben"))


@dataclass(frozen=True, slots=True)
class Walk:
    """What every example of a form needs; `people` lift in kilograms and in pounds."""

    client: FlaskClient
    people: dict[str, Person]
    connection: Connection
    counts: Counter[str] = field(default_factory=Counter)

    def made(self, who: str, address: str, body: dict[str, Any]) -> str:
        answer = self.client.post(address, json=body, headers=self.people[who].headers)
        assert answer.status_code == 201, answer.get_json()
        found: str = read_json(answer)["id"]
        return found

    def browser(self, who: str) -> Browser:
        return Browser(sign_in(self.client, self.people[who]))

    def value(self, query: str, row_id: object) -> Any:
        return self.connection.execute(text(query), {"id": row_id}).scalar_one()


@pytest.fixture
def people(ana: Person, ben: Person) -> dict[str, Person]:
    return {"ana": ana, "ben": ben}


@pytest.fixture
def walk(
    client: FlaskClient,
    people: dict[str, Person],
    connection: Connection,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Walk]:
    found = Walk(client, people, connection)
    yield found
    if "LIFTLOG_FORM_EXAMPLES" in os.environ:
        with capsys.disabled():
            print(f"\n{request.node.name}: {dict(found.counts)}")  # noqa: T201


def rows(
    connection: Connection, workout_id: str, unseen: frozenset[str] = UNSEEN
) -> dict[str, list[dict[str, Any]]]:
    queries = {
        "workout": "SELECT * FROM workout WHERE id = :id",
        "entries": "SELECT * FROM workout_exercise WHERE workout_id = :id ORDER BY position",
        "sets": "SELECT s.* FROM logged_set s JOIN workout_exercise e "
        "ON e.user_id = s.user_id AND e.id = s.workout_exercise_id "
        "WHERE s.workout_id = :id ORDER BY e.position, s.position",
    }
    return {
        name: [
            {column: value for column, value in row.items() if column not in unseen}
            for row in connection.execute(text(query), {"id": workout_id}).mappings()
        ]
        for name, query in queries.items()
    }


@MADE_UP
@given(workout=workouts, who=both_units, reps=st.none() | st.integers(31, 99))
@example(workout=SECOND_OF_TWO, who="ana", reps=None)
def test_a_workout_keeps_what_nobody_changed(
    walk: Walk,
    workout: dict[str, Any],
    who: str,
    reps: int | None,
) -> None:
    workout_id = walk.made(who, "/api/v1/workouts", workout)
    wanted = rows(walk.connection, workout_id)
    browser = walk.browser(who)
    page = browser.open(f"/workouts/{workout_id}/edit")
    if reps is None:
        browser.press(page, "Save workout", {"title": "Another"})
        wanted["workout"][0]["title"] = "Another"
    else:
        browser.press(page, "Save workout", {"exercises-0-sets-0-reps": str(reps)})
        wanted["sets"][0]["reps"] = reps
    assert rows(walk.connection, workout_id) == wanted
    walk.counts["workouts"] += 1
    walk.counts["sets"] += len(wanted["sets"])


@MADE_UP
@given(workout=workouts, who=both_units)
def test_a_repeated_workout_has_the_same_sets(
    walk: Walk,
    workout: dict[str, Any],
    who: str,
) -> None:
    workout_id = walk.made(who, "/api/v1/workouts", workout)
    before = rows(walk.connection, workout_id, OF_ITS_OWN)["sets"]
    browser = walk.browser(who)
    page = browser.press(browser.open(f"/workouts/{workout_id}"), "Repeat today")
    browser.press(page, "Save workout", {"title": "Again"})
    copied = page.path.split("/")[2]
    assert copied != workout_id
    assert rows(walk.connection, copied, OF_ITS_OWN)["sets"] == before
    walk.counts["workouts"] += 1
    walk.counts["sets"] += len(before)


@MADE_UP
@given(routine=routines, who=both_units)
def test_a_routine_keeps_what_nobody_changed(
    walk: Walk,
    routine: dict[str, Any],
    who: str,
) -> None:
    routine_id = walk.made(who, "/api/v1/routines", routine)
    query = "SELECT content FROM routine WHERE id = :id"
    before = walk.value(query, routine_id)
    browser = walk.browser(who)
    browser.press(browser.open(f"/routines/{routine_id}/edit"), "Save routine", {"name": "Pull"})
    after = walk.value(query, routine_id)
    assert after == {**before, "name": "Pull"}
    walk.counts["routines"] += 1
    walk.counts["sets"] += sum(len(one["sets"]) for one in before["exercises"])


@MADE_UP
@given(kept=preferences, who=both_units)
@example(kept=PreferencesFields(plates_g=(1,), plates_unit=WeightUnit.LB), who="ben")
def test_how_somebody_logs_keeps_what_nobody_changed(
    walk: Walk,
    database: Database,
    kept: PreferencesFields,
    who: str,
) -> None:
    with database.transaction() as tx:
        preference_changes.save_logging(
            tx,
            as_person(tx, walk.people[who]),
            {**kept.model_dump(mode="json"), "left_handed": False},
            stamp_at(NOW),
        )
    person = walk.people[who]
    query = "SELECT logging FROM preference WHERE user_id = :id"
    before = walk.value(query, person.user_id)
    browser = walk.browser(who)
    browser.press(browser.open("/settings/logging"), "Save", {"left_handed": "yes"})
    after = walk.value(query, person.user_id)
    assert after == {**before, "left_handed": True}
    walk.counts["preferences"] += 1
