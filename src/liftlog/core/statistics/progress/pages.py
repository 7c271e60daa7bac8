"""Progress over a period, and the one-rep max of each lift over time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request

from liftlog.core.exercises import service as exercises
from liftlog.core.request.scope import account, current_day, transaction
from liftlog.core.request.services import services
from liftlog.core.statistics.choices import chosen, range_choices
from liftlog.core.statistics.consistency import streak_words
from liftlog.core.statistics.headline import Headline, headline
from liftlog.core.statistics.one_rep_max import chart as lift_chart
from liftlog.core.statistics.one_rep_max import formula_words
from liftlog.core.statistics.one_rep_max import pages as lifts
from liftlog.core.statistics.progress import charts as statistics_charts
from liftlog.core.statistics.progress import trend_words
from liftlog.core.statistics.records import words as record_words
from liftlog.core.statistics.service import ask
from liftlog.core.web import formats
from liftlog.core.web.addresses import address
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.domain.consistency.streaks import averaged_over
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.body_load import why_no_estimate
from liftlog.domain.one_rep_max.estimates import METHODS, Formula
from liftlog.domain.periods import DAYS_PER_WEEK, Period, Range
from liftlog.domain.records import RecordKind
from liftlog.statistics.consistency import ConsistencySummary
from liftlog.statistics.exercises import EXERCISE_OVERVIEW, ExerciseOverview
from liftlog.statistics.one_rep_max import COMPARED_MAX, EffortQuery, OneRepMaxPoint
from liftlog.statistics.sets import SetOutput
from liftlog.statistics.totals import (
    LIFTS,
    LIFTS_MAX,
    OVERVIEW,
    Lift,
    LiftsQuery,
    MuscleSets,
    Overview,
    OverviewQuery,
)
from liftlog.store.exercises.read import Exercise

blueprint = Blueprint("progress", __name__)
blueprint.app_template_filter("set_line")(statistics_charts.set_line)
blueprint.app_template_filter("set_short")(statistics_charts.set_short)
blueprint.app_template_filter("spread_line")(statistics_charts.spread_line)
blueprint.app_template_filter("history_set")(SetOutput.to_logged)

LIFTS_SHOWN = 20
TRENDS_SHOWN = 8
TABLE_ROWS_MAX = 200
NEW_FOR_DAYS = 30


@blueprint.get("/progress")
def show() -> str:
    user, today = account(), current_day()
    wanted = chosen(Range, "range", Range.DAYS_90)
    query = OverviewQuery.of_range(wanted, today)
    result = ask(services().stats, OVERVIEW, user, query)
    found = result.answer
    return render_template(
        "statistics/progress.html",
        nav="progress",
        seen=result,
        found=found,
        ranges=range_choices(wanted, "progress.show"),
        charts=_progress_charts(found, user.week_start, today) if found else None,
        lifts_shown=LIFTS_SHOWN,
        has_one_rep_max=_has_one_rep_max,
        trends=trend_words.rows(found.trends[:TRENDS_SHOWN]) if found else [],
        wanted=wanted.value,
    )


@blueprint.get("/one-rep-max")
def choose() -> str:
    """Which lift, or the chart of those that were chosen."""
    if "exercise" in request.args:
        return lifts.comparison()
    result = ask(services().stats, LIFTS, account(), LiftsQuery.of(limit=LIFTS_MAX))
    trained = result.answer.lifts if result.answer else ()
    return render_template(
        "statistics/one_rep_max/index.html",
        nav="1rm",
        seen=result,
        lifts=[one for one in trained if why_no_estimate(one.exercise_id, one.load_kind) is None],
        compared_max=COMPARED_MAX,
        beside=request.args.get("beside", ""),
    )


@blueprint.get("/one-rep-max/<uuid:exercise_id>")
def one_rep_max(exercise_id: UUID) -> str:
    user, today = account(), current_day()
    exercise = exercises.get(transaction(), user.user_id, exercise_id)
    choice = lifts.one_rep_max_choice()
    query = choice.query(EffortQuery, limit=lift_chart.CHART_POINTS)
    result = ask(services().stats, EXERCISE_OVERVIEW, user, query, exercise_id=exercise_id)
    found = result.answer
    numbers = headline(found, today) if found else None
    return render_template(
        "statistics/one_rep_max/show.html",
        nav="1rm",
        exercise=exercise,
        missing=why_no_estimate(exercise_id, exercise.load_kind)
        or (found.one_rep_max.missing if found else None),
        why_missing=lift_chart.why_no_estimate,
        seen=result,
        found=found,
        headline=numbers,
        sentence=_headline_sentence(numbers),
        best_is_record=_record_of(numbers, found),
        tested=_tested(numbers, exercise.load_kind),
        records=_record_rows(found, today) if found else [],
        wanted=choice.wanted,
        formula_name=formats.FORMULA_NAMES[choice.formula],
        **_pictures(found, choice, exercise),
        **_links(exercise_id, choice),
    )


def _pictures(
    found: ExerciseOverview | None, choice: lifts.OneRepMaxChoice, exercise: Exercise
) -> dict[str, object]:
    """The charts of a lift with their words."""
    points = found.one_rep_max.points if found else ()
    weigh_ins = found.body_weight if found else ()
    period = lift_chart.period_of([found.one_rep_max]) if found else None
    return {
        "points": points,
        "table": list(reversed(points[-TABLE_ROWS_MAX:])),
        "chart": statistics_charts.one_rep_max_chart(
            found.one_rep_max, exercise.name, exercise.load_kind
        )
        if found
        else "",
        "caption": statistics_charts.one_rep_max_caption(
            points, formats.FORMULA_NAMES[choice.formula]
        ),
        "thinned": lift_chart.thinned(points),
        "left_out": lift_chart.days_without_body_weight(found.one_rep_max) if found else "",
        "weigh_ins": weigh_ins,
        "body_chart": lift_chart.body_weight_chart(weigh_ins, period) if points else "",
        "body_sentence": lift_chart.body_weight_sentence(weigh_ins),
        "written": METHODS[choice.formula],
        "effort": choice.effort,
        "effort_name": formula_words.effort_name(choice.effort),
        "equations": [METHODS[one] for one in Formula],
    }


def _links(exercise_id: UUID, choice: lifts.OneRepMaxChoice) -> dict[str, object]:
    page = "progress.one_rep_max"
    query = lifts.as_query(choice)
    others = {name: value for name, value in query.items() if name != "range"}
    return {
        "ranges": range_choices(choice.wanted, page, exercise_id=exercise_id, **others),
        "formulas": lifts.formula_choices(choice, page, exercise_id=exercise_id),
        "efforts": lifts.effort_choices(choice, page, exercise_id=exercise_id),
        "everything": address(page, exercise_id=exercise_id, **{**others, "range": "all"}),
        "csv": address("lifts.points", exercise=exercise_id, **query),
        "zoom": lifts.zoom_choice(page, [exercise_id], choice, exercise_id=exercise_id),
    }


@dataclass(frozen=True, slots=True)
class ProgressCharts:
    """What the page draws and says of a period."""

    days: int
    rows: list[statistics_charts.StretchRow]
    volume: str
    volume_title: str
    training_days: str
    muscles: str
    muscle_rows: list[MuscleSets]
    volume_sentence: str
    consistency: str


def _progress_charts(found: Overview, week_start: int, today: date) -> ProgressCharts:
    rows = statistics_charts.stretch_rows(found, week_start)
    period = Period(found.first, found.last)
    weeks = max(averaged_over(period, found.first_day, today).days / DAYS_PER_WEEK, 1)
    per_week = formats.volume(float(found.summary.volume_kg) / weeks)
    return ProgressCharts(
        days=period.days,
        rows=rows,
        volume=statistics_charts.volume_chart(rows, found.bucket, week_start, today=today),
        volume_title=statistics_charts.volume_title(found.bucket),
        training_days=statistics_charts.days_chart(rows, found.bucket, week_start, today=today),
        muscles=statistics_charts.muscle_chart(found.muscles, weeks),
        muscle_rows=statistics_charts.most_sets_first(found.muscles),
        volume_sentence=statistics_charts.volume_sentence(rows, per_week),
        consistency=_consistency_sentence(found.consistency),
    )


def _consistency_sentence(found: ConsistencySummary) -> str:
    average = _("%(days)s days a week on average.") % {
        "days": formats.number(found.days_per_week, 1)
    }
    streak = streak_words.sentence(found.current_streak, found.longest_streak, found.goal_days)
    return f"{average} {streak}"


def _has_one_rep_max(lift: Lift) -> bool:
    return why_no_estimate(lift.exercise_id, lift.load_kind) is None


def _tested(numbers: Headline | None, load: LoadKind) -> tuple[str, str]:
    """The best single ever logged, and when it was; with the body, what of it was added or taken off."""
    if numbers is None or numbers.tested is None:
        return "\N{EN DASH}", _("no single logged yet")
    value, day = formats.mass(numbers.tested.value, 2), formats.day(numbers.tested.date)
    if load is LoadKind.BODYWEIGHT:
        return f"+{value}", _("added to the body, %(day)s") % {"day": day}
    if load is LoadKind.ASSISTED:
        return f"\N{MINUS SIGN}{value}", _("of help, %(day)s") % {"day": day}
    return value, day


def _headline_sentence(numbers: Headline | None) -> str:
    if numbers is None:
        return ""
    gain_kg = numbers.gain_kg
    places = {
        "now": formats.mass(numbers.latest.one_rep_max_kg),
        "day": formats.day(numbers.latest.date),
        "gain": formats.mass(abs(gain_kg or 0)),
        "first": formats.day(numbers.first.date),
    }
    now = _("Lifted %(now)s on %(day)s.") if numbers.latest.tested else ""
    sentences = [(now or _("Estimated %(now)s on %(day)s.")) % places]
    if gain_kg is not None and not statistics_charts.is_change(gain_kg):
        sentences.append(_("Best of two weeks: as on %(first)s.") % places)
    elif gain_kg is not None and gain_kg > 0:
        sentences.append(_("Best of two weeks: up %(gain)s since %(first)s.") % places)
    elif gain_kg is not None:
        sentences.append(_("Best of two weeks: down %(gain)s since %(first)s.") % places)
    return " ".join(sentences)


def _record_of(numbers: Headline | None, found: ExerciseOverview | None) -> str | None:
    """What the best set of late is a record of."""
    best: OneRepMaxPoint | None = numbers.recent if numbers else None
    if best is None or found is None:
        return None
    held = [one for one in found.records.standing if one.set_id == best.set_id]
    if any(one.kind in {RecordKind.WEIGHT, RecordKind.ASSISTANCE} for one in held):
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
            name=record_words.name(one.kind, one.reps),
            value=record_words.value(one.kind, one.value),
            day=one.date,
            new=0 <= (today - one.date).days < NEW_FOR_DAYS,
        )
        for one in found.records.standing
    ]
