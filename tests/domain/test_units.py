"""Weights, distances and durations against the definitions of their units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.units import (
    Distance,
    DistanceUnit,
    Weight,
    WeightUnit,
    kg_in,
    milliseconds,
    seconds,
)


@pytest.mark.parametrize(
    ("amount", "unit", "grams", "kept"),
    [
        ("100", WeightUnit.KG, 100_000, "100"),
        ("1.0005", WeightUnit.KG, 1_000, "1"),  # Half a gram goes to the even gram.
        ("1.0015", WeightUnit.KG, 1_002, "1.002"),
        ("0.001", WeightUnit.KG, 1, "0.001"),
        ("225", WeightUnit.LB, 102_058, "225"),
        ("0.01", WeightUnit.LB, 5, "0.01"),
        ("2.505", WeightUnit.LB, 1_134, "2.5"),
        ("2.515", WeightUnit.LB, 1_143, "2.52"),
    ],
)
def test_a_weight_is_kept_in_whole_grams_and_comes_back_as_it_was_entered(
    amount: str, unit: WeightUnit, grams: int, kept: str
) -> None:
    weight = Weight.entered(Decimal(amount), unit)
    assert (weight.grams, str(weight.amount)) == (grams, kept)


def test_a_pound_is_exactly_what_the_agreement_of_1959_says() -> None:
    assert Weight.entered(Decimal(1), WeightUnit.LB).kg == Decimal("0.45359237")
    assert kg_in(Decimal("0.45359237"), WeightUnit.LB) == 1
    assert kg_in(Decimal("12.5"), WeightUnit.KG) == Decimal("12.5")


def test_a_weight_is_shown_in_the_other_unit_to_that_units_step() -> None:
    # 100 / 0.45359237 is 220.4622..., and 225 x 0.45359237 is 102.05828...
    assert Weight.entered(Decimal(100), WeightUnit.KG).amount_in(WeightUnit.LB) == Decimal("220.46")
    assert Weight.entered(Decimal(225), WeightUnit.LB).amount_in(WeightUnit.KG) == Decimal(
        "102.058"
    )


def test_a_round_amount_is_written_without_zeros_or_exponent() -> None:
    assert str(Weight.entered(Decimal("100.000"), WeightUnit.KG).amount) == "100"
    assert str(Weight.entered(Decimal("2.50"), WeightUnit.KG).amount) == "2.5"


@given(st.decimals(0, 4400, places=2))
def test_every_weight_in_pounds_comes_back(amount: Decimal) -> None:
    assert Weight.entered(amount, WeightUnit.LB).amount == amount


# The international yard is 0.9144 m and the mile 1760 yards, by the same agreement.
@pytest.mark.parametrize(
    ("amount", "unit", "millimetres", "kept"),
    [
        ("400", DistanceUnit.M, 400_000, "400"),
        ("0.0005", DistanceUnit.M, 0, "0"),
        ("0.0015", DistanceUnit.M, 2, "0.002"),
        ("5", DistanceUnit.KM, 5_000_000, "5"),
        ("0.00001", DistanceUnit.KM, 10, "0.00001"),
        ("100", DistanceUnit.YD, 91_440, "100"),
        ("0.01", DistanceUnit.YD, 9, "0.01"),
        ("1", DistanceUnit.MI, 1_609_344, "1"),
        ("0.00001", DistanceUnit.MI, 16, "0.00001"),
    ],
)
def test_a_distance_is_kept_in_whole_millimetres_and_comes_back(
    amount: str, unit: DistanceUnit, millimetres: int, kept: str
) -> None:
    distance = Distance.entered(Decimal(amount), unit)
    assert (distance.millimetres, str(distance.amount)) == (millimetres, kept)


def test_a_duration_is_exact_to_the_millisecond_and_cut_off_below_it() -> None:
    assert seconds(1500) == Decimal("1.5")
    assert milliseconds(Decimal("1.5009")) == 1500
    assert seconds(0) == milliseconds(Decimal(0)) == 0
    assert seconds(None) is None
    assert milliseconds(None) is None
