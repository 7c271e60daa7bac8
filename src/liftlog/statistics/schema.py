"""What queries and answers of statistics are made of."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, PlainSerializer, field_validator
from pydantic_core.core_schema import ValidationInfo

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.periods import FIRST_DAY, LAST_DAY, Range, period_of
from liftlog.http.json_types import Day, Question

DECIMALS = 4


def _rounded(value: float) -> float:
    return round(value, DECIMALS)


def _rounded_number(value: Decimal) -> float:
    return float(round(value, DECIMALS))


# Estimates stay unrounded inside and leave with four decimals.
Rounded = Annotated[float, PlainSerializer(_rounded, return_type=float, when_used="json")]
RoundedNumber = Annotated[
    Decimal, PlainSerializer(_rounded_number, return_type=float, when_used="json")
]
# The domain says `day`, the API says `date`.
DateOfDay = Annotated[date, Field(validation_alias=AliasChoices("date", "day"))]


class Answer(BaseModel):
    """Read from a value of the domain whose attributes have the names of the fields."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    @classmethod
    def of(cls, value: object = None, /, **fields: Any) -> Self:
        """From one value, or from a value or answer for each field."""
        return cls.model_validate(fields if value is None else value)


class ExerciseName(Answer):
    id: UUID
    name: str
    load_kind: LoadKind


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

    @classmethod
    def of_range(cls, chosen: Range, today: date, **fields: Any) -> Self:
        """`all` leaves both ends open, so that stats finds the first day."""
        if chosen is Range.ALL:
            return cls.of(**fields)
        period = period_of(chosen, today)
        return cls.of(**{"from": period.first, "to": period.last}, **fields)

    def has(self, day: date) -> bool:
        return (self.from_ or day) <= day <= (self.to or day)


class FormulaQuery(Question):
    formula: Formula = Field(
        default_factory=lambda: Formula.EPLEY,
        description="The equation; `rts` is the RTS chart, which needs sets with an RPE. By default "
        "the account's own; stats itself, which knows no account, takes `epley`.",
    )
