"""A set as its row in the database says, and that row as JSON."""

from functools import lru_cache
from typing import Final

from sqlalchemy import Row

from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind

WEIGHTS_KEPT: Final = 4096

SET_JSON = (
    "jsonb_build_object('id', s.id, 'workout_id', s.workout_id, 'entry_id', s.workout_exercise_id, "
    "'exercise_id', s.exercise_id, 'position', s.position, 'kind', s.kind, 'weight_g', s.weight_g, "
    "'weight_unit', s.weight_unit, 'reps', s.reps, 'rpe', s.rpe::text, "
    "'duration_ms', s.duration_ms, 'distance_mm', s.distance_mm, "
    "'distance_unit', s.distance_unit, 'note', s.note, 'logged_at', s.logged_at, "
    "'plan_id', s.plan_id, 'stamps', s.stamps)"
)
"""An expression over `logged_set s`, with what a device writes of a set."""


_KINDS = {kind.value: kind for kind in SetKind}


@lru_cache(maxsize=WEIGHTS_KEPT)
def _weight(grams: int, unit: str) -> Weight:
    return Weight(grams, WeightUnit(unit))


def logged_set(row: Row[tuple[object, ...]]) -> LoggedSet:
    """A page reads hundreds of sets, whose weights are few."""
    return LoggedSet(
        kind=_KINDS[row.kind],
        weight=_weight(row.weight_g, row.weight_unit) if row.weight_unit else None,
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
