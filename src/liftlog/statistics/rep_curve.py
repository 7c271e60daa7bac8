"""The lifter's own rep curve and the test of all equations: queries and answers."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import AliasChoices, Field, PlainSerializer

from liftlog.domain.one_rep_max.body_load import NoEstimate
from liftlog.domain.one_rep_max.estimates import Effort
from liftlog.domain.one_rep_max.rep_curve import WhyNoCurve
from liftlog.http.json_types import Number, Question
from liftlog.statistics.endpoints import of_exercise
from liftlog.statistics.schema import (
    Answer,
    DateOfDay,
    ExerciseName,
    Rounded,
    RoundedNumber,
)

SLOPE_DECIMALS = 5


def _slope(value: float) -> float:
    return round(value, SLOPE_DECIMALS)


Slope = Annotated[float, PlainSerializer(_slope, return_type=float, when_used="json")]


class RepCurveQuery(Question):
    effort: Effort = Field(
        Effort.USED,
        description="With `used`, reps left in reserve count as reps where an RPE was logged; with "
        "`ignored`, every set is taken as if it had been to the limit.",
    )


class RepCurvePoint(Answer):
    """What can be done for so many reps; nine of ten times the truth is between low and high."""

    reps: int
    share: Rounded = Field(description="Of the one-rep max.")
    share_low: Rounded
    share_high: Rounded
    load_kg: Annotated[Rounded, Field(validation_alias=AliasChoices("load_kg", "weight_kg"))]
    low_kg: Rounded
    high_kg: Rounded


class CurveSet(Answer):
    """A set that the curve is from."""

    date: DateOfDay
    set_id: UUID
    workout_id: UUID
    weight_kg: Number
    load_kg: RoundedNumber
    reps: int
    rpe: Number | None
    reps_possible: float = Field(description="With those that were left in reserve.")


class RepCurveAnswer(Answer):
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
    share_low: Rounded | None = Field(
        description="Where `sets_disagree`: the share at eight reps is somewhere from here"
    )
    share_high: Rounded | None = Field(description="to here.")
    slope: Slope | None = Field(description="By Epley it is 0.0333 for everybody.")
    slope_low: Slope | None
    slope_high: Slope | None
    points: tuple[RepCurvePoint, ...]
    sets: tuple[CurveSet, ...]


class Accuracy(Answer):
    """How far off a method was, in percent of the weight lifted."""

    method: str = Field(description="An equation, `rts`, or `own` for the lifter's own curve.")
    mean_percent: Rounded
    median_percent: Rounded
    bias_percent: Rounded = Field(description="Above zero where it promised too much.")


class BackTestCase(Answer):
    date: DateOfDay
    set_id: UUID
    workout_id: UUID
    weight_kg: Number
    load_kg: RoundedNumber
    reps: int
    rpe: Number | None
    errors_percent: dict[str, Rounded] = Field(description="By method.")


class BackTestAnswer(Answer):
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

    rep_curve: RepCurveAnswer
    back_test: BackTestAnswer


REP_CURVE: Final = of_exercise(
    "rep-curve",
    "getRepCurve",
    RepCurveQuery,
    RepCurveAnswer,
    """Your own rep curve.

    How the weight falls with the reps, fitted to the sets to the limit of about two years, with the
    range in which the truth lies nine of ten times; and why there is none where they don't allow one.
    """,
)
BACK_TEST: Final = of_exercise(
    "back-test",
    "getBackTest",
    RepCurveQuery,
    BackTestAnswer,
    """How well the equations foretold your heavy sets.

    Of each set of one to three reps to the limit: what each equation and your own curve said from the
    sets of four to ten reps of the eight weeks before, and how far off that was.
    """,
)
REP_CURVE_OVERVIEW: Final = of_exercise(
    "rep-curve-overview",
    "getRepCurveOverview",
    RepCurveQuery,
    RepCurveOverview,
    "The rep curve and the test of it at once.",
)
