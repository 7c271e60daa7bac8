"""A logged set in requests and answers: what a client sends, and what both services answer."""

from decimal import Decimal
from typing import Annotated, Any, Protocol, Self
from uuid import UUID

from pydantic import Field, model_validator

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
from liftlog.domain.workouts.set_codec import from_json, json_of
from liftlog.domain.workouts.sets import (
    NOTE_MAX,
    REPS_MAX,
    RPE_MAX,
    RPE_MIN,
    RPE_STEP,
    LoggedSet,
    SetKind,
)
from liftlog.http.json_types import NO_BOOLEAN, EnteredInteger, Model, Number, Text
from liftlog.statistics.schema import Answer

EnteredWeight = Annotated[Number, Field(ge=0, max_digits=9), NO_BOOLEAN]
EnteredDistance = Annotated[Number, Field(ge=0, max_digits=12), NO_BOOLEAN]
EnteredSeconds = Annotated[Number, Field(ge=0, le=DURATION_MAX_MS // 1000), NO_BOOLEAN]
Reps = Annotated[EnteredInteger, Field(ge=0, le=REPS_MAX)]
Rpe = Annotated[Number, Field(ge=RPE_MIN, le=RPE_MAX, multiple_of=float(RPE_STEP)), NO_BOOLEAN]


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


class SetOutput(Answer):
    id: UUID
    kind: SetKind
    weight: Number | None = Field(description="As it was entered, in `weight_unit`.")
    weight_unit: WeightUnit | None
    weight_kg: Number | None = Field(description="The same weight in kilograms.")
    reps: int | None
    rpe: Number | None
    duration_s: Number | None
    distance: Number | None = Field(description="As it was entered, in `distance_unit`.")
    distance_unit: DistanceUnit | None
    note: str

    @classmethod
    def from_logged(cls, set_id: UUID, logged: LoggedSet, **more: Any) -> Self:
        """`more` are the fields of a subclass. The values of a set need no second check."""
        weight_kg = logged.weight and logged.weight.kg
        return cls.model_construct(id=set_id, weight_kg=weight_kg, **json_of(logged), **more)

    def to_logged(self) -> LoggedSet:
        return from_json(self, WeightUnit.KG)
