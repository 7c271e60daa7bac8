"""What is added up or downloaded is the whole period, not the page of it that was looked at."""

from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern, Muscle
from liftlog.statistics.balance import SETS_DAYS_MAX
from liftlog.statistics.records import RECORDS_DAYS_MAX
from liftlog.store.database.engine import Database
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.exercises.read import Exercise
from liftlog.store.workouts import workouts
from tests.browsing import sign_in
from tests.cast import BENCH, Person, adopt_all, as_person, kg, warm_up, working, workout_of
from tests.core.test_training_pages import PULL_UP, page, rows, train

pytestmark = pytest.mark.database

DAYS = max(SETS_DAYS_MAX, RECORDS_DAYS_MAX) + 10


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> FlaskClient:
    return sign_in(client, ana)


def train_daily(database: Database, person: Person, days: int = DAYS) -> None:
    """Each day half a kilogram more, so that each day brings records."""
    made = [
        workout_of(
            (BENCH, [warm_up(kg("60"), 5), *[working(kg(f"{200 - Decimal(ago) / 2}"), 5)] * 2]),
            days_ago=ago,
        )
        for ago in range(days)
    ]
    with database.transaction() as tx:
        user_id = as_person(tx, person)
        adopt_all(tx, user_id, *made)
        assert workouts.insert_workouts(tx, user_id, made)


def test_the_lead_of_the_sets_is_of_the_whole_period(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train_daily(database, ana, 30)
    train(database, ana, (PULL_UP, [working(kg("20"), 8)]), days_ago=29)
    shown = page(browser, "/progress/sets?muscle=triceps").replace("\N{NO-BREAK SPACE}", " ")
    # 20 days are on the page. Volume: half of 2 x 5 x (200 + 199.5 + ... + 185.5) kg.
    assert "60 sets, counted as 30 · 28.9 t" in shown
    older = page(browser, "/progress/sets?muscle=triceps&before=2026-11-01")
    assert "60 sets, counted as 30" in older
    lats = page(browser, "/progress/sets?muscle=lats").replace("\N{NO-BREAK SPACE}", " ")
    assert "1 set</p>" in lats  # Help is no volume.


def test_the_total_is_what_the_pages_add_up_to(
    client: FlaskClient, database: Database, ana: Person
) -> None:
    train_daily(database, ana, 30)
    asked, seen = "/api/v1/stats/sets?muscle=triceps&to=2026-11-18", []
    while asked:
        found = client.get(asked, headers=ana.headers).get_json()
        seen += found["sets"]
        asked = found["next_before"] and (
            f"/api/v1/stats/sets?muscle=triceps&to=2026-11-18&before={found['next_before']}"
        )
        assert found["total"]["sets"] == 56
    assert found["total"]["counted"] == sum(one["share"] for one in seen)
    assert found["total"]["volume_kg"] == sum(one["share"] * one["volume_kg"] for one in seen)


def test_the_file_of_the_sets_has_all_pages_from_whichever_it_was_asked(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train_daily(database, ana)
    everything = rows(browser, "/progress/sets.csv")
    assert len(everything) == 2 * DAYS
    assert len({one["day"] for one in everything}) == DAYS
    assert rows(browser, "/progress/sets.csv?before=2026-11-01") == everything


def test_the_file_of_the_records_has_all_days(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train_daily(database, ana)
    of_five = rows(browser, "/records.csv?kind=weight&before=2026-11-01")
    assert len(of_five) == DAYS
    assert [one["day"] for one in of_five] == sorted((one["day"] for one in of_five), reverse=True)


def test_every_lift_of_a_period_is_listed(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        own = [
            Exercise(
                id=uuid4(),
                name=f"Lift {at}",
                load_kind=LoadKind.WEIGHT_REPS,
                equipment=Equipment.OTHER,
                pattern=MovementPattern.CARRY,
                primary_muscles=(Muscle.QUADS,),
                secondary_muscles=(),
            )
            for at in range(101)
        ]
        for one in own:
            exercise_changes.save_own(tx, user_id, one)
    for some in (own[:50], own[50:]):
        train(database, ana, *((one.id, [working(kg("50"), 5)]) for one in some))
    assert len(rows(browser, "/progress/lifts.csv")) == 101
    assert "Lift 100" in page(browser, "/progress")
    assert page(browser, "/one-rep-max").count("Lift ") >= 101
