"""What a device sends and gets back: operations, what became of them, and what changed meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    model_validator,
    with_config,
)
from pydantic.config import JsonDict

# Before Python 3.12 pydantic can't read typing's own.
from typing_extensions import TypedDict

from liftlog.core.routines.schemas import RoutineContent
from liftlog.core.workouts.schemas import MUSCLES_MAX, Moment, Name, WorkoutBody
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern, Muscle
from liftlog.domain.routines import REST_MAX_S
from liftlog.domain.sync.merging import Kind, Status, Verb
from liftlog.domain.sync.stamps import is_stamp
from liftlog.domain.units import DistanceUnit, WeightUnit
from liftlog.domain.workouts.loading import EQUIPMENT_WEIGHT_MAX_G, INCREMENT_MIN_G, PLATES_MAX
from liftlog.domain.workouts.sets import (
    EXERCISES_PER_WORKOUT_MAX,
    NOTE_MAX,
    REPS_MAX,
    SETS_PER_EXERCISE_MAX,
    TITLE_MAX,
    WORKOUT_DURATION_MAX_S,
    SetKind,
)
from liftlog.http.json_types import EnteredInteger, Model, Number, Text
from liftlog.kit.time_zones import known_name
from liftlog.statistics.sets import SetOutput, SetValues, step_faults

OPERATIONS_MAX = 100


def _stamp(text: str) -> str:
    if not is_stamp(text):
        raise ValueError("A stamp is written as 001763980000000-0001-9f3a2b1c.")
    return text


def _time_zone(name: str) -> str:
    known = known_name(name)
    if known is None:
        raise ValueError("This is not a time zone of the tz database, such as Europe/Berlin.")
    return known


TimeZone = Annotated[str, AfterValidator(_time_zone)]
Rest = Annotated[int, Field(ge=0, le=REST_MAX_S)]
Grams = Annotated[int, Field(ge=0, le=EQUIPMENT_WEIGHT_MAX_G)]
Position = Annotated[int, Field(ge=0, lt=SETS_PER_EXERCISE_MAX)]
Superset = Annotated[int, Field(ge=1, le=EXERCISES_PER_WORKOUT_MAX)]


class WorkoutFields(Model):
    title: Text = Field("", max_length=TITLE_MAX)
    started_at: Moment | None = None
    time_zone: TimeZone | None = None
    note: Text = Field("", max_length=NOTE_MAX)
    routine_id: UUID | None = None
    running: bool = False
    duration_s: int | None = Field(None, ge=0, le=WORKOUT_DURATION_MAX_S)


class SetFields(SetValues):
    """A set. Its workout, entry and exercise are named always, so that it is never dropped."""

    workout_id: UUID | None = None
    entry_id: UUID | None = None
    exercise_id: UUID | None = None
    position: Position = 0
    logged_at: Moment | None = None
    plan_id: UUID | None = None


class PlannedSetFields(Model):
    id: UUID
    kind: SetKind = SetKind.WORKING
    weight: Number | None = Field(None, ge=0, max_digits=9)
    weight_unit: WeightUnit | None = None
    reps_min: int | None = Field(None, ge=0, le=REPS_MAX)
    reps_max: int | None = Field(None, ge=0, le=REPS_MAX)
    rpe: Number | None = Field(None, ge=1, le=10)
    duration_s: Number | None = Field(None, ge=0)
    distance: Number | None = Field(None, ge=0)
    distance_unit: DistanceUnit | None = None

    @model_validator(mode="after")
    def _in_whole_steps(self) -> "PlannedSetFields":
        for fault in step_faults(self, None).values():
            raise ValueError(fault)
        return self


class EntryFields(Model):
    workout_id: UUID | None = None
    exercise_id: UUID | None = None
    position: int = Field(0, ge=0, lt=EXERCISES_PER_WORKOUT_MAX)
    superset: Superset | None = None
    note: Text = Field("", max_length=NOTE_MAX)
    rest_s: Rest | None = None
    plan: tuple[PlannedSetFields, ...] = Field((), max_length=SETS_PER_EXERCISE_MAX)


def _each_once(muscles: tuple[Muscle, ...]) -> tuple[Muscle, ...]:
    return tuple(dict.fromkeys(muscles))


# Refused, what a device has of an exercise of before would never come in.
Muscles = Annotated[tuple[Muscle, ...], Field(max_length=MUSCLES_MAX), AfterValidator(_each_once)]


class ExerciseFields(Model):
    name: Name | None = None
    load_kind: LoadKind | None = None
    equipment: Equipment | None = None
    pattern: MovementPattern | None = None
    primary_muscles: Muscles = ()
    secondary_muscles: Muscles = ()
    increment_g: Annotated[int, Field(ge=INCREMENT_MIN_G, le=EQUIPMENT_WEIGHT_MAX_G)] | None = None
    bar_g: Grams | None = None
    rest_s: Rest | None = None
    note: Text = Field("", max_length=NOTE_MAX)
    archived: bool = False


class PreferencesFields(Model):
    bar_g: Grams | None = None
    plates_g: tuple[Annotated[int, Field(ge=INCREMENT_MIN_G, le=EQUIPMENT_WEIGHT_MAX_G)], ...] = (
        Field((), max_length=PLATES_MAX)
    )
    plates_unit: WeightUnit | None = None
    rest_s: Rest | None = None
    rest_timer: bool = True
    rest_sound: bool = True
    rest_vibration: bool = True
    left_handed: bool = False
    shortcuts: bool = True


FIELDS: Mapping[Kind, type[Model]] = MappingProxyType(
    {
        Kind.WORKOUT: WorkoutFields,
        Kind.ENTRY: EntryFields,
        Kind.SET: SetFields,
        Kind.EXERCISE: ExerciseFields,
        Kind.ROUTINE: RoutineContent,
        Kind.PREFERENCES: PreferencesFields,
    }
)


class OperationInput(Model):
    """One change. Its `fields` are checked by themselves: one that can't be stops no other."""

    id: UUID = Field(description="Names the operation: sent twice, it is done once.")
    kind: Kind
    verb: Verb
    target: UUID
    stamp: Annotated[str, AfterValidator(_stamp)] = Field(
        description="When it was written, by the device's hybrid logical clock."
    )
    base_rev: EnteredInteger | None = Field(
        None, description="For routines: the version it was made from."
    )
    fields: dict[str, Any] = Field(default_factory=dict, description="What it writes, no more.")


