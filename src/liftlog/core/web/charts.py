"""Charts as SVG and HTML, drawn on the server: no script, no inline style, colours from classes.

Each chart is drawn twice, for a narrow and for a wide figure, so that its text keeps its size:
`only-narrow` and `only-wide` say which is which, and the style sheet shows one of them. A series
takes its colour from `s1` to `s6` by `currentColor` and differs by its dashes too. With nothing to
draw, a chart is empty, and the page says in words what will be here.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from markupsafe import Markup, escape

from liftlog.domain.periods import DAYS_PER_WEEK, MONDAY, Period, add_months, week_start_of

POINTS_MAX = 400
"""Most points of one line; beyond, each stretch of time keeps its lowest and its highest."""
BARS_MAX = 400
GAP_DAYS = 60
"""A line is broken where nothing was done for longer than this."""
FEW_BARS = 6
LONE_BAND = 8.0
ROW_HEIGHT = 28.0
STEPS = 5
"""Shades of the year."""
SERIES_MAX = 6

_CHARACTER_WIDTH = 0.56
"""Of the font's size, on average; digits are wider than letters are on average."""
_DASHES = ("none", "7 4", "2 3", "9 3 2 3", "4 2", "1 4")


class TickUnit(StrEnum):
    """What a label of the time axis names."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Formats:
    """How the reader's language writes numbers and dates. `number` writes a value with no unit."""

    number: Callable[[float], str]
    tick: Callable[[date, TickUnit], str]


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a day; `low` and `high` bound it. Solid points were measured, open ones estimated."""

    day: date
    value: float
    low: float | None = None
    high: float | None = None
    solid: bool = False
    weak: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Points in any order; `label` stands at the line's end; `slot` from 1 to 6 picks its colour.

    `others` belong to it and are not on its line: small dots, or solid ones where they were measured.
    """

    points: Sequence[Point]
    label: str = ""
    slot: int = 1
    others: Sequence[Point] = ()

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
class Row:
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


# Elements


def _n(number: float) -> str:
    """A coordinate, to a tenth, in as few characters as it takes."""
    return f"{number:.1f}".removesuffix(".0")


def _element(name: str, content: str = "", **attributes: str | float) -> Markup:
    """One element; every value and any content that is not markup yet is escaped.

    Underscores in names stand for hyphens, a trailing one keeps clear of keywords.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_n(value) if isinstance(value, float | int) else value)}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{written}>{escape(content)}</{name}>")  # noqa: S704 - all parts are escaped


def _group(parts: Iterable[Markup], css_class: str) -> Markup:
    return _element("g", Markup("").join(parts), class_=css_class)


def _text(
    x: float, y: float, text: str, anchor: str = "start", css_class: str = "chart-axis"
) -> Markup:
    return _element("text", text, class_=css_class, x=x, y=y, text_anchor=anchor)


def _rect(
    x: float, y: float, width: float, height: float, *, css_class: str, text: str = ""
) -> Markup:
    spoken = _element("title", text) if text else ""
    return _element("rect", spoken, class_=css_class, x=x, y=y, width=width, height=height)


def _line(x1: float, y1: float, x2: float, y2: float, css_class: str = "chart-grid") -> Markup:
    return _element("line", class_=css_class, x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor")


def _width_of(text: str, frame: Frame) -> float:
    return len(text) * frame.font_size * _CHARACTER_WIDTH


def _svg(frame: Frame, title: str, parts: Iterable[Markup], height: float | None = None) -> Markup:
    shown = Markup("").join([_element("title", title), *parts])
    return _element(
        "svg",
        shown,
        class_=f"chart {frame.css_class}",
        viewBox=f"0 0 {_n(frame.width)} {_n(height or frame.height)}",
        font_size=frame.font_size,
        fill="currentColor",
        role="img",
    )


def _both(draw: Callable[[Frame], Markup]) -> Markup:
    return draw(NARROW) + draw(WIDE)


# Axes


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values, at most `most` + 1, of which the first is at or below `low`, the last at or above `high`.

    Steps are 1, 2, 2.5 or 5 times a power of ten. Equal ends get room around them; nothing falls
    below zero unless `low` does.
    """
    if high - low < 1e-6 * max(1.0, abs(high)):
        room = max(abs(low) * 0.05, 1.0)
        low, high = (max(0.0, low - room) if low >= 0 else low - room), high + room
    rough = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(
        times * power for times in (1, 2, 2.5, 5, 10) if times * power >= rough * (1 - 1e-9)
    )
    start, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(start, end + 1)]


