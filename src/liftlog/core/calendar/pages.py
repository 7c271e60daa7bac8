"""The calendar: a month, a year, and the day behind each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date, get_day_names, get_month_names
from flask import Blueprint, render_template, request

from liftlog.core.calendar import service as calendar
from liftlog.core.calendar.service import Day, Month, Week, Year
from liftlog.core.request.scope import account, current_day, transaction
from liftlog.core.web import formats
from liftlog.core.web.addresses import address
from liftlog.core.web.charts import HeatWords, year_heatmap
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import locale, ngettext
from liftlog.core.web.words import session_line
from liftlog.core.workouts.service import FUTURE_SLACK
from liftlog.domain.periods import FIRST_DAY, LAST_DAY, add_months, day_from, month_from
from liftlog.kit.errors import InvalidInputError, NotFoundError
from liftlog.store.workouts import workouts
from liftlog.store.workouts.workouts import WorkoutSummary

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
blueprint.app_template_filter("session_line")(session_line)

WORKOUTS_PER_DAY_MAX = 50


@dataclass(frozen=True, slots=True)
class EntryShown:
    """A workout in the cell of its day."""

    href: str
    title: str
    note: str
    records: int = 0


# A month stays a page that a phone can show, whatever was imported.
DAY_ENTRIES_MAX = 6


@dataclass(frozen=True, slots=True)
class DayShown:
    date: date
    in_month: bool
    today: bool
    href: str | None
    count: int
    entries: tuple[EntryShown, ...]
    """The first of the day's workouts, DAY_ENTRIES_MAX at most."""

    @property
    def hidden(self) -> int:
        return self.count - len(self.entries)


@dataclass(frozen=True, slots=True)
class WeekShown:
    days: tuple[DayShown, ...]
    sessions: int
    volume: str


@blueprint.app_template_filter("month_name")
def month_name(first: date) -> str:
    """The month without its year."""
    return format_date(first, format="LLLL", locale=locale())


@blueprint.app_template_filter("day_name")
def day_name(day: date) -> str:
    """The day without its year: "Friday, 20 November"."""
    return formats.by_skeleton("MMMMEEEEd", day)


@blueprint.get("", endpoint="month")
def show_month() -> str:
    asked, today, user = request.args.get("month"), current_day(), account()
    first = today.replace(day=1) if asked is None else _or_not_found(month_from, asked)
    shown = calendar.month(
        transaction(),
        user.user_id,
        first,
        today=today,
        week_start=user.week_start,
        formula=user.formula,
    )
    return render_template(
        "calendar/month.html",
        nav="calendar",
        month=shown,
        weekdays=[formats.weekday(day.date) for day in shown.weeks[0].days],
        weeks=[_week(week, today) for week in shown.weeks],
        is_current=first == today.replace(day=1),
        earlier=_month_link(add_months(first, -1)),
        later=_month_link(add_months(first, 1)),
        is_empty=not _any_workout(shown),
    )


@blueprint.get("/year/<int:year>", endpoint="year")
def show_year(year: int) -> str:
    user = account()
    if not _in_reach(year):
        raise NotFoundError("The calendar has no such year.")
    shown = calendar.year(transaction(), user.user_id, year)
    return render_template(
        "calendar/year.html",
        nav="calendar",
        year=shown,
        heat_map=heat_map(shown, user.week_start) if shown.totals.workouts else "",
        this_year=current_day().year,
        earlier=address("calendar.year", year=year - 1) if _in_reach(year - 1) else None,
        later=address("calendar.year", year=year + 1) if _in_reach(year + 1) else None,
    )


@blueprint.get("/day/<day>", endpoint="day")
def show_day(day: str) -> str:
    user = account()
    shown, today = _or_not_found(day_from, day), current_day()
    found = workouts.workouts_page(
        transaction(), user.user_id, first=shown, last=shown, limit=WORKOUTS_PER_DAY_MAX
    )
    return render_template(
        "calendar/day.html",
        nav="calendar",
        day=shown,
        workouts=found[::-1],
        sets=sum(len(list(one.counted_sets())) for one in found),
        volume_kg=sum((one.volume_kg for one in found), Decimal(0)),
        is_today=shown == today,
        can_log=shown <= today + FUTURE_SLACK,
        earlier=_day_link(shown, -1),
        later=_day_link(shown, 1),
    )


def _or_not_found(read: Callable[[str], date], text: str) -> date:
    """An address that names no day is an address where nothing is."""
    try:
        return read(text)
    except InvalidInputError as error:
        raise NotFoundError(error.message) from error


def _in_reach(year: int) -> bool:
    return FIRST_DAY.year <= year <= LAST_DAY.year


def _month_link(first: date) -> str | None:
    return address("calendar.month", month=f"{first:%Y-%m}") if _in_reach(first.year) else None


def _day_link(day: date, days: int) -> str | None:
    there = day + timedelta(days=days)
    return address("calendar.day", day=there.isoformat()) if _in_reach(there.year) else None


def _any_workout(month: Month) -> bool:
    return any(week.totals.workouts for week in month.weeks)


def _week(week: Week, today: date) -> WeekShown:
    return WeekShown(
        days=tuple(_day(day, today) for day in week.days),
        sessions=week.totals.workouts,
        volume=formats.volume(week.totals.volume_kg),
    )


def _day(day: Day, today: date) -> DayShown:
    """A day to come is no link, unless something stands there already."""
    linked = day.date <= today or day.workouts
    href = address("calendar.day", day=day.date) if linked else None
    return DayShown(
        date=day.date,
        in_month=day.in_month,
        today=day.today,
        href=href,
        count=len(day.workouts),
        entries=tuple(_entry(one) for one in day.workouts[:DAY_ENTRIES_MAX]),
    )


def _entry(one: WorkoutSummary) -> EntryShown:
    return EntryShown(
        href=address("workouts.show", workout_id=one.id),
        title=one.title or _("Workout"),
        # A run has no weight; how long it took says more.
        note=session_line(one.sets, one.volume_kg, None if one.volume_kg else one.duration_s),
        records=one.records,
    )


def heat_map(shown: Year, week_start: int, *, by_sets: bool = False) -> str:
    """The year as a table of its days, shaded by volume, or by sets: body weight has no volume."""
    here = locale()
    days = get_day_names("abbreviated", context="stand-alone", locale=here)
    months = get_month_names("abbreviated", context="stand-alone", locale=here)
    words = HeatWords(
        weekdays=[days[number] for number in range(7)],
        months=[months[number] for number in range(1, 13)],
        day=_sets_text if by_sets else _heat_text,
    )
    return year_heatmap(
        shown.year,
        {day: float(one) for day, one in (shown.sets if by_sets else shown.volume_kg).items()},
        caption=_("Sets of each day") if by_sets else _("Volume of each day"),
        words=words,
        link=lambda day: address("calendar.day", day=day),
        week_start=week_start,
    )


def _sets_text(day: date, sets: float) -> str:
    places = {
        "day": formats.by_skeleton("MMMd", day),
        "sets": ngettext("%(n)s set", "%(n)s sets", int(sets)) % {"n": formats.number(sets)},
    }
    return _("%(day)s: %(sets)s") % places


def _heat_text(day: date, volume_kg: float) -> str:
    places = {
        "day": formats.by_skeleton("MMMd", day),
        "volume": formats.volume(volume_kg),
    }
    return _("%(day)s: %(volume)s") % places
