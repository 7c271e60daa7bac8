"""One-rep maxes of several lifts, body weight beside them, and the lifter's own curve, as charts and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean, stdev

from markupsafe import Markup

from liftlog.core.statistics.one_rep_max.formula_words import method_name
from liftlog.core.statistics.progress.charts import (
    chart_formats,
    in_unit,
    is_change,
    line_of,
    set_line,
)
from liftlog.core.web import charts, formats
from liftlog.core.web.charts import PlottedPoint, Point, Series
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.domain.body import BETWEEN_MAX
from liftlog.domain.one_rep_max.body_load import NoEstimate
from liftlog.domain.one_rep_max.history import first_best
from liftlog.domain.one_rep_max.rep_curve import WhyNoCurve
from liftlog.domain.periods import Period
from liftlog.domain.text import isolated
from liftlog.statistics.one_rep_max import BodyWeightPoint, OneRepMax, OneRepMaxPoint
from liftlog.statistics.rep_curve import Accuracy, BackTestAnswer, RepCurveAnswer

CHART_POINTS = 400
"""As many as can be told apart on a wide screen."""


def comparison_chart(lifts: Sequence[OneRepMax], title: str) -> Markup:
    """A line for each lift that has points, in its colour and its dashes, named at its end."""
    series = [
        Series(
            [_point(lift, one) for one in line_of(lift)],
            lift.exercise.name,
            slot=place,
            others=[_single(lift, one) for one in lift.points if one.single_kg and not one.tested],
        )
        for place, lift in enumerate(lifts, start=1)
        if lift.points
    ]
    return charts.line_chart(series, title=title, formats=chart_formats())


def _point(lift: OneRepMax, one: OneRepMaxPoint) -> Point:
    return Point(
        one.date,
        in_unit(one.one_rep_max_kg),
        solid=one.tested,
        weak=one.low_confidence,
        text=partial(_point_text, lift, one),
    )


def _point_text(lift: OneRepMax, one: OneRepMaxPoint) -> str:
    return _("%(lift)s, %(day)s: %(one_rep_max)s, from %(lifted)s") % {
        "lift": isolated(lift.exercise.name),
        "day": formats.day(one.date),
        "one_rep_max": formats.mass(one.one_rep_max_kg),
        "lifted": set_line(one, lift.exercise.load_kind),
    }


def _single(lift: OneRepMax, one: OneRepMaxPoint) -> Point:
    """What was really lifted once on a day whose estimate is from another set."""
    text = partial(_single_text, lift, one)
    return Point(one.date, in_unit(one.single_kg or 0), solid=True, text=text)


def _single_text(lift: OneRepMax, one: OneRepMaxPoint) -> str:
    return _("%(lift)s, %(day)s: %(weight)s lifted once") % {
        "lift": isolated(lift.exercise.name),
        "day": formats.day(one.date),
        "weight": formats.mass(one.single_kg or 0),
    }


def lift_sentences(lifts: Sequence[OneRepMax]) -> list[str]:
    """One for each lift: where it stands, and how far it came, by the best of two weeks."""
    return [_lift_sentence(lift) for lift in lifts]


def _lift_sentence(lift: OneRepMax) -> str:
    first, now = first_best(lift.points), lift.current
    if first is None or now is None:
        return _("%(lift)s: no estimate in these days.") % {"lift": isolated(lift.exercise.name)}
    gain_kg = now.one_rep_max_kg - first.one_rep_max_kg
    places = {
        "lift": isolated(lift.exercise.name),
        "now": formats.mass(now.one_rep_max_kg),
        "gain": formats.mass(abs(gain_kg)),
        "day": formats.day(first.date),
    }
    if not is_change(gain_kg):
        return _("%(lift)s: %(now)s.") % places
    if gain_kg > 0:
        return _("%(lift)s: %(now)s, up %(gain)s since %(day)s.") % places
    return _("%(lift)s: %(now)s, down %(gain)s since %(day)s.") % places


def _weigh_in_text(one: BodyWeightPoint) -> str:
    weight = formats.mass(one.body_weight_kg)
    return _("%(day)s: %(weight)s") % {"day": formats.day(one.date), "weight": weight}


def body_weight_chart(weigh_ins: Sequence[BodyWeightPoint], period: Period | None) -> Markup:
    """Below a chart of lifts, over the same days."""
    points = [
        Point(
            one.date,
            in_unit(one.body_weight_kg),
            solid=True,
            text=partial(_weigh_in_text, one),
        )
        for one in weigh_ins
    ]
    label = formats.mass(weigh_ins[-1].body_weight_kg) if weigh_ins else ""
    return charts.line_chart(
        [Series(points, label, slot=6, gap_days=BETWEEN_MAX.days)],
        title=_("Body weight"),
        formats=chart_formats(),
        period=period,
    )


def period_of(lifts: Sequence[OneRepMax]) -> Period | None:
    days = [one.date for lift in lifts for one in lift.points]
    return Period(min(days), max(days)) if days else None


def body_weight_sentence(weigh_ins: Sequence[BodyWeightPoint]) -> str:
    if not weigh_ins:
        return ""
    low, high = (choose(weigh_ins, key=lambda one: one.body_weight_kg) for choose in (min, max))
    if not is_change(high.body_weight_kg - low.body_weight_kg):
        return _("%(now)s on %(day)s.") % {
            "now": formats.mass(weigh_ins[-1].body_weight_kg),
            "day": formats.day(weigh_ins[-1].date),
        }
    return _("%(now)s on %(day)s; in these days between %(low)s and %(high)s.") % {
        "now": formats.mass(weigh_ins[-1].body_weight_kg),
        "day": formats.day(weigh_ins[-1].date),
        "low": formats.mass(low.body_weight_kg),
        "high": formats.mass(high.body_weight_kg),
    }


def why_no_estimate(missing: NoEstimate) -> str:
    return {
        NoEstimate.NOT_LIFTED: _(
            "It is counted in reps, time or distance; there is no weight that could be lifted once."
        ),
        NoEstimate.SHARE_UNKNOWN: _(
            "Only a share of the body is moved in it, and nobody can say which for you. In pull-ups, "
            "chin-ups, dips and muscle-ups it is all of it: those have a 1RM."
        ),
        NoEstimate.BODY_WEIGHT_UNKNOWN: _(
            "The body is a part of the load here, and there is no weigh-in near enough to any day on "
            "which it was done: one at most 60 days away, or two at most 180 days apart."
        ),
    }[missing]


def thinned(points: Sequence[OneRepMaxPoint]) -> str:
    """What is true of a time that can have more training days than are asked for."""
    if not points or (points[-1].date - points[0].date).days < CHART_POINTS:
        return ""
    return _(
        "With more than %(most)s training days, this is the best day of each of as many equal "
        "stretches; the CSV has every day."
    ) % {"most": formats.number(CHART_POINTS)}


def days_without_body_weight(found: OneRepMax) -> str:
    number = found.days_without_body_weight
    if not number or not found.points:
        return ""
    return ngettext(
        "%(n)s day is left out: no weigh-in is near enough.",
        "%(n)s days are left out: no weigh-in is near enough.",
        number,
    ) % {"n": formats.number(number)}


# The lifter's own curve


def curve_chart(found: RepCurveAnswer) -> Markup:
    curve = [
        PlottedPoint(
            one.reps,
            in_unit(one.load_kg),
            in_unit(one.low_kg),
            in_unit(one.high_kg),
            _("%(reps)s reps: %(weight)s, between %(low)s and %(high)s")
            % {
                "reps": formats.number(one.reps),
                "weight": formats.mass(one.load_kg),
                "low": formats.mass(one.low_kg),
                "high": formats.mass(one.high_kg),
            },
        )
        for one in found.points
    ]
    return charts.curve_chart(curve, [], title=_("Your own rep curve"), formats=chart_formats())


def curve_sentence(found: RepCurveAnswer) -> str:
    """What it means, or why there is none."""
    if found.missing in set(NoEstimate):
        return why_no_estimate(NoEstimate(found.missing))
    if found.points:
        five, ten = found.points[4], found.points[9]
        return _(
            "Your fives are about %(five)s of what you can lift once, your tens about %(ten)s "
            "(nine chances in ten: %(low)s to %(high)s)."
        ) % {
            "five": _percent(five.share),
            "ten": _percent(ten.share),
            "low": _percent(ten.share_low),
            "high": _percent(ten.share_high),
        }
    return _why_no_curve(found)


def _why_no_curve(found: RepCurveAnswer) -> str:
    places = {
        "needed": formats.number(found.rep_counts_needed),
        "weeks": formats.number(found.stretch_days // 7),
        "there": formats.number(found.rep_counts),
        "low": _percent(found.share_low or 0),
        "high": _percent(found.share_high or 0),
    }
    if found.missing is WhyNoCurve.FEW_REP_COUNTS:
        return (
            _(
                "No curve yet: it takes sets near your limit of at least %(needed)s different rep "
                "counts within %(weeks)s weeks; there are %(there)s."
            )
            % places
        )
    if found.missing is WhyNoCurve.SETS_DISAGREE:
        return (
            _(
                "No curve yet: by your sets, eight reps are anything from %(low)s to %(high)s of what "
                "you can lift once. Sets of few and of many reps near your limit would tell."
            )
            % places
        )
    return _(
        "No curve: the weights of your sets don't fall with the reps as weights at the limit do, so "
        "most of them were not to your limit."
    )


def _percent(share: float) -> str:
    return _("%(n)s %%") % {"n": formats.number(share * 100)}


@dataclass(frozen=True, slots=True)
class AccuracyRow:
    name: str
    mean: str
    median: str
    bias: str


def accuracy_rows(found: BackTestAnswer) -> list[AccuracyRow]:
    return [_accuracy_row(one) for one in found.methods]


def _accuracy_row(one: Accuracy) -> AccuracyRow:
    return AccuracyRow(
        name=method_name(one.method),
        mean=_points(one.mean_percent),
        median=_points(one.median_percent),
        bias=signed_percent(one.bias_percent),
    )


def _points(percent: float) -> str:
    return _("%(n)s %%") % {"n": formats.number(percent, 1)}


def signed_percent(percent: float) -> str:
    sign = "+" if round(percent, 1) > 0 else "\N{MINUS SIGN}" if round(percent, 1) < 0 else ""
    return sign + _points(abs(percent))


def back_test_sentence(found: BackTestAnswer) -> str:
    if found.missing:
        return ""
    if not found.cases:
        return _(
            "No heavy set to judge by yet: one of one to three reps near your limit, with sets of four "
            "to ten reps in the eight weeks before it."
        )
    if not found.methods:
        return ngettext(
            "There is %(n)s heavy set with sets of four to ten reps before it; from %(least)s on it "
            "can be said which equation fits you.",
            "There are %(n)s heavy sets with sets of four to ten reps before them; from %(least)s on "
            "it can be said which equation fits you.",
            found.cases,
        ) % {"n": formats.number(found.cases), "least": formats.number(found.cases_needed)}
    best, second, last = found.methods[0], found.methods[1], found.methods[-1]
    places = {
        "n": formats.number(found.compared),
        "best": method_name(best.method),
        "off": _points(best.mean_percent),
        "second": method_name(second.method),
        "second_off": _points(second.mean_percent),
        "last": method_name(last.method),
        "last_off": _points(last.mean_percent),
    }
    if not found.winner:
        return (
            ngettext(
                "How far off each was over %(n)s heavy set: too few to say which one fits you.",
                "How far off each was over %(n)s heavy sets: too few to say which one fits you.",
                found.compared,
            )
            % places
        )
    if too_close(found):
        return (
            _(
                "Over %(n)s heavy sets, %(best)s (%(off)s off on average) and %(second)s "
                "(%(second_off)s) are too close to tell which one fits you better. %(last)s was "
                "off by %(last_off)s."
            )
            % places
        )
    return (
        _(
            "Over %(n)s heavy sets, %(best)s came closest: %(off)s off on average. %(last)s was off "
            "by %(last_off)s."
        )
        % places
    )


def too_close(found: BackTestAnswer) -> bool:
    """Whether the lead of the first method over the second could as well be chance.

    By the differences of both over the same sets: their mean has to be twice its standard error.
    """
    best, second = (one.method for one in found.methods[:2])
    leads = [
        abs(one.errors_percent[second]) - abs(one.errors_percent[best])
        for one in found.compared_cases
    ]
    return (
        len(leads) < found.winner_cases_needed
        or fmean(leads) < 2 * stdev(leads) / len(leads) ** 0.5
    )
