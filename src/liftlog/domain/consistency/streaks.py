"""Consistency: training days a week, and streaks counted in weeks, not days."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from liftlog.domain.periods import DAYS_PER_WEEK, MONDAY, Period, week_start_of

_WEEK = timedelta(days=DAYS_PER_WEEK)


@dataclass(frozen=True, slots=True)
class Streak:
    """Weeks in a row with enough training days. `first` and `last` are the days its weeks begin."""

    weeks: int
    first: date | None
    last: date | None


NO_STREAK: Final = Streak(0, None, None)


class Streaks(NamedTuple):
    current: Streak
    longest: Streak


def days_by_week(days: Iterable[date], week_start: int = MONDAY) -> dict[date, int]:
    """How many different days were trained in each week that has any, by the week's first day."""
    # As numbers, since a page counts the days of twenty years: the first day of all is a Monday.
    numbers = {day.toordinal() for day in days}
    found = Counter(number - (number - week_start) % DAYS_PER_WEEK for number in numbers)
    return {date.fromordinal(first): found[first] for first in sorted(found)}


def streaks(trained: Mapping[date, int], this_week: date, goal: int = 1) -> Streaks:
    """Of weeks by their first day, in order, each with its training days up to today.

    The running week counts once its goal is met and breaks nothing before it ends. Of equal streaks
    the longest is the latest.
    """
    runs = _runs([week for week, days in trained.items() if days >= goal])
    longest = max(reversed(runs), key=lambda run: run.weeks, default=NO_STREAK)
    alive = runs and runs[-1].last in {this_week, this_week - _WEEK}
    return Streaks(runs[-1] if alive else NO_STREAK, longest)


def _runs(weeks: Sequence[date]) -> list[Streak]:
    """Weeks without a hole between them, joined; `weeks` in order."""
    numbers = [week.toordinal() for week in weeks]
    last = [at for at, (one, next_) in enumerate(pairwise(numbers)) if next_ - one != DAYS_PER_WEEK]
    ends = [*last, len(weeks) - 1] if weeks else []
    begins = [0, *(end + 1 for end in ends)]
    return [
        Streak(end - begin + 1, weeks[begin], weeks[end])
        for begin, end in zip(begins, ends, strict=False)
    ]


def longest_streak(days: Iterable[date], week_start: int = MONDAY, goal: int = 1) -> Streak:
    """The most weeks in a row with at least `goal` training days; of equals the latest."""
    return streaks(days_by_week(days, week_start), date.max, goal).longest


def current_streak(
    days: Iterable[date], today: date, week_start: int = MONDAY, goal: int = 1
) -> Streak:
    """The streak that still lives today. Days after today are plans, not training."""
    done = days_by_week((day for day in days if day <= today), week_start)
    return streaks(done, week_start_of(today, week_start), goal).current


def averaged_over(period: Period, first_day: date | None, today: date) -> Period:
    """The part of a period that an average is over: from the first training day on, until today.

    A period of a week or more keeps a week, so that three days of a first week are three a week.
    """
    last = max(min(period.last, today), period.first)
    week = last - _WEEK + timedelta(days=1)
    return Period(max(period.first, min(first_day or period.first, week)), last)


def days_per_week(trained: int, period: Period) -> float:
    """Training days a week on average over the period, weeks without any included."""
    return trained * DAYS_PER_WEEK / period.days
