"""A set as its row in the database says."""

from sqlalchemy import Row

from liftlog.domain.sets import LoggedSet, SetKind
from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit


def logged_set(row: Row[tuple[object, ...]]) -> LoggedSet:
    return LoggedSet(
        kind=SetKind(row.kind),
        weight=Weight(row.weight_g, WeightUnit(row.weight_unit)) if row.weight_unit else None,
        reps=row.reps,
        rpe=row.rpe,
        duration_ms=row.duration_ms,
        distance=(
            Distance(row.distance_mm, DistanceUnit(row.distance_unit))
            if row.distance_unit
            else None
        ),
        note=row.note,
    )
