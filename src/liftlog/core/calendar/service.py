"""The calendar: workouts laid out on the days of a month or a year, with sums."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.periods import Bucket, bucket_of, month_grid
from liftlog.store.database.engine import Transaction
from liftlog.store.workouts import workouts
from liftlog.store.workouts.workouts import WorkoutSummary


@dataclass(frozen=True, slots=True)
class CalendarTotals:
    """Sums of some workouts; sets and volume leave warm-ups out."""

    workouts: int
    days: int
    sets: int
    volume_kg: Decimal

    @classmethod
    def of(cls, summaries: Iterable[WorkoutSummary]) -> "CalendarTotals":
        summed = list(summaries)
        return cls(
            workouts=len(summed),
            days=len({one.day for one in summed}),
            sets=sum(one.sets for one in summed),
            volume_kg=sum((one.volume_kg for one in summed), Decimal(0)),
        )


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    in_month: bool
    today: bool
    workouts: tuple[WorkoutSummary, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days. The totals are of the whole week, a neighbouring month's days included."""

    days: tuple[Day, ...]
    totals: CalendarTotals


@dataclass(frozen=True, slots=True)
class Month:
    """`totals` are of the month's own days."""

    first: date
    weeks: tuple[Week, ...]
    totals: CalendarTotals


@dataclass(frozen=True, slots=True)
class MonthOfYear:
    first: date
    totals: CalendarTotals


@dataclass(frozen=True, slots=True)
class Year:
    """`volume_kg` and `sets` have every trained day, also those without any weight."""

    year: int
    volume_kg: dict[date, Decimal]
    sets: dict[date, int]
    months: tuple[MonthOfYear, ...]
    totals: CalendarTotals


def month(
    tx: Transaction,
    user_id: UUID,
    first: date,
    *,
    today: date,
    week_start: int,
    formula: Formula = Formula.EPLEY,
) -> Month:
    """The weeks that show the month which begins on `first`."""
    grid = month_grid(first, week_start)
    found = workouts.summaries(tx, user_id, grid[0][0], grid[-1][-1], formula=formula)
    return month_of(found, first, today=today, week_start=week_start)


def month_of(
    summaries: Iterable[WorkoutSummary], first: date, *, today: date, week_start: int
) -> Month:
    """The same, of workouts that were read already; they keep their order within a day."""
    by_day = _by_day(summaries)
    shown = bucket_of(first, Bucket.MONTH)

    def week(dates: Sequence[date]) -> Week:
        days = (Day(one, one in shown, one == today, tuple(by_day[one])) for one in dates)
        return Week(tuple(days), CalendarTotals.of(_all(by_day, dates)))

    return Month(
        first=shown.first,
        weeks=tuple(week(dates) for dates in month_grid(first, week_start)),
        totals=CalendarTotals.of(_all(by_day, [one for one in by_day if one in shown])),
    )


def year(tx: Transaction, user_id: UUID, wanted: int) -> Year:
    found = workouts.summaries(tx, user_id, date(wanted, 1, 1), date(wanted, 12, 31))
    return year_of(found, wanted)


def year_of(summaries: Iterable[WorkoutSummary], wanted: int) -> Year:
    """All twelve months; workouts of other years are left out."""
    shown = [one for one in summaries if one.day.year == wanted]
    volume_kg, sets = defaultdict[date, Decimal](Decimal), defaultdict[date, int](int)
    by_month = defaultdict[int, list[WorkoutSummary]](list)
    for one in shown:
        volume_kg[one.day] += one.volume_kg
        sets[one.day] += one.sets
        by_month[one.day.month].append(one)
    return Year(
        year=wanted,
        volume_kg=dict(volume_kg),
        sets=dict(sets),
        months=tuple(
            MonthOfYear(date(wanted, month, 1), CalendarTotals.of(by_month[month]))
            for month in range(1, 13)
        ),
        totals=CalendarTotals.of(shown),
    )


def _by_day(summaries: Iterable[WorkoutSummary]) -> dict[date, list[WorkoutSummary]]:
    found: dict[date, list[WorkoutSummary]] = defaultdict(list)
    for one in summaries:
        found[one.day].append(one)
    return found


def _all(
    by_day: dict[date, list[WorkoutSummary]], dates: Iterable[date]
) -> Iterable[WorkoutSummary]:
    return (found for one in dates for found in by_day.get(one, ()))