SYNC_EXAMPLE: JsonDict = {
    "user_id": None,
    "device": "5f0c9a52-4a93-4b0e-9a57-2f5a3d8f0c11",
    "cursor": 41,
    "operations": [
        {
            "id": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c4",
            "kind": "set",
            "verb": "put",
            "target": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c5",
            "stamp": "001763980000000-0001-9f3a2b1c",
            "fields": {
                "workout_id": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c6",
                "entry_id": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c7",
                "exercise_id": "4e2075a9-7581-57bb-9955-c9f645d2de74",
                "position": 0,
                "weight": 102.5,
                "weight_unit": "kg",
                "reps": 5,
            },
        }
    ],
}


class SyncInput(Model):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [SYNC_EXAMPLE]},
    )

    user_id: UUID | None = Field(None, description="Whose outbox this is, where that is known.")
    device: UUID
    cursor: EnteredInteger | None = Field(
        None, ge=0, description="From the last answer; none for a new device."
    )
    operations: tuple[OperationInput, ...] = Field((), max_length=OPERATIONS_MAX)


class Ack(Model):
    """What became of an operation. `reason` says why it was refused, or which values were left out."""

    id: UUID
    status: Status
    rev: int
    code: str | None = None
    reason: str | None = None


class SyncUser(Model):
    id: UUID
    email: str
    weight_unit: WeightUnit
    time_zone: str
    week_start: int = Field(ge=1, le=7)
    formula: str
    theme: str


