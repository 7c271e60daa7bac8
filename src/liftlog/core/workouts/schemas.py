"""Workouts and exercises as JSON: what the API takes and gives, and what revisions are kept as."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Protocol
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.config import JsonDict

from liftlog.domain.exercises.exercise import (
    EXERCISE_NAME_MAX,
    Equipment,
    LoadKind,
    MovementPattern,
    Muscle,
)
from liftlog.domain.periods import FIRST_DAY, LAST_DAY
from liftlog.domain.text import is_storable
from liftlog.domain.units import (
    DISTANCE_MAX_MM,
    DISTANCE_STEP,
    DURATION_MAX_MS,
    SECONDS_STEP,
    WEIGHT_MAX_G,
    WEIGHT_STEP,
    DistanceUnit,
    WeightUnit,
    is_step,
)
from liftlog.domain.workouts.set_codec import from_json
from liftlog.domain.workouts.sets import (
    EXERCISES_PER_WORKOUT_MAX,
    NOTE_MAX,
    REPS_MAX,
    RPE_MAX,
    RPE_MIN,
    RPE_STEP,
    SETS_PER_EXERCISE_MAX,
    TITLE_MAX,
    WORKOUT_DURATION_MAX_S,
    LoggedSet,
    SetKind,
)
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout
from liftlog.http.json_types import NO_BOOLEAN, EnteredInteger, Number
from liftlog.kit import time_zones
from liftlog.kit.ids import uuid7
from liftlog.statistics.sets import SetOutput
from liftlog.store.exercises.read import Exercise


def _storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError("This text holds a character that can't be kept.")
    return text


def _moment(value: object) -> object:
    """A moment in the one way it is written; pydantic alone would also take seconds since 1970."""
    if isinstance(value, str) and value[4:5] != "-":
        raise ValueError("A moment is written as 2026-11-20T18:05:00+01:00.")
    if isinstance(value, (int, float)):
        raise ValueError("A moment is written as 2026-11-20T18:05:00+01:00.")  # noqa: TRY004 Only a ValueError becomes a message of the field.
    return value


def _in_reach(moment: datetime) -> datetime:
    """So that every zone has a day for it. In UTC: not every offset can be stored."""
    if not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
        raise ValueError(f"The date is outside {FIRST_DAY.year} to {LAST_DAY.year}.")
    return moment.astimezone(UTC)


Text = Annotated[str, AfterValidator(_storable)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=EXERCISE_NAME_MAX),
    AfterValidator(_storable),
]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(_in_reach)]

EnteredWeight = Annotated[Number, Field(ge=0, max_digits=9), NO_BOOLEAN]
EnteredDistance = Annotated[Number, Field(ge=0, max_digits=12), NO_BOOLEAN]
EnteredSeconds = Annotated[Number, Field(ge=0, le=DURATION_MAX_MS // 1000), NO_BOOLEAN]
Reps = Annotated[EnteredInteger, Field(ge=0, le=REPS_MAX)]
Rpe = Annotated[Number, Field(ge=RPE_MIN, le=RPE_MAX, multiple_of=float(RPE_STEP)), NO_BOOLEAN]

MUSCLES_MAX = 12


class Model(BaseModel):
    """Unknown fields are refused: a misspelt one would otherwise be lost without a word."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SetValues(Model):
    """The values of a set as a client sends them."""

    id: UUID | None = Field(None, description="Yours to choose (UUIDv7); made here when left out.")
    kind: SetKind = Field(SetKind.WORKING, description="Warm-ups never count.")
    weight: EnteredWeight | None = Field(None, description="In `weight_unit`.")
    weight_unit: WeightUnit | None = Field(None, description="The account's unit when left out.")
    reps: Reps | None = None
    rpe: Rpe | None = Field(None, description="Effort, in half steps.")
    duration_s: EnteredSeconds | None = None
    distance: EnteredDistance | None = Field(None, description="In `distance_unit`.")
    distance_unit: DistanceUnit | None = Field(None, description="Metres when left out.")
    note: Text = Field("", max_length=NOTE_MAX)

    def logged(self, default_unit: WeightUnit) -> LoggedSet:
        return from_json(self, default_unit)


