"""What questions and answers in JSON are made of, those of core's own API and those of stats."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    Strict,
    model_validator,
)

from liftlog.domain.periods import day_from
from liftlog.domain.text import is_storable
from liftlog.kit.errors import InvalidInputError

# An answer has hundreds of days, and the next one has mostly the same.
_day_from = lru_cache(maxsize=16_384)(day_from)


def _day(value: object) -> object:
    """A day in the one way it is written; pydantic alone would also take seconds since 1970."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError("A day is written as 2026-11-20.")  # noqa: TRY004 Only a ValueError becomes a message of the field.
    try:
        return _day_from(value)
    except InvalidInputError as error:
        raise ValueError(error.message) from error


Day = Annotated[date, BeforeValidator(_day)]
# A JSON number on the wire, exact decimals inside.
Number = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("Input should be a number.")  # noqa: TRY004 As above.
    return value


# What is sent has the type that the contract says: to Python true is 1, and 5.0 and "5" are 5.
# After the limits of a number, which pydantic else computes by itself, with other types.
NO_BOOLEAN = BeforeValidator(_no_boolean)
EnteredInteger = Annotated[int, Strict()]
EnteredBoolean = Annotated[bool, Strict()]


def checked_text(text: str) -> str:
    """The text. Raises ValueError where PostgreSQL could not keep it."""
    if not is_storable(text):
        raise ValueError("This text holds a character that can't be kept.")
    return text


Text = Annotated[str, AfterValidator(checked_text)]


class Model(BaseModel):
    """Unknown fields are refused: a misspelt one would otherwise be lost without a word."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(BaseModel):
    """Unknown parameters are refused: a misspelt one would otherwise change nothing, silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def of(cls, **fields: Any) -> Self:
        """With the fields by their names in the address; those left out have their defaults."""
        return cls.model_validate(fields)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_left_out(cls, given: object) -> object:
        """`?from=&to=` asks for nothing in particular, as forms send it."""
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value != ""}
