"""What people type for a number, an amount or a time."""

from decimal import Decimal

import pytest

from liftlog.domain.units import DISTANCE_UNITS, WEIGHT_UNITS, DistanceUnit, WeightUnit
from liftlog.kit.typed_amounts import (
    UnreadableError,
    amount,
    decimal_sign,
    number,
    seconds,
)

NUMBERS = {
    "100": "100",
    "102.5": "102.5",
    "102,5": "102.5",
    " +5 ": "5",
    ".5": "0.5",
    "1,": "1",
    "0,125": "0.125",
    "0.500": "0.5",
    "22.125": "22.125",
    "1234,567": "1234.567",
    "1'000": "1000",
    "1’250,5": "1250.5",
    "1 000,5": "1000.5",
    "1\u00a0250": "1250",
    "1\u202f250.25": "1250.25",
    "1,250.5": "1250.5",
    "1.250,5": "1250.5",
    "1,250,000": "1250000",
    "1.250.000": "1250000",
    "１０２．５": "102.5",
    "１，２５０．５": "1250.5",
    "١٠٢٫٥": "102.5",
    "١٬٠٠٠": "1000",
    "١٫٢٥٠": "1.25",
    "۱۰۰": "100",
    "१०२.५": "102.5",
    "๑๐๐": "100",
    "\u200e100\u200f": "100",
}
NO_NUMBERS = (
    "",
    "-5",
    "1e3",
    "NaN",
    "inf",
    "1.2.3",
    "1,00,000",
    "1 000'000",
    "1 00",
    "5²",
    "½",
    "0x10",
    "1_000",
    "9" * 25,
)
TWO_WAYS = {
    "1,000": ("1000", "1"),
    "1,250": ("1250", "1.25"),
    "1.250": ("1250", "1.25"),
    "12,500": ("12500", "12.5"),
    "１，０００": ("1000", "1"),
    "١,٠٠٠": ("1000", "1"),
}
TIMES = {
    "90": ("90", "5400"),
    "1.5": ("1.5", "90"),
    "1:30": ("90", "5400"),
    "1:30:00": ("5400", "5400"),
    "0:55:30": ("3330", "3330"),
    "1：３０": ("90", "5400"),
    "90 s": ("90", "90"),
    "2 min": ("120", "120"),
    "1 h 30 min": ("5400", "5400"),
    "1h30m15s": ("5415", "5415"),
    "1:02:03,25": ("3723.25", "3723.25"),
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_a_number_is_read_in_every_way_that_is_clear(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_none(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        number(text)
    assert refused.value.readings == ()


@pytest.mark.parametrize(("text", "readings"), TWO_WAYS.items())
def test_what_may_be_two_numbers_names_both(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(UnreadableError) as refused:
        number(text)
    assert refused.value.readings == readings
    assert all(number(one) == Decimal(one) for one in readings)


def test_a_unit_is_read_with_its_number() -> None:
    assert amount("100 kg", WEIGHT_UNITS) == (Decimal(100), WeightUnit.KG)
    assert amount("225LBS", WEIGHT_UNITS) == (Decimal(225), WeightUnit.LB)
    assert amount("2 km", DISTANCE_UNITS) == (Decimal(2), DistanceUnit.KM)
    assert amount("100", WEIGHT_UNITS) == (Decimal(100), None)
    for text in ("100 stone", "2 km", "kg", "kg 100"):
        with pytest.raises(UnreadableError):
            amount(text, WEIGHT_UNITS)


@pytest.mark.parametrize(("text", "values"), TIMES.items())
def test_a_time_goes_by_what_the_field_counts(text: str, values: tuple[str, str]) -> None:
    assert seconds(text) == Decimal(values[0])
    if "," not in text:
        assert seconds(text, in_minutes=True) == Decimal(values[1])


@pytest.mark.parametrize(
    "text", ["", "x", "1:60", "1:2:3:4", "1:90:00", "1:", ":30", "s", "1,000 s"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    with pytest.raises(UnreadableError):
        seconds(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("1,250", ""),
        ("1.250", ""),
        ("1.125", ""),
        ("1'250", ""),
        ("1 250", ""),
        ("60", ""),
        ("x,5", ""),
        ("", ""),
        ("62.5", "."),
        ("62,5", ","),
        ("0,125", ","),
        ("1234.567", "."),
        ("1,250.5", "."),
        ("1.250,5", ","),
        ("1'250,5", ","),
        ("1,250,000", "."),
        ("1.250.000", ","),
    ],
)
def test_a_number_may_settle_the_decimal_sign_of_its_writer(text: str, sign: str) -> None:
    assert decimal_sign(text) == sign


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("1,250", ",", "1.25"),
        ("1,250", ".", "1250"),
        ("1.250", ",", "1250"),
        ("1.250", ".", "1.25"),
        ("1.125", ",", "1125"),
        ("0,125", ".", "0.125"),
        ("62,5", ".", "62.5"),
    ],
)
def test_a_known_decimal_sign_leaves_one_reading(text: str, sign: str, value: str) -> None:
    assert number(text, sign) == Decimal(value)
