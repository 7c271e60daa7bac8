"""Logged sets in answers."""

from uuid import UUID

from pydantic import Field

from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit, milliseconds, seconds
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.http.json_types import Number
from liftlog.statistics.schema import Answer


class HistorySet(Answer):
    id: UUID
    kind: SetKind
    weight: Number | None = Field(description="As it was entered, in `weight_unit`.")
    weight_unit: WeightUnit | None
    weight_kg: Number | None
    reps: int | None
    rpe: Number | None
    duration_s: Number | None
    distance: Number | None = Field(description="As it was entered, in `distance_unit`.")
    distance_unit: DistanceUnit | None

    @classmethod
    def from_logged(cls, set_id: UUID, logged: LoggedSet) -> "HistorySet":
        return cls.of(
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

    def to_logged(self) -> LoggedSet:
        return LoggedSet(
            kind=self.kind,
            weight=(
                None
                if self.weight is None or self.weight_unit is None
                else Weight.entered(self.weight, self.weight_unit)
            ),
            reps=self.reps,
            rpe=self.rpe,
            duration_ms=milliseconds(self.duration_s),
            distance=(
                None
                if self.distance is None or self.distance_unit is None
                else Distance.entered(self.distance, self.distance_unit)
            ),
        )
