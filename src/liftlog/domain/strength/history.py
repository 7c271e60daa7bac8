"""A strength score over time: the total of three lifts beside the body weight of the day."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liftlog.domain.body import WeighIn, body_weight_kg
from liftlog.domain.strength.scores import Event, Score, ScoreClass, strength_score

TOTAL_OF = (Event.SQUAT, Event.BENCH_PRESS, Event.DEADLIFT)
WINDOW = timedelta(days=90)
"""A lift stands for what somebody can do for so long."""


@dataclass(frozen=True, slots=True)
class StrengthPoint:
    """`lifts_kg` are the best one-rep maxes of the window that ends on `day`."""

    day: date
    score: float
    total_kg: float
    body_weight_kg: float
    lifts_kg: Mapping[Event, float]


def strength_history(
    estimates: Mapping[Event, Sequence[tuple[date, float]]],
    weigh_ins: Sequence[WeighIn],
    score: Score,
    score_class: ScoreClass | None,
) -> list[StrengthPoint]:
    """A point for each day on which one of the three lifts was done and all of them are known.

    `estimates` are one-rep maxes in kilograms by day, in order.
    """
    days = sorted({day for lift in TOTAL_OF for day, _ in estimates.get(lift, ())})
    found = (_point(day, estimates, weigh_ins, score, score_class) for day in days)
    return [point for point in found if point is not None]


def _point(
    day: date,
    estimates: Mapping[Event, Sequence[tuple[date, float]]],
    weigh_ins: Sequence[WeighIn],
    score: Score,
    score_class: ScoreClass | None,
) -> StrengthPoint | None:
    best = {lift: _best(estimates.get(lift, ()), day) for lift in TOTAL_OF}
    lifts_kg = {lift: kg for lift, kg in best.items() if kg is not None}
    weight_kg = body_weight_kg(weigh_ins, day)
    if len(lifts_kg) < len(TOTAL_OF) or weight_kg is None:
        return None
    total_kg = sum(lifts_kg.values())
    worth = strength_score(score, total_kg, float(weight_kg), score_class)
    if worth is None:
        return None
    return StrengthPoint(day, worth, total_kg, float(weight_kg), lifts_kg)


def _best(found: Sequence[tuple[date, float]], day: date) -> float | None:
    first = bisect_right(found, day - WINDOW, key=lambda one: one[0])
    end = bisect_right(found, day, key=lambda one: one[0])
    return max((kg for _, kg in found[first:end]), default=None)
