"""Balance of a week, and the sets behind a number: queries and answers."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field, model_validator

from liftlog.domain.balance import USUAL_WEEKS
from liftlog.domain.exercises.exercise import MovementPattern, Muscle
from liftlog.http.endpoint import Endpoint
from liftlog.http.json_types import Day, Number, Question
from liftlog.statistics.schema import Answer, ExerciseName, PeriodQuery
from liftlog.statistics.sets import SetOutput

WEEKS_MAX = 52
SETS_DAYS_MAX = 50


class BalanceQuery(Question):
    week: Day | None = Field(
        None, description="A day of the week that is meant; this week if none."
    )
    weeks: int = Field(
        USUAL_WEEKS, ge=3, le=WEEKS_MAX, description="So many weeks before it are what is usual."
    )


class WeekWork(Answer):
    """What was done in one week."""

    direct: int = Field(description="Hard sets of exercises that train it first of all.")
    helping: int = Field(description="Hard sets of exercises in which it helps.")
    sets: Number = Field(description="Direct sets, and the account's share of the helping ones.")
    volume_kg: Number = Field(description="Weight times reps, shared out like the sets.")


class UsualSets(Answer):
    """Of the weeks before that lie after the first training day, those without training included."""

    mean: Number
    low: Number = Field(description="The middle half of the weeks lies from here to `high`.")
    high: Number
    weeks: int


class BalanceLine(Answer):
    weeks: tuple[WeekWork, ...] = Field(
        description="As many as `weeks` of the answer, in their order."
    )
    usual: UsualSets | None = Field(description="Hard sets; nothing with fewer than three weeks.")

    @property
    def now(self) -> WeekWork:
        return self.weeks[-1]


class MuscleBalance(BalanceLine):
    muscle: Muscle


class PatternBalance(BalanceLine):
    pattern: MovementPattern


class ExerciseBalance(BalanceLine):
    exercise: ExerciseName


class Balance(Answer):
    """Hard sets and volume of one week, beside the weeks before it.

    A hard set is every set but a warm-up or a failed try, whatever effort was noted; those of
    endurance (cardio, or by distance and no carry) are none.
    """

    first: date = Field(description="The first day of the week.")
    last: date = Field(description="Its last day.")
    running: bool = Field(description="The week is not over yet.")
    first_day: date | None = Field(description="The first day ever trained.")
    secondary_share: Number = Field(description="What a set counts for a muscle that only helps.")
    weeks: tuple[date, ...] = Field(description="First days of the weeks; the last is `first`.")
    total: BalanceLine
    muscles: tuple[MuscleBalance, ...]
    patterns: tuple[PatternBalance, ...]
    exercises: tuple[ExerciseBalance, ...] = Field(description="The most sets first.")


class SetsQuery(PeriodQuery):
    muscle: Muscle | None = Field(None, description="Only sets that work this muscle.")
    pattern: MovementPattern | None = Field(None, description="Only sets of this movement.")
    exercise_id: UUID | None = Field(None, description="Only sets of this exercise.")
    before: Day | None = Field(None, description="Only days before this one: `next_before`.")
    limit: int = Field(20, ge=1, le=SETS_DAYS_MAX, description="Training days a page.")

    @model_validator(mode="after")
    def _one_of_them(self) -> "SetsQuery":
        chosen = (self.muscle, self.pattern, self.exercise_id)
        if sum(choice is not None for choice in chosen) > 1:
            raise ValueError("Ask for a muscle, a pattern or an exercise, not for two of them.")
        return self


class CountedSet(Answer):
    """A set that a total is made of."""

    day: date
    workout_id: UUID
    title: str
    exercise: ExerciseName
    share: Number = Field(
        description="What it counts for: 1, or less for a muscle that only helps."
    )
    volume_kg: Number = Field(description="Its weight times reps, before that share.")
    logged: SetOutput


class SetsTotal(Answer):
    """What all sets of the period add up to, those of other pages too."""

    sets: int
    counted: Number = Field(description="What they count for: the sum of each one's `share`.")
    volume_kg: Number = Field(description="Weight times reps, shared out like the sets.")


class CountedSets(Answer):
    """Every set that counts, the newest day first; warm-ups do not."""

    secondary_share: Number
    total: SetsTotal
    sets: tuple[CountedSet, ...]
    next_before: date | None = Field(description="Pass it as `before` for the next page.")


BALANCE: Final = Endpoint(
    "/stats/balance",
    "getBalance",
    BalanceQuery,
    Balance,
    """Hard sets and volume of a week.

    Per muscle, movement pattern and exercise, beside the weeks before.
    """,
)
COUNTED_SETS: Final = Endpoint(
    "/stats/sets",
    "getCountedSets",
    SetsQuery,
    CountedSets,
    """The sets behind a number.

    Every set that a total of a period, a muscle, a movement pattern or an exercise is made of.
    """,
)
