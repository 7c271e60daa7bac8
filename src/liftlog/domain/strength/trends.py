"""Trends of a lift: rising, falling or flat, said only where the days carry it.

The best of each seven days is compared, counted back from the last session, so that light days and
deloads weigh less. Rising and falling are the Mann-Kendall test over eight weeks (H. B. Mann,
Econometrica 13, 1945; M. G. Kendall, Rank Correlation Methods, 1975): how many of all pairs of weeks
go up, against how many would by chance. By how much is the Theil-Sen slope, the median of the slopes
of all pairs (P. K. Sen, JASA 63, 1968). Flat takes more than not rising: the 95 % interval of that
slope has to leave no room for a change that matters. Both are unmoved by a single odd day. Weeks
that are nothing but noise around a constant are taken for a trend in at most ERROR_RATE of cases.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import combinations, pairwise
from statistics import NormalDist, median
from typing import NamedTuple

ERROR_RATE = 0.05
CURRENT_DAYS = 28
"""Who has not done a lift for longer than this has no trend in it now."""
TREND_WEEKS = 8
FLAT_WEEKS = (26, 16, 12, 8)
"""How far back a plateau may reach, the longest first."""
LEAST_WEEKS = 6
"""Weeks with a session, within the weeks that are looked at."""
FLAT_SHARE = 0.025
"""Flat is what may have changed by no more than this share of itself, over all its weeks."""
LOOKED_BACK = timedelta(weeks=max(FLAT_WEEKS) + CURRENT_DAYS // 7)
EXACT_WEEKS_MAX = 12

_WEEK_DAYS = 7
_Z = NormalDist().inv_cdf(1 - ERROR_RATE / 2)


class Direction(StrEnum):
    RISING = "rising"
    FALLING = "falling"
    FLAT = "flat"


class TrendDay(NamedTuple):
    """What one training day was worth, in whatever unit."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Trend:
    """`change` is what the slope makes of the days from `first` to `last`, in the unit of the values.

    `sessions` are all of these days, also those that were not the best of their week.
    """

    direction: Direction
    first: date
    last: date
    sessions: int
    change: float


class Kendall(NamedTuple):
    """How many pairs rise more than fall; how often chance does as much; and its variance."""

    score: int
    p: float
    variance: float


def trend_of(sessions: Iterable[TrendDay], today: date) -> Trend | None:
    """What can be said of a lift today; None where its days don't carry anything."""
    done = _one_a_day(one for one in sessions if one.day <= today)
    if not done or (today - done[-1].day).days > CURRENT_DAYS:
        return None
    return _moving(_within(done, TREND_WEEKS)) or _plateau(done)


def _one_a_day(sessions: Iterable[TrendDay]) -> list[TrendDay]:
    best: dict[date, float] = {}
    for one in sessions:
        best[one.day] = max(one.value, best.get(one.day, one.value))
    return [TrendDay(day, best[day]) for day in sorted(best)]


def _within(done: Sequence[TrendDay], weeks: int) -> list[TrendDay]:
    earliest = done[-1].day - timedelta(weeks=weeks)
    return [one for one in done if one.day > earliest]


def best_of_weeks(done: Sequence[TrendDay]) -> list[TrendDay]:
    """The best of each seven days, counted back from the last session; of equals the latest."""
    best: dict[int, TrendDay] = {}
    for one in done:
        week = (done[-1].day - one.day).days // _WEEK_DAYS
        if week not in best or one.value >= best[week].value:
            best[week] = one
    return [best[week] for week in sorted(best, reverse=True)]


def _moving(done: Sequence[TrendDay]) -> Trend | None:
    weeks = best_of_weeks(done)
    if len(weeks) < LEAST_WEEKS:
        return None
    found = kendall([one.value for one in weeks])
    change = median(_slopes(weeks)) * _days(done)
    if found.p >= ERROR_RATE or change * found.score <= 0:
        return None
    direction = Direction.RISING if change > 0 else Direction.FALLING
    return Trend(direction, done[0].day, done[-1].day, len(done), change)


