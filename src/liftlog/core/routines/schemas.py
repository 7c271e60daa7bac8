"""Routines as JSON: what the API and devices send, and what the API gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, Strict, StringConstraints, model_validator
from pydantic.config import JsonDict

from liftlog.core.workouts.schemas import Name
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.routines import (
    POSITION_MAX,
    REST_MAX_S,
    ROUTINE_NAME_MAX,
    WEEKDAYS,
    PlannedExercise,
    PlannedSet,
    Routine,
)
from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit, milliseconds, seconds
from liftlog.domain.workouts.sets import (
    EXERCISES_PER_WORKOUT_MAX,
    NOTE_MAX,
    SETS_PER_EXERCISE_MAX,
    SetKind,
)
from liftlog.http.json_types import EnteredInteger, Model, Number, Text
from liftlog.kit.ids import uuid7
from liftlog.statistics.sets import (
    EnteredDistance,
    EnteredSeconds,
    EnteredWeight,
    Reps,
    Rpe,
    step_faults,
)

RoutineName = Annotated[Name, StringConstraints(max_length=ROUTINE_NAME_MAX)]
Weekday = Annotated[EnteredInteger, Field(ge=WEEKDAYS[0], le=WEEKDAYS[-1])]
Position = Annotated[EnteredInteger, Field(ge=0, le=POSITION_MAX)]
# As far as a number of JSON is exact everywhere.
REV_MAX = 2**53
Rev = Annotated[int, Field(ge=0, le=REV_MAX)]


class PlannedSetInput(Model):
    """A planned set. What is left out is left to the day: the weight is then that of last time."""

    id: UUID | None = Field(None, description="Yours to choose (UUIDv7); made here when left out.")
    kind: SetKind = SetKind.WORKING
    weight: EnteredWeight | None = Field(None, description="In `weight_unit`.")
    weight_unit: WeightUnit | None = Field(None, description="The account's unit when left out.")
    reps_min: Reps | None = Field(None, description="The fewest; the same as `reps_max` if alone.")
    reps_max: Reps | None = Field(None, description="The most; the same as `reps_min` if alone.")
    rpe: Rpe | None = Field(None, description="Effort to aim for, in half steps.")
    duration_s: EnteredSeconds | None = None
    distance: EnteredDistance | None = Field(None, description="In `distance_unit`.")
    distance_unit: DistanceUnit | None = Field(None, description="Metres when left out.")

    @model_validator(mode="after")
    def _can_be_done(self) -> "PlannedSetInput":
        # Where no unit is given the account's decides; pounds are the lighter ones, and the
        # heavier are looked at again when the unit is known.
        steps = step_faults(self, self.weight_unit).values()
        fault = self.planned(WeightUnit.LB, UUID(int=0)).fault() or next(iter(steps), None)
        if fault:
            raise ValueError(fault)
        return self

    def planned(self, unit: WeightUnit, set_id: UUID) -> PlannedSet:
        return PlannedSet(
            id=self.id or set_id,
            kind=self.kind,
            weight=(
                None
                if self.weight is None
                else Weight.entered(self.weight, self.weight_unit or unit)
            ),
            reps_min=self.reps_max if self.reps_min is None else self.reps_min,
            reps_max=self.reps_min if self.reps_max is None else self.reps_max,
            rpe=self.rpe,
            duration_ms=milliseconds(self.duration_s),
            distance=(
                None
                if self.distance is None
                else Distance.entered(self.distance, self.distance_unit or DistanceUnit.M)
            ),
        )


class PlannedExerciseInput(Model):
    """An exercise of the routine. Neighbours with the same `superset` number are done in turn."""

    id: UUID | None = None
    exercise_id: UUID = Field(description="From GET /api/v1/exercises.")
    superset: EnteredInteger | None = Field(None, ge=1, le=EXERCISES_PER_WORKOUT_MAX)
    note: Text = Field("", max_length=NOTE_MAX)
    rest_s: EnteredInteger | None = Field(
        None, ge=0, le=REST_MAX_S, description="Rest after each set; the lifter's own if left out."
    )
    sets: tuple[PlannedSetInput, ...] = Field((), max_length=SETS_PER_EXERCISE_MAX)

    def planned(self, unit: WeightUnit, now: datetime) -> PlannedExercise:
        return PlannedExercise(
            id=self.id or uuid7(now),
            exercise_id=self.exercise_id,
            superset=self.superset,
            note=self.note,
            rest_s=self.rest_s,
            sets=tuple(one.planned(unit, uuid7(now)) for one in self.sets),
        )


class RoutineContent(Model):
    """A routine as devices send it, whole."""

    name: RoutineName
    note: Text = Field("", max_length=NOTE_MAX)
    weekdays: tuple[Weekday, ...] = Field(
        (), max_length=len(WEEKDAYS), description="Days it is planned for; Monday is 1."
    )
    position: Position | None = Field(
        None, description="Its place among the others: at the end, or where it was, if left out."
    )
    exercises: tuple[PlannedExerciseInput, ...] = Field((), max_length=EXERCISES_PER_WORKOUT_MAX)

    def routine(
        self, routine_id: UUID, *, position: int, unit: WeightUnit, now: datetime
    ) -> Routine:
        """What was described; `position` and `unit` stand in where it says none."""
        return Routine(
            id=routine_id,
            name=self.name,
            note=self.note,
            weekdays=tuple(sorted(set(self.weekdays))),
            position=position if self.position is None else self.position,
            exercises=tuple(one.planned(unit, now) for one in self.exercises),
        )


ROUTINE_EXAMPLE: JsonDict = {
    "name": "Push A",
    "note": "Chest first.",
    "weekdays": [1, 4],
    "exercises": [
        {
            "exercise_id": "4e2075a9-7581-57bb-9955-c9f645d2de74",
            "rest_s": 180,
            "sets": [
                {"kind": "warm_up", "weight": 60, "weight_unit": "kg", "reps_min": 8},
                {"weight": 102.5, "weight_unit": "kg", "reps_min": 5, "reps_max": 8, "rpe": 8},
            ],
        }
    ],
}


class RoutineInput(RoutineContent):
    """A new routine."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [ROUTINE_EXAMPLE]}
    )

    id: UUID | None = Field(None, description="Yours to choose (UUIDv7); made here when left out.")


