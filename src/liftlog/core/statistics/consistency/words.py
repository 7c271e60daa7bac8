"""Consistency as charts and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from itertools import groupby
from statistics import fmean

from babel.dates import format_time, get_day_names
from markupsafe import Markup

from liftlog.core.statistics.consistency import streak_words
from liftlog.core.statistics.progress.charts import chart_formats, counting_formats
from liftlog.core.web import charts, formats
from liftlog.core.web.charts import Bar, Formats, Point, Series
from liftlog.core.web.charts.columns import Column, columns_chart
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import locale, ngettext
from liftlog.domain.periods import DAYS_PER_WEEK, Bucket, Period, bucket_start, fitting_bucket
from liftlog.statistics.consistency import ConsistencyAnswer, MonthDurations, TrainingWeek

BARS_MAX = 60
HOUR_LABELS_EVERY = 6
WORKOUTS_LEAST = 8
"""Of fewer, nothing is called usual."""
_MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class WeekBucket:
    """Weeks that share a bar: how many, how many met the goal, and their mean of days."""

    first: date
    weeks: int
    met: int
    days_per_week: float


def bucket_of(found: ConsistencyAnswer) -> Bucket:
    return fitting_bucket(Period(found.first, found.last), BARS_MAX)


def stretches(found: ConsistencyAnswer) -> list[WeekBucket]:
    """Weeks one by one, or by the month, quarter or year in which they begin."""
    bucket = bucket_of(found)

    def of(week: TrainingWeek) -> date:
        return week.first if bucket is Bucket.WEEK else bucket_start(week.first, bucket)

    return [_stretch(first, list(weeks)) for first, weeks in groupby(found.weeks, key=of)]


def _stretch(first: date, weeks: Sequence[TrainingWeek]) -> WeekBucket:
    return WeekBucket(
        first=first,
        weeks=len(weeks),
        met=sum(one.met for one in weeks),
        days_per_week=fmean(one.days for one in weeks),
    )


def goal_sentence(found: ConsistencyAnswer) -> str:
    """How often the goal was met, and the streak."""
    streak = streak_words.sentence(found.current_streak, found.longest_streak, found.goal_days)
    return f"{_met_sentence(found)} {streak}"


def _met_sentence(found: ConsistencyAnswer) -> str:
    places = {
        "met": formats.number(found.weeks_met),
        "weeks": ngettext("%(n)s week", "%(n)s weeks", found.weeks_over)
        % {"n": formats.number(found.weeks_over)},
        "goal": streak_words.days(found.goal_days or 1),
    }
    if not found.weeks_over:
        return _("The first week is not over yet.")
    if found.goal_days is None:
        return _("You trained in %(met)s of %(weeks)s.") % places
    if not found.weeks_met:
        return _("Your goal of %(goal)s a week was met in none of %(weeks)s.") % places
    return _("Your goal of %(goal)s a week was met in %(met)s of %(weeks)s.") % places


def goal_chart(found: ConsistencyAnswer) -> Markup:
    """The dashed line is the goal, where one was set."""
    bucket = bucket_of(found)
    current = found.weeks[-1].first if found.weeks else None
    return charts.bar_chart(
        [Bar(one.first, one.days_per_week, _goal_text(one, bucket)) for one in stretches(found)],
        title=_("Training days a week"),
        formats=counting_formats(),
        current=current if bucket is Bucket.WEEK and not _is_over(found) else None,
        usual=found.goal_days,
    )


def _is_over(found: ConsistencyAnswer) -> bool:
    return found.weeks_over == len(found.weeks)


def _goal_text(one: WeekBucket, bucket: Bucket) -> str:
    when = _("Week of %(day)s") % {"day": formats.day(one.first)}
    if bucket is not Bucket.WEEK:
        when = formats.month(one.first)
    return _("%(when)s: %(days)s days a week") % {
        "when": when,
        "days": formats.number(one.days_per_week, 1),
    }


def duration_sentence(found: ConsistencyAnswer) -> str:
    if not found.months:
        return _("No workout of these days says how long it took.")
    latest = next((one for one in reversed(found.months) if one.workouts >= WORKOUTS_LEAST), None)
    if latest is None:
        return _("No month has enough workouts yet to say what is usual.")
    return _(
        "In %(month)s half of the workouts took %(low)s to %(high)s; the middle one %(median)s."
    ) % {
        "month": formats.month(latest.month),
        "low": formats.duration(latest.low_s),
        "high": formats.duration(latest.high_s),
        "median": formats.duration(latest.median_s),
    }


def _duration_text(one: MonthDurations) -> str:
    median = formats.duration(one.median_s)
    return _("%(when)s: %(median)s") % {"when": formats.month(one.month), "median": median}


def duration_chart(months: Sequence[MonthDurations]) -> Markup:
    """Minutes: the median of each month, with the middle half as a band."""
    points = [
        Point(
            one.month,
            one.median_s / 60,
            one.low_s / 60,
            one.high_s / 60,
            text=partial(_duration_text, one),
        )
        for one in months
    ]
    label = formats.duration(months[-1].median_s) if months else ""
    return charts.line_chart(
        [Series(points, label)], title=_("Minutes of a workout, by month"), formats=chart_formats()
    )


def hour(number: int) -> str:
    """ "18:00", as the reader's language writes it."""
    return format_time(time(number % 24), format="short", locale=locale())


