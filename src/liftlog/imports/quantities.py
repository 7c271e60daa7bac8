"""The cells of a set to a LoggedSet: numbers as apps write them, in the units of the file."""

import re
from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import NamedTuple

from liftlog.domain.units import (
    DISTANCE_MAX_MM,
    DURATION_MAX_MS,
    WEIGHT_MAX_G,
    Distance,
    DistanceUnit,
    Weight,
    WeightUnit,
)
from liftlog.domain.workouts.sets import REPS_MAX, RPE_MAX, RPE_MIN, RPE_STEP, LoggedSet, SetKind
from liftlog.kit import typed_amounts
from liftlog.kit.typed_amounts import UnreadableError

# As programs write the smallest and the largest.
_EXPONENT = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{0,30})?[eE][+-]?[0-9]{1,2}")
# Beyond every limit there is, and small enough that no arithmetic is slow.
_AMOUNT_MAX = Decimal("1e12")

WEIGHT_UNITS = {
    "kg": WeightUnit.KG,
    "kgs": WeightUnit.KG,
    "кг": WeightUnit.KG,
    "lb": WeightUnit.LB,
    "lbs": WeightUnit.LB,
    "pounds": WeightUnit.LB,
    "фунт": WeightUnit.LB,
}
DISTANCE_UNITS = {
    "m": DistanceUnit.M,
    "meters": DistanceUnit.M,
    "metres": DistanceUnit.M,
    "meter": DistanceUnit.M,
    "km": DistanceUnit.KM,
    "kilometers": DistanceUnit.KM,
    "kilometres": DistanceUnit.KM,
    "км": DistanceUnit.KM,
    "mi": DistanceUnit.MI,
    "mile": DistanceUnit.MI,
    "miles": DistanceUnit.MI,
    "yd": DistanceUnit.YD,
    "yard": DistanceUnit.YD,
    "yards": DistanceUnit.YD,
}


class SetCells(NamedTuple):
    """The cells of one set as text. A unit is the row's own, else the header's, else empty."""

    weight: str
    weight_unit: str
    reps: str
    rpe: str
    distance: str
    distance_unit: str
    seconds: str


class SetRead(NamedTuple):
    """A set with remarks about what was mended, or the reason why there is none."""

    logged: LoggedSet | None
    reason_code: str
    remarks: tuple[str, ...]


class _UnreadableError(ValueError):
    """Carries a reason code; never leaves this module."""


class DecimalSigns(NamedTuple):
    """The decimal sign of each column of SetCells, empty where the file does not settle it."""

    weight: str = ""
    weight_unit: str = ""
    reps: str = ""
    rpe: str = ""
    distance: str = ""
    distance_unit: str = ""
    seconds: str = ""


UNSETTLED = DecimalSigns()


def decimal_signs(columns: Sequence[Collection[str]]) -> DecimalSigns:
    """What the cells of each column settle, else all cells of the file. Where they differ, nothing."""
    found = [{typed_amounts.decimal_sign(cell) for cell in cells} - {""} for cells in columns]
    anywhere = set().union(*found)
    return DecimalSigns._make(
        "".join(one or anywhere) if len(one or anywhere) == 1 else "" for one in found
    )


@lru_cache(maxsize=4096)
def number(text: str, decimal_sign: str = "") -> Decimal | None:
    """Read `74.99999999999999`, `17,5`, `13.0` or `1e-14`; an empty cell is None.

    `1,250` and `1.125` may be two numbers. Without the decimal sign of the file, a row with it is refused.
    """
    cell = text.strip()
    if not cell:
        return None
    if _EXPONENT.fullmatch(cell):
        amount = Decimal(cell)
    else:
        unsigned = cell.removeprefix("-")
        try:
            amount = typed_amounts.number(unsigned, decimal_sign, of_another_app=True)
        except UnreadableError as error:
            code = "ambiguous_number" if error.readings else "not_a_number"
            raise _UnreadableError(code) from error
        if unsigned != cell:
            amount = -amount
    if amount < 0:
        raise _UnreadableError("negative")
    return min(amount, _AMOUNT_MAX)


def unit_name(text: str) -> str:
    return text.strip().rstrip(".").casefold()


def weight_unit(text: str) -> WeightUnit | None:
    return WEIGHT_UNITS.get(unit_name(text))


