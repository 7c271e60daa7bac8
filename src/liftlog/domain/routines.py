"""A routine: exercises in order with the sets that are planned for them, and on which days.

Devices keep a routine as a JSON document; `document_of` and `routine_from` say what stands in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.units import (
    DISTANCE_MAX_MM,
    WEIGHT_MAX_G,
    Distance,
    DistanceUnit,
    Weight,
    WeightUnit,
    milliseconds,
)
from liftlog.domain.workouts.sets import SetKind
from liftlog.domain.workouts.workout import ExerciseEntry, Workout

ROUTINE_NAME_MAX = 120
ROUTINES_MAX = 500
POSITION_MAX = 999
REST_MAX_S = 3600
WEEKDAYS = range(1, 8)
"""Monday is 1, as in ISO 8601."""

COPIED = " (2)"

Document = dict[str, Any]
NewId = Callable[[], UUID]


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """What to do in one set; None is left to the day. One number of reps is both ends of the range."""

    id: UUID
    kind: SetKind = SetKind.WORKING
    weight: Weight | None = None
    reps_min: int | None = None
    reps_max: int | None = None
    rpe: Decimal | None = None
    duration_ms: int | None = None
    distance: Distance | None = None

    def fault(self) -> str | None:
        """Why nobody could do it, as a sentence; None when they could."""
        if self.weight and self.weight.grams > WEIGHT_MAX_G:
            return "A weight is at most 2,000 kg."
        if self.distance and self.distance.millimetres > DISTANCE_MAX_MM:
            return "A distance is at most 1,000 km."
        if (
            self.reps_min is not None
            and self.reps_max is not None
            and self.reps_min > self.reps_max
        ):
            return "A range of reps goes from few to many, such as 8-12."
        return None


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """An exercise with its sets. Neighbours with the same `superset` number are done in turn."""

    id: UUID
    exercise_id: UUID
    superset: int | None = None
    note: str = ""
    rest_s: int | None = None
    sets: tuple[PlannedSet, ...] = ()
    name: str = field(default="", compare=False)
    load_kind: LoadKind = field(default=LoadKind.WEIGHT_REPS, compare=False)


@dataclass(frozen=True, slots=True)
class Routine:
    """`weekdays` are those it is planned for, of WEEKDAYS; `position` is its place among the others.

    `rev` is the lifter's version at which it was last written.
    """

    id: UUID
    name: str
    note: str = ""
    weekdays: tuple[int, ...] = ()
    position: int = 0
    exercises: tuple[PlannedExercise, ...] = ()
    rev: int = field(default=0, compare=False)
    deleted: bool = field(default=False, compare=False)

    @property
    def sets(self) -> int:
        return sum(len(one.sets) for one in self.exercises)


def copied(routine: Routine, new_id: NewId) -> Routine:
    """The same once more, under ids and a name of its own."""
    name = routine.name[: ROUTINE_NAME_MAX - len(COPIED)] + COPIED
    exercises = tuple(
        replace(one, id=new_id(), sets=tuple(replace(planned, id=new_id()) for planned in one.sets))
        for one in routine.exercises
    )
    return replace(routine, id=new_id(), name=name, exercises=exercises, rev=0, deleted=False)


def planned_from(workout: Workout, new_id: NewId) -> Routine:
    """What was done as what to do. Effort and notes are of the day, and stay with it."""
    exercises = tuple(_planned(entry, new_id) for entry in workout.exercises)
    return Routine(new_id(), workout.title[:ROUTINE_NAME_MAX], exercises=exercises)


def _planned(entry: ExerciseEntry, new_id: NewId) -> PlannedExercise:
    return PlannedExercise(
        id=new_id(),
        exercise_id=entry.exercise_id,
        superset=entry.superset,
        sets=tuple(
            PlannedSet(
                id=new_id(),
                kind=one.logged.kind,
                weight=one.logged.weight,
                reps_min=one.logged.reps,
                reps_max=one.logged.reps,
                duration_ms=one.logged.duration_ms,
                distance=one.logged.distance,
            )
            for one in entry.sets
        ),
        name=entry.name,
        load_kind=entry.load_kind,
    )


def document_of(routine: Routine) -> Document:
    """Its content as devices keep it; its id, version and the names of exercises stand elsewhere."""
    return {
        "name": routine.name,
        "note": routine.note,
        "weekdays": list(routine.weekdays),
        "position": routine.position,
        "exercises": [_exercise_document(one) for one in routine.exercises],
    }


def _exercise_document(one: PlannedExercise) -> Document:
    return {
        "id": str(one.id),
        "exercise_id": str(one.exercise_id),
        "superset": one.superset,
        "note": one.note,
        "rest_s": one.rest_s,
        "sets": [_set_document(planned) for planned in one.sets],
    }


def _set_document(planned: PlannedSet) -> Document:
    weight, distance = planned.weight, planned.distance
    return {
        "id": str(planned.id),
        "kind": planned.kind.value,
        "weight": None if weight is None else float(weight.amount),
        "weight_unit": None if weight is None else weight.unit.value,
        "reps_min": planned.reps_min,
        "reps_max": planned.reps_max,
        "rpe": None if planned.rpe is None else float(planned.rpe),
        "duration_s": None if planned.duration_ms is None else planned.duration_ms / 1000,
        "distance": None if distance is None else float(distance.amount),
        "distance_unit": None if distance is None else distance.unit.value,
    }


def routine_from(routine_id: UUID, content: Mapping[str, Any]) -> Routine:
    """A routine of its document, without the names of its exercises.

    It is read as it is, so that one that was kept before a limit was set can still be looked at
    and mended.
    """
    return Routine(
        id=routine_id,
        name=content["name"],
        note=content.get("note") or "",
        weekdays=tuple(content.get("weekdays") or ()),
        position=content.get("position") or 0,
        exercises=tuple(_exercise_from(one) for one in content.get("exercises") or ()),
    )


def _exercise_from(found: Mapping[str, Any]) -> PlannedExercise:
    return PlannedExercise(
        id=UUID(found["id"]),
        exercise_id=UUID(found["exercise_id"]),
        superset=found.get("superset"),
        note=found.get("note") or "",
        rest_s=found.get("rest_s"),
        sets=tuple(_set_from(one) for one in found.get("sets") or ()),
    )


def _set_from(found: Mapping[str, Any]) -> PlannedSet:
    low, high = found.get("reps_min"), found.get("reps_max")
    return PlannedSet(
        id=UUID(found["id"]),
        kind=SetKind(found.get("kind") or SetKind.WORKING),
        weight=_weight(_exact(found.get("weight")), found.get("weight_unit")),
        reps_min=high if low is None else low,
        reps_max=low if high is None else high,
        rpe=_exact(found.get("rpe")),
        duration_ms=milliseconds(_exact(found.get("duration_s"))),
        distance=_distance(_exact(found.get("distance")), found.get("distance_unit")),
    )


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _weight(amount: Decimal | None, unit: str | None) -> Weight | None:
    """Without its unit a weight could be any: it is left to the day rather than guessed."""
    return None if amount is None or unit is None else Weight.entered(amount, WeightUnit(unit))


def _distance(amount: Decimal | None, unit: str | None) -> Distance | None:
    if amount is None:
        return None
    return Distance.entered(amount, DistanceUnit(unit or DistanceUnit.M))