def hours_sentence(found: ConsistencyAnswer) -> str:
    """The shortest stretch of hours that holds half of all workouts, over midnight too."""
    total = sum(found.hours)
    if total < WORKOUTS_LEAST:
        return _("Too few workouts yet to say which hours are yours.")
    first, length = busiest(found.hours)
    if _as_busy_elsewhere(found.hours, first, length):
        return _("No hours stand out.")
    return _("Half of your workouts began between %(first)s and %(last)s.") % {
        "first": hour(first),
        "last": hour(first + length),
    }


def busiest(hours: Sequence[int]) -> tuple[int, int]:
    """Where the shortest stretch of hours with half of everything begins, and how long it is."""
    total, count = sum(hours), len(hours)
    return next(
        (first, length)
        for length in range(1, count + 1)
        for first in sorted(range(count), key=lambda at: -_of(hours, at, length))
        if _of(hours, first, length) >= total * _MIDDLE
    )


def _as_busy_elsewhere(hours: Sequence[int], first: int, length: int) -> bool:
    """Whether another stretch as long, without an hour of this one, has as many."""
    count = len(hours)
    others = range(first + length, first + count - length + 1)
    most = _of(hours, first, length)
    return any(_of(hours, at % count, length) >= most for at in others)


def _of(hours: Sequence[int], first: int, length: int) -> int:
    return sum(hours[(first + offset) % len(hours)] for offset in range(length))


def hours_chart(found: ConsistencyAnswer) -> Markup:
    return columns_chart(
        [
            Column(
                label=hour(at) if at % HOUR_LABELS_EVERY == 0 else "",
                value=number,
                text=_("%(hour)s: %(workouts)s")
                % {"hour": hour(at), "workouts": _workouts(number)},
            )
            for at, number in enumerate(found.hours)
        ],
        title=_("Workouts by the hour in which they began"),
        formats=_whole(),
    )


def weekday_names() -> list[str]:
    names = get_day_names("abbreviated", context="stand-alone", locale=locale())
    return [names[number] for number in range(DAYS_PER_WEEK)]


def in_week_order(week_start: int) -> list[int]:
    """Weekdays as numbers from 0 for Monday, in the order of the lifter's week."""
    return [(week_start - 1 + offset) % DAYS_PER_WEEK for offset in range(DAYS_PER_WEEK)]


def weekdays_sentence(found: ConsistencyAnswer) -> str:
    total = sum(found.weekdays)
    if total < WORKOUTS_LEAST:
        return _("Too few workouts yet to say which days are yours.")
    most = max(range(DAYS_PER_WEEK), key=lambda at: found.weekdays[at])
    if found.weekdays.count(found.weekdays[most]) > 1:
        return _("No weekday stands out.")
    monday = date(2024, 1, 1)
    return _("Most often on a %(day)s: %(number)s of %(workouts)s.") % {
        "day": _weekday(monday + timedelta(days=most)),
        "number": formats.number(found.weekdays[most]),
        "workouts": _workouts(total),
    }


def _weekday(day: date) -> str:
    names = get_day_names("wide", context="format", locale=locale())
    return str(names[day.weekday()])


def weekdays_chart(found: ConsistencyAnswer, week_start: int) -> Markup:
    names = weekday_names()
    return columns_chart(
        [
            Column(
                names[at],
                found.weekdays[at],
                _("%(day)s: %(workouts)s")
                % {"day": names[at], "workouts": _workouts(found.weekdays[at])},
            )
            for at in in_week_order(week_start)
        ],
        title=_("Workouts by weekday"),
        formats=_whole(),
    )


def _whole() -> Formats:
    found = chart_formats()
    return Formats(number=formats.number, tick=found.tick)


def _workouts(number: int) -> str:
    return ngettext("%(n)s workout", "%(n)s workouts", number) % {"n": formats.number(number)}
