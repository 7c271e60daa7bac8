"""The lifter's own rep curve, and how well it and the equations predict heavy sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from liftlog.domain.one_rep_max import back_test as domain
from liftlog.domain.one_rep_max import rep_curve as curves
from liftlog.domain.one_rep_max.body_load import BODY_LOADS, NoEstimate, why_no_estimate
from liftlog.domain.one_rep_max.estimates import Effort
from liftlog.domain.one_rep_max.history import LiftedSet
from liftlog.domain.one_rep_max.rep_curve import Attempt, NoCurve, RepCurve
from liftlog.statistics.rep_curve import (
    BACK_TEST,
    REP_CURVE,
    REP_CURVE_OVERVIEW,
    Accuracy,
    BackTestAnswer,
    BackTestCase,
    CurveSet,
    RepCurveAnswer,
    RepCurveOverview,
    RepCurveQuery,
)
from liftlog.statistics.schema import ExerciseName
from liftlog.stats.computing import StatsRequest, computes
from liftlog.stats.one_rep_max import assisted, lifted_sets
from liftlog.stats.request.requested_exercise import exercise_of
from liftlog.store.body import read as body
from liftlog.store.exercises.read import Exercise
from liftlog.store.statistics import one_rep_max_history

REACH_DAYS = 5 * 365 + 1
"""The curve and its test look back so far from the last day of the exercise, whatever the years."""


@dataclass(frozen=True, slots=True)
class _RecentSets:
    """An exercise and its sets of the last years; `missing` says why there are none to look at."""

    exercise: Exercise
    sets: list[LiftedSet]
    missing: NoEstimate | None


@computes(REP_CURVE)
def rep_curve(request: StatsRequest[RepCurveQuery]) -> RepCurveAnswer:
    return _curve(_recent_sets(request), request.query.effort)


@computes(BACK_TEST)
def back_test(request: StatsRequest[RepCurveQuery]) -> BackTestAnswer:
    return _back_test(_recent_sets(request), request.query.effort)


@computes(REP_CURVE_OVERVIEW)
def rep_curve_overview(request: StatsRequest[RepCurveQuery]) -> RepCurveOverview:
    recent, effort = _recent_sets(request), request.query.effort
    return RepCurveOverview(rep_curve=_curve(recent, effort), back_test=_back_test(recent, effort))


def _recent_sets(request: StatsRequest[RepCurveQuery]) -> _RecentSets:
    exercise = exercise_of(request)
    missing = why_no_estimate(exercise.id, exercise.load_kind)
    if missing:
        return _RecentSets(exercise, [], missing)
    with_body = exercise.load_kind in BODY_LOADS
    weigh_ins = body.weigh_ins(request.tx, request.user_id) if with_body else []
    lifts = one_rep_max_history.lifts(
        request.tx,
        request.user_id,
        [exercise.id],
        assisted=assisted([exercise]),
        # Where somebody trains today it may be tomorrow already; later days are slips or plans.
        last=request.today + timedelta(days=1),
        days=REACH_DAYS,
        today=request.today,
    )
    sets = lifted_sets(exercise, lifts, weigh_ins)
    unknown = with_body and lifts and not sets
    return _RecentSets(exercise, sets, NoEstimate.BODY_WEIGHT_UNKNOWN if unknown else None)


def _curve(recent: _RecentSets, effort: Effort) -> RepCurveAnswer:
    by_attempt = {
        attempt: lifted
        for lifted in sorted(recent.sets, key=lambda one: one.set_id, reverse=True)
        if (attempt := lifted.attempt(effort)) is not None
    }
    curve = curves.fit(by_attempt)
    fields = (
        _without_curve(recent, curve)
        if isinstance(curve, NoCurve)
        else _with_curve(curve, by_attempt)
    )
    return RepCurveAnswer.of(
        exercise=recent.exercise,
        effort=effort,
        stretch_days=curves.STRETCH_DAYS,
        rep_counts_needed=curves.REP_COUNTS_LEAST,
        rep_counts=curve.rep_counts,
        **fields,
    )


def _without_curve(recent: _RecentSets, curve: NoCurve) -> dict[str, Any]:
    return {
        "missing": recent.missing or curve.why,
        "share_low": curve.share_low,
        "share_high": curve.share_high,
        "slope": None,
        "slope_low": None,
        "slope_high": None,
        "points": (),
        "sets": (),
    }


def _with_curve(curve: RepCurve, by_attempt: Mapping[Attempt, LiftedSet]) -> dict[str, Any]:
    return {
        "missing": None,
        "share_low": None,
        "share_high": None,
        "slope": curve.k,
        "slope_low": curve.k_low,
        "slope_high": curve.k_high,
        "points": curve.points,
        "sets": [
            CurveSet(**_set_fields(by_attempt[attempt]), reps_possible=attempt.reps)
            for attempt in curve.attempts
        ],
    }


def _set_fields(lifted: LiftedSet) -> dict[str, Any]:
    return {
        "date": lifted.day,
        "set_id": lifted.set_id,
        "workout_id": lifted.workout_id,
        "weight_kg": lifted.weight_kg,
        "load_kg": lifted.load_kg,
        "reps": lifted.reps,
        "rpe": lifted.rpe,
    }


def _back_test(recent: _RecentSets, effort: Effort) -> BackTestAnswer:
    test = domain.back_test(recent.sets, effort)
    return BackTestAnswer(
        exercise=ExerciseName.of(recent.exercise),
        effort=effort,
        missing=recent.missing,
        window_days=domain.WINDOW.days,
        cases_needed=domain.CASES_LEAST,
        winner_cases_needed=domain.WINNER_CASES_LEAST,
        winner=test.winner,
        cases=len(test.cases),
        compared=len(test.compared),
        methods=tuple(
            Accuracy(
                method=verdict.method,
                mean_percent=100 * verdict.mean,
                median_percent=100 * verdict.median,
                bias_percent=100 * verdict.bias,
            )
            for verdict in test.verdicts
        ),
        compared_cases=tuple(
            BackTestCase(
                **_set_fields(case.lifted),
                errors_percent={
                    method: 100 * error for method, error in sorted(case.errors.items())
                },
            )
            for case in test.compared
        ),
    )
