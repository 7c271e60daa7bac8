"""A logged set in answers of both services."""

from typing import Any, Self
from uuid import UUID

from pydantic import Field

from liftlog.domain.units import DistanceUnit, WeightUnit
from liftlog.domain.workouts.set_codec import from_json, json_of
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.http.json_types import Number
from liftlog.statistics.schema import Answer


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
