"""Sets with what was really moved in them, and the best estimates of their days."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple
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


class Lifted(NamedTuple):
    """A counted set of 1 to 12 reps with what was moved in it, in kilograms.

    `weight_kg` is what was logged, zero for the body alone; `body_kg` what the lifter weighed on the
    day, where that is a part of the load.
    """

    day: date
    set_id: UUID
    load_kg: Decimal
    reps: int
    rpe: Decimal | None = None
    to_failure: bool = False
    workout_id: UUID | None = None
    weight_kg: Decimal = Decimal(0)
    body_kg: Decimal | None = None

    def attempt(self, effort: Effort) -> Attempt | None:
        """As the rep curve takes it; None where nobody can tell how many reps were left."""
        possible = reps_to_failure(self.reps, self.rpe, effort)
        if possible is None:
            return None
        return Attempt(self.day, float(self.load_kg), possible, self.reps)

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.day, self.reps, self.rpe, self.load_kg, self.set_id)


class BestOfDay(NamedTuple):
    """`single_kg` is the most that was lifted once on that day, None where nothing was."""

    estimate: DayEstimate
    spread: Spread
    lifted: Lifted
    single_kg: Decimal | None = None


def best_of_days(
    lifted: Iterable[Lifted], formula: Formula, effort: Effort, limit: int | None = None
) -> list[BestOfDay]:
    """The best of each day that has an estimate, by day.

    With more days than `limit`, the best ones of as many equal stretches of days. Where the RTS chart
    has an estimate and the equations have none, since more than 12 reps were possible, the band is that
    of the reps that were done.
    """
    in_time = sorted(lifted, key=lambda one: (one.day, one.set_id))
    by_id = {one.set_id: one for one in in_time}
    candidates = {
        day: [one.candidate for one in found]
        for day, found in groupby(in_time, key=lambda one: one.day)
    }
    estimates = progression((one.candidate for one in in_time), formula, effort)
    found = []
    for estimate in best_of_stretches(estimates, limit):
        of_day = candidates[estimate.day]
        band = spread(of_day, effort) or spread(of_day)
        if band is not None:
            single_kg = max((one.weight_kg for one in of_day if one.reps == 1), default=None)
            found.append(BestOfDay(estimate, band, by_id[estimate.set_id], single_kg))
    return found


def best_of_stretches(estimates: Sequence[DayEstimate], limit: int | None) -> list[DayEstimate]:
    """Of equal stretches of days, at most `limit`, the best each; of equals the first.

    One of low confidence only where the stretch has no other.
    """
    if limit is None or len(estimates) <= limit:
        return list(estimates)
    first = estimates[0].day
    days = (estimates[-1].day - first).days + 1
    width = -(-days // limit)
    stretches = groupby(estimates, key=lambda one: (one.day - first).days // width)
    return [min(stretch, key=_least_sure_last) for _number, stretch in stretches]


def _least_sure_last(one: DayEstimate) -> tuple[bool, float]:
    return one.low_confidence, -one.one_rep_max_kg
