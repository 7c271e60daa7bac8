"""How far off each equation was when the next heavy set came, told only by what was known before.

A case is a set of one to three reps to the limit. Each method takes the best that the sets of four to
ten reps of the eight weeks before it stand for, and says from that what should have been possible for
the reps of the case. The error is what it said over what was lifted, less one: above zero, the method
promised too much. Of the day of the case itself nothing is known.

That equations are best judged so, on sets that they have not seen: LeSuer et al., "The accuracy of
prediction equations for estimating 1-RM performance in the bench press, squat, and deadlift", Journal
of Strength and Conditioning Research, 1997.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from statistics import fmean, median

from liftlog.domain.one_rep_max.estimates import EQUATIONS, Effort, Formula, estimate
from liftlog.domain.one_rep_max.history import LiftedSet
from liftlog.domain.one_rep_max.rep_curve import Fitting, share_at

WINDOW = timedelta(days=56)
HEAVY_REPS_MAX = 3
TOLD_BY_LEAST, TOLD_BY_MOST = 4, 10
LIMIT_RPE = Decimal(9)
CASES_MAX = 60
"""The latest; so many say what can be said, whatever the years."""
CASES_LEAST = 3
WINNER_CASES_LEAST = 8
"""From fewer the order of the methods is chance: their means differ by less than one odd set moves them."""
OWN_CASES_LEAST = 5
OWN = "own"
"""The lifter's own rep curve, as a method beside the equations."""


@dataclass(frozen=True, slots=True)
class Case:
    """`errors` is by method, 0.02 for 2 % too much; methods that had nothing to say are not in it."""

    lifted: LiftedSet
    errors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far off a method was; shares of the weight lifted."""

    method: str
    mean: float
    median: float
    bias: float


@dataclass(frozen=True, slots=True)
class BackTest:
    """`compared` are the cases on which all of `verdicts` were judged, the best first.

    With fewer than three cases there are no verdicts.
    """

    cases: tuple[Case, ...]
    compared: tuple[Case, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def winner(self) -> str | None:
        """The method that came closest; None where the cases are too few to name one."""
        enough = self.verdicts and len(self.compared) >= WINNER_CASES_LEAST
        return self.verdicts[0].method if enough else None


def back_test(lifted: Iterable[LiftedSet], effort: Effort) -> BackTest:
    """Of one exercise, in any order."""
    in_time = sorted(lifted, key=lambda one: (one.day, one.set_id))
    days = [one.day for one in in_time]
    attempts = (one.attempt(effort) for one in in_time)
    fitting = Fitting(one for one in attempts if one is not None)
    found: list[Case] = []
    for day, _sets in groupby(reversed(in_time), key=lambda one: one.day):
        start, end = bisect_left(days, day - WINDOW), bisect_left(days, day)
        today = in_time[end : bisect_left(days, day + timedelta(days=1))]
        before = in_time[start:end]
        case = _heavy(today, before)
        errors = _errors(case, before, fitting, effort) if case else {}
        if case and errors:
            found.append(Case(case, errors))
        if len(found) == CASES_MAX:
            break
    cases = tuple(reversed(found))
    compared = _compared(cases)
    return BackTest(cases, compared, tuple(_verdicts(compared)))


def _heavy(today: Sequence[LiftedSet], before: Sequence[LiftedSet]) -> LiftedSet | None:
    """The heaviest set of the day that is one, of equals with the most reps."""
    heaviest_kg = max((one.load_kg for one in before), default=None)
    heavy = [one for one in today if one.reps <= HEAVY_REPS_MAX and _to_limit(one, heaviest_kg)]
    return max(heavy, key=lambda one: (one.load_kg, one.reps, -one.set_id.int), default=None)


def _to_limit(one: LiftedSet, heaviest_kg: Decimal | None) -> bool:
    """By what the lifter said of it, or else by its being as heavy as anything of late."""
    if one.to_failure or one.rpe is not None:
        return one.to_failure or (one.rpe or 0) >= LIMIT_RPE
    return heaviest_kg is not None and one.load_kg >= heaviest_kg


def _errors(
    case: LiftedSet, before: Sequence[LiftedSet], fitting: Fitting, effort: Effort
) -> dict[str, float]:
    told_by = _heaviest(one for one in before if TOLD_BY_LEAST <= one.reps <= TOLD_BY_MOST)
    said = {formula.value: _predicted_kg(formula, case, told_by, effort) for formula in Formula} | {
        OWN: _predicted_by_curve_kg(case, told_by, fitting, effort)
    }
    errors = {method: kg / float(case.load_kg) - 1 for method, kg in said.items() if kg is not None}
    return errors if all(one in errors for one in EQUATIONS) else {}


def _heaviest(lifted: Iterable[LiftedSet]) -> list[LiftedSet]:
    """For each rep count at each effort; the others can't stand for more by any method."""
    found: dict[tuple[int, Decimal | None], LiftedSet] = {}
    for one in lifted:
        held = found.get((one.reps, one.rpe))
        if held is None or one.load_kg > held.load_kg:
            found[one.reps, one.rpe] = one
    return list(found.values())


def _predicted_kg(
    formula: Formula, case: LiftedSet, told_by: Iterable[LiftedSet], effort: Effort
) -> float | None:
    """The weight for the reps of the case by the best of the sets before."""
    found = (estimate(formula, one.load_kg, one.reps, one.rpe, effort) for one in told_by)
    best_kg = max((kg for kg in found if kg is not None), default=None)
    # What a kilogram at these reps stands for, turned around.
    per_kg = estimate(formula, 1.0, case.reps, case.rpe, effort)
    return best_kg / per_kg if best_kg and per_kg else None


def _predicted_by_curve_kg(
    case: LiftedSet, told_by: Iterable[LiftedSet], fitting: Fitting, effort: Effort
) -> float | None:
    k = fitting.k(case.day)
    asked = case.attempt(effort)
    known = [one for each in told_by if (one := each.attempt(effort)) is not None]
    if k is None or asked is None or not known:
        return None
    best_kg = max(one.weight_kg / share_at(one.reps, k) for one in known)
    return best_kg * share_at(asked.reps, k)


def _compared(cases: Sequence[Case]) -> tuple[Case, ...]:
    """All cases; or those on which the lifter's own curve had something to say, if enough of them."""
    with_own = tuple(one for one in cases if OWN in one.errors)
    return with_own if len(with_own) >= OWN_CASES_LEAST else tuple(cases)


def _verdicts(compared: Sequence[Case]) -> Iterator[Verdict]:
    """Of the methods that said something to every one of the cases, the least mean error first."""
    if len(compared) < CASES_LEAST:
        return
    methods = set.intersection(*(set(one.errors) for one in compared))
    yield from sorted(
        (_verdict(method, [one.errors[method] for one in compared]) for method in methods),
        key=lambda one: (one.mean, one.method),
    )


def _verdict(method: str, errors: Sequence[float]) -> Verdict:
    off = [abs(one) for one in errors]
    return Verdict(method, fmean(off), median(off), fmean(errors))
