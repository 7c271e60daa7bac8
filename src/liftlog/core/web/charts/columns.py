"""Columns side by side for what has names instead of dates: hours and weekdays."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from liftlog.core.web.charts import NARROW, WIDE, Formats, Frame, nice_ticks
from liftlog.core.web.charts.shapes import group, line, rect, svg, text_at, width_of

_TICKS_MAX = 4


@dataclass(frozen=True, slots=True)
class Column:
    """`label` stands below it and may be empty; `text` is what it says when it is touched."""

    label: str
    value: float
    text: str


def columns_chart(columns: Sequence[Column], *, title: str, formats: Formats) -> Markup:
    """From zero; nothing at all where every column is zero."""
    if not any(one.value for one in columns):
        return Markup("")
    return Markup("").join(_drawn(columns, title, formats, frame) for frame in (NARROW, WIDE))


@dataclass(frozen=True, slots=True)
class _Field:
    """Where columns stand: from `left`, each with `room`; `unit` is the height of 1."""

    frame: Frame
    left: float
    room: float
    bottom: float
    unit: float

    def x(self, place: float) -> float:
        return self.left + place * self.room

    def y(self, value: float) -> float:
        return self.bottom - value * self.unit


def _drawn(columns: Sequence[Column], title: str, formats: Formats, frame: Frame) -> Markup:
    # Counts have no halves.
    ticks = [
        tick
        for tick in nice_ticks(0, max(one.value for one in columns), _TICKS_MAX)
        if tick == int(tick)
    ]
    names = [formats.number(tick) for tick in ticks]
    left = max(width_of(name, frame) for name in names) + 12
    bottom = frame.height - frame.font_size * 2.2
    field = _Field(
        frame=frame,
        left=left,
        room=(frame.width - 8 - left) / len(columns),
        bottom=bottom,
        unit=(bottom - frame.font_size) / ticks[-1],
    )
    axis = Markup("").join(
        _tick(name, tick, len(columns), field) for name, tick in zip(names, ticks, strict=True)
    )
    drawn = Markup("").join(_column(one, place, field) for place, one in enumerate(columns))
    return svg(frame, title, [axis, group([drawn], "s1")])


def _tick(name: str, tick: float, columns: int, field: _Field) -> Markup:
    y = field.y(tick)
    grid = line(field.left, y, field.x(columns), y)
    return grid + text_at(field.left - 8, y + field.frame.font_size * 0.35, name, "end")


def _column(one: Column, place: int, field: _Field) -> Markup:
    gap = min(field.room * 0.25, 8)
    bar = label = Markup("")
    if one.value:
        bar = rect(
            field.x(place) + gap / 2,
            field.y(one.value),
            field.room - gap,
            one.value * field.unit,
            css_class="chart-bar",
            text=one.text,
        )
    if one.label:
        below = field.bottom + field.frame.font_size * 1.7
        label = text_at(field.x(place + 0.5), below, one.label, "middle")
    return bar + label
