"""Several lifts in one chart, the lifter's own rep curve, and the numbers of both as files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from liftlog.core.exercises import service as exercises
from liftlog.core.request.scope import account, current_day, transaction
from liftlog.core.request.services import services
from liftlog.core.statistics import csv_download
from liftlog.core.statistics.choices import chosen, range_choices
from liftlog.core.statistics.one_rep_max import chart as lift_chart
from liftlog.core.statistics.one_rep_max import formula_words
from liftlog.core.statistics.service import StatsResult, ask
from liftlog.core.web import formats
from liftlog.core.web.addresses import address
from liftlog.core.web.locale import reader
from liftlog.domain.one_rep_max.estimates import METHODS, Effort, Formula
from liftlog.domain.periods import Range
from liftlog.domain.units import kg_in
from liftlog.kit.errors import NotFoundError
from liftlog.statistics.one_rep_max import (
    COMPARED_MAX,
    COMPARISON,
    ONE_REP_MAX,
    ComparisonQuery,
    EffortQuery,
    OneRepMax,
    OneRepMaxPoint,
)
from liftlog.statistics.rep_curve import REP_CURVE_OVERVIEW, RepCurveOverview, RepCurveQuery

blueprint = Blueprint("lifts", __name__, url_prefix="/one-rep-max")
blueprint.app_template_filter("signed_percent")(lift_chart.signed_percent)

ROWS_MAX = 60
_Q = TypeVar("_Q", bound=EffortQuery)
POINT_HEAD = (
    "exercise",
    "date",
    "one_rep_max_kg",
    "low_kg",
    "median_kg",
    "high_kg",
    "weight_kg",
    "reps",
    "rpe",
    "load_kg",
    "body_weight_kg",
    "tested",
    "low_confidence",
    "single_kg",
    "set_id",
    "workout_id",
)
CURVE_HEAD = ("reps", "share", "share_low", "share_high", "load_kg", "low_kg", "high_kg")
CASE_HEAD = ("date", "weight_kg", "load_kg", "reps", "rpe", "set_id", "workout_id")


@dataclass(frozen=True, slots=True)
class OneRepMaxChoice:
    """How one-rep maxes are shown: by which equation, with effort or not, of which range."""

    formula: Formula
    effort: Effort
    wanted: Range

    def query(self, question: type[_Q], **fields: object) -> _Q:
        return question.of_range(
            self.wanted, current_day(), formula=self.formula, effort=self.effort, **fields
        )


def comparison() -> str:
    """The page of `/one-rep-max` when lifts were chosen."""
    choice, wanted = one_rep_max_choice(), exercise_ids()
    query = choice.query(
        ComparisonQuery, exercises=",".join(map(str, wanted)), limit=lift_chart.CHART_POINTS
    )
    result = ask(services().stats, COMPARISON, account(), query)
    found = result.answer
    lifts = found.lifts if found else ()
    weigh_ins = found.body_weight if found else ()
    asked: dict[str, Any] = {"exercise": [str(one) for one in wanted], **as_query(choice)}
    return render_template(
        "statistics/one_rep_max/compare.html",
        nav="1rm",
        seen=result,
        lifts=lifts,
        chart=lift_chart.comparison_chart(lifts, "1RM"),
        sentences=lift_chart.lift_sentences(lifts),
        body_chart=lift_chart.body_weight_chart(weigh_ins, lift_chart.period_of(lifts)),
        body_sentence=lift_chart.body_weight_sentence(weigh_ins),
        weigh_ins=weigh_ins,
        rows=_newest(lifts),
        choice=choice,
        why_missing=lift_chart.why_no_estimate,
        everything=address("progress.choose", **{**asked, "range": Range.ALL.value}),
        effort_name=formula_words.effort_name(choice.effort),
        formulas=formula_choices(choice, "progress.choose", exercise=asked["exercise"]),
        efforts=effort_choices(choice, "progress.choose", exercise=asked["exercise"]),
        ranges=range_choices(
            choice.wanted,
            "progress.choose",
            **{name: value for name, value in asked.items() if name != "range"},
        ),
        formula_name=formats.FORMULA_NAMES[choice.formula],
        written=METHODS[choice.formula],
        csv=address("lifts.points", **asked),
        zoom=zoom_choice("progress.choose", wanted, choice, exercise=asked["exercise"]),
    )


@blueprint.get("/points.csv")
def points() -> Response:
    """All points of one lift or of several, as far back as the range says."""
    query = one_rep_max_choice().query(EffortQuery)
    lifts = [
        ask(services().stats, ONE_REP_MAX, account(), query, exercise_id=exercise_id).require()
        for exercise_id in exercise_ids()
    ]
    return csv_download.answer("liftlog-one-rep-max.csv", POINT_HEAD, _point_rows(lifts))


@blueprint.get("/<uuid:exercise_id>/rep-curve")
def rep_curve(exercise_id: UUID) -> str:
    user = account()
    exercise = exercises.get(transaction(), user.user_id, exercise_id)
    effort = chosen(Effort, "effort", Effort.USED)
    result = _curve_of(exercise_id, effort)
    found = result.answer
    asked: dict[str, Any] = {"exercise_id": exercise_id, "effort": effort.value}
    return render_template(
        "statistics/one_rep_max/rep_curve.html",
        nav="1rm",
        exercise=exercise,
        seen=result,
        found=found,
        chart=lift_chart.curve_chart(found.rep_curve) if found else "",
        sentence=lift_chart.curve_sentence(found.rep_curve) if found else "",
        accuracy=lift_chart.accuracy_rows(found.back_test) if found else [],
        test_sentence=lift_chart.back_test_sentence(found.back_test) if found else "",
        cases=list(reversed(found.back_test.compared_cases)) if found else [],
        best=found.back_test.methods[0].method if found and found.back_test.methods else None,
        method_name=formula_words.method_name,
        effort=effort,
        efforts=[
            (
                formula_words.effort_name(one),
                address("lifts.rep_curve", exercise_id=exercise_id, effort=one.value),
                one is effort,
            )
            for one in (Effort.USED, Effort.IGNORED)
        ],
        effort_name=formula_words.effort_name(effort),
        curve_csv=address("lifts.curve_points", **asked),
        cases_csv=address("lifts.cases", **asked),
        equations=[METHODS[one] for one in Formula if one is not Formula.RTS],
    )


@blueprint.get("/<uuid:exercise_id>/rep-curve.csv")
def curve_points(exercise_id: UUID) -> Response:
    found = _curve_of(exercise_id).require().rep_curve
    rows = ([getattr(one, name) for name in CURVE_HEAD] for one in found.points)
    return csv_download.answer("liftlog-rep-curve.csv", CURVE_HEAD, rows)


@blueprint.get("/<uuid:exercise_id>/back-test.csv")
def cases(exercise_id: UUID) -> Response:
    found = _curve_of(exercise_id).require().back_test
    methods = sorted(one.method for one in found.methods)
    return csv_download.answer(
        "liftlog-back-test.csv",
        (*CASE_HEAD, *(f"{method}_error_percent" for method in methods)),
        (
            [
                *(getattr(one, name) for name in CASE_HEAD),
                *(one.errors_percent[method] for method in methods),
            ]
            for one in found.compared_cases
        ),
    )


def _curve_of(exercise_id: UUID, effort: Effort | None = None) -> StatsResult[RepCurveOverview]:
    query = RepCurveQuery(effort=effort or chosen(Effort, "effort", Effort.USED))
    return ask(services().stats, REP_CURVE_OVERVIEW, account(), query, exercise_id=exercise_id)


def one_rep_max_choice() -> OneRepMaxChoice:
    return OneRepMaxChoice(
        formula=chosen(Formula, "formula", account().formula),
        effort=chosen(Effort, "effort", Effort.IGNORED),
        wanted=chosen(Range, "range", Range.YEAR),
    )


def exercise_ids() -> list[UUID]:
    """Those that the address names, each once, the first five; NotFoundError when one can't be."""
    try:
        found = [UUID(one) for one in request.args.getlist("exercise")]
    except ValueError as error:
        raise NotFoundError("There is no such exercise.") from error
    if not found:
        raise NotFoundError("There is no such exercise.")
    return list(dict.fromkeys(found))[:COMPARED_MAX]


