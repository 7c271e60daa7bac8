"""An answer that still holds is not given again: one look at the lifter's version is enough."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from liftlog.store.database.engine import Database
from liftlog.store.workouts import workouts
from tests.cast import BENCH, Person, adopt_all, as_person, kg, working, workout_of
from tests.core.statements import SAYS_WHOSE_ROWS, counted

pytestmark = pytest.mark.database

OF_BENCH = f"/api/v1/stats/exercises/{BENCH}"
OWN = ("/api/v1/workouts", "/api/v1/exercises", "/api/v1/routines")
FIGURES = (
    "/api/v1/stats/summary",
    "/api/v1/stats/overview",
    f"{OF_BENCH}/one-rep-max",
    f"{OF_BENCH}/records",
)


def train(database: Database, person: Person, weight: str, days_ago: int = 0) -> None:
    logged = workout_of((BENCH, [working(kg(weight), 5)]), days_ago=days_ago)
    with database.transaction(person.user_id) as tx:
        adopt_all(tx, as_person(tx, person), logged)
        assert workouts.insert_workouts(tx, person.user_id, [logged])


Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(client: FlaskClient) -> Ask:
    def asked(person: Person, path: str, tag: str = "") -> TestResponse:
        return client.get(path, headers={**person.headers, "If-None-Match": tag})

    return asked


@pytest.mark.parametrize("path", [*OWN, *FIGURES])
def test_what_did_not_change_is_not_sent_again(
    ask: Ask, ana: Person, database: Database, path: str
) -> None:
    train(database, ana, "100")
    first = ask(ana, path)
    assert first.status_code == 200
    again = ask(ana, path, first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", [*OWN[:1], *FIGURES])
def test_what_changed_is_sent(ask: Ask, ana: Person, database: Database, path: str) -> None:
    train(database, ana, "100")
    first = ask(ana, path)
    train(database, ana, "110")
    second = ask(ana, path, first.headers["ETag"])
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]
    assert second.data != first.data


@pytest.mark.parametrize("path", [*OWN, *FIGURES])
def test_the_tag_of_somebody_else_is_worth_nothing(
    ask: Ask, ana: Person, ben: Person, database: Database, path: str
) -> None:
    train(database, ana, "100")
    train(database, ben, "100")
    assert ask(ben, path, ask(ana, path).headers["ETag"]).status_code == 200


def test_another_question_is_another_answer(ask: Ask, ana: Person, database: Database) -> None:
    train(database, ana, "100")
    tag = ask(ana, "/api/v1/stats/summary").headers["ETag"]
    assert ask(ana, "/api/v1/stats/summary?to=2026-01-01", tag).status_code == 200


def test_a_compressed_answer_is_known_again(client: FlaskClient, ana: Person) -> None:
    packed = {**ana.headers, "Accept-Encoding": "br"}
    first = client.get("/api/v1/exercises", headers=packed)
    assert first.headers["Content-Encoding"] == "br"
    again = client.get(
        "/api/v1/exercises", headers={**packed, "If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_core_itself_knows_the_tag_of_an_unchanged_figure(
    ask: Ask, ana: Person, database: Database, connection: Connection
) -> None:
    train(database, ana, "100", days_ago=1)
    path = f"{OF_BENCH}/one-rep-max"
    tag = ask(ana, path).headers["ETag"]
    with counted(connection) as statements:
        assert ask(ana, path, tag).status_code == 304
    tables = [one for one in statements if not one.startswith(SAYS_WHOSE_ROWS)]
    # The look-up of the account.
    assert len(tables) == 1, tables


def test_an_unchanged_figure_that_core_does_not_know_costs_stats_one_point_read(
    ask: Ask, ana: Person, database: Database, connection: Connection
) -> None:
    """A workout that has just begun may be one that begins later by the clock of stats."""
    train(database, ana, "100")
    path = f"{OF_BENCH}/one-rep-max"
    tag = ask(ana, path).headers["ETag"]
    with counted(connection) as statements:
        assert ask(ana, path, tag).status_code == 304
    tables = [one for one in statements if not one.startswith(SAYS_WHOSE_ROWS)]
    # Core's look-up of the account, and stats' of the version.
    assert len(tables) == 2, tables
    assert "lifter_version" in tables[1]


def test_a_page_with_figures_that_did_not_change_asks_stats_for_one_point_read(
    client: FlaskClient, ana: Person, database: Database, connection: Connection
) -> None:
    train(database, ana, "100")
    page = f"/one-rep-max/{BENCH}"
    client.post("/login", data={"email": ana.account.email, "password": "correct horse battery"})
    first = client.get(page)
    with counted(connection) as statements:
        second = client.get(page)
    assert second.status_code == 200
    assert second.data == first.data
    assert not any("logged_set" in one for one in statements), statements


def workout(client: FlaskClient, ana: Person) -> TestResponse:
    return client.post("/api/v1/workouts", json={"title": "Push"}, headers=ana.headers)


def exercise(client: FlaskClient, ana: Person) -> TestResponse:
    body = {"name": f"Press {uuid4()}", "load_kind": "weight_reps"}
    return client.post("/api/v1/exercises", json=body, headers=ana.headers)


@pytest.mark.parametrize("write", [workout, exercise], ids=["a workout", "an exercise"])
def test_everything_that_is_written_ends_what_was_known(
    core_app: Flask, ask: Ask, ana: Person, write: Callable[[FlaskClient, Person], TestResponse]
) -> None:
    before = ask(ana, "/api/v1/workouts").headers["ETag"]
    assert write(core_app.test_client(), ana).status_code == 201
    assert ask(ana, "/api/v1/workouts", before).status_code == 200
