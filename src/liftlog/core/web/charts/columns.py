"""Columns side by side for what has names instead of dates: hours and weekdays."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from liftlog.core.web.charts import NARROW, WIDE, Formats, Frame, nice_ticks

_CHARACTER_WIDTH = 0.56
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
    left = max(len(name) for name in names) * frame.font_size * _CHARACTER_WIDTH + 12
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
    return Markup(
        '<svg class="chart {}" viewBox="0 0 {:.0f} {:.0f}" font-size="{:.0f}" fill="currentColor" '
        'role="img"><title>{}</title>{}<g class="s1">{}</g></svg>'
    ).format(frame.css_class, frame.width, frame.height, frame.font_size, title, axis, drawn)


def _tick(name: str, tick: float, columns: int, field: _Field) -> Markup:
    y = field.y(tick)
    return Markup(
        '<line class="chart-grid" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>'
        '<text class="chart-axis" x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>'
    ).format(
        field.left, field.x(columns), y, y, field.left - 8, y + field.frame.font_size * 0.35, name
    )


def _column(one: Column, place: int, field: _Field) -> Markup:
    gap = min(field.room * 0.25, 8)
    bar = label = Markup("")
    if one.value:
        bar = Markup(
            '<rect class="chart-bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
            "<title>{}</title></rect>"
        ).format(
            field.x(place) + gap / 2,
            field.y(one.value),
            field.room - gap,
            one.value * field.unit,
            one.text,
        )
    if one.label:
        label = Markup(
            '<text class="chart-axis" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
        ).format(field.x(place + 0.5), field.bottom + field.frame.font_size * 1.7, one.label)
    return bar + label
