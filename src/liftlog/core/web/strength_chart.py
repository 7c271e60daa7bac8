"""A strength score as a line and a sentence."""

from markupsafe import Markup

from liftlog.core.web import charts, formats
from liftlog.core.web.charts import Point, Series
from liftlog.core.web.statistics_charts import chart_formats
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import word
from liftlog.domain.strength_scores import Score
from liftlog.stats_wire import Strength, StrengthPoint


def worth(score: Score, value: float) -> str:
    return formats.number(value, 2 if score is Score.RELATIVE else 1)


def chart(found: Strength) -> Markup:
    points = [Point(one.date, one.score, text=_text(found.score, one)) for one in found.points]
    label = worth(found.score, found.points[-1].score) if found.points else ""
    return charts.line_chart(
        [Series(points, label)], title=word(found.score), formats=chart_formats()
    )


def _text(score: Score, one: StrengthPoint) -> str:
    return _("%(day)s: %(score)s, of %(total)s at %(weight)s") % {
        "day": formats.day(one.date),
        "score": worth(score, one.score),
        "total": formats.mass(one.total_kg),
        "weight": formats.mass(one.body_weight_kg),
    }


def sentence(found: Strength) -> str:
    if not found.points:
        return ""
    first, latest = found.points[0], found.points[-1]
    places = {
        "score": worth(found.score, latest.score),
        "day": formats.day(latest.date),
        "change": worth(found.score, abs(latest.score - first.score)),
        "first": formats.day(first.date),
    }
    if latest.score > first.score:
        return _("%(score)s on %(day)s, up %(change)s since %(first)s.") % places
    if latest.score < first.score:
        return _("%(score)s on %(day)s, down %(change)s since %(first)s.") % places
    return _("%(score)s on %(day)s.") % places
