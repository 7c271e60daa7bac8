"""Strength scores: queries and answers."""

from typing import Final

from pydantic import Field

from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.strength.scores import Score, ScoreClass
from liftlog.http.endpoint import Endpoint
from liftlog.statistics.schema import Answer, DateOfDay, FormulaQuery, PeriodQuery, Rounded


class StrengthQuery(PeriodQuery, FormulaQuery):
    score: Score = Field(
        Score.DOTS, description="`relative` is the total over the body weight, by no table."
    )


class StrengthScorePoint(Answer):
    """A day on which one of the three lifts was done, with the best of each in the window before."""

    date: DateOfDay
    score: Rounded
    total_kg: Rounded
    body_weight_kg: Rounded = Field(description="Of the day, on the line between weigh-ins.")
    squat_kg: Rounded
    bench_press_kg: Rounded
    deadlift_kg: Rounded


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
    points: tuple[StrengthScorePoint, ...]


STRENGTH: Final = Endpoint(
    "/stats/strength",
    "getStrength",
    StrengthQuery,
    Strength,
    """A strength score over time.

    Of the total of squat, bench press and deadlift by their best one-rep maxes of the last 90 days,
    and the body weight of the day. Which table it is read from is a setting of the account.
    """,
)