_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200)


def _every_days(first: date, last: date, step: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(0, (last - first).days + 1, step)]


def _every_months(first: date, last: date, step: int) -> list[date]:
    """First days of months, counted from year 0, so that January is among them for 1 to 12."""
    months = first.year * 12 + first.month - 1 + (first.day > 1)
    start = -(-months // step) * step
    found = date(start // 12, start % 12 + 1, 1)
    days = []
    while found <= last:
        days.append(found)
        found = add_months(found, step)
    return days


def time_ticks(first: date, last: date, most: int) -> list[tuple[date, TickUnit]]:
    """At most `most` days to label: days up to a few weeks, then firsts of months, then of years."""
    if (last - first).days < most * _DAY_STEPS[-1]:
        by_day = (_every_days(first, last, step) for step in _DAY_STEPS)
        return [(day, TickUnit.DAY) for day in next(days for days in by_day if len(days) <= most)]
    by_month = (_every_months(first, last, step) for step in _MONTH_STEPS)
    days = next(days for days in by_month if len(days) <= most)
    return [(day, TickUnit.YEAR if day.month == 1 else TickUnit.MONTH) for day in days]


def _value_axis(
    plot: Plot, ticks: Sequence[float], frame: Frame, formats: Formats
) -> Iterator[Markup]:
    for tick in ticks:
        y = plot.y(tick)
        yield _line(plot.left, y, plot.right, y)
        yield _text(plot.left - 8, y + frame.font_size * 0.35, formats.number(tick), "end")


def _labels_below(
    labels: Iterable[tuple[float, str]], plot: Plot, frame: Frame
) -> Iterator[Markup]:
    """Texts under the plot, none cut off at its sides, and none that would touch the one before."""
    free_from = -math.inf
    for middle, text in labels:
        half = _width_of(text, frame) / 2
        x = min(max(middle, half), frame.width - half)
        if x - half >= free_from:
            yield _text(x, plot.bottom + frame.font_size * 1.7, text, "middle")
            free_from = x + half + 6


def _time_axis(plot: Plot, frame: Frame, formats: Formats) -> Iterator[Markup]:
    ticks = time_ticks(plot.first, plot.last, frame.time_ticks)
    return _labels_below(
        ((plot.x(day), formats.tick(day, unit)) for day, unit in ticks), plot, frame
    )


def _left_of(ticks: Sequence[float], frame: Frame, formats: Formats) -> float:
    """Room for the widest label of the value axis."""
    return max(_width_of(formats.number(tick), frame) for tick in ticks) + 12


# Lines


def _stretches(points: Sequence[Point]) -> list[list[Point]]:
    """Points in time, broken where more than GAP_DAYS lie between two."""
    stretches: list[list[Point]] = []
    for point in points:
        if stretches and (point.day - stretches[-1][-1].day).days <= GAP_DAYS:
            stretches[-1].append(point)
        else:
            stretches.append([point])
    return stretches


def thin_out(points: Sequence[Point], most: int = POINTS_MAX) -> list[Point]:
    """At most `most` points in time: first, last, and the lowest and highest of each stretch between."""
    if len(points) <= most:
        return list(points)
    inner = list(enumerate(points))[1:-1]
    pairs = (most - 2) // 2
    kept = {0, len(points) - 1}
    for _, chunk in groupby(inner, key=lambda one: (one[0] - 1) * pairs // len(inner)):
        extremes = sorted(chunk, key=lambda one: one[1].value)
        kept |= {extremes[0][0], extremes[-1][0]}
    return [points[place] for place in sorted(kept)]


def _path(corners: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in corners)


def _line_paths(
    stretches: Iterable[list[Point]], plot: Plot, slot: int, width: float
) -> Iterator[Markup]:
    for stretch in stretches:
        if len(stretch) > 1:
            yield _element(
                "path",
                class_="chart-line",
                d=_path((plot.x(one.day), plot.y(one.value)) for one in stretch),
                fill="none",
                stroke="currentColor",
                stroke_width=width,
                stroke_dasharray=_DASHES[slot - 1],
                stroke_linejoin="round",
            )


def _band_paths(stretches: Iterable[list[Point]], plot: Plot) -> Iterator[Markup]:
    """The band of each stretch; around a day that stands alone it is as wide as its dot."""
    for stretch in stretches:
        half = LONE_BAND / 2 if len(stretch) == 1 else 0.0
        bounds = [(plot.x(one.day), one.low, one.high) for one in stretch]
        lower = [(x, plot.y(low)) for x, low, _ in bounds if low is not None]
        upper = [(x, plot.y(high)) for x, _, high in bounds if high is not None]
        if len(lower) == len(upper) > 0:
            corners = [*upper, *reversed(lower)]
            if half:
                sides = (-half, half, half, -half)
                pairs = (corners[0], corners[0], corners[1], corners[1])
                corners = [(x + side, y) for side, (x, y) in zip(sides, pairs, strict=True)]
            yield _element("path", class_="chart-band", d=_path(corners) + "Z", fill_opacity="0.16")


def _scatter(points: Sequence[Point], plot: Plot, frame: Frame) -> Iterator[Markup]:
    """Small dots as one path of strokes without length, however many there are; solid ones as ever."""
    faint = [one for one in points if not one.solid]
    if faint:
        corners = [(plot.x(one.day), plot.y(one.value)) for one in thin_out(faint, frame.points)]
        yield _element(
            "path",
            class_="chart-scatter",
            d="".join(f"M{_n(x)} {_n(y)}h0" for x, y in corners),
            stroke="currentColor",
            stroke_width=4,
            stroke_linecap="round",
        )
    solid = [one for one in points if one.solid]
    yield from (_dot(one, plot) for one in _highest_of_each(solid, frame.dots // 3))


def _dot(point: Point, plot: Plot) -> Markup:
    kind = "chart-dot-tested" if point.solid else "chart-dot"
    return _element(
        "circle",
        _element("title", point.text) if point.text else "",
        class_=f"{kind} chart-dot-weak" if point.weak else kind,
        cx=plot.x(point.day),
        cy=plot.y(point.value),
        r=4.5 if point.solid else 3,
        stroke="currentColor",
        stroke_width=2,
    )


def _highest_of_each(points: Sequence[Point], most: int) -> list[Point]:
    """At most `most` of the points: the highest of each of so many equal parts of their number."""
    parts = groupby(enumerate(points), key=lambda one: one[0] * most // len(points))
    return [max((one for _, one in part), key=lambda one: one.value) for _, part in parts]


def _dotted(points: Sequence[Point], stretches: Iterable[list[Point]], frame: Frame) -> list[Point]:
    """The points drawn as dots: all of a short line.

    Of a long one the best that were measured, those with no line through them, and the last.
    """
    if len(points) <= frame.dots:
        return list(points)
    alone = [stretch[0] for stretch in stretches if len(stretch) == 1]
    solid = _highest_of_each([one for one in points if one.solid], frame.dots // 3)
    return sorted({*alone[-frame.dots :], *solid, points[-1]}, key=lambda one: one.day)


def _series(series: Series, plot: Plot, frame: Frame) -> Markup:
    stretches = _stretches(series.points)
    kept = {one.day for one in thin_out(series.points, frame.points)}
    thinned = [[one for one in stretch if one.day in kept] for stretch in stretches]
    dense = len(series.points) > frame.dots * 3
    parts = [
        *_band_paths(thinned, plot),
        *_scatter(series.others, plot, frame),
        *_line_paths(thinned, plot, series.slot, width=1.25 if dense else 2),
        *(_dot(one, plot) for one in _dotted(series.points, stretches, frame)),
    ]
    return _group(parts, f"s{series.slot}")


def _spread_out(heights: Sequence[float], least: float, top: float, bottom: float) -> list[float]:
    """The heights, at least `least` apart and within the plot, in their order from above."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + least) if placed else max(height, top))
    for place in reversed(range(len(placed))):
        limit = placed[place + 1] - least if place + 1 < len(placed) else bottom
        placed[place] = min(placed[place], limit)
    return placed


def _end_labels(drawn: Sequence[Series], plot: Plot, frame: Frame) -> Iterator[Markup]:
    """Several lines: each named to the right of the plot, at the height at which it ends."""
    labelled = sorted(
        (one for one in drawn if one.label), key=lambda one: plot.y(one.points[-1].value)
    )
    ends = [plot.y(one.points[-1].value) + frame.font_size * 0.35 for one in labelled]
    heights = _spread_out(ends, frame.font_size * 1.25, plot.top, plot.bottom)
    for one, y in zip(labelled, heights, strict=True):
        yield _group([_text(plot.right + 8, y, one.label, css_class="chart-label")], f"s{one.slot}")


def _label_above(series: Series, plot: Plot, frame: Frame) -> Markup:
    """One line: its label over its end, above all that lies under the label."""
    width = _width_of(series.label, frame) * 1.1
    right = max(plot.x(series.points[-1].day) + 4, plot.left + width)
    under = [one for one in series.everything if right - width <= plot.x(one.day) <= right + 4]
    highest = min(plot.y(max(one.value, one.high or one.value)) for one in under)
    return _text(right, max(highest - 10, frame.font_size), series.label, "end", "chart-label")


def _bounds(drawn: Iterable[Series]) -> tuple[float, float]:
    points = [one for series in drawn for one in series.everything]
    low = min(min(one.value, one.value if one.low is None else one.low) for one in points)
    high = max(max(one.value, one.value if one.high is None else one.high) for one in points)
    return low, high


def _ordered(series: Iterable[Series]) -> list[Series]:
    """Series with points, each with one point a day, in time."""
    found = []
    for one in series:
        by_day = {point.day: point for point in one.points}
        if by_day:
            others = sorted(one.others, key=lambda point: point.day)
            found.append(
                replace(one, points=[by_day[day] for day in sorted(by_day)], others=others)
            )
    return found


def _period_of(drawn: Sequence[Series], period: Period | None) -> Period:
    days = [point.day for series in drawn for point in series.everything]
    if period is None:
        return Period(min(days), max(days))
    return Period(min(*days, period.first), max(*days, period.last))


def _line_frame(
    drawn: Sequence[Series], period: Period, frame: Frame, formats: Formats
) -> tuple[Plot, list[float]]:
    ticks = nice_ticks(*_bounds(drawn))
    named = max((_width_of(one.label, frame) for one in drawn), default=0) if len(drawn) > 1 else 0
    plot = Plot(
        left=_left_of(ticks, frame, formats),
        right=frame.width - max(12.0, min(named * 1.1 + 12, frame.width * 0.35)),
        top=frame.font_size * 2,
        bottom=frame.height - frame.font_size * 2.2,
        first=period.first,
        last=period.last,
        low=ticks[0],
        high=ticks[-1],
    )
    return plot, ticks


def line_chart(
    series: Iterable[Series], *, title: str, formats: Formats, period: Period | None = None
) -> Markup:
    """Up to six lines over time. `period` makes the axis longer than the points are, not shorter."""
    drawn = _ordered(series)[:SERIES_MAX]
    if not drawn:
        return Markup("")

    def draw(frame: Frame) -> Markup:
        plot, ticks = _line_frame(drawn, _period_of(drawn, period), frame, formats)
        labels = _end_labels(drawn, plot, frame) if len(drawn) > 1 else iter(())
        if len(drawn) == 1 and drawn[0].label:
            labels = iter([_label_above(drawn[0], plot, frame)])
        lines = [_series(one, plot, frame) for one in reversed(drawn)]
        axes = [*_value_axis(plot, ticks, frame, formats), *_time_axis(plot, frame, formats)]
        return _svg(frame, title, [*axes, *lines, *labels])

    return _both(draw)


def sparkline(values: Sequence[float], title: str = "") -> Markup:
    """A small line without axes; without a title it is an ornament that nobody needs to hear of."""
    if not values:
        return Markup("")
    plot_of = _spark_plot(values)
    start = date.min
    points = thin_out(
        [Point(start + timedelta(days=at), value) for at, value in enumerate(values)], 48
    )
    corners = [(plot_of.x(one.day), plot_of.y(one.value)) for one in points]
    return _element(
        "svg",
        Markup("").join(
            [
                _element("title", title) if title else Markup(""),
                _element(
                    "path",
                    class_="chart-line",
                    d=_path(corners),
                    fill="none",
                    stroke="currentColor",
                    stroke_width=2,
                ),
                _element(
                    "circle", class_="chart-dot-tested", cx=corners[-1][0], cy=corners[-1][1], r=3
                ),
            ]
        ),
        class_="sparkline s1",
        viewBox="0 0 96 28",
        width=96,
        height=28,
        fill="currentColor",
        **({"role": "img"} if title else {"aria_hidden": "true"}),
    )


def _spark_plot(values: Sequence[float]) -> Plot:
    low, high = min(values), max(values)
    room = 1.0 if high == low else 0.0
    last = date.min + timedelta(days=len(values) - 1)
    return Plot(3, 91, 4, 24, date.min, last, low - room, high + room)


# Bars


def bar_chart(
    bars: Sequence[Bar],
    *,
    title: str,
    formats: Formats,
    current: date | None = None,
    usual: float | None = None,
) -> Markup:
    """One bar for each week, month or year, from zero, in time; `usual` draws a line across.

    Bars are as far apart as they follow each other, so an empty week wants a bar of zero. The one
    that begins on `current` is still growing and drawn so. At most BARS_MAX bars: choose
    wider buckets for a longer time (`periods.fitting_bucket`).
    """
    if len(bars) > BARS_MAX:
        raise ValueError(f"{len(bars)} bars are more than anybody can tell apart.")
    if not any(bar.value > 0 for bar in bars):
        return Markup("")
    in_time = sorted(bars, key=lambda bar: bar.day)
    ticks = nice_ticks(0, max(*(bar.value for bar in bars), usual or 0))

    def draw(frame: Frame) -> Markup:
        plot = _bar_plot(in_time, ticks, frame, formats)
        across = [] if usual is None else [_usual_line(plot, usual)]
        axes = [
            *_value_axis(plot, ticks, frame, formats),
            *_bar_axis(in_time, plot, frame, formats),
        ]
        return _svg(frame, title, [*axes, _group(_bars(in_time, plot, current), "s1"), *across])

    return _both(draw)


def _bar_plot(bars: Sequence[Bar], ticks: Sequence[float], frame: Frame, formats: Formats) -> Plot:
    return Plot(
        left=_left_of(ticks, frame, formats),
        right=frame.width - 8,
        top=frame.font_size,
        bottom=frame.height - frame.font_size * 2.2,
        first=bars[0].day,
        last=bars[-1].day,
        low=ticks[0],
        high=ticks[-1],
    )


def _room(bars: Sequence[Bar], plot: Plot) -> float:
    """The width that each bar has for itself; a few bars don't grow into blocks."""
    return (plot.right - plot.left) / max(len(bars), FEW_BARS)


def _bars(bars: Sequence[Bar], plot: Plot, current: date | None) -> Iterator[Markup]:
    room = _room(bars, plot)
    gap = min(room * 0.25, 6)
    for place, bar in enumerate(bars):
        if bar.value > 0:
            growing = " chart-bar-current" if bar.day == current else ""
            x, y = plot.left + place * room + gap / 2, plot.y(bar.value)
            yield _rect(
                x, y, room - gap, plot.bottom - y, css_class=f"chart-bar{growing}", text=bar.text
            )


def _usual_line(plot: Plot, usual: float) -> Markup:
    return _line(plot.left, plot.y(usual), plot.right, plot.y(usual), "chart-usual")


def _bar_unit(days: Sequence[date], day: date) -> TickUnit:
    """Weeks are named by a day; months and quarters by their month, by their year in January."""
    if not all(one.day == 1 for one in days):
        return TickUnit.DAY
    return TickUnit.YEAR if day.month == 1 else TickUnit.MONTH


def _bar_ticks(days: Sequence[date], most: int) -> list[tuple[int, TickUnit]]:
    """Which bars to label, by place: all or every so many, or those that begin a month or year."""
    ticks = time_ticks(days[0], days[-1], most)
    if len(days) <= most or ticks[0][1] is TickUnit.DAY:
        every = -(-len(days) // most)
        return [(place, _bar_unit(days, days[place])) for place in range(0, len(days), every)]
    places = [(bisect_left(days, day), day, unit) for day, unit in ticks]
    near = timedelta(days=DAYS_PER_WEEK)
    return [(place, unit) for place, day, unit in places if days[place] - day < near]


def _bar_axis(bars: Sequence[Bar], plot: Plot, frame: Frame, formats: Formats) -> Iterator[Markup]:
    days, room = [bar.day for bar in bars], _room(bars, plot)
    labels = (
        (plot.left + (place + 0.5) * room, formats.tick(days[place], unit))
        for place, unit in _bar_ticks(days, frame.time_ticks)
    )
    return _labels_below(labels, plot, frame)


def horizontal_bars(rows: Sequence[Row], *, title: str, formats: Formats) -> Markup:
    """One line for each row: its name, its parts end to end, what is usual as a mark, its total."""
    if not any(row.total > 0 for row in rows):
        return Markup("")

    def draw(frame: Frame) -> Markup:
        left, unit = _row_scale(rows, frame, formats)
        drawn = (
            _row(row, left, unit, frame, formats.number(row.total), top=place * ROW_HEIGHT)
            for place, row in enumerate(rows)
        )
        return _svg(frame, title, drawn, height=len(rows) * ROW_HEIGHT)

    return _both(draw)


def _row_scale(rows: Sequence[Row], frame: Frame, formats: Formats) -> tuple[float, float]:
    """Where bars begin, and how wide 1 is."""
    names = max(_width_of(row.name, frame) for row in rows) + 12
    left = min(names, frame.width * 0.45)
    numbers = max(_width_of(formats.number(row.total), frame) for row in rows) + 20
    longest = max(max(row.total, row.usual or 0) for row in rows)
    return left, (frame.width - left - numbers) / longest


def _row_parts(row: Row, left: float, unit: float, top: float) -> Iterator[Markup]:
    """The first part is full, the others are tints of the same colour: one thing, more or less of it."""
    for place, part in enumerate(row.parts):
        x = left + sum(row.parts[:place]) * unit
        css_class = "chart-bar chart-bar-part" if place else "chart-bar"
        if part > 0:
            bar = _rect(
                x, top + 6, part * unit, ROW_HEIGHT - 12, css_class=css_class, text=row.text
            )
            yield _group([bar], "s1")


def _row(row: Row, left: float, unit: float, frame: Frame, number: str, *, top: float) -> Markup:
    baseline = top + ROW_HEIGHT / 2 + frame.font_size * 0.35
    end = left + row.total * unit
    parts = [_text(left - 8, baseline, row.name, "end", "chart-name")]
    parts += _row_parts(row, left, unit, top)
    if row.usual is not None:
        mark = left + row.usual * unit
        parts.append(_line(mark, top + 3, mark, top + ROW_HEIGHT - 3, "chart-mark"))
        # The number steps aside where the mark would run through it.
        beside = _width_of(number, frame) + 16
        end = mark if end < mark < end + beside else end
    parts.append(_text(end + 8, baseline, number, "start", "chart-label"))
    return _group(parts, "chart-row")


# The year


def heat_steps(values: Mapping[date, float]) -> dict[date, int]:
    """1 to 5 for each day, a fifth of the days in each step where they differ; equal days are 5."""
    ranked = sorted(values.values())
    return {
        day: math.ceil(STEPS * bisect_right(ranked, value) / len(ranked))
        for day, value in values.items()
    }


@dataclass(frozen=True, slots=True)
class HeatWords:
    """What the year says: weekdays from Monday, months from January, and each trained day's text."""

    weekdays: Sequence[str]
    months: Sequence[str]
    day: Callable[[date, float], str]


def _weeks_of(year: int, week_start: int) -> list[date]:
    """First days of the 53, seldom 54, weeks that have a day of the year."""
    first, last = week_start_of(date(year, 1, 1), week_start), date(year, 12, 31)
    return [
        first + timedelta(days=offset)
        for offset in range(0, (last - first).days + 1, DAYS_PER_WEEK)
    ]


def _month_heads(year: int, weeks: Sequence[date], words: HeatWords) -> Markup:
    """A month stands over the weeks that begin in it; the first week may begin in December before."""
    months = [1 if week.year < year else week.month for week in weeks]
    heads = [_element("td")]
    for month, spanned in groupby(months):
        width = len(list(spanned))
        heads.append(_element("th", words.months[month - 1], scope="colgroup", colspan=width))
    return _element("tr", Markup("").join(heads))


def _heat_link(text: str, href: str, step: int, *, last: bool) -> Markup:
    hidden = _element("span", text, class_="visually-hidden")
    css_class = f"heat heat-{step} heat-last" if last else f"heat heat-{step}"
    return _element("td", _element("a", hidden, class_=css_class, href=href, title=text))


def year_heatmap(
    year: int,
    values: Mapping[date, float],
    *,
    caption: str,
    words: HeatWords,
    link: Callable[[date], str],
    week_start: int = MONDAY,
) -> Markup:
    """A table of seven weekdays by the weeks of the year; `values` has the trained days, zeros too.

    Trained days are links. The table is wider than a phone: put it into something that scrolls.
    """
    weeks = _weeks_of(year, week_start)
    shown = {day: value for day, value in values.items() if day.year == year}
    steps, latest = heat_steps(shown), max(shown, default=None)

    def cell(day: date) -> Markup:
        if day in shown:
            return _heat_link(words.day(day, shown[day]), link(day), steps[day], last=day == latest)
        css_class = "heat heat-0" if day.year == year else "heat heat-out"
        return _element("td", _element("span", class_=css_class))

    def row(offset: int) -> Markup:
        weekday = words.weekdays[(week_start - 1 + offset) % DAYS_PER_WEEK]
        cells = [cell(week + timedelta(days=offset)) for week in weeks]
        return _element("tr", Markup("").join([_element("th", weekday, scope="row"), *cells]))

    head = _element("thead", _month_heads(year, weeks, words))
    body = _element("tbody", Markup("").join(row(offset) for offset in range(DAYS_PER_WEEK)))
    return _element("table", _element("caption", caption) + head + body, class_="heatmap")
