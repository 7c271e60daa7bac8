"""Weights, distances and durations: whole numbers inside, what the lifter typed outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import lru_cache

# The international avoirdupois pound, exact by definition (1959 agreement).
GRAMS_PER_POUND = Decimal("453.59237")
GRAMS_PER_KILOGRAM = Decimal(1000)

WEIGHT_MAX_G = 2_000_000
DISTANCE_MAX_MM = 1_000_000_000
DURATION_MAX_MS = 7 * 24 * 3600 * 1000


class WeightUnit(StrEnum):
    KG = "kg"
    LB = "lb"


class DistanceUnit(StrEnum):
    M = "m"
    KM = "km"
    YD = "yd"
    MI = "mi"


# As people type them.
WEIGHT_UNITS: Mapping[str, WeightUnit] = {
    "kg": WeightUnit.KG,
    "kgs": WeightUnit.KG,
    "lb": WeightUnit.LB,
    "lbs": WeightUnit.LB,
}
DISTANCE_UNITS: Mapping[str, DistanceUnit] = {unit.value: unit for unit in DistanceUnit}

GRAMS = {WeightUnit.KG: GRAMS_PER_KILOGRAM, WeightUnit.LB: GRAMS_PER_POUND}
# The finest step a unit is kept in. A gram is finer than both, so entering and reading back agree.
WEIGHT_STEP = {WeightUnit.KG: Decimal("0.001"), WeightUnit.LB: Decimal("0.01")}

MILLIMETRES = {
    DistanceUnit.M: Decimal(1000),
    DistanceUnit.KM: Decimal(1_000_000),
    DistanceUnit.YD: Decimal("914.4"),
    DistanceUnit.MI: Decimal(1609344),
}
DISTANCE_STEP = {
    DistanceUnit.M: Decimal("0.001"),
    DistanceUnit.KM: Decimal("0.00001"),
    DistanceUnit.YD: Decimal("0.01"),
    DistanceUnit.MI: Decimal("0.00001"),
}


SECONDS_STEP = Decimal("0.001")


def is_step(amount: Decimal, step: Decimal) -> bool:
    """Whether `amount` can be kept as it is: a whole number of steps."""
    return amount % step == 0


def _plain(amount: Decimal) -> Decimal:
    """Drop trailing zeros without falling into exponent notation: 100.00 becomes 100, not 1E+2."""
    return (
        amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()
    )


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight as whole grams beside the unit it was entered in."""

    grams: int
    unit: WeightUnit

    @classmethod
    def entered(cls, amount: Decimal, unit: WeightUnit) -> "Weight":
        """Keep `amount` of `unit`, rounded to the unit's step (0.001 kg, 0.01 lb).

        What a person or a program enters is refused before where it is none; files are rounded.
        """
        return cls(_grams(amount, unit), unit)

    @property
    def amount(self) -> Decimal:
        """What was entered, in its own unit: 225 lb is 225 again, not 224.9994."""
        return self.amount_in(self.unit)

    @property
    def kg(self) -> Decimal:
        """Exact kilograms of what was entered, so that sums of pounds are right to the last digit."""
        return _kg(self)

    def amount_in(self, unit: WeightUnit) -> Decimal:
        if unit == self.unit:
            return _amount(self.grams, unit)
        return _plain((self.kg * 1000 / GRAMS[unit]).quantize(WEIGHT_STEP[unit]))


# A lifter has few different weights and uses each of them a thousand times.
@lru_cache(maxsize=4096)
def _grams(amount: Decimal, unit: WeightUnit) -> int:
    stepped = amount.quantize(WEIGHT_STEP[unit], rounding=ROUND_HALF_EVEN)
    return int((stepped * GRAMS[unit]).to_integral_value())


@lru_cache(maxsize=4096)
def _amount(grams: int, unit: WeightUnit) -> Decimal:
    return _plain((grams / GRAMS[unit]).quantize(WEIGHT_STEP[unit]))


@lru_cache(maxsize=4096)
def _kg(weight: Weight) -> Decimal:
    return weight.amount * GRAMS[weight.unit] / 1000


def kg_in(kg: Decimal, unit: WeightUnit) -> Decimal:
    """`kg` kilograms expressed in `unit`, unrounded."""
    return kg * 1000 / GRAMS[unit]


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance as whole millimetres beside the unit it was entered in."""

    millimetres: int
    unit: DistanceUnit

    @classmethod
    def entered(cls, amount: Decimal, unit: DistanceUnit) -> "Distance":
        stepped = amount.quantize(DISTANCE_STEP[unit], rounding=ROUND_HALF_EVEN)
        return cls(int((stepped * MILLIMETRES[unit]).to_integral_value()), unit)

    @property
    def amount(self) -> Decimal:
        return _plain(
            (self.millimetres / MILLIMETRES[self.unit]).quantize(DISTANCE_STEP[self.unit])
        )


def seconds(milliseconds: int | None) -> Decimal | None:
    """A duration as it is written, exactly; None is one that was not measured."""
    return None if milliseconds is None else Decimal(milliseconds) / 1000


def milliseconds(seconds: Decimal | None) -> int | None:
    """A duration as it is kept; what is finer than a millisecond is cut off."""
    return None if seconds is None else int(seconds * 1000)
