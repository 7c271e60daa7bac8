"""Statistics as charts, with the words that say what each of them shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean
from typing import Protocol

from markupsafe import Markup

from liftlog.core.web import charts, formats, words
from liftlog.core.web.charts import Bar, ChartRow, Formats, Point, Series, TickUnit
from liftlog.core.web.locale.reader import unit
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.history import CURRENT_DAYS, DayValue, best_of_windows
from liftlog.domain.periods import Bucket, Period, bucket_start, buckets
from liftlog.domain.units import WeightUnit, kg_in
from liftlog.statistics.one_rep_max import OneRepMax, OneRepMaxPoint
from liftlog.statistics.totals import MuscleSets, Overview, PeriodTotals

_TICKS = {TickUnit.DAY: "MMMd", TickUnit.MONTH: "MMM", TickUnit.YEAR: "y"}
USUAL_OF_LEAST = 3
"""A mean of fewer stretches is not what is usual."""
DAYS_ON_A_LINE = 26
LEAST_GAIN_KG = 0.05
"""Less than that is shown as nothing."""
_WINDOWS = ((100, 1), (400, CURRENT_DAYS), (date.max.toordinal(), 2 * CURRENT_DAYS))
"""Up to so many days, the line has one point of each so many."""


def chart_formats() -> Formats:
    return Formats(
        number=lambda value: formats.number(value, 1),
        tick=lambda day, unit: formats.by_skeleton(_TICKS[unit], day),
    )


def counting_formats() -> Formats:
    """For what has no halves."""
    return replace(chart_formats(), least_step=1)


def in_unit(kg: Decimal | float) -> float:
    chosen = unit()
    return float(kg) if chosen is WeightUnit.KG else float(kg_in(Decimal(str(kg)), chosen))


@dataclass(frozen=True, slots=True)
class StretchRow:
    """One bar and its line in the table; with zeros where nothing was done.

    `begins` is where the whole week, month, quarter or year begins; `first` and `last` are the days
    that were added up. `whole` is one that lacks no day that could have been trained before today.
    """

    name: str
    begins: date
    first: date
    last: date
    whole: bool
    days: int
    workouts: int
    sets: int
    volume_kg: Decimal


def stretch_rows(found: Overview, week_start: int) -> list[StretchRow]:
    """Every week, month, quarter or year of the period, without holes, in time."""
    by_start = {bucket_start(one.first, found.bucket, week_start): one for one in found.stretches}
    period = Period(found.first, found.last)
    begun = min(found.first_day or found.first, found.last)
    return [
        _stretch_row(whole, period, begun, found.bucket, by_start.get(whole.first))
        for whole in buckets(period, found.bucket, week_start)
    ]


def _stretch_row(
    whole: Period, period: Period, begun: date, bucket: Bucket, found: PeriodTotals | None
) -> StretchRow:
    first, last = max(whole.first, period.first), min(whole.last, period.last)
    cut = first > max(whole.first, begun)
    return StretchRow(
        name=_days_name(first, last) if cut else _stretch_name(whole.first, bucket),
        begins=whole.first,
        first=first,
        last=last,
        whole=not cut and whole.last >= begun,
        days=found.days if found else 0,
        workouts=found.workouts if found else 0,
        sets=found.sets if found else 0,
        volume_kg=found.volume_kg if found else Decimal(0),
    )


def _days_name(first: date, last: date) -> str:
    if first == last:
        return formats.day(first)
    return _("%(first)s to %(last)s") % {"first": formats.day(first), "last": formats.day(last)}


def _stretch_name(first: date, bucket: Bucket) -> str:
    if bucket is Bucket.WEEK:
        return _("Week of %(day)s") % {"day": formats.day(first)}
    skeleton = {Bucket.MONTH: "yMMMM", Bucket.QUARTER: "yQQQ", Bucket.YEAR: "y"}[bucket]
    return formats.by_skeleton(skeleton, first)


def volume_sentence(rows: Sequence[StretchRow], per_week: str) -> str:
    if _usual(rows, [float(row.volume_kg) for row in rows]) is None:
        return _("%(volume)s a week on average.") % {"volume": per_week}
    return _(
        "%(volume)s a week on average. The dashed line is the mean of the whole bars before the last."
    ) % {"volume": per_week}


def _usual(rows: Sequence[StretchRow], values: Sequence[float]) -> float | None:
    """The mean of the stretches that are over, from the first training day on."""
    done = [value for row, value in zip(rows[:-1], values[:-1], strict=True) if row.whole]
    return fmean(done) if len(done) >= USUAL_OF_LEAST and any(done) else None


def volume_chart(
    rows: Sequence[StretchRow], bucket: Bucket, week_start: int, *, today: date
) -> Markup:
    """Bars in tonnes, or in thousands of pounds."""
    values = [in_unit(row.volume_kg) / 1000 for row in rows]
    return charts.bar_chart(
        [Bar(row.begins, value, _bar_text(row)) for row, value in zip(rows, values, strict=True)],
        title=volume_title(bucket),
        formats=chart_formats(),
        current=bucket_start(today, bucket, week_start),
        usual=_usual(rows, values),
    )


def volume_title(bucket: Bucket) -> str:
    if unit() is WeightUnit.KG:
        return {
            Bucket.WEEK: _("Volume in tonnes, by week"),
            Bucket.MONTH: _("Volume in tonnes, by month"),
            Bucket.QUARTER: _("Volume in tonnes, by quarter"),
            Bucket.YEAR: _("Volume in tonnes, by year"),
        }[bucket]
    return {
        Bucket.WEEK: _("Volume in thousands of pounds, by week"),
        Bucket.MONTH: _("Volume in thousands of pounds, by month"),
        Bucket.QUARTER: _("Volume in thousands of pounds, by quarter"),
        Bucket.YEAR: _("Volume in thousands of pounds, by year"),
    }[bucket]


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
        [Bar(row.begins, row.days, _bar_text(row)) for row in rows],
        title=_("Training days"),
        formats=counting_formats(),
        current=bucket_start(today, bucket, week_start),
        usual=_usual(rows, [row.days for row in rows]),
    )


def muscle_chart(found: Sequence[MuscleSets], weeks: float) -> Markup:
    """Sets a week on average: those that train the muscle, then what those it helps in count for."""
    return charts.horizontal_bars(
        [
            ChartRow(
                name=words.word(one.muscle),
                parts=(one.primary_sets / weeks, float(one.sets - one.primary_sets) / weeks),
                text=_("%(primary)s first of all, %(secondary)s as help")
                % {
                    "primary": formats.number(one.primary_sets),
                    "secondary": formats.number(one.secondary_sets),
                },
            )
            for one in most_sets_first(found)
        ],
        title=_("Hard sets per muscle and week"),
        formats=chart_formats(),
    )


def most_sets_first(found: Sequence[MuscleSets]) -> list[MuscleSets]:
    """By what they count for, as the bars are long."""
    return sorted(found, key=lambda one: -one.sets)


class SourceSet(Protocol):
    """A set with what was logged and what was moved, in kilograms."""

    @property
    def weight_kg(self) -> Decimal: ...
    @property
    def load_kg(self) -> Decimal: ...
    @property
    def reps(self) -> int: ...
    @property
    def rpe(self) -> Decimal | None: ...


def window_days(points: Sequence[DayValue] | Sequence[OneRepMaxPoint]) -> int:
    """How many days each point of the line stands for: 1 while the days can be told apart.

    Over a longer time light days would make the line a saw whose teeth hide the progress.
    """
    if len(points) <= DAYS_ON_A_LINE:
        return 1
    span = (points[-1].day - points[0].day).days
    return next(days for most, days in _WINDOWS if span <= most)


def line_of(history: OneRepMax) -> list[OneRepMaxPoint]:
    """The points that the line joins; over a long time it ends with the current one-rep max."""
    points, days = history.points, window_days(history.points)
    if days == 1 or history.current is None:
        return list(points)
    end = points[-1].date - timedelta(days=CURRENT_DAYS)
    older = [point for point in points if point.date <= end]
    return [*best_of_windows(older, days, end), history.current]


def one_rep_max_caption(points: Sequence[OneRepMaxPoint], formula_name: str) -> str:
    days, places = window_days(points), {"formula": formula_name}
    if days == 1:
        return _("The best estimate of each training day by %(formula)s.") % places
    if days == CURRENT_DAYS:
        text = _(
            "The line: the best estimate of each two weeks by %(formula)s. Small dots: other days."
        )
    else:
        text = _(
            "The line: the best estimate of each four weeks, and of the last two, by %(formula)s. "
            "Small dots: other days."
        )
    return text % places


def one_rep_max_chart(history: OneRepMax, title: str, load: LoadKind) -> Markup:
    """The label is the current one-rep max; a line that ends with a lighter day has none."""
    line, current = line_of(history), history.current
    on_the_line = {point.date for point in line}
    at_its_end = current is not None and line[-1].date == current.date
    series = Series(
        [_point(point, load) for point in line],
        formats.mass(current.one_rep_max_kg) if current and at_its_end else "",
        others=[_point(point, load) for point in history.points if point.date not in on_the_line],
    )
    return charts.line_chart([series], title=title, formats=chart_formats())


@dataclass(frozen=True, slots=True)
class Teaser:
    """A lift in a small card: where it stands, how it got there, and that in a sentence."""

    value: str
    line: Markup
    sentence: str


def teaser(days: Sequence[DayValue]) -> Teaser | None:
    """The best of each two weeks; None where there is nothing to compare yet."""
    best = best_of_windows(days, CURRENT_DAYS)
    if len(best) < USUAL_OF_LEAST:
        return None
    now, first = best[-1], best[0]
    gain_kg = now.one_rep_max_kg - first.one_rep_max_kg
    places = {"gain": formats.mass(abs(gain_kg)), "day": formats.day(first.day)}
    if not is_change(gain_kg):
        sentence = _("Estimated 1RM, best of two weeks: as on %(day)s.") % places
    elif gain_kg > 0:
        sentence = _("Estimated 1RM, best of two weeks: up %(gain)s since %(day)s.") % places
    else:
        sentence = _("Estimated 1RM, best of two weeks: down %(gain)s since %(day)s.") % places
    line = charts.sparkline([one.one_rep_max_kg for one in best])
    return Teaser(formats.mass(now.one_rep_max_kg), line, sentence)


def _point(one: OneRepMaxPoint, load: LoadKind) -> Point:
    return Point(
        day=one.date,
        value=in_unit(one.one_rep_max_kg),
        low=in_unit(one.low_kg),
        high=in_unit(one.high_kg),
        solid=one.tested,
        weak=one.low_confidence,
        text=lambda: _point_text(one, load),
        middle=in_unit(one.median_kg),
    )


def _point_text(one: OneRepMaxPoint, load: LoadKind) -> str:
    places = {
        "day": formats.day(one.date),
        "one_rep_max": formats.mass(one.one_rep_max_kg),
        "lifted": set_line(one, load),
    }
    if one.tested:
        return _("%(day)s: %(one_rep_max)s lifted") % places
    return _("%(day)s: %(one_rep_max)s, from %(lifted)s") % places


def set_line(one: SourceSet, load: LoadKind) -> str:
    """The set that a point is from: "102.5 kg × 5 @ 8", "101 kg × 5, 20 kg of it added"."""
    places = {
        "weight": formats.mass(one.weight_kg, 2),
        "reps": formats.number(one.reps),
        "load": formats.mass(one.load_kg),
    }
    if load is LoadKind.ASSISTED:
        text = _("%(load)s × %(reps)s, with %(weight)s of help") % places
    elif load is not LoadKind.BODYWEIGHT:
        text = f"{places['weight']} × {places['reps']}"
    elif one.weight_kg:
        text = _("%(load)s × %(reps)s, %(weight)s of it added") % places
    else:
        text = _("%(load)s × %(reps)s, the body alone") % places
    return text if one.rpe is None else f"{text} @\N{NO-BREAK SPACE}{formats.number(one.rpe, 1)}"


def set_short(one: SourceSet, load: LoadKind) -> str:
    """The same without the unit, as a headline: "102.5 × 5", "+20 × 5" added, "−20 × 5" of help."""
    if not one.weight_kg:
        return ngettext("%(n)s rep", "%(n)s reps", one.reps) % {"n": formats.number(one.reps)}
    sign = {LoadKind.BODYWEIGHT: "+", LoadKind.ASSISTED: "\N{MINUS SIGN}"}.get(load, "")
    amount = formats.number(in_unit(one.weight_kg), 2)
    return f"{sign}{amount}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{formats.number(one.reps)}"


def is_change(kg: Decimal | float) -> bool:
    """Whether it is more than nothing as it is shown."""
    return abs(float(kg)) > LEAST_GAIN_KG


def spread_line(one: OneRepMaxPoint) -> str:
    """What all equations say: "115.3 to 122 kg"."""
    return _("%(low)s to %(high)s") % {
        "low": formats.number(in_unit(one.low_kg), 1),
        "high": formats.mass(one.high_kg),
    }