class Deleted(Model):
    """A document that is gone; a `best`, by its exercise, where nothing stands of that any more."""

    kind: Kind | Literal["best"]
    id: UUID


class Best(Model):
    """The best that stands of an exercise: weights in kilograms, those of a rep count by it."""

    exercise_id: UUID
    one_rep_max_kg: Number | None
    by_reps: tuple[tuple[int, Number], ...]
    top_weight_kg: Number | None
    standing: dict[str, Number] = Field(
        description="Every record that stands, by its line: `weight:5`, `one_rep_max:epley`, `reps`. "
        "Durations are in milliseconds, distances in millimetres."
    )


class SetDocument(SetOutput):
    """A set with what a device needs of it."""

    position: int
    logged_at: datetime | None
    plan_id: UUID | None = Field(description="The planned set that it was logged for.")


class PlannedSetDocument(Model):
    """A planned set as it was written; limits were checked then."""

    id: UUID
    kind: SetKind = SetKind.WORKING
    weight: Number | None = None
    weight_unit: WeightUnit | None = None
    reps_min: int | None = None
    reps_max: int | None = None
    rpe: Number | None = None
    duration_s: Number | None = None
    distance: Number | None = None
    distance_unit: DistanceUnit | None = None


class EntryDocument(Model):
    """An exercise of a workout. `name` and `load_kind` are those of the exercise."""

    id: UUID
    exercise_id: UUID
    name: str
    load_kind: LoadKind | None
    superset: int | None
    note: str
    position: int
    rest_s: int | None
    plan: tuple[PlannedSetDocument, ...]
    sets: tuple[SetDocument, ...]


class WorkoutDocument(WorkoutBody):
    running: bool
    routine_id: UUID | None
    rev: int
    exercises: tuple[EntryDocument, ...]


class PlannedExerciseDocument(Model):
    id: UUID
    exercise_id: UUID
    superset: int | None = None
    note: str = ""
    rest_s: int | None = None
    sets: tuple[PlannedSetDocument, ...] = ()


class RoutineDocument(Model):
    """A routine. `rev` is the version to send back as `base_rev`."""

    id: UUID
    name: str
    note: str = ""
    weekdays: tuple[int, ...] = ()
    position: int | None = None
    exercises: tuple[PlannedExerciseDocument, ...] = ()
    rev: int


class ExerciseDocument(Model):
    """An exercise, with the lifter's own settings of it."""

    id: UUID
    name: str
    aliases: tuple[str, ...] = Field(description="Other names that a search finds it by.")
    load_kind: LoadKind
    equipment: Equipment
    pattern: MovementPattern
    primary_muscles: tuple[Muscle, ...]
    secondary_muscles: tuple[Muscle, ...]
    increment_g: int | None
    bar_g: int | None
    rest_s: int | None
    note: str
    own: bool = Field(description="Made by this account, not from the catalogue.")
    archived: bool


@with_config(ConfigDict(extra="forbid"))
class PreferencesDocument(TypedDict, total=False):
    """How the lifter logs. Only what was chosen is there."""

    bar_g: int | None
    plates_g: list[int]
    plates_unit: WeightUnit | None
    rest_s: int | None
    rest_timer: bool
    rest_sound: bool
    rest_vibration: bool
    left_handed: bool
    shortcuts: bool


class Changes(Model):
    """Whole documents, as they are now."""

    workouts: tuple[WorkoutDocument, ...]
    routines: tuple[RoutineDocument, ...]
    exercises: tuple[ExerciseDocument, ...]
    preferences: PreferencesDocument | None
    bests: tuple[Best, ...]
    deleted: tuple[Deleted, ...]


class SyncOutput(Model):
    user: SyncUser
    acks: tuple[Ack, ...]
    changes: Changes
    cursor: int
    more: bool = Field(description="There is more to come: ask again with the new cursor.")
    server_time: datetime
    stamp: str | None = Field(
        None,
        description="The latest stamp of what was looked at: a device's clock goes on from there.",
    )