def as_query(choice: OneRepMaxChoice) -> dict[str, Any]:
    return {
        "formula": choice.formula.value,
        "effort": choice.effort.value,
        "range": choice.wanted.value,
    }


_Choices = list[tuple[str, str, bool]]


def formula_choices(choice: OneRepMaxChoice, endpoint: str, **values: Any) -> _Choices:
    return [
        (
            name,
            address(endpoint, **{**values, **as_query(choice), "formula": one.value}),
            one is choice.formula,
        )
        for one, name in formats.FORMULA_NAMES.items()
    ]


def effort_choices(choice: OneRepMaxChoice, endpoint: str, **values: Any) -> _Choices:
    return [
        (
            formula_words.effort_name(one),
            address(endpoint, **{**values, **as_query(choice), "effort": one.value}),
            one is choice.effort,
        )
        for one in (Effort.IGNORED, Effort.USED)
    ]


@dataclass(frozen=True, slots=True)
class Zoom:
    """The chart to zoom into: how to get there or back, and where its points come from.

    `per_kg` is how many of the reader's unit a kilogram is.
    """

    on: bool
    href: str
    source: str
    per_kg: float
    unit: str


def zoom_choice(
    endpoint: str, wanted: Sequence[UUID], choice: OneRepMaxChoice, **values: Any
) -> Zoom:
    on = request.args.get("zoom") == "1"
    query = {**values, **as_query(choice)} | ({} if on else {"zoom": "1"})
    source = address(
        f"api.{COMPARISON.operation_id}",
        exercises=",".join(map(str, wanted)),
        formula=choice.formula.value,
        effort=choice.effort.value,
    )
    unit = reader.unit()
    return Zoom(
        on=on,
        href=address(endpoint, **query, _anchor="chart"),
        source=source,
        per_kg=float(kg_in(Decimal(1), unit)),
        unit=unit.value,
    )


def _newest(lifts: Sequence[OneRepMax]) -> list[tuple[OneRepMax, OneRepMaxPoint]]:
    rows = [(lift, one) for lift in lifts for one in lift.points]
    return sorted(rows, key=lambda row: row[1].date, reverse=True)[:ROWS_MAX]


def _point_rows(lifts: Sequence[OneRepMax]) -> Iterator[list[object]]:
    for lift in lifts:
        for one in lift.points:
            yield [lift.exercise.name, *(getattr(one, name) for name in POINT_HEAD[1:])]
