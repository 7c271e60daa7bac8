"""Body weight as a line and a sentence, and measurements as people write them."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from statistics import fmean

from markupsafe import Markup

from liftlog.core.statistics.progress.charts import chart_formats, in_unit, is_change
from liftlog.core.web import charts, formats
from liftlog.core.web.charts import Point, Series
from liftlog.core.web.translations import gettext as _
from liftlog.domain.body import BodyUnit, WeighIn
from liftlog.store.body.read import Measurement

SMOOTHED_OVER = timedelta(days=7)
"""Water comes and goes from day to day: the line is the mean of a week, the dots are the scale's."""


def measured(one: Measurement) -> str:
    """As it was entered: "82.4 kg"."""
    places = {"n": formats.number(one.value, 2), "unit": one.unit.value}
    return _("%(n)s %%") % places if one.unit is BodyUnit.PERCENT else _("%(n)s %(unit)s") % places


def _text(one: WeighIn) -> str:
    weight = formats.mass(one.weight_kg)
    return _("%(day)s: %(weight)s") % {"day": formats.day(one.day), "weight": weight}


def body_weight_chart(weigh_ins: Sequence[WeighIn]) -> Markup:
    dots = [
        Point(
            one.day,
            in_unit(one.weight_kg),
            solid=True,
            text=partial(_text, one),
        )
        for one in weigh_ins
    ]
    line = [Point(one.day, _mean(weigh_ins, one)) for one in weigh_ins]
    label = formats.mass(weigh_ins[-1].weight_kg) if weigh_ins else ""
    return charts.line_chart(
        [Series(line, label, others=dots)], title=_("Body weight"), formats=chart_formats()
    )


def _mean(weigh_ins: Sequence[WeighIn], last: WeighIn) -> float:
    return fmean(
        in_unit(one.weight_kg)
        for one in weigh_ins
        if last.day - SMOOTHED_OVER < one.day <= last.day
    )


def body_weight_sentence(weigh_ins: Sequence[WeighIn]) -> str:
    if not weigh_ins:
        return ""
    now, first = weigh_ins[-1], weigh_ins[0]
    change_kg = now.weight_kg - first.weight_kg
    places = {
        "now": formats.mass(now.weight_kg),
        "day": formats.day(now.day),
        "change": formats.mass(abs(change_kg)),
        "first": formats.day(first.day),
    }
    if now.day == first.day:
        return _("%(now)s on %(day)s.") % places
    if not is_change(change_kg):
        return _("%(now)s on %(day)s, as on %(first)s.") % places
    if change_kg > 0:
        return _("%(now)s on %(day)s, up %(change)s since %(first)s.") % places
    return _("%(now)s on %(day)s, down %(change)s since %(first)s.") % places
