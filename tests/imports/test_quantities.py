"""Cells of a set at the ends of what they may be."""

from decimal import Decimal

import pytest

from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.imports.quantities import SetCells, SetRead, number, read_set, weight_unit

KG, LB = WeightUnit.KG, WeightUnit.LB


def cells(
    weight: str = "",
    *,
    weight_unit: str = "",
    reps: str = "",
    rpe: str = "",
    distance: str = "",
    distance_unit: str = "",
    seconds: str = "",
    unit: WeightUnit = KG,
) -> SetRead:
    texts = SetCells(weight, weight_unit, reps, rpe, distance, distance_unit, seconds)
    return read_set(SetKind.WORKING, tuple(texts), unit)


def logged(found: SetRead) -> LoggedSet:
    assert found.logged is not None, found.reason_code
    return found.logged


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None),
        (" ", None),
        ("17,5", "17.5"),
        ("1 000", "1000"),
        (".5", "0.5"),
        ("1.", "1"),
        ("1e-14", "1e-14"),
        ("+5", "5"),
        ("-0", "0"),
        ("1e12", "1e12"),
        ("1e13", "1e12"),
    ],
)
def test_a_number_is_read_as_apps_write_it(text: str, amount: str | None) -> None:
    assert number(text) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (cells("2000"), ""),
        (cells("2000.001"), "too_heavy"),
        (cells("2000001"), "too_heavy"),
        (cells("4409.24", unit=LB), ""),
        (cells("4409.25", unit=LB), "too_heavy"),
        (cells(reps="10000"), ""),
        (cells(reps="10001"), "too_many_reps"),
        (cells(seconds="604800"), ""),
        (cells(seconds="604800.001"), "too_long"),
        (cells(distance="1000", distance_unit="km"), ""),
        (cells(distance="1000.00001", distance_unit="km"), "too_far"),
        (cells(distance="1000000000", distance_unit="m"), "too_far"),
        (cells(distance="1000000001", distance_unit="m"), "too_far"),
        (cells("100", weight_unit="stone"), "unknown_unit"),
        (cells("0", weight_unit="stone"), ""),
    ],
)
def test_a_set_may_reach_a_limit_and_not_pass_it(found: SetRead, reason: str) -> None:
    assert found.reason_code == reason
    assert (found.logged is None) == bool(reason)


@pytest.mark.parametrize(
    ("text", "rpe", "dropped"),
    [
        ("", None, False),
        ("0", None, False),
        ("0.5", None, True),
        ("1", "1", False),
        ("8.50", "8.5", False),
        ("9.0", "9", False),
        ("10", "10", False),
        ("10.5", None, True),
        ("8.25", None, True),
        ("hard", None, True),
    ],
)
def test_an_effort_is_from_one_to_ten_in_half_steps(
    text: str, rpe: str | None, dropped: bool
) -> None:
    found = cells(reps="5", rpe=text)
    assert logged(found).rpe == (None if rpe is None else Decimal(rpe))
    assert str(logged(found).rpe) == str(rpe)
    assert ("rpe_dropped" in found.remarks) is dropped


def test_no_reps_beside_a_time_or_a_distance_are_none_and_alone_a_failed_try() -> None:
    assert logged(cells("100", reps="0")).reps == 0
    assert logged(cells(reps="0", seconds="30")).reps is None
    assert logged(cells(reps="0", distance="1", distance_unit="km")).reps is None
    assert logged(cells(reps="1", seconds="30")).reps == 1


def test_an_empty_set_is_kept_and_said() -> None:
    for empty in (cells(), cells("0", reps="0"), cells(seconds="0.0004")):
        assert empty.remarks == ("empty_sets",)
    for full in (cells("1"), cells(reps="1"), cells(seconds="1")):
        assert full.remarks == ()


def test_what_is_lighter_than_a_gram_is_no_weight_and_was_rounded() -> None:
    found = cells("0.0001", reps="5")
    assert (logged(found).weight, found.remarks) == (None, ("rounded",))
    found = cells("74.99999999999999", reps="5")
    assert (logged(found).weight, found.remarks) == (Weight(75_000, KG), ("rounded",))
    assert cells("75.0", reps="5").remarks == ()


def test_times_are_rounded_to_the_millisecond() -> None:
    assert logged(cells(seconds="1.0005")).duration_ms == 1000
    assert logged(cells(seconds="1.0015")).duration_ms == 1002


@pytest.mark.parametrize(
    ("weight_unit_text", "unit", "expected"),
    [("", KG, DistanceUnit.KM), ("", LB, DistanceUnit.MI), ("kg", LB, DistanceUnit.KM)],
)
def test_a_distance_without_a_unit_is_of_the_kind_of_the_weights(
    weight_unit_text: str, unit: WeightUnit, expected: DistanceUnit
) -> None:
    found = cells(distance="2", weight_unit=weight_unit_text, unit=unit)
    assert logged(found).distance == Distance.entered(Decimal(2), expected)
    assert found.remarks == ("distance_unit_assumed",)


def test_a_distance_in_an_unknown_unit_is_left_away() -> None:
    found = cells(reps="5", distance="2", distance_unit="leagues")
    assert (logged(found).distance, found.remarks) == (None, ("distance_dropped",))
    assert cells(reps="5", distance="2", distance_unit="km.").remarks == ()


def test_units_are_known_by_their_names() -> None:
    assert [weight_unit(name) for name in (" KG ", "lbs.", "stone", "")] == [KG, LB, None, None]
