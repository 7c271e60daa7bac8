"""What is kept of one exercise on one day: its sums, its best estimates and its marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from liftlog.domain.one_rep_max.estimates import (
    ESTIMATED_LOADS,
    REPS_MAX,
    Candidate,
    DayEstimate,
    Formula,
    Spread,
    progression,
    spread,
)
from liftlog.domain.records import Line, Mark, in_time, marks_of
from liftlog.domain.workouts.volume import PerformedSet, counts


@dataclass(frozen=True, slots=True)
class ExerciseDayFigures:
    """Warm-ups are in none of it. `moved_kg` is weight times reps, also where the weight was help.

    `marks` is what the day offers to the ledger of records, so that the ledger can be made of days
    instead of sets.
    """

    workouts: int
    sets: int
    reps: int
    moved_kg: Decimal
    estimates: Mapping[Formula, DayEstimate]
    spread: Spread | None
    marks: Mapping[Line, Mark]


def figures_of(performed: Iterable[PerformedSet]) -> ExerciseDayFigures | None:
    """Of the sets of one exercise on one day, in any order; None when nothing counts."""
    counted = sorted(filter(counts, performed), key=in_time)
    if not counted:
        return None
    candidates = candidates_of(counted)
    estimates = {formula: progression(candidates, formula) for formula in Formula}
    return ExerciseDayFigures(
        workouts=len({one.workout_id for one in counted}),
        sets=len(counted),
        reps=sum(one.logged.reps or 0 for one in counted),
        moved_kg=sum(map(_moved_kg, counted), Decimal(0)),
        estimates={formula: found[0] for formula, found in estimates.items() if found},
        spread=spread(candidates) if candidates else None,
        marks=marks_of(counted),
    )


def candidates_of(counted: Iterable[PerformedSet]) -> list[Candidate]:
    """The heaviest set for each number of reps at each effort; the lowest id stands for equals."""
    heaviest: dict[tuple[int, Decimal | None], Candidate] = {}
    for one in counted:
        found = _candidate(one)
        if found is None:
            continue
        held = heaviest.get((found.reps, found.rpe))
        if held is None or _heavier_last(held) < _heavier_last(found):
            heaviest[found.reps, found.rpe] = found
    return list(heaviest.values())


def _candidate(one: PerformedSet) -> Candidate | None:
    logged = one.logged
    if one.load not in ESTIMATED_LOADS or logged.weight is None or not logged.weight.grams:
        return None
    if logged.reps is None or not 1 <= logged.reps <= REPS_MAX:
        return None
    return Candidate(one.day, logged.reps, logged.rpe, logged.weight.kg, one.set_id)


def _heavier_last(candidate: Candidate) -> tuple[Decimal, int]:
    return candidate.weight_kg, -candidate.set_id.int


def _moved_kg(performed: PerformedSet) -> Decimal:
    logged = performed.logged
    return logged.weight.kg * logged.reps if logged.weight and logged.reps else Decimal(0)
