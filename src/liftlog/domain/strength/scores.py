"""Strength scores: what a lift or a total is worth beside the lifter's own weight.

All of them are published for kilograms, apart for men and women, and only within the body weights
that they were fitted to: outside of these the nearest one that was counts.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Score(StrEnum):
    DOTS = "dots"
    WILKS = "wilks"
    WILKS_2020 = "wilks_2020"
    IPF_GL = "ipf_gl"
    RELATIVE = "relative"
    """The weight lifted over the body weight; no table at all."""


class ScoreClass(StrEnum):
    """Which of the two published tables holds for a lifter."""

    MEN = "men"
    WOMEN = "women"


class Event(StrEnum):
    """What was lifted. IPF GL has tables for the total and the bench press alone."""

    TOTAL = "total"
    SQUAT = "squat"
    BENCH_PRESS = "bench_press"
    DEADLIFT = "deadlift"


class Gear(StrEnum):
    CLASSIC = "classic"
    EQUIPPED = "equipped"


@dataclass(frozen=True, slots=True)
class Polynomial:
    """`numerator` over a polynomial of the body weight, its coefficients from x^0 up."""

    numerator: float
    coefficients: tuple[float, ...]
    least_kg: float
    most_kg: float

    def share(self, body_weight_kg: float) -> float:
        within = min(max(body_weight_kg, self.least_kg), self.most_kg)
        return self.numerator / math.fsum(
            factor * within**power for power, factor in enumerate(self.coefficients)
        )


# Tim Konertz, "DOTS", BVDK 2019.
_DOTS = {
    ScoreClass.MEN: Polynomial(
        500, (-307.75076, 24.0900756, -0.1918759221, 0.0007391293, -0.000001093), 40, 210
    ),
    ScoreClass.WOMEN: Polynomial(
        500, (-57.96288, 13.6175032, -0.1126655495, 0.0005158568, -0.0000010706), 40, 150
    ),
}
# Robert Wilks, Powerlifting Australia, 1994; the body weights are those of his printed tables.
_WILKS = {
    ScoreClass.MEN: Polynomial(
        500,
        (-216.0475144, 16.2606339, -0.002388645, -0.00113732, 7.01863e-06, -1.291e-08),
        40,
        201.9,
    ),
    ScoreClass.WOMEN: Polynomial(
        500,
        (
            594.31747775582,
            -27.23842536447,
            0.82112226871,
            -0.00930733913,
            4.731582e-05,
            -9.054e-08,
        ),
        26.51,
        154.53,
    ),
}
# Robert Wilks, "Wilks 2", Powerlifting Australia, March 2020.
_WILKS_2020 = {
    ScoreClass.MEN: Polynomial(
        600,
        (
            47.46178854,
            8.472061379,
            0.07369410346,
            -0.001395833811,
            7.07665973070743e-06,
            -1.20804336482315e-08,
        ),
        40,
        200.95,
    ),
    ScoreClass.WOMEN: Polynomial(
        600,
        (
            -125.4255398,
            13.71219419,
            -0.03307250631,
            -0.001050400051,
            9.38773881462799e-06,
            -2.3334613884954e-08,
        ),
        40,
        150.95,
    ),
}
_POLYNOMIALS: Mapping[Score, Mapping[ScoreClass, Polynomial]] = MappingProxyType(
    {Score.DOTS: _DOTS, Score.WILKS: _WILKS, Score.WILKS_2020: _WILKS_2020}
)
# International Powerlifting Federation, "IPF GL Formula", May 2020: 100 / (A - B e^(-C x)), for those
# of 35 kg and more.
_IPF_GL: Mapping[tuple[ScoreClass, Gear, Event], tuple[float, float, float]] = MappingProxyType(
    {
        (ScoreClass.MEN, Gear.CLASSIC, Event.TOTAL): (1199.72839, 1025.18162, 0.00921),
        (ScoreClass.MEN, Gear.EQUIPPED, Event.TOTAL): (1236.25115, 1449.21864, 0.01644),
        (ScoreClass.WOMEN, Gear.CLASSIC, Event.TOTAL): (610.32796, 1045.59282, 0.03048),
        (ScoreClass.WOMEN, Gear.EQUIPPED, Event.TOTAL): (758.63878, 949.31382, 0.02435),
        (ScoreClass.MEN, Gear.CLASSIC, Event.BENCH_PRESS): (320.98041, 281.40258, 0.01008),
        (ScoreClass.MEN, Gear.EQUIPPED, Event.BENCH_PRESS): (381.22073, 733.79378, 0.02398),
        (ScoreClass.WOMEN, Gear.CLASSIC, Event.BENCH_PRESS): (142.40398, 442.52671, 0.04724),
        (ScoreClass.WOMEN, Gear.EQUIPPED, Event.BENCH_PRESS): (221.82209, 357.00377, 0.02937),
    }
)
IPF_GL_LEAST_KG = 35.0


def strength_score(
    score: Score,
    lifted_kg: float,
    body_weight_kg: float,
    score_class: ScoreClass | None,
    *,
    event: Event = Event.TOTAL,
    gear: Gear = Gear.CLASSIC,
) -> float | None:
    """What `lifted_kg` is worth at `body_weight_kg`; None where the score has no table for it."""
    if lifted_kg <= 0 or body_weight_kg <= 0:
        return None
    if score is Score.RELATIVE:
        return lifted_kg / body_weight_kg
    if score_class is None:
        return None
    if score is Score.IPF_GL:
        return _ipf_gl(lifted_kg, body_weight_kg, (score_class, gear, event))
    return lifted_kg * _POLYNOMIALS[score][score_class].share(body_weight_kg)


def polynomial(score: Score, score_class: ScoreClass) -> Polynomial | None:
    """What a score multiplies by, for who wants to follow it; None for those without one."""
    return _POLYNOMIALS[score][score_class] if score in _POLYNOMIALS else None


def ipf_gl_factors(
    score_class: ScoreClass, *, event: Event = Event.TOTAL, gear: Gear = Gear.CLASSIC
) -> tuple[float, float, float]:
    """A, B and C of the total, or of the bench press alone."""
    return _IPF_GL[score_class, gear, event]


def _ipf_gl(
    lifted_kg: float, body_weight_kg: float, table: tuple[ScoreClass, Gear, Event]
) -> float | None:
    if table not in _IPF_GL or body_weight_kg < IPF_GL_LEAST_KG:
        return None
    a, b, c = _IPF_GL[table]
    share = 100 / (a - b * math.exp(-c * body_weight_kg))
    return lifted_kg * share