@lru_cache(maxsize=16_384)
def read_set(
    kind: SetKind,
    texts: tuple[str, ...],
    unit_when_unstated: WeightUnit,
    signs: DecimalSigns = UNSETTLED,
) -> SetRead:
    """Read one set from the texts of its SetCells.

    A weight of 0 is no weight: Strong writes 0 for every bodyweight exercise in one form and leaves
    the cell empty in another, and both must come out as the same set. The reps stay, and the volume
    of either is 0. Reps of 0 beside a time or a distance are no reps; alone they are a failed try.
    """
    cells = SetCells._make(texts)
    try:
        weight, rounded = _weight(number(cells.weight, signs.weight), cells, unit_when_unstated)
        distance, distance_remarks = _distance(
            number(cells.distance, signs.distance), cells, unit_when_unstated
        )
        duration_ms = _duration_ms(number(cells.seconds, signs.seconds))
        reps = _reps(number(cells.reps, signs.reps), or_none=bool(duration_ms or distance))
    except _UnreadableError as unreadable:
        return SetRead(None, str(unreadable), ())
    rpe, rpe_dropped = _rpe(cells.rpe, signs.rpe)
    empty = not (weight or reps or duration_ms or distance)
    flags = {"rounded": rounded, "rpe_dropped": rpe_dropped, "empty_sets": empty}
    remarks = (*(code for code, happened in flags.items() if happened), *distance_remarks)
    logged = LoggedSet(
        kind=kind,
        weight=weight,
        reps=reps,
        rpe=rpe,
        duration_ms=duration_ms,
        distance=distance,
    )
    return SetRead(logged, "", remarks)


def _weight(
    amount: Decimal | None, cells: SetCells, unit_when_unstated: WeightUnit
) -> tuple[Weight | None, bool]:
    if not amount:
        return None, False
    unit = weight_unit(cells.weight_unit) if cells.weight_unit.strip() else unit_when_unstated
    if unit is None:
        raise _UnreadableError("unknown_unit")
    if amount > WEIGHT_MAX_G or (weight := Weight.entered(amount, unit)).grams > WEIGHT_MAX_G:
        raise _UnreadableError("too_heavy")
    return (weight, weight.amount != amount) if weight.grams else (None, True)


def _reps(amount: Decimal | None, *, or_none: bool) -> int | None:
    if amount is None or (amount == 0 and or_none):
        return None
    if amount > REPS_MAX:
        raise _UnreadableError("too_many_reps")
    if amount != amount.to_integral_value():
        raise _UnreadableError("reps_not_whole")
    return int(amount)


def _duration_ms(amount: Decimal | None) -> int | None:
    if not amount:
        return None
    milliseconds = int((amount * 1000).to_integral_value(rounding=ROUND_HALF_EVEN))
    if milliseconds > DURATION_MAX_MS:
        raise _UnreadableError("too_long")
    return milliseconds or None


def _distance(
    amount: Decimal | None, cells: SetCells, unit_when_unstated: WeightUnit
) -> tuple[Distance | None, tuple[str, ...]]:
    if not amount:
        return None, ()
    name = unit_name(cells.distance_unit)
    unit = DISTANCE_UNITS.get(name) if name else _distance_unit_beside(cells, unit_when_unstated)
    if unit is None:
        return None, ("distance_dropped",)
    if amount > DISTANCE_MAX_MM or Distance.entered(amount, unit).millimetres > DISTANCE_MAX_MM:
        raise _UnreadableError("too_far")
    distance = Distance.entered(amount, unit)
    return distance if distance.millimetres else None, () if name else ("distance_unit_assumed",)


def _distance_unit_beside(cells: SetCells, unit_when_unstated: WeightUnit) -> DistanceUnit:
    unit = weight_unit(cells.weight_unit) or unit_when_unstated
    return DistanceUnit.MI if unit is WeightUnit.LB else DistanceUnit.KM


def _rpe(text: str, decimal_sign: str) -> tuple[Decimal | None, bool]:
    """Both apps write nothing or 0 where no effort was logged."""
    try:
        rpe = number(text, decimal_sign)
    except _UnreadableError:
        return None, True
    if not rpe:
        return None, False
    if RPE_MIN <= rpe <= RPE_MAX and rpe % RPE_STEP == 0:
        return rpe.normalize() if rpe != rpe.to_integral_value() else rpe.quantize(
            Decimal(1)
        ), False
    return None, True
