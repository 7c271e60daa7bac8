"""The line of a long 1RM history, and the small card of a lift."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from liftlog.core.statistics.progress import charts as statistics_charts
from liftlog.core.statistics.progress.charts import window_days
from liftlog.core.today.pages import main_lift
from liftlog.domain.one_rep_max.history import DayValue, best_of_windows
from tests.cast import BENCH, SQUAT, kg, working, workout_of

TODAY = date(2026, 11, 20)


def estimates(kilograms: Sequence[float], every_days: int) -> list[DayValue]:
    """One estimate each so many days, the last of them today."""
    ages = reversed(range(len(kilograms)))
    return [
        DayValue(TODAY - timedelta(days=every_days * ago), value, low_confidence=False)
        for ago, value in zip(ages, kilograms, strict=True)
    ]


def test_light_days_do_not_pull_the_line_down() -> None:
    best = best_of_windows(estimates([100, 60, 101, 60, 102, 60], every_days=7), days=14)
    assert [one.one_rep_max_kg for one in best] == [100, 101, 102]


def test_of_equal_days_the_line_takes_the_latest() -> None:
    assert [one.day for one in best_of_windows(estimates([100, 100], 7), days=14)] == [TODAY]


@pytest.mark.parametrize(
    ("count", "every_days", "expected"), [(26, 90, 1), (50, 2, 1), (50, 7, 14), (200, 7, 28)]
)
def test_the_longer_the_history_the_more_days_share_a_point(
    count: int, every_days: int, expected: int
) -> None:
    assert window_days(estimates([100] * count, every_days)) == expected


def test_the_first_page_shows_the_exercise_with_the_most_sets() -> None:
    once, twice = [working(kg("100"), 5)], [working(kg("90"), 5)] * 2
    lift = main_lift(workout_of((BENCH, once), (SQUAT, twice), days_ago=0))
    assert lift is not None
    assert lift.exercise_id == SQUAT
    assert main_lift(None) is None


def test_two_fortnights_are_too_little_for_a_card() -> None:
    assert statistics_charts.teaser(estimates([100, 101], every_days=14)) is None
