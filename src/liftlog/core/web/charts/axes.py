"""Axes: round values upwards, days, months or years from left to right."""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from markupsafe import Markup

from liftlog.core.web.charts.shapes import Formats, Frame, Plot, TickUnit, line, text_at, width_of


def nice_ticks(low: float, high: float, most: int = 5, least_step: float = 0.0) -> list[float]:
    """Round values, at most `most` + 1, of which the first is at or below `low`, the last at or above `high`.

    Steps are 1, 2, 2.5 or 5 times a power of ten, and whole multiples of `least_step`, so that
    every label is what its line stands for. Equal ends get room around them; nothing falls below
    zero unless `low` does.
    """
    if high - low < 1e-6 * max(1.0, abs(high)):
        room = max(abs(low) * 0.05, 1.0)
        low, high = (max(0.0, low - room) if low >= 0 else low - room), high + room
    step = _step((high - low) / (most - 1), least_step)
    start, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(start, end + 1)]


def _step(rough: float, least: float) -> float:
    """The smallest round step from `rough` on that is a whole multiple of `least`."""
    rough = max(rough, least)
    power = 10.0 ** math.floor(math.log10(rough))
    steps = (times * power * ten for ten in (1, 10) for times in (1, 2, 2.5, 5))
    return next(step for step in steps if step >= rough * (1 - 1e-9) and _divides(least, step))


def _divides(least: float, step: float) -> bool:
    return not least or math.isclose(step / least, round(step / least))


_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200)


def _every_days(first: date, last: date, step: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(0, (last - first).days + 1, step)]


def _every_months(first: date, last: date, step: int) -> list[date]:
    """First days of months, counted from year 0, so that January is among them for 1 to 12."""
    months = range(_start_month(first, step), last.year * 12 + last.month, step)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _start_month(first: date, step: int) -> int:
    months = first.year * 12 + first.month - 1 + (first.day > 1)
    return -(-months // step) * step


def _month_count(first: date, last: date, step: int) -> int:
    return len(range(_start_month(first, step), last.year * 12 + last.month, step))


def time_ticks(first: date, last: date, most: int) -> list[tuple[date, TickUnit]]:
    """At most `most` days to label: days up to a few weeks, then firsts of months, then of years."""
    if (last - first).days < most * _DAY_STEPS[-1]:
        by_day = (_every_days(first, last, step) for step in _DAY_STEPS)
        return [(day, TickUnit.DAY) for day in next(days for days in by_day if len(days) <= most)]
    step = next(step for step in _MONTH_STEPS if _month_count(first, last, step) <= most)
    days = _every_months(first, last, step)
    return [(day, TickUnit.YEAR if day.month == 1 else TickUnit.MONTH) for day in days]


def value_axis(
    plot: Plot, ticks: Sequence[float], frame: Frame, formats: Formats
) -> Iterator[Markup]:
    for tick in ticks:
        y = plot.y(tick)
        yield line(plot.left, y, plot.right, y)
        yield text_at(plot.left - 8, y + frame.font_size * 0.35, formats.number(tick), "end")


def labels_below(labels: Iterable[tuple[float, str]], plot: Plot, frame: Frame) -> Iterator[Markup]:
    """Texts under the plot, none cut off at its sides, and none that would touch the one before."""
    free_from = -math.inf
    for middle, text in labels:
        half = width_of(text, frame) / 2
        x = min(max(middle, half), frame.width - half)
        if x - half >= free_from:
            yield text_at(x, plot.bottom + frame.font_size * 1.7, text, "middle")
            free_from = x + half + 6


def time_axis(plot: Plot, frame: Frame, formats: Formats) -> Iterator[Markup]:
    ticks = time_ticks(plot.first, plot.last, frame.time_ticks)
    return labels_below(
        ((plot.x(day), formats.tick(day, unit)) for day, unit in ticks), plot, frame
    )


def left_of(ticks: Sequence[float], frame: Frame, formats: Formats) -> float:
    """Room for the widest label of the value axis."""
    return max(width_of(formats.number(tick), frame) for tick in ticks) + 12
