"""What somebody weighed on a day without a weigh-in."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.body import BETWEEN_MAX, BEYOND_MAX, WeighIn, body_weight_kg, with_extremes
from liftlog.domain.strength.history import WINDOW, strength_history
from liftlog.domain.strength.scores import Event, Score, ScoreClass

START = date(2026, 1, 1)


def weigh_in(days: int, kilograms: str) -> WeighIn:
    return WeighIn(START + timedelta(days=days), Decimal(kilograms))


def on(days: int) -> date:
    return START + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "kilograms"),
    [(0, "80"), (5, "81"), (10, "82"), (10 + BEYOND_MAX.days, "82"), (-BEYOND_MAX.days, "80")],
)
def test_a_day_has_the_weight_of_the_line_between_weigh_ins(days: int, kilograms: str) -> None:
    found = [weigh_in(0, "80"), weigh_in(10, "82")]
    assert body_weight_kg(found, on(days)) == Decimal(kilograms)


@pytest.mark.parametrize("days", [-BEYOND_MAX.days - 1, 11 + BEYOND_MAX.days])
def test_too_far_from_any_weigh_in_nothing_is_known(days: int) -> None:
    assert body_weight_kg([weigh_in(0, "80"), weigh_in(10, "82")], on(days)) is None
    assert body_weight_kg([], on(days)) is None


def test_between_weigh_ins_half_a_year_apart_the_nearer_one_counts_while_it_is_near() -> None:
    gap = BETWEEN_MAX.days + 1
    found = [weigh_in(0, "80"), weigh_in(gap, "90")]
    assert body_weight_kg(found, on(10)) == 80
    assert body_weight_kg(found, on(gap - 10)) == 90
    assert body_weight_kg(found, on(gap // 2)) is None


@given(
    weights=st.dictionaries(st.integers(0, 300), st.integers(50, 120), min_size=1),
    days=st.integers(-100, 400),
)
def test_nobody_ever_weighed_more_or_less_than_at_some_weigh_in(
    weights: dict[int, int], days: int
) -> None:
    found = [weigh_in(at, str(weights[at])) for at in sorted(weights)]
    weight_kg = body_weight_kg(found, on(days))
    assert weight_kg is None or min(weights.values()) <= weight_kg <= max(weights.values())


def test_a_score_needs_all_three_lifts_within_the_window_and_a_body_weight() -> None:
    estimates = {
        Event.SQUAT: [(on(0), 200.0), (on(WINDOW.days), 190.0)],
        Event.BENCH_PRESS: [(on(1), 140.0)],
        Event.DEADLIFT: [(on(2), 240.0)],
    }
    found = strength_history(estimates, [weigh_in(0, "100")], Score.RELATIVE, None)
    # On the second day the three are there for the first time; when the bench press is due again
    # nothing else was done, and the old squat is out of the window by then.
    assert [(one.day, one.total_kg) for one in found] == [(on(2), 580.0)]
    later = {**estimates, Event.BENCH_PRESS: [(on(1), 140.0), (on(WINDOW.days), 150.0)]}
    weigh_ins = [weigh_in(0, "100"), weigh_in(WINDOW.days, "90")]
    points = strength_history(later, weigh_ins, Score.DOTS, ScoreClass.MEN)
    assert [(one.total_kg, one.body_weight_kg) for one in points][-1] == (580.0, 90.0)
    assert strength_history(estimates, [], Score.RELATIVE, None) == []
    assert strength_history(estimates, weigh_ins, Score.DOTS, None) == []


@given(st.lists(st.integers(60, 120), min_size=1, max_size=120), st.integers(4, 30))
def test_a_thinned_line_reaches_as_high_and_as_low_as_all_of_it(kg: list[int], most: int) -> None:
    every = [weigh_in(day, str(weight)) for day, weight in enumerate(kg)]
    shown = with_extremes(every, most)
    assert len(shown) <= most
    assert shown[-1] == every[-1]
    assert shown == sorted(shown, key=lambda one: one.day)
    assert {one.weight_kg for one in shown} >= {Decimal(min(kg)), Decimal(max(kg))}
    assert len(every) > most or shown == every


def test_between_weigh_ins_up_to_180_days_apart_the_line_counts() -> None:
    assert body_weight_kg([weigh_in(0, "80"), weigh_in(180, "98")], on(90)) == 89
    assert body_weight_kg([weigh_in(0, "80"), weigh_in(181, "98")], on(90)) is None


def test_a_weigh_in_stands_for_60_days_before_the_first_and_after_the_last() -> None:
    (only,) = found = [weigh_in(0, "80")]
    for days in (-60, 60):
        assert body_weight_kg(found, on(days)) == only.weight_kg
    for days in (-61, 61):
        assert body_weight_kg(found, on(days)) is None


def test_as_far_from_either_weigh_in_the_earlier_counts() -> None:
    found = [weigh_in(0, "80"), weigh_in(182, "98")]
    assert body_weight_kg(found, on(60)) == 80
    assert body_weight_kg(found, on(122)) == 98


def test_a_thinned_line_has_the_lightest_and_heaviest_of_equal_parts_and_the_last() -> None:
    # At most seven points: three parts of three days with two each, and the last one.
    kilograms = (82, 81, 83, 85, 84, 86, 87, 89, 88)
    every = [weigh_in(day, str(weight)) for day, weight in enumerate(kilograms)]
    assert [one.weight_kg for one in with_extremes(every, 7)] == [81, 83, 84, 86, 87, 89, 88]
    assert with_extremes(every, 9) == every


@pytest.mark.parametrize(("days", "known"), [(89, True), (90, False)])
def test_a_lift_stands_for_90_days_with_its_own(days: int, known: bool) -> None:
    estimates = {
        Event.SQUAT: [(on(0), 200.0)],
        Event.BENCH_PRESS: [(on(days), 140.0)],
        Event.DEADLIFT: [(on(days), 240.0)],
    }
    found = strength_history(estimates, [weigh_in(days, "100")], Score.RELATIVE, None)
    assert [one.score for one in found] == ([5.8] if known else [])


def test_of_the_window_the_best_of_each_lift_counts() -> None:
    estimates = {
        Event.SQUAT: [(on(0), 210.0), (on(9), 200.0)],
        Event.BENCH_PRESS: [(on(9), 140.0)],
        Event.DEADLIFT: [(on(9), 240.0), (on(10), 300.0)],
    }
    (first, second) = strength_history(estimates, [weigh_in(9, "100")], Score.RELATIVE, None)
    assert first.lifts_kg == {
        Event.SQUAT: 210.0, Event.BENCH_PRESS: 140.0, Event.DEADLIFT: 240.0,
    }  # fmt: skip
    assert (first.total_kg, second.total_kg) == (590.0, 650.0)