class RoutineChange(RoutineContent):
    """A routine that replaces what it was made from."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{**ROUTINE_EXAMPLE, "rev": 41}]},
    )

    rev: Annotated[Rev, Strict()] = Field(
        description="The `rev` of the routine it was made from, as it was read."
    )


class PlannedSetOutput(Model):
    id: UUID
    kind: SetKind
    weight: Number | None = Field(description="As it was entered, in `weight_unit`.")
    weight_unit: WeightUnit | None
    reps_min: int | None
    reps_max: int | None
    rpe: Number | None
    duration_s: Number | None
    distance: Number | None = Field(description="As it was entered, in `distance_unit`.")
    distance_unit: DistanceUnit | None

    @classmethod
    def of(cls, planned: PlannedSet) -> "PlannedSetOutput":
        return cls.model_construct(
            id=planned.id,
            kind=planned.kind,
            weight=planned.weight and planned.weight.amount,
            weight_unit=planned.weight and planned.weight.unit,
            reps_min=planned.reps_min,
            reps_max=planned.reps_max,
            rpe=planned.rpe,
            duration_s=seconds(planned.duration_ms),
            distance=planned.distance and planned.distance.amount,
            distance_unit=planned.distance and planned.distance.unit,
        )


class PlannedExerciseOutput(Model):
    id: UUID
    exercise_id: UUID
    name: str
    load_kind: LoadKind
    superset: int | None
    note: str
    rest_s: int | None
    sets: tuple[PlannedSetOutput, ...]


class RoutineOutput(Model):
    """A routine as it is kept. `rev` is its version: send it along to change or delete it."""

    id: UUID
    name: str
    note: str
    weekdays: tuple[int, ...] = Field(description="Days it is planned for; Monday is 1.")
    position: int
    rev: int
    exercises: tuple[PlannedExerciseOutput, ...]

    @classmethod
    def of(cls, routine: Routine) -> "RoutineOutput":
        return cls.model_construct(
            id=routine.id,
            name=routine.name,
            note=routine.note,
            weekdays=routine.weekdays,
            position=routine.position,
            rev=routine.rev,
            exercises=tuple(
                PlannedExerciseOutput.model_construct(
                    id=one.id,
                    exercise_id=one.exercise_id,
                    name=one.name,
                    load_kind=one.load_kind,
                    superset=one.superset,
                    note=one.note,
                    rest_s=one.rest_s,
                    sets=tuple(PlannedSetOutput.of(planned) for planned in one.sets),
                )
                for one in routine.exercises
            ),
        )


class RoutineList(Model):
    items: tuple[RoutineOutput, ...]
