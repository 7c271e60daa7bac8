"""A streak is the same on every page, and each says what its weeks have in common."""

import pytest
from flask.testing import FlaskClient

from liftlog.core.settings import logging_preferences
from liftlog.core.sync.schemas import PreferencesFields
from liftlog.store.database.engine import Database
from liftlog.store.preferences import read as preferences
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, NOW, Person, as_person, kg, working
from tests.core.test_training_pages import page, train

pytestmark = pytest.mark.database

PAGES = ("/", "/progress", "/progress/consistency")


@pytest.fixture
def browser(client: FlaskClient, database: Database, ana: Person) -> FlaskClient:
    """Ana trained once in this week and the four before, and twice in the two of these."""
    for week in range(5):
        train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=7 * week)
    for week in (1, 2):
        train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=7 * week + 2)
    return sign_in(client, ana)


def aim_for(browser: FlaskClient, goal: str) -> None:
    wanted = {"goal_days": goal, "secondary_share": "0.5", "score_class": "none"}
    answer = browser.post("/settings/statistics", data=wanted, headers=FROM_OUR_PAGE)
    assert answer.status_code == 303


@pytest.mark.parametrize("path", PAGES)
def test_without_a_goal_a_streak_is_weeks_with_training(browser: FlaskClient, path: str) -> None:
    assert "5 weeks in a row with training" in page(browser, path)


@pytest.mark.parametrize("path", PAGES)
def test_with_a_goal_a_streak_is_weeks_at_it(browser: FlaskClient, path: str) -> None:
    aim_for(browser, "2")
    assert "2 weeks in a row at your goal of 2 days" in page(browser, path)
    aim_for(browser, "none")
    assert "5 weeks in a row with training" in page(browser, path)


def test_one_week_is_no_row(client: FlaskClient, database: Database, ana: Person) -> None:
    train(database, ana, (BENCH, [working(kg("100"), 5)]))
    assert "No two weeks in a row yet." in page(sign_in(client, ana), "/progress/consistency")


def test_how_one_logs_sets_no_goal(browser: FlaskClient, database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        logging_preferences.change_logging_preferences(
            tx, user_id, PreferencesFields(plates_g=()), now=NOW
        )
        assert preferences.preferences(tx, user_id).goal_days is None
    assert "5 weeks in a row with training" in page(browser, "/progress/consistency")
    assert "You have set no goal." in page(browser, "/progress/consistency")


def test_today_counts_the_days_to_the_goal(browser: FlaskClient) -> None:
    aim_for(browser, "4")
    shown = page(browser, "/")
    assert "1 of 4 days" in shown
    assert "3 more days to your goal this week." in shown


def test_the_api_says_which_goal_a_streak_is_of(browser: FlaskClient, ana: Person) -> None:
    def told() -> tuple[object, ...]:
        weeks = browser.get("/api/v1/stats/weeks", headers=ana.headers).get_json()
        consistency = browser.get("/api/v1/stats/consistency", headers=ana.headers).get_json()
        found = weeks["consistency"]
        assert found["current_streak"] == consistency["current_streak"]
        assert found["longest_streak"] == consistency["longest_streak"]
        assert found["goal_days"] == consistency["goal_days"]
        return found["goal_days"], found["current_streak"]["weeks"]

    assert told() == (None, 5)
    aim_for(browser, "2")
    assert told() == (2, 2)
