"""What lifters choose of what they see. A field is a column, and a field of the settings form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.periods import DAYS_PER_WEEK, MONDAY
from liftlog.domain.strength.scores import ScoreClass
from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.volume import SECONDARY_SHARE

_CHOICES: Final = "choices"


class Theme(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


def _one_of(*choices: object) -> Mapping[str, object]:
    """The metadata of a field that has one of these values."""
    return {_CHOICES: choices}


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayPreferences:
    """How somebody sees things. `week_start` is 1 (Monday) to 7 (Sunday)."""

    weight_unit: WeightUnit = field(default=WeightUnit.KG, metadata=_one_of(*WeightUnit))
    time_zone: str = "UTC"
    week_start: int = field(default=MONDAY, metadata=_one_of(*range(1, DAYS_PER_WEEK + 1)))
    theme: Theme = field(default=Theme.AUTO, metadata=_one_of(*Theme))
    formula: Formula = field(default=Formula.EPLEY, metadata=_one_of(*Formula))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPreferences:
    """What statistics know of somebody.

    `goal_days` a week, None where no goal was set. `secondary_share` is what a set is worth for a
    muscle that helps, 0 to 1. `score_class` says which of two published tables a strength score is
    read from, None for neither.
    """

    goal_days: int | None = field(
        default=None, metadata=_one_of(None, *range(1, DAYS_PER_WEEK + 1))
    )
    secondary_share: Decimal = field(
        default=SECONDARY_SHARE, metadata=_one_of(*(Decimal(quarters) / 4 for quarters in range(5)))
    )
    score_class: ScoreClass | None = field(default=None, metadata=_one_of(None, *ScoreClass))


Kind = TypeVar("Kind", DisplayPreferences, StatisticsPreferences)
AnyKind = type[DisplayPreferences] | type[StatisticsPreferences]

_CHOICES_OF: Final[Mapping[AnyKind, Mapping[str, tuple[Any, ...]]]] = {
    kind: MappingProxyType({one.name: one.metadata.get(_CHOICES, ()) for one in fields(kind)})
    for kind in (DisplayPreferences, StatisticsPreferences)
}


def choices(kind: AnyKind) -> Mapping[str, tuple[Any, ...]]:
    """The values that each field can have; none for a field of text."""
    return _CHOICES_OF[kind]


def values_of(kind: AnyKind, row: Any) -> dict[str, Any]:
    """The preferences of a row by name, without a value that is not one of the choices any more."""
    known: dict[str, Any] = {}
    for name, offered in choices(kind).items():
        stored = getattr(row, name)
        if not offered:
            known[name] = stored
        elif stored in offered:
            known[name] = offered[offered.index(stored)]
    return known


def text_of(value: object) -> str:
    """As a form has it. Not empty for None: a field that is left out is no choice."""
    if value is None:
        return "none"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value.value if isinstance(value, Enum) else value)


def chosen(kind: type[Kind], form: Mapping[str, str]) -> Kind:
    """What a form says. ValueError for what is not one of the choices."""
    values: dict[str, Any] = {
        name: _choice(offered, form.get(name, "")) if offered else form.get(name, "")
        for name, offered in choices(kind).items()
    }
    return kind(**values)


def _choice(offered: tuple[Any, ...], text: str) -> Any:
    for one in offered:
        if text_of(one) == text:
            return one
    raise ValueError(text)