class SetInput(SetValues):
    """A set. Leave out what was not measured; `weight` is in `weight_unit` and comes back so."""

    @model_validator(mode="after")
    def _within_limits(self) -> "SetInput":
        # Without a unit the account's decides, and the service checks again.
        for fault in measure_faults(self, self.weight_unit).values():
            raise ValueError(fault)
        return self


def measure_faults(values: SetValues, unit: WeightUnit | None) -> dict[str, str]:
    """The measures that can't be kept as they are, each with a sentence.

    `unit` is that of a weight which says none; None where it is not known yet.
    """
    return {**_over_limits(values.logged(unit or WeightUnit.LB)), **step_faults(values, unit)}


class Measures(Protocol):
    """What was measured, or planned, as a client sends it."""

    @property
    def weight(self) -> Decimal | None: ...
    @property
    def weight_unit(self) -> WeightUnit | None: ...
    @property
    def duration_s(self) -> Decimal | None: ...
    @property
    def distance(self) -> Decimal | None: ...
    @property
    def distance_unit(self) -> DistanceUnit | None: ...


def step_faults(values: Measures, unit: WeightUnit | None) -> dict[str, str]:
    """The measures that are finer than they are kept, each with a sentence; see `measure_faults`."""
    steps: dict[str, tuple[Decimal | None, Decimal, str]] = {
        "duration_s": (values.duration_s, SECONDS_STEP, "s")
    }
    if weight_unit := values.weight_unit or unit:
        steps["weight"] = (values.weight, WEIGHT_STEP[weight_unit], weight_unit)
    distance_unit = values.distance_unit or DistanceUnit.M
    steps["distance"] = (values.distance, DISTANCE_STEP[distance_unit], distance_unit)
    return {
        name: smallest_step(step, of)
        for name, (amount, step, of) in steps.items()
        if amount is not None and not is_step(amount, step)
    }


def smallest_step(step: Decimal, unit: str) -> str:
    return f"The smallest step is {step:f} {unit}."


def _over_limits(logged: LoggedSet) -> dict[str, str]:
    faults = {}
    if logged.weight and logged.weight.grams > WEIGHT_MAX_G:
        faults["weight"] = "A weight is at most 2,000 kg."
    if logged.distance and logged.distance.millimetres > DISTANCE_MAX_MM:
        faults["distance"] = "A distance is at most 1,000 km."
    return faults


class ExerciseEntryInput(Model):
    """An exercise of the workout. Neighbours with the same `superset` number are done in turn."""

    id: UUID | None = None
    exercise_id: UUID = Field(description="From GET /api/v1/exercises.")
    superset: EnteredInteger | None = Field(None, ge=1, le=EXERCISES_PER_WORKOUT_MAX)
    note: Text = Field("", max_length=NOTE_MAX)
    sets: tuple[SetInput, ...] = Field((), max_length=SETS_PER_EXERCISE_MAX)


WORKOUT_EXAMPLE: JsonDict = {
    "title": "Push A",
    "started_at": "2026-11-20T18:05:00+01:00",
    "time_zone": "Europe/Berlin",
    "duration_s": 3120,
    "note": "Felt strong.",
    "exercises": [
        {
            "exercise_id": "6fa1bf37-54c2-5a5b-9b9a-2b8a4f1f3a10",
            "sets": [
                {"kind": "warm_up", "weight": 60, "weight_unit": "kg", "reps": 8},
                {"kind": "working", "weight": 102.5, "weight_unit": "kg", "reps": 5, "rpe": 8},
            ],
        }
    ],
}


