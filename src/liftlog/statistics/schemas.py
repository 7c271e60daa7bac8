"""Statistics as JSON: the questions and answers that core and stats agree on."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.config import JsonDict
from pydantic_core.core_schema import ValidationInfo

from liftlog.domain.exercises.exercise import LoadKind, Muscle
from liftlog.domain.one_rep_max.body_load import NoEstimate
from liftlog.domain.one_rep_max.estimates import Effort, Formula
from liftlog.domain.one_rep_max.rep_curve import WhyNoCurve
from liftlog.domain.periods import FIRST_DAY, LAST_DAY, Bucket
from liftlog.domain.records import RecordKind
from liftlog.domain.strength.scores import Score, ScoreClass
from liftlog.domain.trends import Direction
from liftlog.domain.units import DistanceUnit, WeightUnit
from liftlog.domain.workouts.sets import SetKind
from liftlog.http.json_types import Day, Number, Question

# Beside each figure: which version of the lifter's it was made of, and, from a standby, how many
# seconds that may be behind its primary.
VERSION_HEADER = "LiftLog-Stats-Version"
BEHIND_HEADER = "LiftLog-Stats-Behind"
LIFTS_MAX = 500
HISTORY_DAYS_MAX = 50
RECORDS_PAST_MAX = 200
POINTS_MAX = 2000
COMPARED_MAX = 5


class PeriodQuery(Question):
    from_: Day | None = Field(
        None, alias="from", description=f"The first day counted, {FIRST_DAY} or later."
    )
    to: Day | None = Field(None, description=f"The last day counted, {LAST_DAY} or earlier.")

    @field_validator("to")
    @classmethod
    def _not_before_the_first(cls, to: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("from_")
        if to is not None and first is not None and to < first:
            raise ValueError("A period ends on or after the day it begins.")
        return to


class LiftsQuery(PeriodQuery):
    limit: int = Field(100, ge=1, le=LIFTS_MAX)


class FormulaQuery(Question):
    formula: Formula = Field(
        default_factory=lambda: Formula.EPLEY,
        description="The equation; `rts` is the RTS chart, which needs sets with an RPE. Where none is "
        "named: the account's own; asked of stats itself, which knows no account, `epley`.",
    )


class OneRepMaxQuery(PeriodQuery, FormulaQuery):
    limit: int | None = Field(
        None,
        ge=50,
        le=POINTS_MAX,
        description="At most so many points: with more days, the best of equal stretches of days.",
    )


class EffortQuery(OneRepMaxQuery):
    effort: Effort = Field(
        Effort.IGNORED,
        description="With `used`, reps left in reserve count as reps in all equations: five at RPE 8 "
        "are taken for seven; sets below RPE 6 tell nothing then. Records never do that.",
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
        return tuple(dict.fromkeys(UUID(one) for one in self.exercises.split(",")))


class RepCurveQuery(Question):
    effort: Effort = Field(
        Effort.USED,
        description="With `used`, reps left in reserve count as reps where an RPE was logged; with "
        "`ignored`, every set is taken as if it had been to the limit.",
    )


class HistoryQuery(Question):
    before: Day | None = Field(None, description="Only days before this one: `next_before`.")
    limit: int = Field(20, ge=1, le=HISTORY_DAYS_MAX, description="Training days a page.")


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Summary(Answer):
    """What a period adds up to, warm-ups left out of all but `workouts`."""

    model_config = ConfigDict(
        frozen=True,
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


class Stretch(Answer):
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


class Streak(Answer):
    """Weeks in a row that met the account's goal, or with training where it has none.

    `first` and `last` are the days on which its weeks begin.
    """

    weeks: int
    first: date | None
    last: date | None


class Consistency(Answer):
    training_days: int = Field(description="Different days trained within the period.")
    weeks_trained: int
    days_per_week: float = Field(
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


class Weeks(Answer):
    """Weeks begin on the day that the account says; those without training are left out."""

    weeks: tuple[Stretch, ...]
    consistency: Consistency


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


class ExerciseName(Answer):
    id: UUID
    name: str
    load_kind: LoadKind


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

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [POINT_EXAMPLE]})

    date: date
    one_rep_max_kg: float
    low_kg: float = Field(description="The lowest that any of the seven equations says.")
    median_kg: float
    high_kg: float = Field(description="The highest that any of the seven equations says.")
    weight_kg: Number = Field(
        description="As it was logged: added to the body, or taken off by a machine, where that is so."
    )
    reps: int
    rpe: Number | None
    set_id: UUID
    workout_id: UUID
    load_kg: Number = Field(description="What was moved, the body included.")
    body_weight_kg: Number | None = Field(
        description="Of the day, on the line between weigh-ins, where it is a part of the load."
    )
    tested: bool = Field(description="This weight was really lifted once.")
    low_confidence: bool = Field(
        description="From more than ten reps, on a day without a shorter set: equations drift apart."
    )
    single_kg: Number | None = Field(
        None,
        description="The most that was really lifted once that day, the body included; also where "
        "another set stands for more. Nothing when there was no single.",
    )


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
    points: tuple[OneRepMaxPoint, ...]


class BodyWeightPoint(Answer):
    date: date
    body_weight_kg: Number


class Comparison(Answer):
    """Several lifts in the order they were asked for, and the weigh-ins of the same days."""

    lifts: tuple[OneRepMax, ...]
    body_weight: tuple[BodyWeightPoint, ...]


class CurvePoint(Answer):
    """What can be done for so many reps; nine of ten times the truth is between low and high."""

    reps: int
    share: float = Field(description="Of the one-rep max.")
    share_low: float
    share_high: float
    load_kg: float
    low_kg: float
    high_kg: float


class CurveSet(Answer):
    """A set that the curve is from."""

    date: date
    set_id: UUID
    workout_id: UUID
    weight_kg: Number
    load_kg: Number
    reps: int
    rpe: Number | None
    reps_possible: float = Field(description="With those that were left in reserve.")


class RepCurve(Answer):
    """The lifter's own curve, load = max / (1 + slope × (reps - 1)), from the sets to their limit."""

    exercise: ExerciseName
    effort: Effort
    missing: NoEstimate | WhyNoCurve | None = Field(
        description="Why there is no curve: as for the one-rep max, or `few_rep_counts`, "
        "`sets_disagree`, `not_to_the_limit`."
    )
    stretch_days: int = Field(description="For so long strength is taken for constant.")
    rep_counts_needed: int = Field(description="Different ones within one such stretch.")
    rep_counts: int = Field(description="The most that one stretch has near the limit.")
    share_low: float | None = Field(
        description="Where `sets_disagree`: the share at eight reps is somewhere from here"
    )
    share_high: float | None = Field(description="to here.")
    slope: float | None = Field(description="By Epley it is 0.0333 for everybody.")
    slope_low: float | None
    slope_high: float | None
    points: tuple[CurvePoint, ...]
    sets: tuple[CurveSet, ...]


