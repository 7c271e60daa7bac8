"""The year as a table of days."""

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup, escape

from liftlog.core.web.charts.shapes import element
from liftlog.domain.periods import DAYS_PER_WEEK, MONDAY, week_start_of

STEPS = 5
"""Shades of the year."""


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
    heads = [element("td")]
    for month, spanned in groupby(months):
        width = len(list(spanned))
        name = element("span", words.months[month - 1])
        heads.append(element("th", name, scope="colgroup", colspan=width))
    return element("tr", Markup("").join(heads))


_UNTRAINED = '<td><span class="heat heat-0"></span></td>'
_OUTSIDE = '<td><span class="heat heat-out"></span></td>'


def _heat_link(text: str, href: str, step: int, *, last: bool) -> str:
    css_class = f"heat heat-{step} heat-last" if last else f"heat heat-{step}"
    words = escape(text)
    return (
        f'<td><a class="{css_class}" href="{escape(href)}" title="{words}">'
        f'<span class="visually-hidden">{words}</span></a></td>'
    )


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

    def cell(day: date) -> str:
        if day in shown:
            return _heat_link(words.day(day, shown[day]), link(day), steps[day], last=day == latest)
        return _UNTRAINED if day.year == year else _OUTSIDE

    def row(offset: int) -> Markup:
        weekday = words.weekdays[(week_start - 1 + offset) % DAYS_PER_WEEK]
        cells = "".join([cell(week + timedelta(days=offset)) for week in weeks])
        return element("tr", element("th", weekday, scope="row") + Markup(cells))  # noqa: S704 - cells are escaped

    head = element("thead", _month_heads(year, weeks, words))
    body = element("tbody", Markup("").join(row(offset) for offset in range(DAYS_PER_WEEK)))
    return element("table", element("caption", caption) + head + body, class_="heatmap")
