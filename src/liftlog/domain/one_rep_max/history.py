"""One-rep max over time: the best estimate of each day, and the best of longer periods."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from liftlog.domain.one_rep_max.estimates import (
    Candidate,
    DayEstimate,
    Effort,
    Formula,
    Spread,
    progression,
    reps_to_failure,
    spread,
)
from liftlog.domain.one_rep_max.rep_curve import Attempt

CURRENT_DAYS = 14
"""The current one-rep max is the best of so many days."""


class LiftedSet(NamedTuple):
    """A counted set of 1 to 12 reps with what was moved in it, in kilograms.

    `weight_kg` is what was logged, zero for the body alone; `body_weight_kg` what the lifter weighed
    on the day, where that is a part of the load.
    """

    day: date
    set_id: UUID
    load_kg: Decimal
    reps: int
    rpe: Decimal | None = None
    to_failure: bool = False
    workout_id: UUID | None = None
    weight_kg: Decimal = Decimal(0)
    body_weight_kg: Decimal | None = None

    def attempt(self, effort: Effort) -> Attempt | None:
        """As the rep curve takes it; None where nobody can tell how many reps were left."""
        possible = reps_to_failure(self.reps, self.rpe, effort)
        if possible is None:
            return None
        return Attempt(self.day, float(self.load_kg), possible, self.reps)

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.day, self.reps, self.rpe, self.load_kg, self.set_id)


class DayBest(NamedTuple):
    """The best estimate of one day, the range between the equations, and the set that it is from.

    `single_kg` is the most that was lifted once on that day, None where nothing was.
    """

    day: date
    one_rep_max_kg: float
    low_kg: float
    median_kg: float
    high_kg: float
    weight_kg: Decimal
    reps: int
    rpe: Decimal | None
    set_id: UUID
    workout_id: UUID | None
    load_kg: Decimal
    body_weight_kg: Decimal | None
    tested: bool
    low_confidence: bool
    single_kg: Decimal | None

    @classmethod
    def of(
        cls,
        estimate: DayEstimate,
        band: Spread,
        *,
        workout_id: UUID | None,
        weight_kg: Decimal | None = None,
        body_weight_kg: Decimal | None = None,
        single_kg: Decimal | None,
    ) -> "DayBest":
        """`weight_kg` is what was logged, where that is not all that was moved."""
        return cls(
            estimate.day,
            estimate.one_rep_max_kg,
            *band,
            estimate.weight_kg if weight_kg is None else weight_kg,
            estimate.reps,
            estimate.rpe,
            estimate.set_id,
            workout_id,
            estimate.weight_kg,
            body_weight_kg,
            estimate.tested,
            estimate.low_confidence,
            single_kg,
        )


class ShownDays(NamedTuple):
    """The days of a history that are shown, in order, and the best of the last two weeks trained."""

    days: Sequence[DayBest] = ()
    current: DayBest | None = None


class DayValue(NamedTuple):
    """As much of a day's best estimate as it takes to compare it with those of other days."""

    day: date
    one_rep_max_kg: float
    low_confidence: bool


def best_of_days(
    sets: Iterable[LiftedSet], formula: Formula, effort: Effort, limit: int | None = None
) -> ShownDays:
    """The best of each day that has an estimate, by day.

    With more days than `limit`, the best ones of as many periods of equal length. Where the RTS chart
    has an estimate and the equations have none, since more than 12 reps were possible, the band is that
    of the reps that were done.
    """
    in_time = sorted(sets, key=lambda lifted: (lifted.day, lifted.set_id))
    by_id = {lifted.set_id: lifted for lifted in in_time}
    candidates = {
        day: [lifted.candidate for lifted in of_day]
        for day, of_day in groupby(in_time, key=lambda lifted: lifted.day)
    }
    estimates = progression((lifted.candidate for lifted in in_time), formula, effort)
    chosen, current = best_of_periods(estimates, limit), current_best(estimates)
    bests = {}
    for estimate in (*chosen, *([current] if current else ())):
        of_day = candidates[estimate.day]
        band = spread(of_day, effort) or spread(of_day)
        if band is not None:
            lifted = by_id[estimate.set_id]
            bests[estimate.day] = DayBest.of(
                estimate,
                band,
                workout_id=lifted.workout_id,
                weight_kg=lifted.weight_kg,
                body_weight_kg=lifted.body_weight_kg,
                single_kg=max((one.weight_kg for one in of_day if one.reps == 1), default=None),
            )
    return ShownDays(
        [bests[estimate.day] for estimate in chosen if estimate.day in bests],
        bests.get(current.day) if current else None,
    )


class _Estimated(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def one_rep_max_kg(self) -> float: ...
    @property
    def low_confidence(self) -> bool: ...


_E = TypeVar("_E", bound=_Estimated)


def best_of_periods(estimates: Sequence[_E], limit: int | None) -> list[_E]:
    """Of periods of equal length, at most `limit`, the best each; of equals the first.

    One of low confidence only where the period has no other. `estimates` are in order of their days.
    """
    if limit is None or len(estimates) <= limit:
        return list(estimates)
    first = estimates[0].day
    days = (estimates[-1].day - first).days + 1
    width = -(-days // limit)
    periods = groupby(estimates, key=lambda estimate: (estimate.day - first).days // width)
    return [min(of_period, key=_least_sure_last) for _number, of_period in periods]


def best_of_windows(estimates: Sequence[_E], days: int, last: date | None = None) -> list[_E]:
    """The best of each so many days, counted back from `last` or the last estimate, in order."""
    if not estimates:
        return []
    end = last or estimates[-1].day
    windows = groupby(estimates, key=lambda estimate: (end - estimate.day).days // days)
    return [_standing(list(of_window)) for _number, of_window in windows]


def current_best(estimates: Sequence[_E]) -> _E | None:
    """What a lifter can do now: the best of the last two weeks trained, so that a light day is no loss."""
    windows = best_of_windows(estimates, CURRENT_DAYS)
    return windows[-1] if windows else None


def first_best(estimates: Sequence[_E]) -> _E | None:
    """The best of the first two weeks trained."""
    within = [one for one in estimates if (one.day - estimates[0].day).days < CURRENT_DAYS]
    return _standing(within) if within else None


def _standing(period: Sequence[_E]) -> _E:
    """Of equals the latest, so that a line reaches as far as the training does."""
    return min(reversed(period), key=_least_sure_last)


def _least_sure_last(estimate: _Estimated) -> tuple[bool, float]:
    return estimate.low_confidence, -estimate.one_rep_max_kg
