"""Consistency: training days a week, and streaks counted in weeks, not days."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liftlog.domain.periods import DAYS_PER_WEEK, MONDAY, Period, week_start_of

_WEEK = timedelta(days=DAYS_PER_WEEK)


@dataclass(frozen=True, slots=True)
class Streak:
    """Weeks in a row with enough training days. `first` and `last` are the days its weeks begin."""

    weeks: int
    first: date | None
    last: date | None


NO_STREAK: Final = Streak(0, None, None)


@dataclass(frozen=True, slots=True)
class Consistency:
    """`days_per_week` is the average over the period, its untrained weeks included."""

    training_days: int
    weeks_trained: int
    days_per_week: float
    current: Streak
    longest: Streak


def days_by_week(days: Iterable[date], week_start: int = MONDAY) -> dict[date, int]:
    """How many different days were trained in each week that has any, by the week's first day."""
    found = Counter(week_start_of(day, week_start) for day in set(days))
    return dict(sorted(found.items()))


def _runs(weeks: Iterable[date]) -> list[Streak]:
    """Weeks without a hole between them, joined; `weeks` in order."""
    runs: list[Streak] = []
    for week in weeks:
        run = runs[-1] if runs else NO_STREAK
        if run.last == week - _WEEK:
            runs[-1] = Streak(run.weeks + 1, run.first, week)
        else:
            runs.append(Streak(1, week, week))
    return runs


def _streaks(days: Iterable[date], week_start: int, goal: int) -> list[Streak]:
    return _runs(
        week for week, trained in days_by_week(days, week_start).items() if trained >= goal
    )


def longest_streak(days: Iterable[date], week_start: int = MONDAY, goal: int = 1) -> Streak:
    """The most weeks in a row with at least `goal` training days; of equals the latest."""
    latest_first = reversed(_streaks(days, week_start, goal))
    return max(latest_first, key=lambda run: run.weeks, default=NO_STREAK)


def current_streak(
    days: Iterable[date], today: date, week_start: int = MONDAY, goal: int = 1
) -> Streak:
    """The streak that still lives today.

    The running week counts once its goal is met and breaks nothing before it ends. Days after today
    are plans, not training.
    """
    done = [day for day in days if day <= today]
    this_week = week_start_of(today, week_start)
    alive = [
        run
        for run in _streaks(done, week_start, goal)
        if run.last in {this_week, this_week - _WEEK}
    ]
    return alive[-1] if alive else NO_STREAK


def averaged_over(period: Period, first_day: date | None, today: date) -> Period:
    """The part of a period that an average is over: from the first training day on, until today.

    A period of a week or more keeps a week, so that three days of a first week are three a week.
    """
    last = max(min(period.last, today), period.first)
    week = last - _WEEK + timedelta(days=1)
    return Period(max(period.first, min(first_day or period.first, week)), last)


def days_per_week(days: Iterable[date], period: Period) -> float:
    """Training days a week on average over the period, weeks without any included."""
    return len({day for day in days if day in period}) * DAYS_PER_WEEK / period.days


def consistency(
    days: Iterable[date], period: Period, today: date, *, week_start: int = MONDAY, goal: int = 1
) -> Consistency:
    """Averages over the period; streaks over all days up to today, since they don't begin with it."""
    done = {day for day in days if day <= today}
    within = {day for day in done if day in period}
    return Consistency(
        training_days=len(within),
        weeks_trained=len(days_by_week(within, week_start)),
        days_per_week=days_per_week(within, period),
        current=current_streak(done, today, week_start, goal),
        longest=longest_streak(done, week_start, goal),
    )