def _plateau(done: Sequence[TrendDay]) -> Trend | None:
    stretches = (_within(done, weeks) for weeks in FLAT_WEEKS)
    return next((_flat(stretch) for stretch in stretches if _is_flat(stretch)), None)


def _flat(done: Sequence[TrendDay]) -> Trend:
    change = median(_slopes(best_of_weeks(done))) * _days(done)
    return Trend(Direction.FLAT, done[0].day, done[-1].day, len(done), change)


def _is_flat(done: Sequence[TrendDay]) -> bool:
    weeks = best_of_weeks(done)
    if len(weeks) < LEAST_WEEKS:
        return False
    level = median(one.value for one in weeks)
    low, high = slope_interval(weeks)
    return max(abs(low), abs(high)) * _days(done) <= FLAT_SHARE * abs(level)


def _days(done: Sequence[TrendDay]) -> int:
    return (done[-1].day - done[0].day).days


def _slopes(weeks: Sequence[TrendDay]) -> list[float]:
    """Of every pair, per day, the smallest first; days differ."""
    return sorted(
        (later.value - earlier.value) / (later.day - earlier.day).days
        for earlier, later in combinations(weeks, 2)
    )


def slope_interval(weeks: Sequence[TrendDay]) -> tuple[float, float]:
    """Sen's 95 % interval of the slope per day; weeks in time.

    Its ends are the slopes of rank (N - C) / 2 and (N + C) / 2 + 1, counted from one, of N slopes in
    order (R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, 16.4).
    """
    slopes = _slopes(weeks)
    spread = _Z * math.sqrt(kendall([one.value for one in weeks]).variance)
    lowest = max(math.floor((len(slopes) - spread) / 2) - 1, 0)
    return slopes[lowest], slopes[len(slopes) - 1 - lowest]


def kendall(values: Sequence[float]) -> Kendall:
    """The Mann-Kendall test, two-sided: exact for few different values, else by its normal limit."""
    score = sum((later > earlier) - (later < earlier) for earlier, later in combinations(values, 2))
    variance = _variance(values)
    ties = len(set(values)) < len(values)
    if not ties and len(values) <= EXACT_WEEKS_MAX:
        return Kendall(score, _exact_p(len(values), abs(score)), variance)
    if not variance:
        return Kendall(score, 1.0, variance)
    z = max(abs(score) - 1, 0) / math.sqrt(variance)
    return Kendall(score, 2 * (1 - NormalDist().cdf(z)), variance)


def _variance(values: Sequence[float]) -> float:
    """Of the score when order means nothing, less what equal values take away."""
    counts = [len(values), *_runs(sorted(values))]
    parts = [n * (n - 1) * (2 * n + 5) for n in counts]
    return (parts[0] - sum(parts[1:])) / 18


def _runs(ordered: Sequence[float]) -> list[int]:
    """How many times each value stands there."""
    runs = [1]
    for before, after in pairwise(ordered):
        if before == after:
            runs[-1] += 1
        else:
            runs.append(1)
    return runs


@cache
def _exact_p(n: int, score: int) -> float:
    """How many of all orders of `n` different values are as far from even, or farther."""
    most = n * (n - 1) // 2
    falling = _orders_by_inversions(n)
    extreme = sum(
        orders for inversions, orders in enumerate(falling) if abs(most - 2 * inversions) >= score
    )
    return extreme / math.factorial(n)


def _orders_by_inversions(n: int) -> list[int]:
    """How many orders of `n` values have each number of falling pairs."""
    counts = [1]
    for size in range(2, n + 1):
        wider = [0] * (len(counts) + size - 1)
        for inversions, orders in enumerate(counts):
            for more in range(size):
                wider[inversions + more] += orders
        counts = wider
    return counts
