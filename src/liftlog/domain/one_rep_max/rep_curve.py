"""The lifter's own rep curve: how fast the weight falls with the reps, from their own sets.

The curve is w(r) = M / (1 + k (r - 1)): Epley's straight line in 1/w, made to give the weight itself
for a single, with a slope k of the lifter's own instead of one for everybody. That people differ in it
by more than the equations do: Hoeger et al., "Relationship between repetitions and selected percentages
of one repetition maximum", Journal of Applied Sport Science Research, 1990; Richens and Cleather, "The
relationship between the number of repetitions performed at given intensities is different in endurance
and strength trained athletes", Biology of Sport, 2014.

Strength M changes, so it is a number of its own in every stretch of eight weeks, and only k is common.
With y = ln w the model is linear in ln M: y = ln M_j - ln(1 + k (r - 1)) + e, e ~ N(0, s²). Flat priors
on each ln M_j and an inverse chi-square prior on s² are integrated out in closed form (Gelman et al.,
Bayesian Data Analysis, 3rd ed., chapter 14), which leaves

    p(k | y)  ~  p(k) (RSS(k) + NOISE_WEIGHT NOISE²) ^ -((n - J + NOISE_WEIGHT) / 2)

with n sets in J stretches and RSS the sum of squares around each stretch's mean. It is summed over a
grid of k: no chance is involved, and the order of the sets and the unit of their weights change nothing.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from liftlog.domain.one_rep_max.estimates import REPS_MAX

STRETCH_DAYS = 56
"""Eight weeks, in which strength is taken for constant."""
STRETCHES_MAX = 12
"""The running stretch and those before it, about two years: who trains otherwise, changes their curve."""
REP_COUNTS_LEAST = 3
"""So many different rep counts within one stretch make a curve; a line goes through any two."""
SHARE_REPS = 8
SHARE_WIDTH_MAX = 0.12
"""A curve whose share of the maximum at eight reps is less sure than this (0.12 of 1) tells nothing."""

# Published equations have slopes between 0.025 and 0.04 at five to ten reps. The prior is log-normal
# around Epley's 1/30; nine of ten people lie between 1/68 and 1/13 by it.
PRIOR_K = 1 / 30
PRIOR_SPREAD = 0.5
NINETY_PERCENT = 1.645
_PLAUSIBLE = tuple(PRIOR_K * math.exp(sign * NINETY_PERCENT * PRIOR_SPREAD) for sign in (-1.0, 1.0))
# Plates come in steps of a few percent and days differ: the sets of nobody agree better than this.
NOISE = 0.025
NOISE_WEIGHT = 6
TOO_LIGHT = 0.9
"""A set that stands for less than this share of another one's maximum was no set to the limit."""

_GRID = tuple(0.004 + 0.0008 * step for step in range(121))
_LOG_PRIOR = tuple(-0.5 * (math.log(k / PRIOR_K) / PRIOR_SPREAD) ** 2 - math.log(k) for k in _GRID)
LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95


