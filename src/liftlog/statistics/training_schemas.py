"""Balance, consistency, trends and records as JSON: the questions and answers of core and stats."""

from datetime import date
from uuid import UUID

from pydantic import Field, model_validator

from liftlog.domain.balance import USUAL_WEEKS
from liftlog.domain.exercises.exercise import MovementPattern, Muscle
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.records import RecordKind
from liftlog.http.json_types import Day, Number, Question
from liftlog.statistics.schemas import (
    Answer,
    ExerciseName,
    FormulaQuery,
    HistorySet,
    LiftTrend,
    PeriodQuery,
    Streak,
)

WEEKS_MAX = 52
SETS_DAYS_MAX = 50
LEDGER_DAYS_MAX = 50
LEDGER_RECORDS_MAX = 2000


class BalanceQuery(Question):
    week: Day | None = Field(
        None, description="A day of the week that is meant; this week if none."
    )
    weeks: int = Field(
        USUAL_WEEKS, ge=3, le=WEEKS_MAX, description="So many weeks before it are what is usual."
    )


class Work(Answer):
    """What was done in one week."""

    direct: int = Field(description="Hard sets of exercises that train it first of all.")
    helping: int = Field(description="Hard sets of exercises in which it helps.")
    sets: Number = Field(description="Direct sets, and the account's share of the helping ones.")
    volume_kg: Number = Field(description="Weight times reps, shared out like the sets.")


class Usual(Answer):
    """Of the weeks before that lie after the first training day, those without training included."""

    mean: Number
    low: Number = Field(description="The middle half of the weeks lies from here to `high`.")
    high: Number
    weeks: int


class BalanceLine(Answer):
    weeks: tuple[Work, ...] = Field(description="As many as `weeks` of the answer, in their order.")
    usual: Usual | None = Field(description="Hard sets; nothing with fewer than three weeks.")

    @property
    def now(self) -> Work:
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
        if sum(one is not None for one in (self.muscle, self.pattern, self.exercise_id)) > 1:
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
    logged: HistorySet


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


class LedgerQuery(FormulaQuery):
    kind: RecordKind | None = Field(None, description="Only records of this kind.")
    standing: bool = Field(False, description="Only those that nothing has beaten yet.")
    before: Day | None = Field(None, description="Only days before this one: `next_before`.")
    limit: int = Field(20, ge=1, le=LEDGER_DAYS_MAX, description="Days with records a page.")


class LedgerRecord(Answer):
    """A record ever held, with the set that held it."""

    exercise: ExerciseName
    kind: RecordKind
    reps: int | None = Field(description="For records of a rep count.")
    date: date
    value: Number = Field(
        description="Kilograms for `one_rep_max`, `weight` and `assistance`, kilograms times reps "
        "for `set_volume` and `session_volume`, milliseconds for `duration`, millimetres for "
        "`distance`."
    )
    gain: Number | None = Field(
        description="By how much it beat the one before; none was the first."
    )
    until: Day | None = Field(description="The day it was beaten; nothing while it stands.")
    days: int = Field(description="How long it stood, or has stood until today.")
    workout_id: UUID
    logged: HistorySet = Field(
        description="The set; of `session_volume` the one that completed it."
    )


class Ledger(Answer):
    formula: Formula
    records: tuple[LedgerRecord, ...] = Field(description="The newest day first.")
    next_before: date | None = Field(description="Pass it as `before` for the next page.")


class ExerciseLedger(Answer):
    exercise: ExerciseName
    formula: Formula
    records: tuple[LedgerRecord, ...] = Field(
        description=f"By kind and rep count, the newest first; the latest {LEDGER_RECORDS_MAX}."
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


class Rhythm(Answer):
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


class TrendsQuery(FormulaQuery):
    exercise_id: UUID | None = Field(None, description="Only of this exercise.")


class Trends(Answer):
    """Lifts whose days carry a trend; of the others nothing is said."""

    formula: Formula
    lifts: tuple[LiftTrend, ...] = Field(description="The most trained first.")
