"""The page of progress: averages of the days there were, stretches as far as they were added up."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from liftlog.store.database.engine import Database
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, NOW, Person, kg, working
from tests.core.test_training_pages import page, rows, train

pytestmark = pytest.mark.database

FIVE = [working(kg("100"), 5)]


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> FlaskClient:
    return sign_in(client, ana)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_first_week_is_not_averaged_over_days_before_it(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    for days_ago in (0, 2, 4):
        train(database, ana, (BENCH, FIVE), days_ago=days_ago)
    shown = plain(page(browser, "/progress"))
    assert "3 days a week on average" in shown
    assert "1.5 t a week on average" in shown
    asked = "/api/v1/stats/weeks?from=2026-08-23&to=2026-11-20"
    found = browser.get(asked, headers=ana.headers).get_json()
    assert found["consistency"]["days_per_week"] == 3


def test_days_to_come_do_not_thin_an_average(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    for week in range(8):
        train(database, ana, (BENCH, FIVE), days_ago=7 * week)
    asked = "/api/v1/stats/weeks?from=2026-10-24&to=2027-10-23"
    found = browser.get(asked, headers=ana.headers).get_json()
    assert found["consistency"]["days_per_week"] == 1


def test_weeks_before_the_first_workout_are_not_what_is_usual(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    for days_ago in (1, 8, 15):
        train(database, ana, (BENCH, FIVE), days_ago=days_ago)
    # Two weeks that are over say nothing yet, however many empty ones lie before them.
    assert "chart-usual" not in page(browser, "/progress")
    train(database, ana, (BENCH, FIVE), days_ago=22)
    assert "chart-usual" in page(browser, "/progress")


def test_a_week_that_the_period_cuts_says_which_days_it_has(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    for week in range(20):
        train(database, ana, (BENCH, FIVE), days_ago=7 * week)
        train(database, ana, (BENCH, FIVE), days_ago=7 * week + 4)
    # NOW is a Friday: ninety days begin on Sunday, 23 August, the last day of its week.
    first = NOW.date() - timedelta(days=89)
    train(database, ana, (BENCH, FIVE), days_ago=89)
    shown = page(browser, "/progress")
    assert ">23 Aug 2026</a>" in shown
    assert f"from={first}&amp;to={first}" in shown
    assert "from=2026-08-17" not in shown
    weeks = rows(browser, "/progress/volume.csv")
    assert (weeks[0]["first"], weeks[0]["last"], weeks[0]["sets"]) == (str(first), str(first), "1")
    assert (weeks[1]["first"], weeks[1]["last"], weeks[1]["sets"]) == (
        "2026-08-24",
        "2026-08-30",
        "2",
    )
    assert weeks[-1]["last"] == str(NOW.date())


def test_a_cut_week_is_left_out_of_the_dashed_line(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, (BENCH, FIVE), days_ago=120)
    train(database, ana, (BENCH, FIVE), days_ago=89)
    assert "chart-usual" not in page(browser, "/progress")


@pytest.mark.parametrize(("share", "expected"), [("0.25", "1.25"), ("1", "5")])
def test_the_muscle_chart_knows_the_lifters_share_and_shows_the_most_first(
    browser: FlaskClient, database: Database, ana: Person, share: str, expected: str
) -> None:
    train(database, ana, (BENCH, FIVE * 5))
    wanted = {"goal_days": "3", "secondary_share": share, "score_class": "none"}
    browser.post("/settings/statistics", data=wanted, headers=FROM_OUR_PAGE)
    shown = page(browser, "/progress")
    assert f'<td class="num">5</td><td class="num">{expected}</td>' in shown
    chart = shown[shown.index("Hard sets per muscle and week") :]
    assert ("5</text>" if share == "1" else "1.2</text>") in chart
    names = re.findall(r"muscle=(\w+)&amp;from", shown)
    assert names[0] == "chest"
