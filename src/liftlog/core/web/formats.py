"""Numbers, dates, weights and durations as the reader writes them."""

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_skeleton,
    format_time,
    get_day_names,
)
from flask import Flask

from liftlog.core.web.locale.number_format import decimal_text
from liftlog.core.web.locale.reader import reader, unit
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import locale, ngettext
from liftlog.domain.one_rep_max.estimates import METHODS, Formula
from liftlog.domain.text import isolated
from liftlog.domain.units import Distance, Weight, WeightUnit, kg_in
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.domain.workouts.workout import Workout
from liftlog.kit import time_zones

KG_PER_TONNE = 1000
# The days of twenty years in two forms.
DATES_KEPT: Final = 16_384


def install(app: Flask) -> None:
    for name in (
        "number",
        "weight",
        "mass",
        "volume",
        "distance",
        "duration",
        "day",
        "day_long",
        "month",
        "weekday",
        "moment",
        "clock_time",
        "set_text",
        "amount",
        "device",
        "workout_line",
    ):
        app.jinja_env.filters[name] = globals()[name]


def number(value: Decimal | float, decimals: int = 0) -> str:
    """With the reader's separators and at most `decimals` places, none of them needlessly zero."""
    return decimal_text(value, decimals, reader().separators)


def amount(value: Decimal | float | None) -> str:
    """A number for an input field: plain digits and a point, nothing when there is none."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def weight(value: Weight) -> str:
    """In the unit it was entered in: "102.5 kg"."""
    return f"{number(value.amount, 3)}\N{NO-BREAK SPACE}{value.unit}"


def mass(kg: Decimal | float, decimals: int = 1) -> str:
    """Kilograms in the reader's unit: "112.5 kg", "248 lb"."""
    chosen = unit()
    amount = kg if chosen is WeightUnit.KG else kg_in(Decimal(str(kg)), chosen)
    return f"{number(amount, decimals)}\N{NO-BREAK SPACE}{chosen}"


def volume(kg: Decimal | float) -> str:
    """A sum of weights in the reader's unit; thousands of kilograms as tonnes: "6.1 t"."""
    if unit() is WeightUnit.KG and kg >= KG_PER_TONNE:
        tonnes = Decimal(str(kg)) / KG_PER_TONNE
        return f"{number(tonnes, 1)}\N{NO-BREAK SPACE}t"
    return mass(kg, decimals=0)


def distance(value: Distance) -> str:
    return f"{number(value.amount, 5)}\N{NO-BREAK SPACE}{value.unit}"


def duration(seconds: float) -> str:
    """ "52 min", "1 h 5 min", "45 s"."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if minutes and whole % 60 and whole < 600:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": whole % 60}
    if minutes:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(seconds)s s") % {"seconds": whole}


def duration_exactly(milliseconds: int) -> str:
    """Nothing rounded away, for what is compared: "10 min 15.2 s", "1 h 5 min"."""
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    places = {
        "hours": number(hours),
        "minutes": number(minutes),
        "seconds": number(Decimal(rest) / 1000, 3),
    }
    if hours and rest:
        return _("%(hours)s h %(minutes)s min %(seconds)s s") % places
    if hours:
        return _("%(hours)s h %(minutes)s min") % places
    if minutes and rest:
        return _("%(minutes)s min %(seconds)s s") % places
    if minutes:
        return _("%(minutes)s min") % places
    return _("%(seconds)s s") % places


def day(value: date) -> str:
    return _date(value, "medium", locale())


def day_long(value: date) -> str:
    return _date(value, "full", locale())


def month(value: date) -> str:
    return by_skeleton("yMMMM", value)


def weekday(value: date) -> str:
    return by_skeleton("EEE", value)


def by_skeleton(skeleton: str, value: date) -> str:
    """The parts of a date that the skeleton names, in the order of the reader's language."""
    return _by_skeleton(skeleton, value, locale())


@lru_cache(maxsize=DATES_KEPT)
def _by_skeleton(skeleton: str, value: date, reader: Locale) -> str:
    return format_skeleton(skeleton, value, locale=reader)


@lru_cache(maxsize=DATES_KEPT)
def _date(value: date, form: str, reader: Locale) -> str:
    return format_date(value, format=form, locale=reader)


def week_from(first: int) -> list[tuple[int, str]]:
    """The days of a week that starts with `first`, 1 for Monday: their numbers and short names."""
    names = get_day_names("abbreviated", context="stand-alone", locale=locale())
    days = [(first + offset - 1) % 7 + 1 for offset in range(7)]
    return [(day, names[day - 1]) for day in days]


def moment(value: datetime, zone: str) -> str:
    return format_datetime(value, format="medium", tzinfo=time_zones.zone(zone), locale=locale())


def clock_time(value: datetime | time, zone: str) -> str:
    return format_time(value, format="short", tzinfo=time_zones.zone(zone), locale=locale())


def set_text(logged: LoggedSet) -> str:
    """A set in a line: "102.5 kg × 5 @ 8", "12 reps", "45 s", "5 km in 25 min"."""
    parts = [text for text in (_load_text(logged), _length_text(logged)) if text]
    text = "\N{NO-BREAK SPACE}· ".join(parts) or "\N{EN DASH}"
    return f"{text} @\N{NO-BREAK SPACE}{number(logged.rpe, 1)}" if logged.rpe else text


def _load_text(logged: LoggedSet) -> str:
    if logged.weight and logged.reps is not None:
        return f"{weight(logged.weight)} × {number(logged.reps)}"
    if logged.weight:
        return weight(logged.weight)
    if logged.reps is not None:
        words = ngettext("%(reps)s rep", "%(reps)s reps", logged.reps)
        return words % {"reps": number(logged.reps)}
    return ""


def _length_text(logged: LoggedSet) -> str:
    taken = None if logged.duration_ms is None else duration_exactly(logged.duration_ms)
    if logged.distance and logged.duration_ms:
        places = {"distance": distance(logged.distance), "time": taken}
        return _("%(distance)s in %(time)s") % places
    if logged.distance:
        return distance(logged.distance)
    return taken or ""


def formula_options(formulas: list[Formula]) -> list[tuple[str, str]]:
    return [(formula.value, FORMULA_NAMES[formula]) for formula in formulas]


FORMULA_NAMES = {formula: method.name for formula, method in METHODS.items()}

_BROWSERS = ("Firefox", "Edg", "OPR", "SamsungBrowser", "Chrome", "Safari")
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")


def device(user_agent: str) -> str:
    """The browser and system that a user agent tells of, as far as one can: "Firefox, Android"."""
    found = (
        next((name for name in names if name in user_agent), "") for names in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in found if name) or _("Unknown device")


def workout_line(workout: Workout) -> str:
    """What was done, in a line, with the sets of each: "4 × Bench press, 3 × Dip"."""
    return ", ".join(
        f"{number(len(entry.sets))}\N{NO-BREAK SPACE}× {isolated(entry.name)}"
        for entry in workout.exercises
    )
