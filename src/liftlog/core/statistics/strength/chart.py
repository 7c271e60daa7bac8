"""A strength score as a line and a sentence."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from markupsafe import Markup

from liftlog.core.statistics.progress.charts import chart_formats
from liftlog.core.web import charts, formats
from liftlog.core.web.charts import Point, Series
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import word
from liftlog.domain.strength.scores import (
    IPF_GL_LEAST_KG,
    Score,
    ScoreClass,
    ipf_gl_factors,
    polynomial,
)
from liftlog.statistics.strength import Strength, StrengthScorePoint


def worth(score: Score, value: float) -> str:
    return formats.number(value, 2 if score is Score.RELATIVE else 1)


def chart(found: Strength) -> Markup:
    points = [
        Point(one.date, one.score, text=partial(_text, found.score, one)) for one in found.points
    ]
    label = worth(found.score, found.points[-1].score) if found.points else ""
    return charts.line_chart(
        [Series(points, label)], title=word(found.score), formats=chart_formats()
    )


def _text(score: Score, one: StrengthScorePoint) -> str:
    return _("%(day)s: %(score)s, of %(total)s at %(weight)s") % {
        "day": formats.day(one.date),
        "score": worth(score, one.score),
        "total": formats.mass(one.total_kg),
        "weight": formats.mass(one.body_weight_kg),
    }


@dataclass(frozen=True, slots=True)
class WrittenScore:
    """A score as it is computed, and for which body weights."""

    equation: str
    within: str


def written(score: Score, score_class: ScoreClass | None) -> WrittenScore | None:
    """None where it is not known yet from which table."""
    if score is Score.RELATIVE:
        return WrittenScore("t / x", "")
    if score_class is None:
        return None
    if score is Score.IPF_GL:
        a, b, c = ipf_gl_factors(score_class)
        least = formats.number(IPF_GL_LEAST_KG, 2)
        within = _("From %(least)s kg of body weight on; there is no score below.")
        return WrittenScore(f"t × 100 / ({a} − {b} × e^(−{c} × x))", within % {"least": least})
    found = polynomial(score, score_class)
    if found is None:
        return None
    within = _(
        "Below %(least)s kg it counts %(least)s kg, above %(most)s kg it counts %(most)s kg."
    )
    return WrittenScore(
        f"t × {found.numerator:g} / ({_sum(found.coefficients)})",
        within
        % {"least": formats.number(found.least_kg, 2), "most": formats.number(found.most_kg, 2)},
    )


def _sum(coefficients: tuple[float, ...]) -> str:
    """ "594.3 − 27.2 x + 0.8 x^2"."""
    first, *others = coefficients
    text = _factor(first) if first >= 0 else f"−{_factor(first)}"
    for power, factor in enumerate(others, start=1):
        variable = "x" if power == 1 else f"x^{power}"
        text += f" {'+' if factor >= 0 else '−'} {_factor(factor)} {variable}"
    return text


def _factor(number: float) -> str:
    """All its digits, and no exponent: it can be typed into any calculator."""
    return f"{Decimal(str(abs(number))):f}"


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
    if places["score"] == worth(found.score, first.score):
        return _("%(score)s on %(day)s.") % places
    if latest.score > first.score:
        return _("%(score)s on %(day)s, up %(change)s since %(first)s.") % places
    return _("%(score)s on %(day)s, down %(change)s since %(first)s.") % places
