"""The best of a day, of a period, and of now: one rule for charts, headlines and the API."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.one_rep_max.estimates import Candidate, Effort, Formula
from liftlog.domain.one_rep_max.history import (
    CURRENT_DAYS,
    DayValue,
    LiftedSet,
    best_of_days,
    best_of_periods,
    best_of_windows,
    current_best,
    first_best,
)
from liftlog.domain.one_rep_max.rep_curve import Attempt

TODAY = date(2026, 11, 20)


def value(days_ago: int, kg: float, *, unsure: bool = False) -> DayValue:
    return DayValue(TODAY - timedelta(days=days_ago), kg, low_confidence=unsure)


histories = st.lists(
    st.tuples(st.integers(0, 900), st.integers(50, 60), st.booleans()),
    min_size=1,
    max_size=80,
    unique_by=lambda one: one[0],
).map(
    lambda days: [value(ago, kg, unsure=unsure) for ago, kg, unsure in sorted(days, reverse=True)]
)


def test_a_light_day_lowers_no_current_one_rep_max() -> None:
    assert current_best([value(20, 120), value(13, 110), value(0, 60)]) == value(13, 110)


def test_what_is_two_weeks_older_than_the_last_training_day_is_not_current() -> None:
    assert current_best([value(14, 110), value(0, 60)]) == value(0, 60)
    assert first_best([value(14, 60), value(0, 110)]) == value(14, 60)
    assert first_best([value(13, 60), value(0, 110)]) == value(0, 110)


def test_an_unsure_estimate_stands_for_a_period_only_where_there_is_no_other() -> None:
    assert current_best([value(5, 130, unsure=True), value(3, 100)]) == value(3, 100)
    assert current_best([value(5, 130, unsure=True)]) == value(5, 130, unsure=True)
    assert best_of_periods([value(5, 130, unsure=True), value(3, 100)], 1) == [value(3, 100)]


def test_of_equals_a_line_takes_the_latest() -> None:
    assert current_best([value(5, 100), value(3, 100)]) == value(3, 100)


def test_without_days_there_is_nothing() -> None:
    assert current_best([]) is first_best([]) is None
    assert best_of_windows([], 14) == best_of_periods([], 50) == []


@given(histories, st.integers(1, 60))
def test_no_more_points_than_asked_for_and_each_a_day_that_is_there(
    history: list[DayValue], limit: int
) -> None:
    chosen = best_of_periods(history, limit)
    assert len(chosen) <= max(limit, 1)
    assert [one for one in history if one in chosen] == chosen
    sure = [one.one_rep_max_kg for one in history if not one.low_confidence]
    if sure:
        assert max(one.one_rep_max_kg for one in chosen if not one.low_confidence) == max(sure)


@given(histories)
def test_the_current_one_rep_max_is_the_end_of_the_line_of_two_weeks(
    history: list[DayValue],
) -> None:
    best = best_of_windows(history, CURRENT_DAYS)
    assert current_best(history) == best[-1]
    assert [one.day for one in best] == sorted(one.day for one in best)


def lifted(
    days_ago: int,
    kg: str,
    reps: int,
    *,
    set_id: int,
    rpe: str | None = None,
    logged_kg: str = "0",
    body_kg: str | None = None,
) -> LiftedSet:
    return LiftedSet(
        TODAY - timedelta(days=days_ago),
        UUID(int=set_id),
        Decimal(kg),
        reps,
        None if rpe is None else Decimal(rpe),
        workout_id=UUID(int=100 + set_id),
        weight_kg=Decimal(logged_kg),
        body_weight_kg=None if body_kg is None else Decimal(body_kg),
    )


def test_a_day_says_its_best_set_the_band_and_the_heaviest_single() -> None:
    sets = [
        lifted(0, "100", 5, set_id=1, logged_kg="20", body_kg="80"),
        lifted(0, "105", 1, set_id=2, logged_kg="25", body_kg="80"),
        lifted(0, "90", 1, set_id=3, logged_kg="10", body_kg="80"),
    ]
    (day,), current = best_of_days(sets, Formula.EPLEY, Effort.IGNORED)
    assert day == current
    assert (day.set_id, day.workout_id, day.reps) == (UUID(int=1), UUID(int=101), 5)
    assert [day.weight_kg, day.load_kg, day.body_weight_kg, day.single_kg] == [20, 100, 80, 105]
    # Brzycki, Wathan and Mayhew of five reps with 100 kg, worked out by hand.
    assert (day.low_kg, day.median_kg, day.high_kg) == pytest.approx(
        (112.5, 116.583, 119.011), abs=0.001
    )
    assert not day.tested


def test_a_day_without_a_single_has_none() -> None:
    (day,), _ = best_of_days([lifted(0, "100", 2, set_id=1)], Formula.EPLEY, Effort.IGNORED)
    assert day.single_kg is None


def test_where_only_the_chart_has_an_estimate_the_band_is_of_the_reps_that_were_done() -> None:
    # Twelve reps at RPE 8 are fourteen possible ones: too many for the equations.
    sets = [lifted(0, "62.6", 12, set_id=1, rpe="8")]
    (day,), _ = best_of_days(sets, Formula.RTS, Effort.USED)
    assert day.one_rep_max_kg == pytest.approx(100)
    assert day.low_kg == pytest.approx(min(62.6 * 36 / 25, 62.6 * 1.3, 62.6 * 12**0.1))
    assert best_of_days(sets, Formula.EPLEY, Effort.USED) == ([], None)


def test_the_current_one_rep_max_is_known_also_where_its_day_is_not_shown() -> None:
    sets = [lifted(ago, kg, 1, set_id=ago + 1) for ago, kg in ((30, "120"), (0, "100"))]
    shown = best_of_days(sets, Formula.EPLEY, Effort.IGNORED, limit=1)
    assert [one.one_rep_max_kg for one in shown.days] == [120]
    assert shown.current is not None
    assert shown.current.one_rep_max_kg == 100


def test_periods_are_of_equal_length_and_of_equals_the_first_stands() -> None:
    days = [value(ago, 100) for ago in (9, 8, 5, 4, 0)]
    # Ten days in two periods of five: 9 to 5 days ago, and 4 to 0.
    assert best_of_periods(days, 2) == [value(9, 100), value(4, 100)]
    assert best_of_periods(days, 5) == days
    assert best_of_periods(days, None) == days


def test_windows_are_counted_back_from_the_last_day() -> None:
    days = [value(ago, 100 - ago) for ago in (28, 27, 14, 13, 0)]
    assert best_of_windows(days, 14) == [value(28, 72), value(14, 86), value(0, 100)]
    later = best_of_windows(days, 14, TODAY + timedelta(days=1))
    assert later == [value(27, 73), value(13, 87), value(0, 100)]


def test_a_set_far_from_failure_is_no_attempt_where_effort_counts() -> None:
    easy = lifted(0, "100", 5, set_id=1, rpe="5.5")
    assert easy.attempt(Effort.USED) is None
    assert easy.attempt(Effort.IGNORED) == Attempt(TODAY, 100.0, 5, 5)
    assert lifted(0, "100", 5, set_id=1, rpe="8").attempt(Effort.USED) == Attempt(
        TODAY, 100.0, 7, 5
    )


def test_a_lifted_set_says_no_more_than_it_was_given() -> None:
    bare = LiftedSet(TODAY, UUID(int=1), Decimal(100), 5)
    assert bare[4:] == (None, False, None, Decimal(0), None)
    assert bare.candidate == Candidate(TODAY, 5, None, Decimal(100), UUID(int=1))
