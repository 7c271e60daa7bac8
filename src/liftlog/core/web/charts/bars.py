"""Bars over time, and rows of bars."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from markupsafe import Markup

from liftlog.core.web.charts.axes import labels_below, left_of, nice_ticks, time_ticks, value_axis
from liftlog.core.web.charts.shapes import (
    Bar,
    ChartRow,
    Formats,
    Frame,
    Plot,
    TickUnit,
    both,
    group,
    line,
    rect,
    svg,
    text_at,
    width_of,
)
from liftlog.domain.periods import DAYS_PER_WEEK

BARS_MAX = 400
FEW_BARS = 6
ROW_HEIGHT = 28.0


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
    ticks = nice_ticks(
        0, max(*(bar.value for bar in bars), usual or 0), least_step=formats.least_step
    )

    def draw(frame: Frame) -> Markup:
        plot = _bar_plot(in_time, ticks, frame, formats)
        across = [] if usual is None else [_usual_line(plot, usual)]
        axes = [
            *value_axis(plot, ticks, frame, formats),
            *_bar_axis(in_time, plot, frame, formats),
        ]
        return svg(frame, title, [*axes, group(_bars(in_time, plot, current), "s1"), *across])

    return both(draw)


def _bar_plot(bars: Sequence[Bar], ticks: Sequence[float], frame: Frame, formats: Formats) -> Plot:
    return Plot(
        left=left_of(ticks, frame, formats),
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
            yield rect(
                x, y, room - gap, plot.bottom - y, css_class=f"chart-bar{growing}", text=bar.text
            )


def _usual_line(plot: Plot, usual: float) -> Markup:
    return line(plot.left, plot.y(usual), plot.right, plot.y(usual), "chart-usual")


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
    return labels_below(labels, plot, frame)


def horizontal_bars(rows: Sequence[ChartRow], *, title: str, formats: Formats) -> Markup:
    """One line for each row: its name, its parts end to end, what is usual as a mark, its total."""
    if not any(row.total > 0 for row in rows):
        return Markup("")

    def draw(frame: Frame) -> Markup:
        left, unit = _row_scale(rows, frame, formats)
        drawn = (
            _row(row, left, unit, frame, formats.number(row.total), top=place * ROW_HEIGHT)
            for place, row in enumerate(rows)
        )
        return svg(frame, title, drawn, height=len(rows) * ROW_HEIGHT)

    return both(draw)


def _row_scale(rows: Sequence[ChartRow], frame: Frame, formats: Formats) -> tuple[float, float]:
    """Where bars begin, and how wide 1 is."""
    names = max(width_of(row.name, frame) for row in rows) + 12
    left = min(names, frame.width * 0.45)
    numbers = max(width_of(formats.number(row.total), frame) for row in rows) + 20
    longest = max(max(row.total, row.usual or 0) for row in rows)
    return left, (frame.width - left - numbers) / longest


def _row_parts(row: ChartRow, left: float, unit: float, top: float) -> Iterator[Markup]:
    """The first part is full, the others are tints of the same colour: one thing, more or less of it."""
    for place, part in enumerate(row.parts):
        x = left + sum(row.parts[:place]) * unit
        css_class = "chart-bar chart-bar-part" if place else "chart-bar"
        if part > 0:
            bar = rect(x, top + 6, part * unit, ROW_HEIGHT - 12, css_class=css_class, text=row.text)
            yield group([bar], "s1")


def _row(
    row: ChartRow, left: float, unit: float, frame: Frame, number: str, *, top: float
) -> Markup:
    baseline = top + ROW_HEIGHT / 2 + frame.font_size * 0.35
    end = left + row.total * unit
    parts = [text_at(left - 8, baseline, row.name, "end", "chart-name")]
    parts += _row_parts(row, left, unit, top)
    if row.usual is not None:
        mark = left + row.usual * unit
        parts.append(line(mark, top + 3, mark, top + ROW_HEIGHT - 3, "chart-mark"))
        # The number steps aside where the mark would run through it.
        beside = width_of(number, frame) + 16
        end = mark if end < mark < end + beside else end
    parts.append(text_at(end + 8, baseline, number, "start", "chart-label"))
    return group(parts, "chart-row")