class Accuracy(Answer):
    """How far off a method was, in percent of the weight lifted."""

    method: str = Field(description="An equation, `rts`, or `own` for the lifter's own curve.")
    mean_percent: float
    median_percent: float
    bias_percent: float = Field(description="Above zero where it promised too much.")


class BackTestCase(Answer):
    date: date
    set_id: UUID
    workout_id: UUID
    weight_kg: Number
    load_kg: Number
    reps: int
    rpe: Number | None
    errors_percent: dict[str, float] = Field(description="By method.")


class BackTest(Answer):
    """Heavy sets, and how well each method foretold them from the sets before."""

    exercise: ExerciseName
    effort: Effort
    missing: NoEstimate | None
    window_days: int = Field(description="Sets of so many days before a case are what is known.")
    cases_needed: int = Field(description="From so many on there are `methods`.")
    winner_cases_needed: int = Field(
        8, description="From so many `compared` on there is a `winner`."
    )
    winner: str | None = Field(
        None, description="The method with the least mean error; nothing where cases are too few."
    )
    cases: int = Field(description="Heavy sets of the last years, 60 at most.")
    compared: int = Field(description="Those on which all of `methods` were judged.")
    methods: tuple[Accuracy, ...] = Field(description="The least mean error first.")
    compared_cases: tuple[BackTestCase, ...]


class RepCurveOverview(Answer):
    """The curve and the test of it at once, for a page that may ask only once."""

    rep_curve: RepCurve
    back_test: BackTest


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


