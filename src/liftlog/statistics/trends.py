"""Lifts that rise, fall or stay as they are: queries and answers."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field

from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.strength.trends import Direction
from liftlog.http.endpoint import Endpoint
from liftlog.statistics.schema import Answer, FormulaQuery, Rounded


class TrendsQuery(FormulaQuery):
    exercise_id: UUID | None = Field(None, description="Only of this exercise.")


class LiftTrend(Answer):
    """What a lift has done lately, where its days carry it."""

    exercise_id: UUID
    name: str
    direction: Direction
    first: date
    last: date
    sessions: int = Field(description="Training days from `first` to `last`.")
    change_kg: Rounded = Field(
        description="What the Theil-Sen slope makes of these days, in estimated one-rep max."
    )


class Trends(Answer):
    """Lifts whose days carry a trend; of the others nothing is said."""

    formula: Formula
    lifts: tuple[LiftTrend, ...] = Field(description="The most trained first.")


TRENDS: Final = Endpoint(
    "/stats/trends",
    "getTrends",
    TrendsQuery,
    Trends,
    """Lifts that rise, fall or stay as they are.

    Of eight weeks up to the last session by the Mann-Kendall test and the Theil-Sen slope of each
    week's best estimate. Of lifts whose days carry no trend nothing is said.
    """,
)
