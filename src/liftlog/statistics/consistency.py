"""Training days against the goal, streaks, and when somebody trains: answers."""

from datetime import date
from typing import Final

from pydantic import Field

from liftlog.domain.consistency.streaks import Streak
from liftlog.http.endpoint import Endpoint
from liftlog.statistics.schema import Answer, PeriodQuery, Rounded


class ConsistencySummary(Answer):
    training_days: int = Field(description="Different days trained within the period.")
    weeks_trained: int
    days_per_week: Rounded = Field(
        description="On average from the first training day on and until today, the weeks without "
        "training included."
    )
    current_streak: Streak = Field(description="Lives today; of all time, not of the period.")
    longest_streak: Streak = Field(description="Of all time.")
    goal_days: int | None = Field(
        None,
        description="Training days a week of the goal that the streaks are of; nothing where none was "
        "set: then a week with training is enough.",
    )


class TrainingWeek(Answer):
    first: date
    days: int
    met: bool = Field(
        description="As many days as the account aims for, or more; one where it has no goal."
    )


class MonthDurations(Answer):
    """How long workouts took, of those that say so."""

    month: date
    workouts: int
    median_s: float
    low_s: float = Field(description="The middle half lies from here to `high_s`.")
    high_s: float
    shortest_s: int
    longest_s: int


class ConsistencyAnswer(Answer):
    """Training days against the goal, and when and for how long was trained."""

    first: date
    last: date
    first_day: date | None = Field(description="The first day ever trained.")
    goal_days: int | None = Field(
        description="Training days a week that the account aims for; nothing where no goal was set."
    )
    weeks: tuple[TrainingWeek, ...] = Field(description="Every week of the period, in order.")
    weeks_met: int = Field(description="Weeks of the period that met the goal.")
    weeks_over: int = Field(
        description="Weeks that met it, and those that could have: whole since the first training day, "
        "and over."
    )
    current_streak: Streak = Field(
        description="Weeks in a row that met the goal, or with training where there is none, until "
        "now; the running week breaks nothing."
    )
    longest_streak: Streak = Field(description="Of all time.")
    hours: tuple[int, ...] = Field(
        description="Workouts begun in each of 24 hours, by the clock of where they were done."
    )
    weekdays: tuple[int, ...] = Field(description="Workouts of each weekday, from Monday on.")
    months: tuple[MonthDurations, ...]


CONSISTENCY: Final = Endpoint(
    "/stats/consistency",
    "getConsistency",
    PeriodQuery,
    ConsistencyAnswer,
    """Training days against the goal, time of day, weekdays and durations.

    Streaks are weeks in a row that met the account's goal of training days, of all time.
    """,
)
