"""Weeks, months, quarters and years of the lifter's calendar, and the ranges that charts offer."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from liftlog.kit.errors import InvalidInputError

MONDAY = 1
DAYS_PER_WEEK = 7
# Far enough from both ends of the calendar that neighbours of every valid day exist.
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2999, 12, 31)


class Bucket(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Range(StrEnum):
    """What a chart shows, ending today."""

    DAYS_30 = "30d"
    DAYS_90 = "90d"
    YEAR = "1y"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidInputError("A period ends on or after the day it begins.")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def week_start_of(day: date, week_start: int = MONDAY) -> date:
    """The first day of the day's week; `week_start` from 1 (Monday) to 7 (Sunday)."""
    return day - timedelta(days=(day.isoweekday() - week_start) % DAYS_PER_WEEK)


def bucket_start(day: date, bucket: Bucket, week_start: int = MONDAY) -> date:
    if bucket is Bucket.WEEK:
        return week_start_of(day, week_start)
    if bucket is Bucket.MONTH:
        return day.replace(day=1)
    if bucket is Bucket.QUARTER:
        return date(day.year, day.month - (day.month - 1) % 3, 1)
    return date(day.year, 1, 1)


_MONTHS = {Bucket.MONTH: 1, Bucket.QUARTER: 3, Bucket.YEAR: 12}


def add_months(day: date, months: int) -> date:
    """The same day of a later or earlier month, or that month's last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def bucket_of(day: date, bucket: Bucket, week_start: int = MONDAY) -> Period:
    """The whole week, month, quarter or year that the day is in."""
    first = bucket_start(day, bucket, week_start)
    if bucket is Bucket.WEEK:
        return Period(first, first + timedelta(days=DAYS_PER_WEEK - 1))
    return Period(first, add_months(first, _MONTHS[bucket]) - timedelta(days=1))


def buckets(period: Period, bucket: Bucket, week_start: int = MONDAY) -> Iterator[Period]:
    """Every bucket that has a day in the period, whole, without holes, in order."""
    day = period.first
    while day <= period.last:
        whole = bucket_of(day, bucket, week_start)
        yield whole
        day = whole.last + timedelta(days=1)


def fitting_bucket(period: Period, most: int) -> Bucket:
    """The finest bucket of which no more than `most` cover the period; years when none is."""
    sizes = {Bucket.WEEK: 7, Bucket.MONTH: 28, Bucket.QUARTER: 90}
    # Both ends may cut a bucket, so up to one more than fits by length.
    return next(
        (one for one, days in sizes.items() if period.days // days + 2 <= most), Bucket.YEAR
    )


def period_of(wanted: Range, today: date, earliest: date | None = None) -> Period:
    """The days a range means, today included; `all` begins at the earliest logged day."""
    if wanted is Range.ALL:
        return Period(min(earliest or today, today), today)
    if wanted is Range.YEAR:
        return Period(add_months(today, -12) + timedelta(days=1), today)
    return Period(today - timedelta(days={Range.DAYS_30: 29, Range.DAYS_90: 89}[wanted]), today)


def previous_period(period: Period) -> Period:
    """The same number of days just before, to compare with."""
    return Period(period.first - timedelta(days=period.days), period.first - timedelta(days=1))


def month_grid(month: date, week_start: int = MONDAY) -> list[list[date]]:
    """The four to six weeks that show the month, each of seven days, neighbours' days included."""
    shown = bucket_of(month, Bucket.MONTH)
    return [
        [week.first + timedelta(days=offset) for offset in range(DAYS_PER_WEEK)]
        for week in buckets(shown, Bucket.WEEK, week_start)
    ]


def _in_reach(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidInputError(f"The date is outside {FIRST_DAY.year} to {LAST_DAY.year}.")
    return day


def _parsed(pattern: str, text: str, read: Callable[[str], date], advice: str) -> date:
    """What `read` makes of a text of the right shape; anything else is answered with the advice."""
    if not re.fullmatch(pattern, text):
        raise InvalidInputError(advice)
    try:
        return _in_reach(read(text))
    except ValueError:
        raise InvalidInputError(advice) from None


def day_from(text: str) -> date:
    """A day written as 2026-11-22; no other form of ISO 8601."""
    advice = "A date is written as 2026-11-22."
    return _parsed(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, date.fromisoformat, advice)


def month_from(text: str) -> date:
    """The first day of a month written as 2026-11."""
    advice = "A month is written as 2026-11."
    return _parsed(
        r"[0-9]{4}-[0-9]{2}", text, lambda month: date.fromisoformat(f"{month}-01"), advice
    )
