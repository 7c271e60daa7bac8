"""What a page or an answer says without being asked: the account's equation, sets, what is to come."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from liftlog.store.database.engine import Database
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import BENCH, NOW, Person, kg, working
from tests.core.test_training_pages import page, train
from tests.pages import Page

pytestmark = pytest.mark.database


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> FlaskClient:
    return sign_in(client, ana)


@pytest.mark.parametrize("path", [f"exercises/{BENCH}/one-rep-max", "records"])
def test_the_api_estimates_by_the_accounts_own_equation(
    browser: FlaskClient, database: Database, ana: Person, path: str
) -> None:
    train(database, ana, (BENCH, [working(kg("100"), 5)]))
    wanted = {"weight_unit": "kg", "time_zone": "Europe/Berlin", "week_start": "1"}
    wanted |= {"theme": "auto", "formula": "brzycki"}
    saved = browser.post("/settings/preferences", data=wanted, headers=FROM_OUR_PAGE)
    assert saved.status_code == 303
    asked = f"/api/v1/stats/{path}"
    assert browser.get(asked, headers=ana.headers).get_json()["formula"] == "brzycki"
    named = browser.get(f"{asked}?formula=wathan", headers=ana.headers).get_json()
    assert named["formula"] == "wathan"


def test_a_day_of_body_weight_is_no_pale_day_on_consistency(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, (BENCH, [working(None, 12)] * 3), days_ago=1)
    train(database, ana, (BENCH, [working(kg("100"), 5)]))
    shown = page(browser, "/progress/consistency")
    assert "19 Nov: 3 sets" in shown
    assert 'class="heat heat-5" href="/calendar/day/2026-11-19"' in shown
    assert "Volume of each day" in page(browser, "/calendar/year/2026")


def test_a_week_to_come_is_not_over(browser: FlaskClient, database: Database, ana: Person) -> None:
    for week in range(1, 6):
        train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=7 * week)
    coming = NOW.date() + timedelta(days=10)
    shown = page(browser, f"/progress/balance?week={coming}")
    assert "so far; usual in a whole week" in shown
    assert "Less than usual" not in shown
    assert "This week so far" not in shown
    assert "Week after" not in shown


def test_a_long_history_says_that_it_is_thinned(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    path = f"/one-rep-max/{BENCH}?range=all"
    for days_ago in (0, 390):
        train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=days_ago)
    assert "the CSV has every day" not in page(browser, path)
    train(database, ana, (BENCH, [working(kg("100"), 5)]), days_ago=800)
    assert "With more than 400 training days" in page(browser, path)


def test_an_address_without_a_page_has_a_way_on(client: FlaskClient, ana: Person) -> None:
    sign_in(client, ana)
    lost = client.get("/no-such-page")
    assert lost.status_code == 404
    assert "Calendar" in Page(lost).links


def test_a_strangers_lost_page_shows_no_navigation(client: FlaskClient) -> None:
    lost = client.get("/no-such-page")
    assert lost.status_code == 404
    assert "Calendar" not in Page(lost).links