class HistoryWorkout(Answer):
    """The sets of the exercise in one workout, warm-ups too, in the order they were done."""

    workout_id: UUID
    title: str
    day: date
    sets: tuple[HistorySet, ...]


class History(Answer):
    exercise: ExerciseName
    workouts: tuple[HistoryWorkout, ...] = Field(description="The newest first.")
    next_before: date | None = Field(description="Pass it as `before` for the next page.")


class RecordLine(Answer):
    """A record, whether it stands or was beaten."""

    kind: RecordKind
    reps: int | None = Field(description="For records of a rep count.")
    date: date
    value: Number = Field(
        description="Kilograms for `one_rep_max`, `weight` and `assistance`, kilograms times reps "
        "for `set_volume`, milliseconds for `duration`, millimetres for `distance`."
    )
    set_id: UUID
    gain: Number | None = Field(description="By how much it beat the one before.")
    until: Day | None = Field(description="The day it was beaten.")


class Records(Answer):
    exercise: ExerciseName
    standing: tuple[RecordLine, ...]
    beaten: tuple[RecordLine, ...] = Field(
        description=f"The last {RECORDS_PAST_MAX} that were beaten, the newest first."
    )


class LiftTrend(Answer):
    """What a lift has done lately, where its days carry it."""

    exercise_id: UUID
    name: str
    direction: Direction
    first: date
    last: date
    sessions: int = Field(description="Training days from `first` to `last`.")
    change_kg: float = Field(
        description="What the Theil-Sen slope makes of these days, in estimated one-rep max."
    )


class OverviewQuery(PeriodQuery, FormulaQuery):
    """The equation is for the trends."""


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
    stretches: tuple[Stretch, ...]
    consistency: Consistency
    muscles: tuple[MuscleSets, ...]
    lifts: tuple[Lift, ...]
    trends: tuple[LiftTrend, ...] = Field(
        (), description="Of the lifts whose days carry a trend today, the most trained first."
    )


class ExerciseOverview(Answer):
    """Everything about an exercise at once, for a page that may ask only once."""

    one_rep_max: OneRepMax
    body_weight: tuple[BodyWeightPoint, ...] = Field(description="The weigh-ins of the period.")
    records: Records
    history: History


class StrengthQuery(PeriodQuery, FormulaQuery):
    score: Score = Field(
        Score.DOTS, description="`relative` is the total over the body weight, by no table."
    )


class StrengthPoint(Answer):
    """A day on which one of the three lifts was done, with the best of each in the window before."""

    date: date
    score: float
    total_kg: float
    body_weight_kg: float = Field(description="Of the day, on the line between weigh-ins.")
    squat_kg: float
    bench_press_kg: float
    deadlift_kg: float


class Strength(Answer):
    """A strength score over time; numbers are rounded to four decimals."""

    score: Score
    score_class: ScoreClass | None = Field(description="Which table of the score was used.")
    formula: Formula = Field(description="The equation of the one-rep maxes.")
    window_days: int = Field(description="For so long the best of a lift counts.")
    missing: tuple[str, ...] = Field(
        description="What there is none of: `squat`, `bench_press`, `deadlift`, `body_weight`, "
        "`score_class`."
    )
    points: tuple[StrengthPoint, ...]


class ZoneTime(Answer):
    """What time it is in a zone, and who says so."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "zone": "Europe/Berlin",
                    "abbreviation": "CET",
                    "offset_s": 3600,
                    "dst": False,
                    "local_time": "2026-11-22T19:05:00+01:00",
                    "source": "tz_database",
                    "reason": "no_key",
                }
            ]
        },
    )

    zone: str
    abbreviation: str
    offset_s: int = Field(description="Seconds east of UTC.")
    dst: bool
    local_time: datetime
    source: str = Field(description="`timezonedb` or `tz_database`.")
    reason: str | None = Field(description="Why the tz database answers instead of TimeZoneDB.")


class ListedZone(Answer):
    zone: str
    country_code: str
    offset_s: int = Field(description="Seconds east of UTC at `as_of`.")


class ZoneList(Answer):
    as_of: datetime
    source: str
    reason: str | None
    zones: tuple[ListedZone, ...]
