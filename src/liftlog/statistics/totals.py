"""What a period adds up to: totals, weeks, muscles, lifts, and all of it at a glance."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import ConfigDict, Field

from liftlog.domain.exercises.exercise import LoadKind, Muscle
from liftlog.domain.periods import Bucket
from liftlog.http.endpoint import Endpoint
from liftlog.http.json_types import Number
from liftlog.statistics.consistency import ConsistencySummary
from liftlog.statistics.schema import Answer, FormulaQuery, PeriodQuery
from liftlog.statistics.trends import LiftTrend

LIFTS_MAX = 500


class LiftsQuery(PeriodQuery):
    limit: int = Field(100, ge=1, le=LIFTS_MAX)


class OverviewQuery(PeriodQuery, FormulaQuery):
    """The equation is for the trends."""


class Summary(Answer):
    """What a period adds up to, warm-ups left out of all but `workouts`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"workouts": 12, "sets": 214, "reps": 1466, "volume_kg": 81250.5}]
        },
    )

    workouts: int
    sets: int = Field(description="Working, drop and failure sets.")
    reps: int
    volume_kg: Number = Field(
        description="Weight times reps of weighted sets; assistance is no weight that was moved."
    )


class PeriodTotals(Answer):
    """One week, month, quarter or year in which something was done.

    Where `from` or `to` cuts it, `first` and `last` are the days that were added up.
    """

    first: date
    last: date
    days: int = Field(description="Days trained.")
    workouts: int
    sets: int
    reps: int
    volume_kg: Number


class WeeksAnswer(Answer):
    """Weeks begin on the day that the account says; those without training are left out."""

    weeks: tuple[PeriodTotals, ...]
    consistency: ConsistencySummary


class MuscleSets(Answer):
    muscle: Muscle
    primary_sets: int = Field(description="Of exercises that train it first of all.")
    secondary_sets: int = Field(description="Of exercises in which it helps.")
    sets: Number = Field(description="Primary sets, and the account's share of the secondary ones.")


class Muscles(Answer):
    """Hard sets for each muscle that had any: of strength work, without warm-ups and failed tries."""

    muscles: tuple[MuscleSets, ...]


class Lift(Answer):
    exercise_id: UUID
    name: str
    load_kind: LoadKind
    workouts: int
    sets: int
    reps: int
    volume_kg: Number
    last_day: date


class Lifts(Answer):
    """The exercises of a period, the most sets first."""

    lifts: tuple[Lift, ...]


class Overview(Answer):
    """Everything about a period at once, for a page that may ask only once."""

    first: date = Field(description="`from`, or the first training day where it was left open.")
    last: date = Field(description="`to`, or today.")
    first_day: date | None = Field(description="The first day ever trained.")
    summary: Summary
    before: Summary | None = Field(
        description="As many days just before; nothing when `from` was left open."
    )
    bucket: Bucket = Field(description="What each of `stretches` is, as fits the period.")
    stretches: tuple[PeriodTotals, ...]
    consistency: ConsistencySummary
    muscles: tuple[MuscleSets, ...]
    lifts: tuple[Lift, ...]
    trends: tuple[LiftTrend, ...] = Field(
        (), description="Of the lifts whose days carry a trend today, the most trained first."
    )


SUMMARY: Final = Endpoint(
    "/stats/summary",
    "getSummary",
    PeriodQuery,
    Summary,
    """Totals of a period.

    Of all time where an end is left open.
    """,
)
WEEKS: Final = Endpoint(
    "/stats/weeks",
    "getWeeks",
    PeriodQuery,
    WeeksAnswer,
    """Weeks, training days and streaks.

    Streaks are counted in weeks: a week with a training day continues it, and the running week
    breaks nothing before it ends.
    """,
)
MUSCLES: Final = Endpoint(
    "/stats/muscles", "getMuscles", PeriodQuery, Muscles, "Hard sets per muscle."
)
LIFTS: Final = Endpoint(
    "/stats/lifts", "getLifts", LiftsQuery, Lifts, "The exercises trained in a period."
)
OVERVIEW: Final = Endpoint(
    "/stats/overview",
    "getOverview",
    OverviewQuery,
    Overview,
    """A period at a glance.

    Totals beside those of the period before, weeks or wider stretches, streaks, muscles and lifts,
    and the lifts that rise, fall or stay as they are.
    """,
)
