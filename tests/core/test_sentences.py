"""What is said of training is carried by it: light days, ties and a handful of workouts say nothing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from liftlog.core.body.chart import body_weight_sentence
from liftlog.core.statistics.consistency.words import (
    duration_sentence,
    hours_sentence,
    weekdays_sentence,
)
from liftlog.core.statistics.one_rep_max.chart import back_test_sentence, too_close
from liftlog.domain.body import WeighIn
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.statistics.consistency import ConsistencyAnswer, MonthDurations
from liftlog.statistics.rep_curve import Accuracy, BackTestAnswer, BackTestCase
from liftlog.store.database.engine import Database
from tests.browsing import sign_in
from tests.cast import BENCH, SQUAT, Person, kg, working
from tests.core.test_lift_pages import page, train, weigh

DAY = date(2026, 11, 20)
PULL_UP = exercise_id("pull-up")
ASSISTED = exercise_id("assisted-pull-up")


def consistency(**given: Any) -> ConsistencyAnswer:
    return ConsistencyAnswer.model_construct(**given)


def hours(**counts: int) -> tuple[int, ...]:
    return tuple(counts.get(f"h{at}", 0) for at in range(24))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (hours(h18=1), "Too few workouts"),
        (hours(h18=7), "Too few workouts"),
        (hours(h18=8), "between 18:00 and 19:00"),
        (hours(h6=5, h18=5), "No hours stand out"),
        (hours(h6=4, h18=6), "between 18:00 and 19:00"),
    ],
)
def test_hours_are_named_where_they_stand_out(
    core_app: Flask, counts: tuple[int, ...], said: str
) -> None:
    with core_app.test_request_context():
        assert said in hours_sentence(consistency(hours=counts))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0, 0, 1, 0, 0), "Too few workouts"),
        ((4, 0, 0, 4, 0, 0, 0), "No weekday stands out"),
        ((4, 0, 0, 5, 0, 0, 0), "Most often on a Thursday: 5 of 9 workouts."),
    ],
)
def test_a_weekday_is_named_where_it_stands_out(
    core_app: Flask, counts: tuple[int, ...], said: str
) -> None:
    with core_app.test_request_context():
        assert said in weekdays_sentence(consistency(weekdays=counts))


def month(number: int, workouts: int) -> MonthDurations:
    return MonthDurations.model_construct(
        month=date(2026, number, 1), workouts=workouts, median_s=3000, low_s=2700, high_s=3300
    )


def test_durations_are_told_of_a_month_with_enough_workouts(core_app: Flask) -> None:
    with core_app.test_request_context():
        told = duration_sentence(consistency(months=(month(10, 12), month(11, 1))))
        assert told.startswith("In October 2026 half of the workouts took 45 min to 55 min")
        assert "No month has enough" in duration_sentence(consistency(months=(month(11, 1),)))


def test_a_change_that_is_shown_as_nothing_is_none(core_app: Flask) -> None:
    then, now = (
        WeighIn(DAY - timedelta(days=7), Decimal("80.00")),
        WeighIn(DAY, Decimal("80.04")),
    )
    with core_app.test_request_context():
        assert "as on" in body_weight_sentence([then, now])
        assert "up" not in body_weight_sentence([then, now])


def back_test(*errors: tuple[float, float]) -> BackTestAnswer:
    def method(name: str, at: int) -> Accuracy:
        mean = sum(abs(one[at]) for one in errors) / len(errors)
        return Accuracy.model_construct(method=name, mean_percent=mean)

    return BackTestAnswer.model_construct(
        missing=None,
        cases=len(errors),
        cases_needed=3,
        compared=len(errors),
        winner_cases_needed=8,
        winner="epley" if len(errors) >= 8 else None,
        methods=(method("epley", 0), method("brzycki", 1)),
        compared_cases=tuple(
            BackTestCase.model_construct(errors_percent={"epley": one, "brzycki": other})
            for one, other in errors
        ),
    )


def test_the_closest_equation_takes_eight_sets_and_a_lead(core_app: Flask) -> None:
    clear = [(1.0 + at / 10, 5.0 + at / 7) for at in range(8)]
    close = [(1.0, 5.0), (5.0, 1.0)] * 4
    with core_app.test_request_context():
        assert "too few to say" in back_test_sentence(back_test(*clear[:3]))
        assert "Epley came closest" in back_test_sentence(back_test(*clear))
        assert "too close to tell" in back_test_sentence(back_test(*close))
    assert too_close(back_test(*close))


@pytest.fixture
def browser(client: FlaskClient, ana: Person) -> FlaskClient:
    return sign_in(client, ana)


def plain(browser: FlaskClient, path: str) -> str:
    return page(browser, path).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.database
def test_a_light_day_is_no_loss(browser: FlaskClient, database: Database, ana: Person) -> None:
    for week in range(8):
        train(database, ana, working(kg(str(120 - week)), 5), days_ago=7 * week + 2)
    train(database, ana, working(kg("80"), 5))
    shown = plain(browser, f"/one-rep-max/{BENCH}")
    assert "Estimated 140 kg on 18 Nov 2026. Best of two weeks: up 7 kg since" in shown
    assert "two weeks: down" not in shown
    for week in range(8):
        train(database, ana, working(kg(str(120 - week)), 5), exercise=SQUAT, days_ago=7 * week + 2)
    beside = plain(browser, f"/one-rep-max?exercise={BENCH}&exercise={SQUAT}")
    assert "140 kg, up" in beside
    assert "kg, down" not in beside


@pytest.mark.database
def test_a_single_is_lifted_not_estimated(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("140"), 1))
    shown = plain(browser, f"/one-rep-max/{BENCH}")
    assert "Lifted 140 kg on 20 Nov 2026." in shown
    assert "Estimated 140" not in shown


@pytest.mark.database
@pytest.mark.parametrize(
    "with_body",
    [
        (
            PULL_UP,
            "20",
            ("+20 × 8", "+20 kg", "added to the body, 19 Nov 2026", "20 kg of it added"),
        ),
        (PULL_UP, None, ("8 reps", "no single logged yet", "the body alone")),
        (ASSISTED, "20", ("−20 × 8", "−20 kg", "of help, 19 Nov 2026", "with 20 kg of help")),
    ],
)
def test_cards_of_lifts_with_the_body_say_what_was_added_or_taken_off(
    browser: FlaskClient,
    database: Database,
    ana: Person,
    with_body: tuple[UUID, str | None, tuple[str, ...]],
) -> None:
    exercise, amount, said = with_body
    weight = kg(amount) if amount else None
    train(database, ana, working(weight, 1), exercise=exercise, days_ago=1)
    train(database, ana, working(weight, 8), exercise=exercise)
    weigh(database, ana, "85")
    shown = plain(browser, f"/one-rep-max/{exercise}")
    for text in said:
        assert text in shown
    assert ">0 × 8" not in shown


@pytest.mark.database
def test_every_lift_with_a_one_rep_max_leads_to_it(
    browser: FlaskClient, database: Database, ana: Person
) -> None:
    train(database, ana, working(kg("20"), 5), exercise=PULL_UP)
    assert f"/one-rep-max/{PULL_UP}" in page(browser, f"/exercises/{PULL_UP}")
    assert f"/one-rep-max/{PULL_UP}" in page(browser, "/progress")
