"""The best of a day, of a period, and of now: one rule for charts, headlines and the API."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.one_rep_max.history import (
    CURRENT_DAYS,
    DayValue,
    best_of_periods,
    best_of_windows,
    current_best,
    first_best,
)

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
