"""One-rep max: published equations, the RTS chart, and the best estimate of each day.

Inputs are exact; estimates are floats and never rounded here. They are rounded where they leave:
0.1 kg (or lb) for people, two decimals or more in the API. Only to compare estimates with each other
are they taken to the gram, so that the last bits of a float never decide which set was better.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from statistics import median
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max import rpe_chart

REPS_MAX = 12
"""Longer sets give no estimate: there the equation decides, not the lifter."""
LOW_CONFIDENCE_REPS = 10
"""Above this the equations drift apart; such estimates are marked and set no records."""
LOW_CONFIDENCE_RULE = (
    f"It rests on more than {LOW_CONFIDENCE_REPS} reps, where the equations drift apart. Such a set "
    "stands for its day only where no shorter set had more weight or a higher estimate."
)
_DOUBLE = 2
ESTIMATED_LOADS = frozenset({LoadKind.WEIGHT_REPS})
"""Elsewhere the logged weight is only a part of what was lifted."""


class Effort(StrEnum):
    """Whether reps that were left in reserve count as reps."""

    USED = "used"
    """Five reps at RPE 8 are taken for the seven that would have been possible."""
    IGNORED = "ignored"
    """Every set is taken as if nothing had been left; records are always kept so."""


class Formula(StrEnum):
    EPLEY = "epley"
    BRZYCKI = "brzycki"
    LANDER = "lander"
    LOMBARDI = "lombardi"
    MAYHEW = "mayhew"
    OCONNER = "oconner"
    WATHAN = "wathan"
    RTS = "rts"
    """The RTS chart: needs the effort of the set."""


def epley(weight_kg: float, reps: float) -> float:
    """Boyd Epley, "Poundage Chart", in Boyd Epley Workout, 1985.

    His chart adds a thirtieth of the weight for each rep; for a single that is 3.3 % too much.
    """
    return weight_kg * (1 + reps / 30)


def brzycki(weight_kg: float, reps: float) -> float:
    """Matt Brzycki, "Strength testing: predicting a one-rep max from reps-to-fatigue", 1993.

    In the Journal of Physical Education, Recreation & Dance. The fraction is the exact form; the
    decimals also seen, 1.0278 - 0.0278 reps, are this one rounded. No value at 37 reps.
    """
    return weight_kg * 36 / (37 - reps)


def lander(weight_kg: float, reps: float) -> float:
    """Jeff Lander, "Maximums based on reps", in the NSCA Journal, 1985.

    Also goes by the name of McGlothin. Turns negative from 38 reps on.
    """
    return 100 * weight_kg / (101.3 - 2.67123 * reps)


def lombardi(weight_kg: float, reps: float) -> float:
    """V. Patteson Lombardi, Beginning Weight Training: The Safe and Effective Way, 1989."""
    return weight_kg * math.pow(reps, 0.10)


def mayhew(weight_kg: float, reps: float) -> float:
    """Mayhew, Ball, Arnold and Bowen, 1992, on relative endurance in the bench press.

    "Relative muscular endurance performance as a predictor of bench press strength in college men and
    women", Journal of Applied Sport Science Research. For a single it is 9 % too much.
    """
    return 100 * weight_kg / (52.2 + 41.9 * math.exp(-0.055 * reps))


def oconner(weight_kg: float, reps: float) -> float:
    """O'Conner, Simmons and O'Shea, Weight Training Today, 1989: a fortieth for each rep."""
    return weight_kg * (1 + reps / 40)


def wathan(weight_kg: float, reps: float) -> float:
    """Dan Wathen, "Load assignment", in Baechle (ed.), Essentials of Strength Training, 1994.

    The name is spelled Wathan wherever the equation is cited.
    """
    return 100 * weight_kg / (48.8 + 53.8 * math.exp(-0.075 * reps))


@dataclass(frozen=True, slots=True)
class Method:
    """How an estimate is made, as people write it; names and formulas are the same in every language.

    `equation` is in w (weight) and r (reps), `source` a citation. `estimate` takes kilograms and reps;
    the RTS chart has none, since it needs the effort of a set.
    """

    name: str
    equation: str
    source: str
    estimate: Callable[[float, float], float] | None = None


METHODS: Mapping[Formula, Method] = MappingProxyType(
    {
        Formula.EPLEY: Method(
            "Epley", "w × (1 + r / 30)", "Epley, Boyd Epley Workout, 1985", epley
        ),
        Formula.BRZYCKI: Method(
            "Brzycki",
            "w × 36 / (37 − r)",
            "Brzycki, Journal of Physical Education, Recreation & Dance, 1993",
            brzycki,
        ),
        Formula.LANDER: Method(
            "Lander", "100 w / (101.3 − 2.67123 r)", "Lander, NSCA Journal, 1985", lander
        ),
        Formula.LOMBARDI: Method(
            "Lombardi", "w × r^0.10", "Lombardi, Beginning Weight Training, 1989", lombardi
        ),
        Formula.MAYHEW: Method(
            "Mayhew",
            "100 w / (52.2 + 41.9 e^(−0.055 r))",
            "Mayhew et al., Journal of Applied Sport Science Research, 1992",
            mayhew,
        ),
        Formula.OCONNER: Method(
            "O'Conner",
            "w × (1 + r / 40)",
            "O'Conner, Simmons, O'Shea, Weight Training Today, 1989",
            oconner,
        ),
        Formula.WATHAN: Method(
            "Wathan",
            "100 w / (48.8 + 53.8 e^(−0.075 r))",
            "Wathen, in Baechle (ed.), Essentials of Strength Training, 1994",
            wathan,
        ),
        Formula.RTS: Method(
            "RTS (with RPE)", "w / share(r, RPE)", "Tuchscherer, The Reactive Training Manual, 2008"
        ),
    }
)
EQUATIONS: Mapping[Formula, Callable[[float, float], float]] = MappingProxyType(
    {formula: method.estimate for formula, method in METHODS.items() if method.estimate}
)


def rts(weight_kg: float, reps: int, rpe: Decimal | None) -> float | None:
    """The weight over its share of the RTS chart; None when the chart has no such cell."""
    share = None if rpe is None else rpe_chart.fraction_of_max(reps, rpe)
    return None if share is None else weight_kg / float(share)


def reps_to_failure(reps: int, rpe: Decimal | None, effort: Effort = Effort.USED) -> float | None:
    """The reps that would have been possible; without an effort, those that were done.

    None where more than four were left: so far from failure nobody can tell how many (Zourdos et
    al., "Novel resistance training-specific rating of perceived exertion scale measuring repetitions
    in reserve", Journal of Strength and Conditioning Research, 2016; its scale ends there too).
    """
    if effort is Effort.IGNORED or rpe is None:
        return reps
    return float(rpe_chart.reps_to_failure(reps, rpe)) if rpe >= rpe_chart.RPE_MIN else None


# A lifter does few different sets, and each of them a hundred times.
@lru_cache(maxsize=16_384)
def estimate(
    formula: Formula,
    weight_kg: Decimal | float,
    reps: int,
    rpe: Decimal | None = None,
    effort: Effort = Effort.IGNORED,
) -> float | None:
    """The one-rep max in kilograms that a set of 1 to 12 reps stands for, or None.

    A single is the weight itself by every equation, also where the printed one says more. The RTS
    chart looks at the effort: a single at RPE 8 is 92.2 % there, and a set without RPE is None. The
    equations take the reps that were done, or with `effort` used those that were possible, of which
    more than 12 give no estimate either. Between one and two possible reps (a single at RPE 9.5) it is
    the straight line from the weight to what the equation says of two: the printed ones would leap there,
    Mayhew's by 10 %.
    """
    if weight_kg <= 0 or not 1 <= reps <= REPS_MAX:
        return None
    if formula is Formula.RTS:
        return rts(float(weight_kg), reps, rpe)
    possible = reps_to_failure(reps, rpe, effort)
    if possible is None or possible > REPS_MAX:
        return None
    return _by_equation(formula, float(weight_kg), possible)


def _by_equation(formula: Formula, weight_kg: float, possible: float) -> float:
    if possible >= _DOUBLE:
        return EQUATIONS[formula](weight_kg, possible)
    return weight_kg + (possible - 1) * (EQUATIONS[formula](weight_kg, _DOUBLE) - weight_kg)


def is_low_confidence(
    formula: Formula, reps: int, rpe: Decimal | None, effort: Effort = Effort.IGNORED
) -> bool:
    """Whether an estimate rests on more than ten reps; the chart counts those left in reserve too."""
    used = Effort.USED if formula is Formula.RTS else effort
    return (reps_to_failure(reps, rpe, used) or reps) > LOW_CONFIDENCE_REPS


class SetEstimate(NamedTuple):
    """What a set stands for, in kilograms, and whether by more than ten reps."""

    low_confidence: bool
    one_rep_max_kg: float
    weight_kg: Decimal


def _highest(found: Iterable[SetEstimate]) -> float | None:
    best = _standing(found, lambda one: -one.one_rep_max_kg)
    return None if best is None else best.one_rep_max_kg


@dataclass(frozen=True, slots=True)
class Candidate:
    """The heaviest counted set of a day with these reps at this effort; lighter ones can't win."""

    day: date
    reps: int
    rpe: Decimal | None
    weight_kg: Decimal
    set_id: UUID


@dataclass(frozen=True, slots=True)
class DayEstimate:
    """The best estimate of a day and the set it came from.

    `tested` says that this weight was really lifted once; else it is an estimate.
    """

    day: date
    one_rep_max_kg: float
    set_id: UUID
    weight_kg: Decimal
    reps: int
    rpe: Decimal | None
    tested: bool
    low_confidence: bool


class Spread(NamedTuple):
    """What all equations say of one day, in kilograms."""

    low_kg: float
    median_kg: float
    high_kg: float


def _day_estimate(candidate: Candidate, formula: Formula, effort: Effort) -> DayEstimate | None:
    reps, rpe, weight_kg = candidate.reps, candidate.rpe, candidate.weight_kg
    one_rep_max_kg = estimate(formula, weight_kg, reps, rpe, effort)
    if one_rep_max_kg is None:
        return None
    return DayEstimate(
        day=candidate.day,
        one_rep_max_kg=one_rep_max_kg,
        set_id=candidate.set_id,
        weight_kg=weight_kg,
        reps=reps,
        rpe=rpe,
        tested=reps == 1 and one_rep_max_kg == float(weight_kg),
        low_confidence=is_low_confidence(formula, reps, rpe, effort),
    )


Found = TypeVar("Found", SetEstimate, DayEstimate)


def _standing(found: Iterable[Found], preference: Callable[[Found], Any]) -> Found | None:
    """What stands for a day: the best that rests on at most ten reps, where there is one.

    A long set, of which the equations say different things, hides no shorter one, unless it had at
    least that one's weight: more reps with no less weight never say less.
    """
    sets = list(found)
    best = min((one for one in sets if not one.low_confidence), key=preference, default=None)
    long = [
        one
        for one in sets
        if one.low_confidence
        and (best is None or (one.weight_kg >= best.weight_kg and _more(one, best)))
    ]
    return min(long, key=preference, default=best)


def _more(one: Found, other: Found) -> bool:
    return round(one.one_rep_max_kg, 3) > round(other.one_rep_max_kg, 3)


def _preference(found: DayEstimate) -> tuple[float, int, Decimal, Decimal, UUID]:
    """The highest first, to the gram; of equals the fewer reps, the heavier, the harder, the lower id."""
    return (
        -round(found.one_rep_max_kg, 3),
        found.reps,
        -found.weight_kg,
        -(found.rpe or Decimal(0)),
        found.set_id,
    )


def progression(
    candidates: Iterable[Candidate], formula: Formula, effort: Effort = Effort.IGNORED
) -> list[DayEstimate]:
    """The best estimate of each day that has one, by day; the order of `candidates` is nothing."""
    by_day: dict[date, list[DayEstimate]] = defaultdict(list)
    for candidate in candidates:
        found = _day_estimate(candidate, formula, effort)
        if found is not None:
            by_day[found.day].append(found)
    best = (_standing(by_day[day], _preference) for day in sorted(by_day))
    return [one for one in best if one is not None]


def spread(candidates: Iterable[Candidate], effort: Effort = Effort.IGNORED) -> Spread | None:
    """Lowest, median and highest of what each equation finds best among one day's sets."""
    sets = list(candidates)
    best = [_highest(_set_estimates(sets, formula, effort)) or 0.0 for formula in EQUATIONS]
    return Spread(min(best), median(best), max(best)) if all(best) else None


def _set_estimates(
    sets: Iterable[Candidate], formula: Formula, effort: Effort
) -> list[SetEstimate]:
    return [
        SetEstimate(
            is_low_confidence(formula, one.reps, one.rpe, effort), one_rep_max_kg, one.weight_kg
        )
        for one in sets
        if (one_rep_max_kg := estimate(formula, one.weight_kg, one.reps, one.rpe, effort))
        is not None
    ]
