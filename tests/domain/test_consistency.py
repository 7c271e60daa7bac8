"""Training days a week and streaks in weeks."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.consistency.streaks import (
    Streak,
    averaged_over,
    current_streak,
    days_by_week,
    longest_streak,
    streaks,
)
from liftlog.domain.periods import Period
from tests.consistency import average, consistency

MONDAY = date(2026, 11, 2)
"""The first of the weeks of November 2026 that the cast of these tests trains in."""
SUNDAY = 7

near_days = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 4, 30))
week_starts = st.integers(min_value=1, max_value=7)
goals = st.integers(min_value=1, max_value=4)


def day(week: int, weekday: int = 0) -> date:
    return MONDAY + timedelta(weeks=week, days=weekday)


def test_a_day_trained_twice_is_one_training_day() -> None:
    assert days_by_week([day(0), day(0), day(0, 6), day(1)]) == {day(0): 2, day(1): 1}


def test_the_week_of_a_sunday_depends_on_where_weeks_begin() -> None:
    assert days_by_week([day(0, 6)]) == {day(0): 1}
    assert days_by_week([day(0, 6)], SUNDAY) == {day(0, 6): 1}


def test_a_three_day_week_is_no_broken_streak() -> None:
    trained = [day(week, weekday) for week in range(4) for weekday in (0, 2, 4)]
    assert current_streak(trained, today=day(3, 6)) == Streak(4, day(0), day(3))


def test_the_running_week_breaks_nothing_before_it_ends() -> None:
    trained = [day(0), day(1)]
    assert current_streak(trained, today=day(2, 6)).weeks == 2
    assert current_streak(trained, today=day(3)).weeks == 0


def test_the_running_week_counts_as_soon_as_its_goal_is_met() -> None:
    trained = [day(0), day(0, 2), day(1), day(1, 2), day(2)]
    assert current_streak(trained, today=day(2, 1), goal=2).weeks == 2
    assert current_streak([*trained, day(2, 1)], today=day(2, 1), goal=2).weeks == 3


def test_a_week_below_the_goal_ends_a_streak() -> None:
    trained = [day(0), day(0, 1), day(1), day(2), day(2, 1)]
    assert current_streak(trained, today=day(2, 3), goal=2).weeks == 1
    assert longest_streak(trained, goal=2) == Streak(1, day(2), day(2))


def test_planned_days_are_no_training() -> None:
    assert current_streak([day(0), day(1)], today=day(0, 3)).weeks == 1
    found = consistency([day(0), day(1)], Period(day(0), day(1, 6)), today=day(0, 3))
    assert found.training_days == found.longest.weeks == 1


def test_the_longest_of_two_equal_streaks_is_the_later() -> None:
    assert longest_streak([day(0), day(1), day(4), day(5)]) == Streak(2, day(4), day(5))


def test_who_never_trained_has_no_streak_and_an_average_of_nothing() -> None:
    assert current_streak([], today=MONDAY) == longest_streak([]) == Streak(0, None, None)
    assert average([], Period(MONDAY, MONDAY)) == 0


def test_the_average_counts_untrained_weeks_and_parts_of_weeks() -> None:
    trained = [day(0), day(0, 2), day(3)]
    assert average(trained, Period(day(0), day(3, 6))) == 3 / 4
    assert average(trained, Period(day(0), day(0, 2))) == 2 * 7 / 3


def test_a_streak_is_longer_than_the_period_that_is_looked_at() -> None:
    trained = [day(week) for week in range(10)]
    found = consistency(trained, Period(day(8), day(9, 6)), today=day(9, 6))
    assert (found.training_days, found.weeks_trained, found.days_per_week) == (2, 2, 1.0)
    assert found.current == found.longest == Streak(10, day(0), day(9))


@given(st.lists(near_days), near_days, week_starts, goals, st.randoms(use_true_random=False))
def test_order_and_repetition_of_days_never_change_a_streak(
    days: list[date], today: date, week_start: int, goal: int, order: random.Random
) -> None:
    again = order.sample(days, k=len(days)) + days
    assert longest_streak(again, week_start, goal) == longest_streak(days, week_start, goal)
    assert current_streak(again, today, week_start, goal) == current_streak(
        days, today, week_start, goal
    )


@given(st.lists(near_days), near_days, week_starts, goals)
def test_the_current_streak_is_never_longer_than_the_longest(
    days: list[date], today: date, week_start: int, goal: int
) -> None:
    done = [one for one in days if one <= today]
    assert (
        current_streak(days, today, week_start, goal).weeks
        <= longest_streak(done, week_start, goal).weeks
    )


@given(st.lists(near_days), near_days, near_days, week_starts, goals)
def test_one_more_training_day_never_shortens_a_streak(
    days: list[date], another: date, today: date, week_start: int, goal: int
) -> None:
    more = [*days, another]
    assert (
        longest_streak(days, week_start, goal).weeks <= longest_streak(more, week_start, goal).weeks
    )
    assert (
        current_streak(days, today, week_start, goal).weeks
        <= current_streak(more, today, week_start, goal).weeks
    )


@given(st.lists(near_days), week_starts)
def test_days_of_the_weeks_add_up_to_all_days(days: list[date], week_start: int) -> None:
    assert sum(days_by_week(days, week_start).values()) == len(set(days))


@pytest.mark.parametrize(
    ("first_day", "today", "first"),
    [
        (None, day(3, 6), day(0)),  # Never trained: all of it.
        (day(-2), day(3, 6), day(0)),  # Trained before: all of it.
        (day(2), day(3, 6), day(2)),  # From the first training day on.
        (day(3, 2), day(3, 6), day(3)),  # At least a week.
        (day(1), day(1), day(0, 1)),
        (day(0, 2), day(0, 3), day(0)),  # No day before the period.
    ],
)
def test_an_average_is_over_at_least_a_week_since_the_first_training_day(
    first_day: date | None, today: date, first: date
) -> None:
    period = Period(day(0), day(3, 6))
    assert averaged_over(period, first_day, today) == Period(first, min(today, period.last))


def test_an_average_ends_with_the_period_and_begins_no_later() -> None:
    period = Period(day(1), day(1, 6))
    assert averaged_over(period, day(0), day(9)) == period
    assert averaged_over(period, day(0), day(0)) == Period(day(1), day(1))


def test_a_streak_of_last_week_lives_and_one_of_the_week_before_does_not() -> None:
    for weeks_ago, alive in ((0, True), (1, True), (2, False)):
        found = streaks({day(-weeks_ago): 1}, day(0))
        assert (found.current.weeks == 1) is alive
        assert found.longest.weeks == 1


def test_a_week_counts_from_its_goal_on() -> None:
    trained = {day(0): 2, day(1): 3, day(2): 4}
    assert streaks(trained, day(2), goal=3).longest == Streak(2, day(1), day(2))
    assert streaks(trained, day(2)).longest.weeks == 3


def test_training_on_the_day_itself_counts_today() -> None:
    assert current_streak([day(0)], today=day(0)).weeks == 1