class Attempt(NamedTuple):
    """A counted set: `reps` are those that were possible, in half steps, `weight_kg` what was moved.

    `done` are the reps that were done, where that is another number.
    """

    day: date
    weight_kg: float
    reps: float
    done: float | None = None

    @property
    def rep_count(self) -> float:
        return self.done or self.reps


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What the lifter can do for so many reps: share of the one-rep max, and kilograms."""

    reps: int
    share: float
    share_low: float
    share_high: float
    weight_kg: float
    low_kg: float
    high_kg: float


@dataclass(frozen=True, slots=True)
class RepCurve:
    """Nine of ten times the truth lies between low and high, if the model holds.

    `first` and `last` are the first and last days of the sets it is from, `attempts` those sets. The
    kilograms are those of the latest stretch with a set.
    """

    k: float
    k_low: float
    k_high: float
    rep_counts: int
    points: tuple[CurvePoint, ...]
    attempts: tuple[Attempt, ...]

    @property
    def first(self) -> date:
        return self.attempts[0].day

    @property
    def last(self) -> date:
        return self.attempts[-1].day


class WhyNoCurve(StrEnum):
    FEW_REP_COUNTS = "few_rep_counts"
    """No stretch has sets near the limit at three different rep counts."""
    SETS_DISAGREE = "sets_disagree"
    """They leave open too much: `share_low` and `share_high` at eight reps lie far apart."""
    NOT_TO_THE_LIMIT = "not_to_the_limit"
    """The weight falls with the reps as no limit does: faster, slower, or not at all."""


@dataclass(frozen=True, slots=True)
class NoCurve:
    """Why there is none. `rep_counts` is the most that any stretch has near the limit."""

    why: WhyNoCurve
    rep_counts: int
    share_low: float | None = None
    share_high: float | None = None


def stretch_of(day: date) -> int:
    """Stretches have fixed ends, so that a later set never moves an earlier one to another."""
    return day.toordinal() // STRETCH_DAYS


class _Evidence(NamedTuple):
    """What one stretch says: for each k of the grid its mean ln M, and the squares around it."""

    attempts: tuple[Attempt, ...]
    means: tuple[float, ...]
    squares: tuple[float, ...]


@lru_cache(maxsize=64)
def _log_fall(reps: float) -> tuple[float, ...]:
    """ln(1 + k (r - 1)) for each k of the grid; reps are half steps from 1 to 12, so few."""
    return tuple(math.log1p(k * (reps - 1)) for k in _GRID)


def _in_order(one: Attempt) -> tuple[date, float, float, float]:
    return one.day, one.weight_kg, one.reps, one.rep_count


def to_the_limit(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Of the sets of one stretch the heaviest for each rep count, without those that were too light.

    Too light is what stands for less than nine tenths of what another set stands for, at both ends of what
    is plausible for k.
    """
    heaviest: dict[float, Attempt] = {}
    for one in sorted(attempts, key=_in_order):
        held = heaviest.get(one.reps)
        if 1 <= one.reps <= REPS_MAX and (held is None or one.weight_kg > held.weight_kg):
            heaviest[one.reps] = one
    kept = heaviest.values()
    limit = (one for one in kept if not any(_outdone(one, other) for other in kept))
    return sorted(limit, key=_in_order)


def _outdone(one: Attempt, other: Attempt) -> bool:
    return all(
        one.weight_kg * (1 + k * (one.reps - 1))
        < TOO_LIGHT * other.weight_kg * (1 + k * (other.reps - 1))
        for k in _PLAUSIBLE
    )


def _evidence(attempts: Iterable[Attempt]) -> _Evidence:
    limit = to_the_limit(attempts)
    rows = [[math.log(one.weight_kg) + fall for fall in _log_fall(one.reps)] for one in limit]
    means = tuple(math.fsum(column) / len(limit) for column in zip(*rows, strict=True))
    squares = tuple(
        math.fsum((one - mean) ** 2 for one in column)
        for column, mean in zip(zip(*rows, strict=True), means, strict=True)
    )
    return _Evidence(tuple(limit), means, squares)


class Fitting:
    """Fits the curve of one exercise as of any day; whole stretches are looked at once.

    `attempts` in any order. What comes on a day or later never changes the fit before that day.
    """

    def __init__(self, attempts: Iterable[Attempt]) -> None:
        self._by_stretch: dict[int, list[Attempt]] = defaultdict(list)
        for one in sorted(attempts, key=_in_order):
            self._by_stretch[stretch_of(one.day)].append(one)
        self._whole: dict[int, _Evidence] = {}

    def curve(self, before: date | None = None) -> RepCurve | NoCurve:
        """From the sets before a day, or from all of them."""
        evidence = self._evidence(before)
        posterior = _posterior(evidence)
        if posterior is None:
            return NoCurve(WhyNoCurve.FEW_REP_COUNTS, _rep_counts(evidence))
        slopes = _slopes(posterior)
        if slopes.refused:
            low, high = (share_at(SHARE_REPS, k) for k in (slopes.high, slopes.low))
            return NoCurve(slopes.refused, _rep_counts(evidence), low, high)
        return RepCurve(
            k=slopes.middle,
            k_low=slopes.low,
            k_high=slopes.high,
            rep_counts=_rep_counts(evidence),
            points=tuple(_points(evidence, posterior, slopes)),
            attempts=tuple(one for stretch in evidence for one in stretch.attempts),
        )

    def k(self, before: date) -> float | None:
        """Only the slope, where there is a curve."""
        posterior = _posterior(self._evidence(before))
        if posterior is None:
            return None
        slopes = _slopes(posterior)
        return None if slopes.refused else slopes.middle

    def _evidence(self, before: date | None) -> list[_Evidence]:
        """Of the last stretches that have a set, in time."""
        if not self._by_stretch:
            return []
        last = stretch_of(before) if before else max(self._by_stretch)
        found = []
        for number in range(last - STRETCHES_MAX, last + 1):
            sets = self._by_stretch.get(number, ())
            earlier = [one for one in sets if before is None or one.day < before]
            if earlier and len(earlier) == len(sets):
                if number not in self._whole:
                    self._whole[number] = _evidence(earlier)
                found.append(self._whole[number])
            elif earlier:
                found.append(_evidence(earlier))
        return found


