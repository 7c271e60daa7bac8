"""A set as flat values: as JSON has them, in the units entered, and as the columns of its row.

A new field of `LoggedSet` that is one plain value needs nothing here.
"""

from types import MappingProxyType
from typing import Any, Final, get_type_hints

from liftlog.domain.units import (
    Distance,
    DistanceUnit,
    Weight,
    WeightUnit,
    milliseconds,
    seconds,
)
from liftlog.domain.workouts.sets import LoggedSet, SetKind

# A measure is two flat values: an amount and the unit it was entered in.
_MEASURES: Final = ("weight", "distance")
PLAIN_FIELDS: Final = MappingProxyType(
    {
        name: type_
        for name, type_ in get_type_hints(LoggedSet).items()
        if name not in {"kind", *_MEASURES}
    }
)
"""The fields of a set that are one plain value, and their types."""
_PLAIN: Final = tuple(PLAIN_FIELDS)
_PLAIN_IN_JSON: Final = tuple(name for name in _PLAIN if name != "duration_ms")

SET_COLUMNS: Final = (
    "kind",
    "weight_g",
    "weight_unit",
    "distance_mm",
    "distance_unit",
    *_PLAIN,
)
"""The columns of a row of `logged_set` that hold the values of the set."""

SET_JSON_FIELDS: Final = (
    "kind",
    "weight",
    "weight_unit",
    "duration_s",
    "distance",
    "distance_unit",
    *_PLAIN_IN_JSON,
)
"""The fields of a set in JSON, besides those that only an answer has."""


def columns_of(logged: LoggedSet) -> dict[str, Any]:
    """The values of SET_COLUMNS by name."""
    weight, distance = logged.weight, logged.distance
    return {
        "kind": logged.kind.value,
        "weight_g": weight and weight.grams,
        "weight_unit": weight and weight.unit.value,
        "distance_mm": distance and distance.millimetres,
        "distance_unit": distance and distance.unit.value,
        **{name: getattr(logged, name) for name in _PLAIN},
    }


def from_columns(row: Any) -> LoggedSet:
    """The set of a row that has SET_COLUMNS as attributes."""
    return LoggedSet(
        kind=SetKind(row.kind),
        weight=Weight(row.weight_g, WeightUnit(row.weight_unit)) if row.weight_unit else None,
        distance=(
            Distance(row.distance_mm, DistanceUnit(row.distance_unit))
            if row.distance_unit
            else None
        ),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def json_of(logged: LoggedSet) -> dict[str, Any]:
    """The values of SET_JSON_FIELDS by name; amounts are exact decimals."""
    weight, distance = logged.weight, logged.distance
    return {
        "kind": logged.kind,
        "weight": weight and weight.amount,
        "weight_unit": weight and weight.unit,
        "duration_s": seconds(logged.duration_ms),
        "distance": distance and distance.amount,
        "distance_unit": distance and distance.unit,
        **{name: getattr(logged, name) for name in _PLAIN_IN_JSON},
    }


def from_json(values: Any, default_unit: WeightUnit) -> LoggedSet:
    """The set that SET_JSON_FIELDS, as attributes with exact decimals, describe.

    A weight without a unit is in `default_unit`, a distance without one in metres.
    """
    return LoggedSet(
        kind=SetKind(values.kind),
        weight=(
            None
            if values.weight is None
            else Weight.entered(values.weight, WeightUnit(values.weight_unit or default_unit))
        ),
        duration_ms=milliseconds(values.duration_s),
        distance=(
            None
            if values.distance is None
            else Distance.entered(
                values.distance, DistanceUnit(values.distance_unit or DistanceUnit.M)
            )
        ),
        **{name: getattr(values, name) for name in _PLAIN_IN_JSON},
    )
