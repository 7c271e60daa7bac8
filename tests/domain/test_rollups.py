"""What is kept of one exercise on one day."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.estimates import EQUATIONS, Formula
from liftlog.domain.records import Line, RecordKind
from liftlog.domain.rollups import candidates_of, figures_of
from liftlog.domain.units import Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.volume import PerformedSet

DAY = date(2026, 11, 2)


def performed(
    weight_kg: int | None,
    reps: int | None,
    *,
    set_id: int = 1,
    workout: int = 1,
    rpe: str | None = None,
    load: LoadKind = LoadKind.WEIGHT_REPS,
    kind: SetKind = SetKind.WORKING,
) -> PerformedSet:
    weight = None if weight_kg is None else Weight.entered(Decimal(weight_kg), WeightUnit.KG)
    logged = LoggedSet(kind, weight, reps, Decimal(rpe) if rpe else None)
    return PerformedSet(DAY, UUID(int=workout), UUID(int=2), UUID(int=set_id), load, logged)


def test_a_day_adds_up_its_counted_sets_and_counts_each_workout_once() -> None:
    day = figures_of(
        [
            performed(100, 5, set_id=1),
            performed(100, 3, set_id=2),
            performed(80, None, set_id=3, workout=2),
            performed(None, 12, set_id=4, workout=2),
            performed(200, 5, set_id=5, kind=SetKind.WARM_UP, workout=3),
        ]
    )
    assert day is not None
    assert (day.workouts, day.sets, day.reps, day.moved_kg) == (2, 4, 20, Decimal(800))
    assert day.spread is not None
    assert set(day.estimates) == set(EQUATIONS)
    assert day.marks[Line(RecordKind.WEIGHT, 5)].value == 100


def test_what_a_machine_took_off_is_moved_but_holds_no_estimate() -> None:
    day = figures_of([performed(30, 8, load=LoadKind.ASSISTED)])
    assert day is not None
    assert day.moved_kg == 240
    assert day.spread is None
    assert day.estimates == {}


def test_a_day_without_counted_sets_is_no_day() -> None:
    assert figures_of([]) is None
    assert figures_of([performed(100, 5, kind=SetKind.WARM_UP)]) is None


@pytest.mark.parametrize(
    ("done", "candidates"),
    [
        (performed(100, 0), 0),
        (performed(100, 1), 1),
        (performed(100, 12), 1),
        (performed(100, 13), 0),
        (performed(100, None), 0),
        (performed(None, 5), 0),
        (performed(0, 5), 0),
        (performed(100, 5, load=LoadKind.BODYWEIGHT), 0),
    ],
)
def test_a_weight_for_one_to_twelve_reps_can_hold_an_estimate(
    done: PerformedSet, candidates: int
) -> None:
    assert len(candidates_of([done])) == candidates


def test_of_a_rep_count_at_an_effort_the_heaviest_stands_and_of_equals_the_lowest_id() -> None:
    done = [
        performed(100, 5, set_id=4),
        performed(105, 5, set_id=3),
        performed(105, 5, set_id=2),
        performed(102, 5, set_id=1),
        performed(90, 5, set_id=5, rpe="8"),
        performed(90, 6, set_id=6),
    ]
    for order in (done, done[::-1]):
        assert {one.set_id.int for one in candidates_of(order)} == {2, 5, 6}


def test_the_effort_of_the_set_reaches_the_chart() -> None:
    day = figures_of([performed(100, 5, rpe="8")])
    assert day is not None
    assert day.estimates[Formula.RTS].one_rep_max_kg == pytest.approx(100 / 0.811)
