"""Workouts and exercises as JSON: what the API takes and gives, and what revisions are kept as."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID, uuid5

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
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
from liftlog.domain.units import (
    WeightUnit,
)
from liftlog.domain.workouts.sets import (
    EXERCISES_PER_WORKOUT_MAX,
    NOTE_MAX,
    SETS_PER_EXERCISE_MAX,
    TITLE_MAX,
    WORKOUT_DURATION_MAX_S,
)
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout
from liftlog.http.json_types import EnteredInteger, Model, Number, Text, checked_text
from liftlog.kit import time_zones
from liftlog.kit.ids import uuid7
from liftlog.statistics.sets import SetInput, SetOutput
from liftlog.store.exercises.read import Exercise


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


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=EXERCISE_NAME_MAX),
    AfterValidator(checked_text),
]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(_in_reach)]

MUSCLES_MAX = 12


class ExerciseEntryInput(Model):
    """An exercise of the workout. Neighbours with the same `superset` number are done in turn."""

    id: UUID | None = None
    exercise_id: UUID = Field(description="From GET /api/v1/exercises.")
    superset: EnteredInteger | None = Field(None, ge=1, le=EXERCISES_PER_WORKOUT_MAX)
    note: Text = Field("", max_length=NOTE_MAX)
    sets: tuple[SetInput, ...] = Field((), max_length=SETS_PER_EXERCISE_MAX)


Drafted = TypeVar("Drafted", bound=Model)


def with_ids(draft: Drafted, form: UUID) -> Drafted:
    """A workout or routine with an id for each exercise and set that has none.

    The id is by where it stands and what it holds, so that a form sent twice makes each of them once.
    """
    described: Any = draft
    exercises = tuple(
        entry.model_copy(
            update={
                "id": _id_in(entry, form, place),
                "sets": tuple(
                    one.model_copy(update={"id": _id_in(one, form, place, number)})
                    for number, one in enumerate(entry.sets)
                ),
            }
        )
        for place, entry in enumerate(described.exercises)
    )
    return draft.model_copy(update={"exercises": exercises})


def _id_in(one: Any, form: UUID, *place: int) -> UUID:
    found: UUID | None = one.id
    return found or uuid5(form, f"{place} {one.model_dump_json()}")


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
