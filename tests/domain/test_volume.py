"""What counts, and the volume of it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.volume import PerformedSet, Totals, counts, volume_kg


def performed(
    amount: int | None = None,
    reps: int | None = None,
    *,
    kind: SetKind = SetKind.WORKING,
    load: LoadKind = LoadKind.WEIGHT_REPS,
    unit: WeightUnit = WeightUnit.KG,
) -> PerformedSet:
    weight = None if amount is None else Weight.entered(Decimal(amount), unit)
    logged = LoggedSet(kind, weight, reps)
    return PerformedSet(date(2026, 11, 2), UUID(int=1), UUID(int=2), UUID(int=3), load, logged)


@pytest.mark.parametrize("kind", SetKind)
def test_every_set_counts_but_a_warm_up(kind: SetKind) -> None:
    done = performed(80, 8, kind=kind)
    assert counts(done) is (kind is not SetKind.WARM_UP)
    assert volume_kg(done) == (0 if kind is SetKind.WARM_UP else 640)


def test_pounds_are_exact_in_kilograms() -> None:
    pound = performed(225, 10, unit=WeightUnit.LB)
    assert volume_kg(pound) == Decimal("1020.5828325")
    assert sum(volume_kg(pound) for _ in range(1000)) == Decimal("1020582.8325")


def test_assistance_never_counts_as_volume_but_its_set_counts() -> None:
    helped = performed(30, 8, load=LoadKind.ASSISTED)
    assert counts(helped)
    assert volume_kg(helped) == 0


def test_what_was_added_to_the_body_is_volume() -> None:
    assert volume_kg(performed(20, 5, load=LoadKind.BODYWEIGHT)) == 100


@pytest.mark.parametrize(("amount", "reps"), [(None, 12), (100, None), (None, None)])
def test_a_set_without_weight_or_reps_has_no_volume(amount: int | None, reps: int | None) -> None:
    assert volume_kg(performed(amount, reps)) == 0


def test_a_period_without_sets_adds_up_to_nothing() -> None:
    assert Totals() == Totals(workouts=0, sets=0, reps=0, volume_kg=Decimal(0))


@pytest.mark.parametrize(
    ("logged", "counted"),
    [
        (LoggedSet(reps=0), False),
        (LoggedSet(reps=1), True),
        (LoggedSet(), True),
        (LoggedSet(reps=0, duration_ms=0), False),
        (LoggedSet(reps=0, duration_ms=1), True),
        (LoggedSet(reps=0, distance=Distance(1, DistanceUnit.M)), True),
        (LoggedSet(SetKind.WARM_UP, reps=5), False),
    ],
)
def test_a_failed_try_is_a_set_of_no_reps_and_nothing_else(
    logged: LoggedSet, counted: bool
) -> None:
    assert logged.counts is counted
