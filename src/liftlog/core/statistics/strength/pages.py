"""Strength scores over time."""

from flask import Blueprint, Response, render_template

from liftlog.core.request.scope import account, current_day
from liftlog.core.request.services import services
from liftlog.core.statistics import csv_download
from liftlog.core.statistics.choices import chosen, range_choices
from liftlog.core.statistics.service import StatsResult, ask
from liftlog.core.statistics.strength import chart as strength_chart
from liftlog.core.web import formats
from liftlog.core.web.addresses import address
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import word
from liftlog.domain.body import BETWEEN_MAX, BEYOND_MAX
from liftlog.domain.periods import Range
from liftlog.domain.strength.history import WINDOW
from liftlog.domain.strength.scores import IPF_GL_LEAST_KG, Score
from liftlog.statistics.strength import STRENGTH, Strength, StrengthQuery

blueprint = Blueprint("strength", __name__, url_prefix="/strength")

HEAD = (
    "day",
    "score",
    "total_kg",
    "squat_kg",
    "bench_press_kg",
    "deadlift_kg",
    "body_weight_kg",
)


@blueprint.get("")
def show() -> str:
    wanted, score = chosen(Range, "range", Range.ALL), chosen(Score, "score", Score.DOTS)
    result = _asked(wanted, score)
    found = result.answer
    return render_template(
        "statistics/strength.html",
        nav="1rm",
        seen=result,
        found=found,
        latest=found.points[-1] if found and found.points else None,
        sentence=strength_chart.sentence(found) if found else "",
        chart=strength_chart.chart(found) if found else "",
        score=word(score),
        scores=[
            (word(one), address("strength.show", score=one.value, range=wanted.value), one is score)
            for one in Score
        ],
        ranges=range_choices(wanted, "strength.show", score=score.value),
        csv=address("strength.download", score=score.value, range=wanted.value),
        missing=_missing(found),
        written=strength_chart.written(score, found.score_class) if found else None,
        wilks=score is Score.WILKS,
        nowhere=_nowhere(wanted, score),
        everything=address("strength.show", score=score.value, range=Range.ALL.value),
        wanted=wanted,
        formula_name=formats.FORMULA_NAMES[account().formula],
    )


@blueprint.get("/scores.csv")
def download() -> Response:
    wanted, score = chosen(Range, "range", Range.ALL), chosen(Score, "score", Score.DOTS)
    found = _asked(wanted, score).require()
    return csv_download.answer(
        f"liftlog-{score.value}.csv",
        HEAD,
        ([one.date, *(getattr(one, name) for name in HEAD[1:])] for one in found.points),
    )


def _asked(wanted: Range, score: Score) -> StatsResult[Strength]:
    query = StrengthQuery.of_range(wanted, current_day(), score=score)
    return ask(services().stats, STRENGTH, account(), query)


def _nowhere(wanted: Range, score: Score) -> str:
    """Why there is no point though nothing is missing."""
    if wanted is not Range.ALL:
        return _("No day of this period has one.")
    sentence = _(
        "All three lifts have to lie within %(days)s days, with a weigh-in at most %(near)s days "
        "away or two at most %(between)s days apart."
    ) % {
        "days": formats.number(WINDOW.days),
        "near": formats.number(BEYOND_MAX.days),
        "between": formats.number(BETWEEN_MAX.days),
    }
    if score is Score.IPF_GL:
        least = _("IPF GL begins at %(least)s kg of body weight.")
        sentence += " " + least % {"least": formats.number(IPF_GL_LEAST_KG)}
    return sentence


def _missing(found: Strength | None) -> list[str]:
    names = {
        "squat": _("a squat with 1 to 10 reps"),
        "bench_press": _("a bench press with 1 to 10 reps"),
        "deadlift": _("a deadlift with 1 to 10 reps"),
        "body_weight": _("your body weight"),
        "score_class": _("which table to read from, men's or women's, in the settings"),
    }
    return [names[one] for one in found.missing if one in names] if found else []
