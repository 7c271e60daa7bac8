"""Exercises and sets as answers say them."""

from uuid import UUID

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.units import seconds
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.statistics import schemas


def exercise_name(exercise_id: UUID, name: str, load_kind: LoadKind) -> schemas.ExerciseName:
    return schemas.ExerciseName.model_construct(id=exercise_id, name=name, load_kind=load_kind)


def history_set(set_id: UUID, logged: LoggedSet) -> schemas.HistorySet:
    return schemas.HistorySet.model_construct(
        id=set_id,
        kind=logged.kind,
        weight=logged.weight and logged.weight.amount,
        weight_unit=logged.weight and logged.weight.unit,
        weight_kg=logged.weight and logged.weight.kg,
        reps=logged.reps,
        rpe=logged.rpe,
        duration_s=seconds(logged.duration_ms),
        distance=logged.distance and logged.distance.amount,
        distance_unit=logged.distance and logged.distance.unit,
    )