class WorkoutInput(Model):
    """A workout, whole: what it holds replaces what was there."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [WORKOUT_EXAMPLE]}
    )

    id: UUID | None = Field(None, description="Yours to choose (UUIDv7); made here when left out.")
    title: Text = Field("", max_length=TITLE_MAX)
    started_at: Moment | None = Field(
        None, description="With its offset. Now when left out; a replaced workout keeps its own."
    )
    time_zone: str | None = Field(
        None,
        max_length=64,
        description=(
            "Decides the day it belongs to. The account's when left out; a replaced workout keeps "
            "its own."
        ),
    )
    duration_s: EnteredInteger | None = Field(None, ge=0, le=WORKOUT_DURATION_MAX_S)
    note: Text = Field("", max_length=NOTE_MAX)
    exercises: tuple[ExerciseEntryInput, ...] = Field((), max_length=EXERCISES_PER_WORKOUT_MAX)

    def workout(
        self,
        *,
        workout_id: UUID,
        started_at: datetime,
        zone: time_zones.Zone,
        unit: WeightUnit,
        now: datetime,
    ) -> Workout:
        """What a client described; `started_at` and `unit` stand in where it says none."""
        return Workout(
            id=workout_id,
            title=self.title.strip(),
            started_at=self.started_at or started_at,
            time_zone=zone.key,
            day=(self.started_at or started_at).astimezone(zone).date(),
            duration_s=self.duration_s,
            note=self.note,
            exercises=tuple(
                ExerciseEntry(
                    id=entry.id or uuid7(now),
                    exercise_id=entry.exercise_id,
                    superset=entry.superset,
                    note=entry.note,
                    sets=tuple(
                        SetEntry(logged.id or uuid7(now), logged.logged(unit))
                        for logged in entry.sets
                    ),
                )
                for entry in self.exercises
            ),
        )


class ExerciseEntryOutput(Model):
    id: UUID
    exercise_id: UUID
    name: str
    load_kind: LoadKind
    superset: int | None
    note: str
    sets: tuple[SetOutput, ...]


class WorkoutBody(Model):
    """What a workout is in every answer. The exercises come with it."""

    id: UUID
    title: str
    started_at: datetime
    time_zone: str
    day: date = Field(description="The lifter's own day: `started_at` in `time_zone`.")
    duration_s: int | None
    note: str


class WorkoutOutput(WorkoutBody):
    """A workout. `volume_kg` is weight times reps of the sets that count."""

    volume_kg: Number
    exercises: tuple[ExerciseEntryOutput, ...]

    @classmethod
    def of(cls, workout: Workout) -> "WorkoutOutput":
        return cls.model_construct(
            id=workout.id,
            title=workout.title,
            started_at=workout.started_at.astimezone(time_zones.zone(workout.time_zone)),
            time_zone=workout.time_zone,
            day=workout.day,
            duration_s=workout.duration_s,
            note=workout.note,
            volume_kg=workout.volume_kg,
            exercises=tuple(
                ExerciseEntryOutput.model_construct(
                    id=entry.id,
                    exercise_id=entry.exercise_id,
                    name=entry.name,
                    load_kind=entry.load_kind,
                    superset=entry.superset,
                    note=entry.note,
                    sets=tuple(SetOutput.from_logged(one.id, one.logged) for one in entry.sets),
                )
                for entry in workout.exercises
            ),
        )


class WorkoutPage(Model):
    items: tuple[WorkoutOutput, ...]
    next_cursor: str | None = Field(description="Pass it as `cursor` for the next page.")


class ExerciseOutput(Model):
    id: UUID
    name: str
    load_kind: LoadKind
    equipment: Equipment
    pattern: MovementPattern
    primary_muscles: tuple[Muscle, ...]
    secondary_muscles: tuple[Muscle, ...]
    own: bool = Field(description="Made by this account, not from the catalogue.")
    archived: bool

    @classmethod
    def of(cls, exercise: Exercise) -> "ExerciseOutput":
        return cls.model_construct(**{name: getattr(exercise, name) for name in cls.model_fields})


class ExercisePage(Model):
    items: tuple[ExerciseOutput, ...]


EXERCISE_EXAMPLE: JsonDict = {
    "name": "My garage press",
    "load_kind": "weight_reps",
    "equipment": "barbell",
    "pattern": "horizontal_push",
    "primary_muscles": ["chest"],
    "secondary_muscles": ["triceps", "front_delts"],
}


def _each_once(muscles: tuple[Muscle, ...]) -> tuple[Muscle, ...]:
    if len(set(muscles)) < len(muscles):
        raise ValueError("Name each muscle once.")
    return muscles


Muscles = Annotated[
    tuple[Muscle, ...],
    Field(max_length=MUSCLES_MAX, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_each_once),
]


class ExerciseInput(Model):
    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [EXERCISE_EXAMPLE]}
    )

    id: UUID | None = Field(None, description="Yours to choose (UUIDv7); made here when left out.")
    name: Name
    load_kind: LoadKind
    equipment: Equipment = Equipment.OTHER
    pattern: MovementPattern = MovementPattern.ISOLATION
    primary_muscles: Muscles = ()
    secondary_muscles: Muscles = ()
