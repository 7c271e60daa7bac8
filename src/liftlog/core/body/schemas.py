"""Body weight and measurements as JSON."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from liftlog.domain.body import BodyUnit, Measured
from liftlog.domain.workouts.sets import NOTE_MAX
from liftlog.http.json_types import NO_BOOLEAN, Day, Model, Number, Text
from liftlog.store.body.read import Measurement

EXAMPLE: JsonDict = {"kind": "body_weight", "value": 82.4, "unit": "kg", "day": "2026-11-20"}


class MeasurementInput(Model):
    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [EXAMPLE]}
    )

    id: UUID | None = Field(None, description="Yours to choose (UUIDv7); made here when left out.")
    kind: Measured
    value: Annotated[
        Number,
        Field(gt=0, max_digits=7, decimal_places=3, description="In `unit`."),
        NO_BOOLEAN,
    ]
    unit: BodyUnit | None = Field(
        None,
        description="The account's way when left out. Centimetres are kept to a tenth, inches to a "
        "hundredth.",
    )
    day: Day | None = Field(None, description="Today when left out.")
    note: Text = Field("", max_length=NOTE_MAX)


class MeasurementOutput(Model):
    id: UUID
    kind: Measured
    value: Number = Field(description="As it was entered, in `unit`.")
    unit: BodyUnit
    day: date
    measured_at: datetime
    note: str

    @classmethod
    def of(cls, one: Measurement) -> "MeasurementOutput":
        return cls.model_construct(**{name: getattr(one, name) for name in cls.model_fields})


class MeasurementPage(Model):
    items: tuple[MeasurementOutput, ...] = Field(description="The newest first.")
    next_after: UUID | None = Field(description="Pass it as `after` for the next page.")
