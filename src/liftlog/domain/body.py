"""Body weight and measurements, and what somebody weighed on a day without a weigh-in."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

BODY_WEIGHT_MIN_KG = Decimal(20)
BODY_WEIGHT_MAX_KG = Decimal(700)
LENGTH_MIN_CM = Decimal(1)
LENGTH_MAX_CM = Decimal(300)
PERCENT_MIN = Decimal(1)
PERCENT_MAX = Decimal(80)

BETWEEN_MAX = timedelta(days=180)
"""Between weigh-ins that lie farther apart nobody knows which way the weight went."""
BEYOND_MAX = timedelta(days=60)
"""For so long a last (or first) weigh-in is taken for what somebody weighs."""


class BodyUnit(StrEnum):
    KG = "kg"
    LB = "lb"
    CM = "cm"
    IN = "in"
    PERCENT = "%"


class Measured(StrEnum):
    """What is measured. All but the weight and the fat are lengths around something."""

    BODY_WEIGHT = "body_weight"
    BODY_FAT = "body_fat"
    NECK = "neck"
    CHEST = "chest"
    UPPER_ARM = "upper_arm"
    WAIST = "waist"
    HIPS = "hips"
    THIGH = "thigh"
    CALF = "calf"


@dataclass(frozen=True, slots=True)
class WeighIn:
    day: date
    weight_kg: Decimal


def with_extremes(weigh_ins: Sequence[WeighIn], most: int) -> list[WeighIn]:
    """At most `most` of them: the lightest and the heaviest of equal parts of their number, and the last.

    So a line of fewer points reaches as high and as low as all of them do.
    """
    if len(weigh_ins) <= most:
        return list(weigh_ins)
    width = -(-len(weigh_ins) // ((most - 1) // 2))
    kept = {weigh_ins[-1]}
    for start in range(0, len(weigh_ins), width):
        part = weigh_ins[start : start + width]
        kept |= {choose(part, key=lambda one: one.weight_kg) for choose in (min, max)}
    return sorted(kept, key=lambda one: one.day)


def body_weight_kg(weigh_ins: Sequence[WeighIn], day: date) -> Decimal | None:
    """The body weight of a day, of weigh-ins in the order of their days, one a day.

    Between two it is on the straight line from one to the other; before the first and after the
    last it is that one. None where it is too far from any to be known.
    """
    at = bisect_left(weigh_ins, day, key=lambda one: one.day)
    later = weigh_ins[at] if at < len(weigh_ins) else None
    earlier = weigh_ins[at - 1] if at else None
    if later is not None and later.day == day:
        return later.weight_kg
    if earlier is not None and later is not None and later.day - earlier.day <= BETWEEN_MAX:
        share = Decimal((day - earlier.day).days) / (later.day - earlier.day).days
        return earlier.weight_kg + (later.weight_kg - earlier.weight_kg) * share
    near = [one for one in (earlier, later) if one and abs(one.day - day) <= BEYOND_MAX]
    return min(near, key=lambda one: abs(one.day - day)).weight_kg if near else None
