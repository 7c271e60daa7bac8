"""One exercise: its history, and everything about it at a glance."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field

from liftlog.http.json_types import Day, Question
from liftlog.statistics.endpoints import of_exercise
from liftlog.statistics.one_rep_max import BodyWeightPoint, EffortQuery, OneRepMax
from liftlog.statistics.records import ExerciseRecords
from liftlog.statistics.schema import Answer, ExerciseName
from liftlog.statistics.sets import SetOutput

HISTORY_DAYS_MAX = 50


class HistoryQuery(Question):
    before: Day | None = Field(None, description="Only days before this one: `next_before`.")
    limit: int = Field(20, ge=1, le=HISTORY_DAYS_MAX, description="Training days a page.")


class HistoryWorkout(Answer):
    """The sets of the exercise in one workout, warm-ups too, in the order they were done."""

    workout_id: UUID
    title: str
    day: date
    sets: tuple[SetOutput, ...]


class History(Answer):
    exercise: ExerciseName
    workouts: tuple[HistoryWorkout, ...] = Field(description="The newest first.")
    next_before: date | None = Field(description="Pass it as `before` for the next page.")


class ExerciseOverview(Answer):
    """Everything about an exercise at once, for a page that may ask only once."""

    one_rep_max: OneRepMax
    body_weight: tuple[BodyWeightPoint, ...] = Field(description="The weigh-ins of the period.")
    records: ExerciseRecords
    history: History


HISTORY: Final = of_exercise(
    "history",
    "getExerciseHistory",
    HistoryQuery,
    History,
    """What was done in an exercise, day by day.

    The newest first, warm-ups included.
    """,
)
EXERCISE_OVERVIEW: Final = of_exercise(
    "overview",
    "getExerciseOverview",
    EffortQuery,
    ExerciseOverview,
    """An exercise at a glance.

    One-rep max of the period, records of all time, and the last days it was done.
    """,
)
