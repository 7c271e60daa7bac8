"""Preferences: the choices of a form, and what is stored."""

from dataclasses import asdict, replace
from itertools import product
from types import SimpleNamespace

import pytest

from liftlog.domain.preferences import (
    DisplayPreferences,
    StatisticsPreferences,
    Theme,
    choices,
    chosen,
    text_of,
    values_of,
)

KINDS = (DisplayPreferences, StatisticsPreferences)
CHOICES = [
    (kind, name, value)
    for kind in KINDS
    for name, offered in choices(kind).items()
    for value in offered
]


@pytest.mark.parametrize(("kind", "name", "value"), CHOICES, ids=str)
def test_a_choice_is_read_from_a_form_and_from_a_row(
    kind: type[DisplayPreferences], name: str, value: object
) -> None:
    wanted = replace(kind(), **{name: value})  # type: ignore[arg-type] # Any field of either kind.
    form = {one: text_of(has) for one, has in asdict(wanted).items()}
    assert chosen(kind, form) == wanted
    assert kind(**values_of(kind, SimpleNamespace(**asdict(wanted)))) == wanted


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (kind, name, text)
        for kind, text in product(KINDS, ["", "None", "-1", "8", "0.3", "pink", "\x00", "9" * 500])
        for name, offered in choices(kind).items()
        if offered
    ],
)
def test_what_is_not_offered_is_no_choice(
    kind: type[DisplayPreferences], name: str, text: str
) -> None:
    form = {one: text_of(has) for one, has in asdict(kind()).items()}
    with pytest.raises(ValueError, match=r".*"):
        chosen(kind, {**form, name: text})
    del form[name]
    with pytest.raises(ValueError, match=r"^$"):
        chosen(kind, form)


def test_a_stored_value_that_is_not_known_any_more_is_left_out() -> None:
    row = SimpleNamespace(**{**asdict(DisplayPreferences()), "theme": "pink", "formula": "guess"})
    known = values_of(DisplayPreferences, row)
    assert known.keys() == choices(DisplayPreferences).keys() - {"theme", "formula"}
    assert DisplayPreferences(**known).theme is Theme.AUTO
