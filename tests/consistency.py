"""Consistency counted from single days, to compare with what the product makes of sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from liftlog.domain.consistency.streaks import (
    Streak,
    current_streak,
    days_by_week,
    days_per_week,
    longest_streak,
)
from liftlog.domain.periods import MONDAY, Period


@dataclass(frozen=True, slots=True)
class Consistency:
    """`days_per_week` is the average over the period, its untrained weeks included."""

    training_days: int
    weeks_trained: int
    days_per_week: float
    current: Streak
    longest: Streak


def average(days: Iterable[date], period: Period) -> float:
    return days_per_week(len({day for day in days if day in period}), period)


def consistency(
    days: Iterable[date], period: Period, today: date, *, week_start: int = MONDAY, goal: int = 1
) -> Consistency:
    """Averages over the period; streaks over all days up to today, since they don't begin with it."""
    done = {day for day in days if day <= today}
    within = {day for day in done if day in period}
    return Consistency(
        training_days=len(within),
        weeks_trained=len(days_by_week(within, week_start)),
        days_per_week=average(within, period),
        current=current_streak(done, today, week_start, goal),
        longest=longest_streak(done, week_start, goal),
    )
