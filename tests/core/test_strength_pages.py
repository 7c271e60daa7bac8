"""The page of strength scores: how each is computed, and why there is none."""

import math

import pytest
from flask import Flask
from flask.testing import FlaskClient

from liftlog.core.statistics.strength.chart import written
from liftlog.domain.strength.scores import Score, ScoreClass, strength_score
from liftlog.store.database.engine import Database
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import Person
from tests.core.test_body import TODAY, lift, post, weigh
from tests.pages import Page

pytestmark = pytest.mark.database


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> FlaskClient:
    sign_in(client, ana)
    wanted = {"goal_days": "3", "secondary_share": "0.5", "score_class": "men"}
    client.post("/settings/statistics", data=wanted, headers=FROM_OUR_PAGE)
    return client


@pytest.mark.parametrize("score", list(Score))
@pytest.mark.parametrize("score_class", list(ScoreClass))
def test_the_equation_that_is_shown_is_the_one_that_is_computed(
    core_app: Flask, score: Score, score_class: ScoreClass
) -> None:
    with core_app.test_request_context():
        shown = written(score, score_class)
    assert shown is not None
    text = shown.equation.replace("−", "-").replace("×", "*").replace("^", "**")
    text = text.replace(" x", " * x").replace("* * x", "* x").replace("/ * x", "/ x")
    value = eval(text, {"t": 580.0, "x": 82.5, "e": math.e})  # noqa: S307 Our own equation.
    assert value == pytest.approx(strength_score(score, 580, 82.5, score_class), rel=1e-9)


def test_only_wilks_was_held_against_published_results(
    browser: FlaskClient, ana: Person, database: Database
) -> None:
    lift(database, ana, TODAY)
    weigh(browser, ana, 100)
    assert "2,426 published meet results" in Page(browser.get("/strength?score=wilks")).text
    for score in set(Score) - {Score.WILKS}:
        assert "2,426" not in Page(browser.get(f"/strength?score={score}")).text
    dots = Page(browser.get("/strength?score=dots")).text
    assert "Below 40 kg it counts 40 kg, above 210 kg it counts 210 kg." in dots


def test_a_period_without_a_score_is_not_told_to_be_for_want_of_one(
    browser: FlaskClient, ana: Person, database: Database
) -> None:
    lift(database, ana, TODAY.replace(year=TODAY.year - 2))
    weigh(browser, ana, 100, day=TODAY.replace(year=TODAY.year - 2).isoformat())
    short = Page(browser.get("/strength?range=30d"))
    assert "No day of this period has one." in short.text
    assert "Show all" in short.links


def test_a_body_weight_too_far_away_and_a_light_lifter_are_told_the_rule(
    browser: FlaskClient, ana: Person, database: Database
) -> None:
    lift(database, ana, TODAY)
    weigh(browser, ana, 100, day=TODAY.replace(year=TODAY.year - 1).isoformat())
    text = Page(browser.get("/strength?range=all")).text
    assert "within 90 days, with a weigh-in at most 60 days away or two at most 180" in text
    assert "three months" not in text
    assert "35 kg" not in text
    post(browser, "/body", {"kind": "body_weight", "value": "34"})
    text = Page(browser.get("/strength?range=all&score=ipf_gl")).text
    assert "IPF GL begins at 35 kg of body weight." in text
