"""What a weight is made of: bars, plates and steps, and what is usual where a lifter chose none."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from liftlog.domain.exercises.exercise import Equipment
from liftlog.domain.units import WeightUnit

EQUIPMENT_WEIGHT_MAX_G = 100_000
"""Of a bar, a plate or a step."""
INCREMENT_MIN_G = 1
PLATES_MAX = 20
DEFAULT_REST_S = 120

DEFAULT_BARS: Mapping[Equipment, Mapping[WeightUnit, Decimal]] = MappingProxyType(
    {
        Equipment.BARBELL: {WeightUnit.KG: Decimal(20), WeightUnit.LB: Decimal(45)},
        Equipment.SMITH_MACHINE: {WeightUnit.KG: Decimal(20), WeightUnit.LB: Decimal(45)},
        Equipment.EZ_BAR: {WeightUnit.KG: Decimal(10), WeightUnit.LB: Decimal(25)},
        Equipment.TRAP_BAR: {WeightUnit.KG: Decimal(25), WeightUnit.LB: Decimal(55)},
    }
)
DEFAULT_PLATES: Mapping[WeightUnit, tuple[Decimal, ...]] = MappingProxyType(
    {
        WeightUnit.KG: tuple(map(Decimal, ("25", "20", "15", "10", "5", "2.5", "1.25"))),
        WeightUnit.LB: tuple(map(Decimal, ("45", "35", "25", "10", "5", "2.5"))),
    }
)
DEFAULT_INCREMENTS: Mapping[WeightUnit, Decimal] = MappingProxyType(
    {WeightUnit.KG: Decimal("2.5"), WeightUnit.LB: Decimal(5)}
)
DUMBBELL_INCREMENTS: Mapping[WeightUnit, Decimal] = MappingProxyType(
    {WeightUnit.KG: Decimal(2), WeightUnit.LB: Decimal(5)}
)
