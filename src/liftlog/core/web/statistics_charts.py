"""Statistics as charts, with the words that say what each of them shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import fmean

from babel.dates import format_skeleton
from markupsafe import Markup

from liftlog.core.web import charts, formats, words
from liftlog.core.web.charts import Bar, Formats, Point, Row, Series, TickUnit
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import locale, ngettext
from liftlog.domain.periods import DAYS_PER_WEEK, Bucket, Period, bucket_start, buckets
from liftlog.domain.units import WeightUnit, kg_in
from liftlog.domain.volume import SECONDARY_SHARE
from liftlog.stats_wire import MuscleSets, OneRepMaxPoint, Overview, Stretch

_TICKS = {TickUnit.DAY: "MMMd", TickUnit.MONTH: "MMM", TickUnit.YEAR: "y"}
USUAL_OF_LEAST = 3
"""A mean of fewer stretches is not what is usual."""


def _formats() -> Formats:
    return Formats(
        number=lambda value: formats.number(value, 1),
        tick=lambda day, unit: format_skeleton(_TICKS[unit], day, locale=locale()),
    )


def _in_unit(kg: Decimal | float) -> float:
    return float(kg_in(Decimal(str(kg)), formats.unit()))


@dataclass(frozen=True, slots=True)
class StretchRow:
    """One bar and its line in the table; with zeros where nothing was done."""

    name: str
    first: date
    days: int
    workouts: int
    sets: int
    volume_kg: Decimal


def stretch_rows(found: Overview, week_start: int) -> list[StretchRow]:
    """Every week, month, quarter or year of the period, without holes, in time."""
    by_first = {one.first: one for one in found.stretches}
    period = Period(found.first, found.last)
    return [
        _stretch_row(whole.first, found.bucket, by_first.get(whole.first))
        for whole in buckets(period, found.bucket, week_start)
    ]


def _stretch_row(first: date, bucket: Bucket, found: Stretch | None) -> StretchRow:
    return StretchRow(
        name=_stretch_name(first, bucket),
        first=first,
        days=found.days if found else 0,
        workouts=found.workouts if found else 0,
        sets=found.sets if found else 0,
        volume_kg=found.volume_kg if found else Decimal(0),
    )


def _stretch_name(first: date, bucket: Bucket) -> str:
    if bucket is Bucket.WEEK:
        return _("Week of %(day)s") % {"day": formats.day(first)}
    skeleton = {Bucket.MONTH: "yMMMM", Bucket.QUARTER: "yQQQ", Bucket.YEAR: "y"}[bucket]
    return format_skeleton(skeleton, first, locale=locale())


def volume_sentence(rows: Sequence[StretchRow], per_week: str) -> str:
    if _usual([float(row.volume_kg) for row in rows]) is None:
        return _("%(volume)s a week on average.") % {"volume": per_week}
    return _(
        "%(volume)s a week on average. The dashed line is the mean of the bars before the last."
    ) % {"volume": per_week}


def _usual(values: Sequence[float]) -> float | None:
    """The mean of the stretches that are over."""
    done = values[:-1]
    return fmean(done) if len(done) >= USUAL_OF_LEAST and any(done) else None


def volume_chart(
    rows: Sequence[StretchRow], bucket: Bucket, week_start: int, *, today: date
) -> Markup:
    """Bars in tonnes, or in thousands of pounds."""
    values = [_in_unit(row.volume_kg) / 1000 for row in rows]
    return charts.bar_chart(
        [Bar(row.first, value, _bar_text(row)) for row, value in zip(rows, values, strict=True)],
        title=volume_title(),
        formats=_formats(),
        current=bucket_start(today, bucket, week_start),
        usual=_usual(values),
    )


def volume_title() -> str:
    if formats.unit() is WeightUnit.KG:
        return _("Volume in tonnes")
    return _("Volume in thousands of pounds")


def _bar_text(row: StretchRow) -> str:
    return _("%(when)s: %(volume)s, %(days)s") % {
        "when": row.name,
        "volume": formats.volume(row.volume_kg),
        "days": _days(row.days),
    }


def _days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": formats.number(number)}


def days_chart(
    rows: Sequence[StretchRow], bucket: Bucket, week_start: int, *, today: date
) -> Markup:
    return charts.bar_chart(
        [Bar(row.first, row.days, _bar_text(row)) for row in rows],
        title=_("Training days"),
        formats=_formats(),
        current=bucket_start(today, bucket, week_start),
        usual=_usual([row.days for row in rows]),
    )


def muscle_chart(found: Sequence[MuscleSets], days: int) -> Markup:
    """Sets a week on average; first those that train the muscle, then half of those it helps in."""
    weeks = max(days / DAYS_PER_WEEK, 1)
    return charts.horizontal_bars(
        [
            Row(
                name=words.word(one.muscle),
                parts=(
                    one.primary_sets / weeks,
                    one.secondary_sets * float(SECONDARY_SHARE) / weeks,
                ),
                text=_("%(primary)s first of all, %(secondary)s as help")
                % {
                    "primary": formats.number(one.primary_sets),
                    "secondary": formats.number(one.secondary_sets),
                },
            )
            for one in found
        ],
        title=_("Hard sets per muscle and week"),
        formats=_formats(),
    )


def one_rep_max_chart(points: Sequence[OneRepMaxPoint], title: str) -> Markup:
    last = points[-1] if points else None
    label = "" if last is None else formats.mass(last.one_rep_max_kg)
    series = Series([_point(one) for one in points], label)
    return charts.line_chart([series], title=title, formats=_formats())


def _point(one: OneRepMaxPoint) -> Point:
    return Point(
        day=one.date,
        value=_in_unit(one.one_rep_max_kg),
        low=_in_unit(one.low_kg),
        high=_in_unit(one.high_kg),
        solid=one.tested,
        weak=one.low_confidence,
        text=_point_text(one),
    )


def _point_text(one: OneRepMaxPoint) -> str:
    places = {
        "day": formats.day(one.date),
        "one_rep_max": formats.mass(one.one_rep_max_kg),
        "lifted": set_line(one),
    }
    if one.tested:
        return _("%(day)s: %(one_rep_max)s lifted") % places
    return _("%(day)s: %(one_rep_max)s, from %(lifted)s") % places


def set_line(one: OneRepMaxPoint) -> str:
    """The set that an estimate came from: "102.5 kg × 5"."""
    return f"{formats.mass(one.weight_kg, 2)} × {formats.number(one.reps)}"


def set_short(one: OneRepMaxPoint) -> str:
    """The same without the unit, as a headline: "102.5 × 5"."""
    amount = formats.number(_in_unit(one.weight_kg), 2)
    return f"{amount}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{formats.number(one.reps)}"


def spread_line(one: OneRepMaxPoint) -> str:
    """What the seven equations say: "115.3 to 122 kg"."""
    return _("%(low)s to %(high)s") % {
        "low": formats.number(_in_unit(one.low_kg), 1),
        "high": formats.mass(one.high_kg),
    }
