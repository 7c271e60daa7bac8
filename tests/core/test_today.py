"""The first page: what a lifter sees when they open LiftLog."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from liftlog.core.today import next_in_turn, week_of
from liftlog.domain.workouts import Workout
from liftlog.store import workouts
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, Person, adopt_all, as_person, kg, working, workout_of
from tests.rolled_back import RolledBackDatabase


def titled(*titles: str) -> list[Workout]:
    """Workouts of these titles, the first one the newest."""
    return [workout_of(title=title, days_ago=number) for number, title in enumerate(titles)]


def log(database: RolledBackDatabase, person: Person, *days_ago: int) -> list[Workout]:
    logged = [
        workout_of((BENCH, [working(kg("100"), 5)]), days_ago=ago, title=f"Push {ago}")
        for ago in days_ago
    ]
    with database.transaction() as tx:
        user_id = as_person(tx, person)
        adopt_all(tx, user_id, *logged)
        workouts.insert_workouts(tx, user_id, logged)
    return logged


@pytest.mark.parametrize(
    ("newest_first", "expected"),
    [
        (["Push", "Legs", "Pull", "Push"], "Pull"),
        (["Legs", "Pull", "Run", "Legs", "Pull", "Push", "Legs", "Pull", "Push", "Legs"], "Push"),
        (["Full body", "Full body"], "Full body"),
        (["Push", "Pull"], "Push"),
    ],
)
def test_what_usually_followed_the_latest_workout_is_next(
    newest_first: list[str], expected: str
) -> None:
    found = next_in_turn(titled(*newest_first))
    assert found is not None
    assert found.title == expected


def test_the_newest_of_the_next_title_is_repeated() -> None:
    history = titled("Push", "Pull", "Push", "Pull", "Push")
    assert next_in_turn(history) is history[1]


def test_nothing_is_next_where_nothing_was() -> None:
    assert next_in_turn([]) is None


def test_the_week_knows_what_was_trained_what_is_today_and_what_is_to_come() -> None:
    week = week_of([date(2026, 11, 15), date(2026, 11, 16)], date(2026, 11, 20), week_start=7)
    assert week[0].date == date(2026, 11, 15)
    assert [day.trained for day in week] == [True, True, False, False, False, False, False]
    assert [day.today for day in week].index(True) == 5
    assert [day.future for day in week] == [False] * 6 + [True]


@pytest.mark.parametrize("path", ["/", "/more"])
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")


def test_an_empty_account_is_offered_to_log_to_import_and_a_demo(
    client: FlaskClient, ana: Person
) -> None:
    text = sign_in(client, ana).get("/").get_data(as_text=True)
    assert 'href="/workouts/new"' in text
    assert 'href="/import"' in text
    assert '<form method="post" action="/demo">' in text


def test_the_demo_fills_the_first_page(client: FlaskClient, ana: Person) -> None:
    browser = sign_in(client, ana)
    assert browser.post("/demo", headers=FROM_OUR_PAGE).status_code == 303
    text = browser.get("/").get_data(as_text=True)
    assert "weeks in a row with training" in text
    assert text.count('<article class="card workout">') == 3


def test_the_last_three_workouts_are_shown_and_one_can_be_repeated(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    logged = log(database, ana, 0, 2, 4, 6)
    text = sign_in(client, ana).get("/").get_data(as_text=True)
    shown = [f'href="/workouts/{one.id}"' in text for one in logged]
    assert shown == [True, True, True, False]
    assert f'action="/workouts/{logged[0].id}/repeat?id=' in text


def test_weeks_in_a_row_are_counted(
    client: FlaskClient, database: RolledBackDatabase, ana: Person
) -> None:
    log(database, ana, 0, 2, 7, 15, 30)
    text = sign_in(client, ana).get("/").get_data(as_text=True)
    assert "3 weeks in a row with training" in text
    assert "2 days</span>" in text


def test_nobody_sees_another_persons_training(
    client: FlaskClient, database: RolledBackDatabase, ana: Person, cid: Person
) -> None:
    log(database, ana, 0)
    text = sign_in(client, cid).get("/").get_data(as_text=True)
    assert "Push 0" not in text
    assert "Your training will be here" in text


def test_more_lists_the_pages_that_have_no_tab(client: FlaskClient, ana: Person) -> None:
    text = sign_in(client, ana).get("/more").get_data(as_text=True)
    for path in ("/exercises", "/import", "/settings", "/trash"):
        assert f'href="{path}"' in text
