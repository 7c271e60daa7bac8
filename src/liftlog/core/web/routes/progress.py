"""Progress over a period, and the one-rep max of each lift over time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for

from liftlog.core import exercises, statistics
from liftlog.core.request_scope import account, transaction
from liftlog.core.services import services
from liftlog.core.statistics import Headline
from liftlog.core.web import formats, statistics_charts
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.domain.one_rep_max import ESTIMATED_LOADS, Formula
from liftlog.domain.periods import Range
from liftlog.domain.records import RecordKind
from liftlog.stats_wire import Consistency, ExerciseOverview, OneRepMaxPoint, Overview, RecordLine

blueprint = Blueprint("progress", __name__)
blueprint.app_template_filter("set_line")(statistics_charts.set_line)
blueprint.app_template_filter("set_short")(statistics_charts.set_short)
blueprint.app_template_filter("spread_line")(statistics_charts.spread_line)
blueprint.app_template_filter("history_set")(statistics.logged)

LIFTS_TO_CHOOSE_FROM = 100
LIFTS_SHOWN = 20
TABLE_ROWS_MAX = 200
NEW_FOR_DAYS = 30

_Choice = TypeVar("_Choice", bound=StrEnum)


@blueprint.get("/progress")
def show() -> str:
    asker, today = account(), _today()
    wanted = chosen(Range, "range", Range.DAYS_90)
    seen = statistics.overview(services().stats, asker, wanted, today)
    found = seen.answer
    return render_template(
        "progress/show.html",
        nav="progress",
        seen=seen,
        found=found,
        ranges=range_choices(wanted, "progress.show"),
        charts=_progress_charts(found, asker.week_start, today) if found else None,
        lifts_shown=LIFTS_SHOWN,
        has_one_rep_max=ESTIMATED_LOADS,
    )


@blueprint.get("/one-rep-max")
def choose() -> str:
    seen = statistics.lifts(services().stats, account(), limit=LIFTS_TO_CHOOSE_FROM)
    lifts = seen.answer.lifts if seen.answer else ()
    return render_template(
        "one_rep_max/index.html",
        nav="1rm",
        seen=seen,
        lifts=[lift for lift in lifts if lift.load_kind in ESTIMATED_LOADS],
    )


@blueprint.get("/one-rep-max/<uuid:exercise_id>")
def one_rep_max(exercise_id: UUID) -> str:
    asker, today = account(), _today()
    exercise = exercises.get(transaction(), asker.user_id, exercise_id)
    wanted = chosen(Range, "range", Range.YEAR)
    formula = chosen(Formula, "formula", asker.formula)
    seen = statistics.exercise_overview(
        services().stats, asker, exercise_id, today=today, formula=formula, wanted=wanted
    )
    found = seen.answer
    points = found.one_rep_max.points if found else ()
    headline = statistics.headline(found, today) if found else None
    return render_template(
        "one_rep_max/show.html",
        nav="1rm",
        exercise=exercise,
        estimated=exercise.load_kind in ESTIMATED_LOADS,
        seen=seen,
        found=found,
        headline=headline,
        sentence=_headline_sentence(headline),
        best_is_record=_record_of(headline, found),
        records=_record_rows(found, today) if found else [],
        chart=statistics_charts.one_rep_max_chart(points, exercise.name),
        caption=statistics_charts.one_rep_max_caption(points, formats.FORMULA_NAMES[formula]),
        points=points,
        table=list(reversed(points[-TABLE_ROWS_MAX:])),
        ranges=range_choices(
            wanted, "progress.one_rep_max", exercise_id=exercise_id, formula=formula.value
        ),
        everything=url_for(
            "progress.one_rep_max", exercise_id=exercise_id, formula=formula.value, range="all"
        ),
        wanted=wanted,
        formula=formula,
        formula_name=formats.FORMULA_NAMES[formula],
        formulas=[
            (
                name,
                url_for(
                    "progress.one_rep_max",
                    exercise_id=exercise_id,
                    formula=one.value,
                    range=wanted.value,
                ),
                one is formula,
            )
            for one, name in formats.FORMULA_NAMES.items()
        ],
    )


def _today() -> date:
    return services().clock().astimezone(ZoneInfo(account().time_zone)).date()


def chosen(kind: type[_Choice], name: str, otherwise: _Choice) -> _Choice:
    """What the address asks for; an old or misspelt link shows what is usual."""
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return otherwise


def range_choices(wanted: Range, endpoint: str, **values: object) -> list[tuple[str, str, bool]]:
    names = {
        Range.DAYS_30: _("30 d"),
        Range.DAYS_90: _("90 d"),
        Range.YEAR: _("1 y"),
        Range.ALL: _("All"),
    }
    return [
        (text, url_for(endpoint, **values, range=one.value), one is wanted)  # type: ignore[arg-type] # Values of the address itself.
        for one, text in names.items()
    ]


@dataclass(frozen=True, slots=True)
class ProgressCharts:
    """What the page draws and says of a period."""

    days: int
    rows: list[statistics_charts.StretchRow]
    volume: str
    volume_title: str
    training_days: str
    muscles: str
    volume_sentence: str
    consistency: str


def _progress_charts(found: Overview, week_start: int, today: date) -> ProgressCharts:
    rows = statistics_charts.stretch_rows(found, week_start)
    days = (found.last - found.first).days + 1
    per_week = formats.volume(found.summary.volume_kg * 7 / max(days, 7))
    return ProgressCharts(
        days=days,
        rows=rows,
        volume=statistics_charts.volume_chart(rows, found.bucket, week_start, today=today),
        volume_title=statistics_charts.volume_title(found.bucket),
        training_days=statistics_charts.days_chart(rows, found.bucket, week_start, today=today),
        muscles=statistics_charts.muscle_chart(found.muscles, days),
        volume_sentence=statistics_charts.volume_sentence(rows, per_week),
        consistency=_consistency_sentence(found.consistency),
    )


def _weeks(number: int) -> str:
    return ngettext("%(n)s week", "%(n)s weeks", number) % {"n": formats.number(number)}


def _consistency_sentence(found: Consistency) -> str:
    places = {
        "days": formats.number(found.days_per_week, 1),
        "streak": _weeks(found.current_streak.weeks),
        "longest": _weeks(found.longest_streak.weeks),
    }
    if not found.current_streak.weeks:
        return _("%(days)s days a week on average. Your longest streak is %(longest)s.") % places
    if found.current_streak.weeks == found.longest_streak.weeks:
        return (
            _("%(days)s days a week on average. %(streak)s in a row, your longest streak yet.")
            % places
        )
    return (
        _(
            "%(days)s days a week on average. %(streak)s in a row; your longest streak is %(longest)s."
        )
        % places
    )


def _headline_sentence(headline: Headline | None) -> str:
    if headline is None:
        return ""
    gain_kg = headline.gain_kg
    places = {
        "now": formats.mass(headline.latest.one_rep_max_kg),
        "day": formats.day(headline.latest.date),
        "gain": formats.mass(abs(gain_kg or 0)),
        "first": formats.day(headline.first.date),
    }
    if gain_kg is None:
        return _("Estimated %(now)s on %(day)s.") % places
    if abs(gain_kg) < 0.05:
        return _("Estimated %(now)s on %(day)s, as on %(first)s.") % places
    if gain_kg > 0:
        return _("Estimated %(now)s on %(day)s, up %(gain)s since %(first)s.") % places
    return _("Estimated %(now)s on %(day)s, down %(gain)s since %(first)s.") % places


def _record_of(headline: Headline | None, found: ExerciseOverview | None) -> str | None:
    """What the best set of late is a record of."""
    best: OneRepMaxPoint | None = headline.recent if headline else None
    if best is None or found is None:
        return None
    held = [one for one in found.records.standing if one.set_id == best.set_id]
    if any(one.kind is RecordKind.WEIGHT for one in held):
        return ngettext("record for %(n)s rep", "record for %(n)s reps", best.reps) % {
            "n": formats.number(best.reps)
        }
    return None


@dataclass(frozen=True, slots=True)
class RecordRow:
    name: str
    value: str
    day: date
    new: bool


def _record_rows(found: ExerciseOverview, today: date) -> list[RecordRow]:
    return [
        RecordRow(
            name=_record_name(one),
            value=_record_value(one),
            day=one.date,
            new=0 <= (today - one.date).days < NEW_FOR_DAYS,
        )
        for one in found.records.standing
    ]


def _record_name(one: RecordLine) -> str:
    if one.reps is not None:
        return ngettext("%(n)s rep", "%(n)s reps", one.reps) % {"n": formats.number(one.reps)}
    return {
        RecordKind.ONE_REP_MAX: _("Estimated 1RM"),
        RecordKind.SET_VOLUME: _("Volume of a set"),
        RecordKind.SESSION_VOLUME: _("Volume of a workout"),
        RecordKind.REPS: _("Most reps"),
        RecordKind.DURATION: _("Longest time"),
        RecordKind.DISTANCE: _("Farthest"),
    }[one.kind]


def _record_value(one: RecordLine) -> str:
    if one.kind is RecordKind.REPS:
        return formats.number(one.value)
    if one.kind is RecordKind.DURATION:
        return formats.duration(float(one.value) / 1000)
    if one.kind is RecordKind.DISTANCE:
        kilometres = formats.number(one.value / 1_000_000, 2)
        return _("%(n)s km") % {"n": kilometres}
    decimals = {RecordKind.ONE_REP_MAX: 1, RecordKind.SET_VOLUME: 0, RecordKind.SESSION_VOLUME: 0}
    return formats.mass(one.value, decimals.get(one.kind, 2))
