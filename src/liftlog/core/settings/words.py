"""What preferences are called in the form of settings, and the choices that it offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from liftlog.core.web.formats import FORMULA_NAMES
from liftlog.core.web.option_lists import zone_options
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import N_
from liftlog.domain.preferences import (
    AnyKind,
    choices,
    text_of,
)


@dataclass(frozen=True, slots=True)
class PreferenceWords:
    """`names` are those of the choices that are offered; without it all are, by their own text."""

    label: str
    hint: str = ""
    names: Mapping[str, str] | None = None
    as_list: bool = False


WORDS: Final[Mapping[str, PreferenceWords]] = {
    "weight_unit": PreferenceWords(
        N_("Weights in"),
        N_("What you entered stays as you entered it."),
        {"kg": N_("kilograms"), "lb": N_("pounds")},
    ),
    "time_zone": PreferenceWords(
        N_("Time zone"), N_("Decides which day a workout belongs to."), as_list=True
    ),
    "week_start": PreferenceWords(
        N_("Weeks start on"), names={"1": N_("Monday"), "6": N_("Saturday"), "7": N_("Sunday")}
    ),
    "theme": PreferenceWords(
        N_("Appearance"),
        names={"auto": N_("automatic"), "light": N_("light"), "dark": N_("dark")},
    ),
    "formula": PreferenceWords(
        N_("1RM equation"),
        N_("Used where one number is shown. All are on the 1RM page."),
        {formula.value: name for formula, name in FORMULA_NAMES.items()},
        as_list=True,
    ),
    "goal_days": PreferenceWords(
        N_("Training days a week you aim for"),
        N_("Streaks are of weeks at this goal; without one, of weeks with training."),
    ),
    "secondary_share": PreferenceWords(
        N_("A set counts for a muscle that only helps"),
        N_("1 is as much as for the muscle that it trains."),
    ),
    "score_class": PreferenceWords(
        N_("Strength scores by the table for"),
        N_("DOTS, Wilks and IPF GL have one table each."),
        {"none": N_("neither"), "men": N_("men"), "women": N_("women")},
    ),
}


@dataclass(frozen=True, slots=True)
class FormField:
    """A preference as the form shows it; `options` are values and what they are called."""

    name: str
    label: str
    hint: str | None
    options: list[tuple[str, str]] | Markup
    value: str
    as_list: bool


def form_fields(kind: AnyKind, values: Mapping[str, str]) -> list[FormField]:
    """The fields in their order, with these values."""
    return [
        FormField(
            name,
            label_of(name),
            _(WORDS[name].hint) if WORDS[name].hint else None,
            zone_options(values[name]) if name == "time_zone" else _options(kind, name),
            values[name],
            WORDS[name].as_list,
        )
        for name in choices(kind)
    ]


def label_of(name: str) -> str:
    return _(WORDS[name].label)


def value_name(name: str, value: str) -> str:
    """What a choice is called."""
    names = WORDS[name].names or {"none": N_("none")}
    return _(names[value]) if value in names else value


def _options(kind: AnyKind, name: str) -> list[tuple[str, str]]:
    offered = WORDS[name].names or [text_of(one) for one in choices(kind)[name]]
    return [(value, value_name(name, value)) for value in offered]
