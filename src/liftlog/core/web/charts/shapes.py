"""What charts are made of: points, bars and rows, the frames they are drawn in, and the elements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from unicodedata import east_asian_width

from markupsafe import Markup, escape

POINTS_MAX = 400
"""Most points of one line; beyond, each stretch of time keeps its lowest and its highest."""

GAP_DAYS = 60
"""A line is broken where nothing was done for longer than this."""

_CHARACTER_WIDTH = 0.56
"""Of the font's size, on average; digits are wider than letters are on average."""
_WIDE_LETTERS = frozenset("MWmw@%\N{EM DASH}")
DASHES = ("none", "7 4", "2 3", "9 3 2 3", "4 2", "1 4")


WORDS_KEPT = 4096
WORDS_MAX = 100
"""Longer ones are not kept."""


class TickUnit(StrEnum):
    """What a label of the time axis names."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Formats:
    """How the reader's language writes numbers and dates. `number` writes a value with no unit.

    `least_step` is the smallest difference that `number` shows: lines of an axis are no nearer.
    """

    number: Callable[[float], str]
    tick: Callable[[date, TickUnit], str]
    least_step: float = 0.1


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a day; `low` and `high` bound it. Solid points were measured, open ones estimated.

    `text` may be what makes the text: of many points few are drawn with one. `middle` is drawn as a thin line of its own through the band.
    """

    day: date
    value: float
    low: float | None = None
    high: float | None = None
    solid: bool = False
    weak: bool = False
    text: str | Callable[[], str] = ""
    middle: float | None = None

    @property
    def words(self) -> str:
        return self.text if isinstance(self.text, str) else self.text()


@dataclass(frozen=True, slots=True)
class Series:
    """Points in any order; `label` stands at the line's end; `slot` from 1 to 6 picks its colour.

    `others` belong to it and are not on its line: small dots, or solid ones where they were measured.
    The line is broken where nothing was measured for longer than `gap_days`.
    """

    points: Sequence[Point]
    label: str = ""
    slot: int = 1
    others: Sequence[Point] = ()
    gap_days: int = GAP_DAYS

    @property
    def everything(self) -> list[Point]:
        return [*self.points, *self.others]


@dataclass(frozen=True, slots=True)
class Bar:
    """The value of the week, month or year that begins on `day`."""

    day: date
    value: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A named sum of parts, none negative, beside what is usual."""

    name: str
    parts: Sequence[float]
    usual: float | None = None
    text: str = ""

    @property
    def total(self) -> float:
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of one drawing in its own units, which are pixels where it is shown at full size."""

    css_class: str
    width: float
    height: float
    font_size: float
    time_ticks: int
    dots: int
    points: int


NARROW = Frame("only-narrow", 340, 216, 12, time_ticks=4, dots=40, points=120)
WIDE = Frame("only-wide", 880, 288, 13, time_ticks=8, dots=72, points=POINTS_MAX)


@dataclass(frozen=True, slots=True)
class Plot:
    """Where values go: a rectangle of the drawing, days from left to right, values upwards."""

    left: float
    right: float
    top: float
    bottom: float
    first: date
    last: date
    low: float
    high: float

    def x(self, day: date) -> float:
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


def number_text(number: float) -> str:
    """A coordinate, to a tenth, in as few characters as it takes."""
    text = f"{number:.1f}"
    return text.removesuffix(".0")


def element(name: str, content: str = "", **attributes: str | float) -> Markup:
    """One element; every value and any content that is not markup yet is escaped.

    Underscores in names stand for hyphens, a trailing one keeps clear of keywords.
    """
    written = "".join(
        [f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items()]
    )
    inner = content if type(content) is Markup else _escaped(content)
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704 - all parts are escaped


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    if type(value) is str:
        return _escaped(value) if len(value) < WORDS_MAX else escape(value)
    return value if isinstance(value, str) else number_text(value)


@lru_cache(maxsize=WORDS_KEPT)
def _escaped(text: str) -> str:
    """Names of classes, labels and days, which are the same in chart after chart."""
    return str(escape(text))


# What follows is written out, since a page has hundreds of each.
def group(parts: Iterable[Markup], css_class: str) -> Markup:
    return Markup(f'<g class="{_escaped(css_class)}">{"".join(parts)}</g>')  # noqa: S704 - parts are markup


def text_at(
    x: float, y: float, text: str, anchor: str = "start", css_class: str = "chart-axis"
) -> Markup:
    return Markup(  # noqa: S704 - all parts are escaped
        f'<text class="{_escaped(css_class)}" x="{number_text(x)}" y="{number_text(y)}" '
        f'text-anchor="{_escaped(anchor)}">{_escaped(text)}</text>'
    )


def rect(
    x: float, y: float, width: float, height: float, *, css_class: str, text: str = ""
) -> Markup:
    spoken = f"<title>{_escaped(text)}</title>" if text else ""
    return Markup(  # noqa: S704 - all parts are escaped
        f'<rect class="{_escaped(css_class)}" x="{number_text(x)}" y="{number_text(y)}" '
        f'width="{number_text(width)}" height="{number_text(height)}">{spoken}</rect>'
    )


def line(x1: float, y1: float, x2: float, y2: float, css_class: str = "chart-grid") -> Markup:
    return Markup(  # noqa: S704 - all parts are escaped
        f'<line class="{_escaped(css_class)}" x1="{number_text(x1)}" y1="{number_text(y1)}" '
        f'x2="{number_text(x2)}" y2="{number_text(y2)}" stroke="currentColor"></line>'
    )


def path_of(corners: Iterable[tuple[float, float]]) -> Markup:
    drawn = "L".join([f"{number_text(x)} {number_text(y)}" for x, y in corners])
    return Markup(f"M{drawn}")  # noqa: S704 Numbers need no escaping.


def width_of(text: str, frame: Frame) -> float:
    return frame.font_size * _ems(text)


@lru_cache(WORDS_KEPT)
def _ems(text: str) -> float:
    """At most about this wide; what a browser draws depends on its fonts."""
    return sum(_character_ems(character) for character in text)


def _character_ems(character: str) -> float:
    if character in _WIDE_LETTERS or east_asian_width(character) in "WF":
        return 1.05
    return 0.75 if character.isupper() else _CHARACTER_WIDTH


def fitted(text: str, ems: float) -> str:
    """The text, cut with an ellipsis where it is wider."""
    if _ems(text) <= ems:
        return text
    left = ems - 1
    for end, character in enumerate(text):
        left -= _character_ems(character)
        if left < 0:
            return text[:end].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    return text


def svg(frame: Frame, title: str, parts: Iterable[Markup], height: float | None = None) -> Markup:
    shown = Markup("").join([element("title", title), *parts])
    return element(
        "svg",
        shown,
        class_=f"chart {frame.css_class}",
        viewBox=f"0 0 {number_text(frame.width)} {number_text(height or frame.height)}",
        font_size=frame.font_size,
        fill="currentColor",
        role="img",
    )


def both(draw: Callable[[Frame], Markup]) -> Markup:
    return draw(NARROW) + draw(WIDE)