def fit(attempts: Iterable[Attempt], before: date | None = None) -> RepCurve | NoCurve:
    return Fitting(attempts).curve(before)


def share_at(reps: float, k: float) -> float:
    """The share of the one-rep max that can be done for so many reps."""
    return 1 / (1 + k * (reps - 1))


def _rep_counts(evidence: Iterable[_Evidence]) -> int:
    """Of reps that were done: fives at three efforts are one, since efforts are only felt."""
    return max(
        (len({one.rep_count for one in stretch.attempts}) for stretch in evidence), default=0
    )


def _freedom(evidence: Iterable[_Evidence]) -> int:
    return sum(len(stretch.attempts) - 1 for stretch in evidence)


def _squares(evidence: Sequence[_Evidence]) -> list[float]:
    told = [stretch.squares for stretch in evidence if len(stretch.attempts) > 1]
    return [math.fsum(column) for column in zip(*told, strict=True)]


def _posterior(evidence: Sequence[_Evidence]) -> list[float] | None:
    """The probability of each k of the grid; None where no stretch has enough rep counts."""
    if _rep_counts(evidence) < REP_COUNTS_LEAST:
        return None
    power = (_freedom(evidence) + NOISE_WEIGHT) / 2
    logs = [
        prior - power * math.log(squares + NOISE_WEIGHT * NOISE**2)
        for prior, squares in zip(_LOG_PRIOR, _squares(evidence), strict=True)
    ]
    highest = max(logs)
    weights = [math.exp(one - highest) for one in logs]
    total = math.fsum(weights)
    return [one / total for one in weights]


class _Slopes(NamedTuple):
    low: float
    middle: float
    high: float

    @property
    def refused(self) -> WhyNoCurve | None:
        if not _PLAUSIBLE[0] <= self.middle <= _PLAUSIBLE[1]:
            return WhyNoCurve.NOT_TO_THE_LIMIT
        width = share_at(SHARE_REPS, self.low) - share_at(SHARE_REPS, self.high)
        return WhyNoCurve.SETS_DISAGREE if width > SHARE_WIDTH_MAX else None


def _slopes(posterior: Sequence[float]) -> _Slopes:
    return _Slopes(*(_quantile(posterior, share) for share in (LOW, MIDDLE, HIGH)))


def _quantile(posterior: Sequence[float], share: float) -> float:
    """Each k of the grid stands for the step around it, in which all are equally likely."""
    step = _GRID[1] - _GRID[0]
    below = [0.0, *accumulate(posterior)]
    at = bisect_left(below, share, lo=1) - 1
    return _GRID[at] - step / 2 + step * (share - below[at]) / posterior[at]


def _points(
    evidence: Sequence[_Evidence], posterior: Sequence[float], slopes: _Slopes
) -> Iterable[CurvePoint]:
    """The shares follow from k alone; the kilograms also from how sure the latest maximum is."""
    latest = evidence[-1]
    freedom = _freedom(evidence) + NOISE_WEIGHT - 2
    noise = math.fsum(
        probability * (squares + NOISE_WEIGHT * NOISE**2) / freedom
        for probability, squares in zip(posterior, _squares(evidence), strict=True)
    ) / len(latest.attempts)
    for reps in range(1, REPS_MAX + 1):
        logs = [mean - fall for mean, fall in zip(latest.means, _log_fall(reps), strict=True)]
        middle = _mean(logs, posterior)
        spread = math.sqrt(_mean([(one - middle) ** 2 for one in logs], posterior) + noise)
        yield CurvePoint(
            reps=reps,
            share=share_at(reps, slopes.middle),
            share_low=share_at(reps, slopes.high),
            share_high=share_at(reps, slopes.low),
            weight_kg=math.exp(middle),
            low_kg=math.exp(middle - NINETY_PERCENT * spread),
            high_kg=math.exp(middle + NINETY_PERCENT * spread),
        )


def _mean(values: Iterable[float], weights: Sequence[float]) -> float:
    return math.fsum(one * weight for one, weight in zip(values, weights, strict=True))
