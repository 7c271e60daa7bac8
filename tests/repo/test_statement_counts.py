"""A page asks the database as often for ten workouts as for a hundred."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.browsing import sign_in
from tests.cast import BENCH, SQUAT, Person, adopt_all, as_person, kg, working, workout_of
from tests.core.statements import SAYS_WHOSE_ROWS, counted
from tests.core.test_api_routines import PUSH, make
from tests.core.test_sync import Workout as OnDevice
from tests.core.test_sync import sync, told

pytestmark = pytest.mark.database

STATEMENTS_MAX = 8
# Of these, three keep the figures that statistics are read from.
WRITE_STATEMENTS_MAX = 9
# {id} is a workout and {exercise} an exercise that is in every one of them. What the first page
# asks of stats counts too: here both services share a connection.
PAGES = [
    "/",
    "/workouts",
    "/workouts/new",
    "/workouts/{id}",
    "/workouts/{id}/edit",
    "/calendar?month=2026-11",
    "/calendar/year/2026",
    "/calendar/day/2026-11-20",
    "/exercises",
    "/exercises/{exercise}",
    "/one-rep-max/{exercise}",
    "/one-rep-max/{exercise}?effort=used&range=all",
    "/one-rep-max/{exercise}/rep-curve",
    f"/one-rep-max?exercise={BENCH}&exercise={SQUAT}",
    "/trash",
    "/import",
    "/settings",
    "/settings/logging",
    "/api/v1/workouts?limit=100",
    "/api/v1/workouts/{id}",
    "/api/v1/exercises",
]


def keep(database: Database, person: Person, days: range) -> UUID:
    made = [
        workout_of(
            (BENCH, [working(kg("100"), 5)] * 3), (SQUAT, [working(kg("120"), 5)]), days_ago=day
        )
        for day in days
    ]
    with database.transaction() as tx:
        user_id = as_person(tx, person)
        adopt_all(tx, user_id, *made)
        assert workouts.insert_workouts(tx, user_id, made)
    return made[0].id


def questions(statements: list[str]) -> list[str]:
    """Without saying whose rows are meant, which the tests' transactions do more often."""
    return [one for one in statements if not one.startswith(SAYS_WHOSE_ROWS)]


@pytest.mark.parametrize("page", PAGES)
def test_more_workouts_take_no_more_statements(
    client: FlaskClient, ana: Person, database: Database, connection: Connection, page: str
) -> None:
    sign_in(client, ana)
    latest = keep(database, ana, range(10))
    path = page.format(id=latest, exercise=BENCH)

    def sent() -> list[str]:
        with counted(connection) as statements:
            assert client.get(path).status_code == 200
        return questions(statements)

    with_ten = sent()
    keep(database, ana, range(10, 100))
    with_a_hundred = sent()
    print(f"{page}: {len(with_ten)} statements")  # noqa: T201 The figure is worth a look.
    assert with_a_hundred == with_ten
    assert len(with_ten) <= STATEMENTS_MAX, "\n".join(with_ten)


ROUTINE_PAGES = ["/", "/routines", "/routines/new", "/trash", "/api/v1/routines"]
ONE_ROUTINE = ["/routines/{id}", "/routines/{id}/edit", "/api/v1/routines/{id}"]


@pytest.mark.parametrize("page", [*ROUTINE_PAGES, *ONE_ROUTINE, "/workouts/new?routine={id}"])
def test_more_routines_take_no_more_statements(
    client: FlaskClient, ana: Person, database: Database, connection: Connection, page: str
) -> None:
    sign_in(client, ana)
    keep(database, ana, range(3))
    made = [make(client, ana, weekdays=[]) for _ in range(2)]
    told(sync(client, ana, *OnDevice().begun))
    path = page.format(id=made[0]["id"])

    def sent() -> list[str]:
        with counted(connection) as statements:
            assert client.get(path).status_code == 200
        return questions(statements)

    with_two = sent()
    for _ in range(20):
        make(client, ana, exercises=PUSH["exercises"] * 5)
    with_many = sent()
    print(f"{page}: {len(with_two)} statements")  # noqa: T201 The figure is worth a look.
    assert with_many == with_two
    assert len(with_two) <= STATEMENTS_MAX, "\n".join(with_two)


def test_saving_a_large_routine_takes_as_many_statements_as_a_small_one(
    client: FlaskClient, ana: Person, connection: Connection
) -> None:
    def sent(exercises: int) -> int:
        with counted(connection) as statements:
            make(client, ana, exercises=PUSH["exercises"] * exercises)
        return len(questions(statements))

    assert sent(1) == sent(20) <= WRITE_STATEMENTS_MAX


def test_saving_a_large_workout_takes_as_many_statements_as_a_small_one(
    client: FlaskClient, ana: Person, connection: Connection
) -> None:
    def sent(exercises: int) -> int:
        body = {"exercises": [{"exercise_id": str(BENCH), "sets": [{"reps": 5}] * 5}] * exercises}
        with counted(connection) as statements:
            answer = client.post("/api/v1/workouts", json=body, headers=ana.headers)
            assert answer.status_code == 201
        return len(questions(statements))

    assert sent(1) == sent(50) <= WRITE_STATEMENTS_MAX
