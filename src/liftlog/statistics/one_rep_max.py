"""One-rep max over time: queries and answers."""

from typing import Final
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from liftlog.domain.one_rep_max.body_load import NoEstimate
from liftlog.domain.one_rep_max.estimates import LOW_CONFIDENCE_RULE, Effort, Formula
from liftlog.domain.one_rep_max.history import CURRENT_DAYS
from liftlog.http.endpoint import Endpoint
from liftlog.http.json_types import Number
from liftlog.statistics.endpoints import of_exercise
from liftlog.statistics.schema import (
    Answer,
    DateOfDay,
    ExerciseName,
    FormulaQuery,
    PeriodQuery,
    Rounded,
    RoundedNumber,
)

POINTS_MAX = 2000
COMPARED_MAX = 5


class OneRepMaxQuery(PeriodQuery, FormulaQuery):
    limit: int | None = Field(
        None,
        ge=50,
        le=POINTS_MAX,
        description="At most so many points: with more days, the best of periods of equal length.",
    )


class EffortQuery(OneRepMaxQuery):
    effort: Effort = Field(
        Effort.IGNORED,
        description="With `used`, reps left in reserve count as reps in all equations: five at RPE 8 "
        "are taken for seven; sets below RPE 6 give no estimate then. Records never do that.",
    )


_ONE_ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class ComparisonQuery(EffortQuery):
    exercises: str = Field(
        pattern=f"^{_ONE_ID}(,{_ONE_ID}){{0,{COMPARED_MAX - 1}}}$",
        description=f"The ids of one to {COMPARED_MAX} exercises, with commas between them.",
    )

    @property
    def exercise_ids(self) -> tuple[UUID, ...]:
        """Each once, in their order."""
        return tuple(dict.fromkeys(UUID(text) for text in self.exercises.split(",")))


POINT_EXAMPLE: JsonDict = {
    "date": "2026-11-20",
    "one_rep_max_kg": 119.5833,
    "low_kg": 115.3125,
    "median_kg": 117.2059,
    "high_kg": 121.9583,
    "weight_kg": 102.5,
    "reps": 5,
    "rpe": 8.5,
    "set_id": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c4",
    "workout_id": "019aa12c-1f02-7b11-8a4e-2f6c9d0e7b55",
    "load_kg": 102.5,
    "body_weight_kg": None,
    "tested": False,
    "low_confidence": False,
    "single_kg": None,
}


class OneRepMaxPoint(Answer):
    """The best estimate of a training day, in kilograms to four decimals, and the set it is from."""

    model_config = ConfigDict(json_schema_extra={"examples": [POINT_EXAMPLE]})

    date: DateOfDay
    one_rep_max_kg: Rounded
    low_kg: Rounded = Field(description="The lowest that any equation says.")
    median_kg: Rounded
    high_kg: Rounded = Field(description="The highest that any equation says.")
    weight_kg: Number = Field(
        description="As it was logged: added to the body, or taken off by a machine, where that is so."
    )
    reps: int
    rpe: Number | None
    set_id: UUID
    workout_id: UUID
    load_kg: RoundedNumber = Field(description="What was moved, the body included.")
    body_weight_kg: RoundedNumber | None = Field(
        description="Of the day, on the line between weigh-ins, where it is a part of the load."
    )
    tested: bool = Field(description="This weight was really lifted once.")
    low_confidence: bool = Field(description=LOW_CONFIDENCE_RULE)
    single_kg: RoundedNumber | None = Field(
        None,
        description="The most that was really lifted once that day, the body included; also where "
        "another set stands for more. Nothing when there was no single.",
    )

    @property
    def day(self) -> DateOfDay:
        """By the domain's name."""
        return self.date


class OneRepMax(Answer):
    exercise: ExerciseName
    formula: Formula
    effort: Effort
    missing: NoEstimate | None = Field(
        description="Why there are no points: `not_lifted` (counted in reps, time or distance), "
        "`share_unknown` (which share of the body is moved), `body_weight_unknown`."
    )
    days_without_body_weight: int = Field(
        description="Days left out because no weigh-in is near enough, where the body is moved."
    )
    current: OneRepMaxPoint | None = Field(
        None,
        description=f"The best of the last {CURRENT_DAYS} days up to the last training day of the "
        "period.",
    )
    points: tuple[OneRepMaxPoint, ...]


class BodyWeightPoint(Answer):
    date: DateOfDay
    body_weight_kg: Number


class Comparison(Answer):
    """Several lifts in the order they were asked for, and the weigh-ins of the same days."""

    lifts: tuple[OneRepMax, ...]
    body_weight: tuple[BodyWeightPoint, ...]


COMPARISON: Final = Endpoint(
    "/stats/one-rep-max",
    "compareOneRepMaxes",
    ComparisonQuery,
    Comparison,
    """One-rep max of several lifts over time.

    Up to five in the order they were asked for, with the body weight of the same days.
    """,
    (404, 422, 503),
    ("Statistics of an exercise",),
)
ONE_REP_MAX: Final = of_exercise(
    "one-rep-max",
    "getOneRepMax",
    EffortQuery,
    OneRepMax,
    """One-rep max over time.

    The best estimate of each training day by one equation, with what all of them say and the set it is
    from. A single is the weight itself; sets of more than 12 reps and warm-ups give no estimate. In
    pull-ups, chin-ups, dips and muscle-ups the body weight of the day is part of the load; where it is
    not known, and in other exercises that are not weight and reps, there are no points.
    """,
)
