"""One-rep maxes of lifts with the sets they are from, the lifter's own curve, and how well it foretells."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from liftlog.domain.body import WeighIn, body_weight_kg, with_extremes
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max import back_test, rep_curve
from liftlog.domain.one_rep_max.back_test import Case, Verdict
from liftlog.domain.one_rep_max.body_load import (
    BODY_LOADS,
    NoEstimate,
    load_kg,
    moves_whole_body,
    why_no_estimate,
)
from liftlog.domain.one_rep_max.estimates import Effort
from liftlog.domain.one_rep_max.history import BestOfDay, Lifted, best_of_days
from liftlog.domain.one_rep_max.rep_curve import Attempt, NoCurve, RepCurve
from liftlog.kit.errors import NotFoundError
from liftlog.statistics import schemas
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.store.body import read as body
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import read as exercises
from liftlog.store.exercises.read import Exercise
from liftlog.store.statistics import one_rep_max_sets
from liftlog.store.statistics.one_rep_max_sets import KeptEstimate, LoggedLift

DECIMALS = 4
SLOPE_DECIMALS = 5
REACH_DAYS = 5 * 365 + 1
"""The curve and its test look back so far from the last day of the exercise, whatever the years."""
WEIGH_INS_MAX = 400


def comparison(
    tx: Transaction, asker: StatsIdentity, asked: schemas.ComparisonQuery
) -> schemas.Comparison:
    """NotFoundError when one of the exercises is not there, or not the asker's."""
    there = exercises.some_exercises(tx, asker.user_id, asked.exercise_ids)
    if len(there) < len(asked.exercise_ids):
        raise NotFoundError("There is no such exercise.")
    found = [there[one] for one in asked.exercise_ids]
    weigh_ins = body.weigh_ins(tx, asker.user_id)
    return schemas.Comparison.model_construct(
        lifts=tuple(one_rep_maxes(tx, asker, found, asked, weigh_ins)),
        body_weight=body_weight(weigh_ins, asked),
    )


def one_rep_max(
    tx: Transaction, asker: StatsIdentity, exercise: Exercise, asked: schemas.EffortQuery
) -> schemas.OneRepMax:
    moved = moves_whole_body(exercise.id, exercise.load_kind)
    weigh_ins = body.weigh_ins(tx, asker.user_id) if moved else []
    return one_rep_maxes(tx, asker, [exercise], asked, weigh_ins)[0]


def one_rep_maxes(
    tx: Transaction,
    asker: StatsIdentity,
    wanted: Sequence[Exercise],
    asked: schemas.EffortQuery,
    weigh_ins: Sequence[WeighIn],
) -> list[schemas.OneRepMax]:
    """From what is kept of each day where that will do, else from the sets.

    Nothing is kept of what depends on the body weight: a weigh-in that comes later changes it.
    """
    estimated = [one for one in wanted if why_no_estimate(one.id, one.load_kind) is None]
    read = [one for one in estimated if asked.effort is Effort.USED or one.load_kind in BODY_LOADS]
    told = _told(tx, asker, [one for one in estimated if one not in read], asked)
    told |= _computed(tx, asker, read, asked, weigh_ins)
    return [
        _one_rep_max(exercise, told.get(exercise.id) or _Told((), exercise), asked)
        for exercise in wanted
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    points: tuple[schemas.OneRepMaxPoint, ...]
    exercise: Exercise
    days_without_body_weight: int = 0

    @property
    def missing(self) -> NoEstimate | None:
        why = why_no_estimate(self.exercise.id, self.exercise.load_kind)
        if why is None and self.days_without_body_weight and not self.points:
            return NoEstimate.BODY_WEIGHT_UNKNOWN
        return why


def _one_rep_max(exercise: Exercise, told: _Told, asked: schemas.EffortQuery) -> schemas.OneRepMax:
    return schemas.OneRepMax.model_construct(
        exercise=name(exercise),
        formula=asked.formula,
        effort=asked.effort,
        missing=told.missing,
        days_without_body_weight=told.days_without_body_weight,
        points=told.points,
    )


def _told(
    tx: Transaction, asker: StatsIdentity, wanted: Sequence[Exercise], asked: schemas.EffortQuery
) -> dict[UUID, _Told]:
    if not wanted:
        return {}
    points: dict[UUID, list[schemas.OneRepMaxPoint]] = defaultdict(list)
    for one in one_rep_max_sets.kept_estimates(
        tx,
        asker.user_id,
        [exercise.id for exercise in wanted],
        asked.formula,
        first=asked.from_,
        last=asked.to,
        limit=asked.limit,
    ):
        points[one.exercise_id].append(_kept_point(one))
    return {one.id: _Told(tuple(points[one.id]), one) for one in wanted}


def _computed(
    tx: Transaction,
    asker: StatsIdentity,
    wanted: Sequence[Exercise],
    asked: schemas.EffortQuery,
    weigh_ins: Sequence[WeighIn],
) -> dict[UUID, _Told]:
    if not wanted:
        return {}
    logged = one_rep_max_sets.lifts(
        tx,
        asker.user_id,
        [one.id for one in wanted],
        assisted=_assisted(wanted),
        first=asked.from_,
        last=asked.to,
    )
    by_exercise: dict[UUID, list[LoggedLift]] = defaultdict(list)
    for lift in logged:
        by_exercise[lift.exercise_id].append(lift)
    return {one.id: _told_of(one, by_exercise[one.id], asked, weigh_ins) for one in wanted}


def _told_of(
    exercise: Exercise,
    logged: Sequence[LoggedLift],
    asked: schemas.EffortQuery,
    weigh_ins: Sequence[WeighIn],
) -> _Told:
    lifted = moved(exercise, logged, weigh_ins)
    best = best_of_days(lifted, asked.formula, asked.effort, asked.limit)
    unknown = 0
    if exercise.load_kind in BODY_LOADS:
        days = {one.day for one in logged}
        unknown = sum(body_weight_kg(weigh_ins, day) is None for day in days)
    return _Told(tuple(map(_point, best)), exercise, unknown)


def _assisted(wanted: Iterable[Exercise]) -> list[UUID]:
    return [one.id for one in wanted if one.load_kind is LoadKind.ASSISTED]


def moved(
    exercise: Exercise, logged: Iterable[LoggedLift], weigh_ins: Sequence[WeighIn]
) -> list[Lifted]:
    """The sets of which it is known what was moved."""
    found = []
    for one in logged:
        body_kg = body_weight_kg(weigh_ins, one.day) if exercise.load_kind in BODY_LOADS else None
        kg = load_kg(exercise.load_kind, one.weight_kg, body_kg)
        if kg is not None:
            found.append(
                Lifted(
                    day=one.day,
                    set_id=one.set_id,
                    load_kg=kg,
                    reps=one.reps,
                    rpe=one.rpe,
                    to_failure=one.to_failure,
                    workout_id=one.workout_id,
                    weight_kg=one.weight_kg or 0 * kg,
                    body_kg=body_kg,
                )
            )
    return found


def _kept_point(one: KeptEstimate) -> schemas.OneRepMaxPoint:
    found = one.estimate
    lifted = Lifted(
        day=found.day,
        set_id=found.set_id,
        load_kg=found.weight_kg,
        reps=found.reps,
        rpe=found.rpe,
        workout_id=one.workout_id,
        weight_kg=found.weight_kg,
    )
    return _point(BestOfDay(found, one.spread, lifted, one.single_kg))


def _point(one: BestOfDay) -> schemas.OneRepMaxPoint:
    found, lifted = one.estimate, one.lifted
    low_kg, median_kg, high_kg = (round(kg, DECIMALS) for kg in one.spread)
    return schemas.OneRepMaxPoint.model_construct(
        date=found.day,
        one_rep_max_kg=round(found.one_rep_max_kg, DECIMALS),
        low_kg=low_kg,
        median_kg=median_kg,
        high_kg=high_kg,
        weight_kg=lifted.weight_kg,
        reps=lifted.reps,
        rpe=lifted.rpe,
        set_id=lifted.set_id,
        workout_id=lifted.workout_id,
        load_kg=round(lifted.load_kg, DECIMALS),
        body_weight_kg=None if lifted.body_kg is None else round(lifted.body_kg, DECIMALS),
        tested=found.tested,
        low_confidence=found.low_confidence,
        single_kg=None if one.single_kg is None else round(one.single_kg, DECIMALS),
    )


def body_weight(
    weigh_ins: Sequence[WeighIn], asked: schemas.PeriodQuery
) -> tuple[schemas.BodyWeightPoint, ...]:
    """The weigh-ins of the days asked for; of very many, the extremes of equal parts and the last."""
    found = [
        one for one in weigh_ins if (asked.from_ or one.day) <= one.day <= (asked.to or one.day)
    ]
    return tuple(
        schemas.BodyWeightPoint.model_construct(date=one.day, body_weight_kg=one.weight_kg)
        for one in with_extremes(found, WEIGH_INS_MAX)
    )


def name(exercise: Exercise) -> schemas.ExerciseName:
    return schemas.ExerciseName.model_construct(
        id=exercise.id, name=exercise.name, load_kind=exercise.load_kind
    )


@dataclass(frozen=True, slots=True)
class _Subject:
    """An exercise and its sets of the last years; `missing` says why there is nothing to look at."""

    exercise: Exercise
    lifted: list[Lifted]
    missing: NoEstimate | None


def _subject(tx: Transaction, asker: StatsIdentity, exercise_id: UUID, today: date) -> _Subject:
    exercise = exercises.exercise(tx, asker.user_id, exercise_id)
    if exercise is None:
        raise NotFoundError("There is no such exercise.")
    missing = why_no_estimate(exercise.id, exercise.load_kind)
    if missing:
        return _Subject(exercise, [], missing)
    weigh_ins = body.weigh_ins(tx, asker.user_id) if exercise.load_kind in BODY_LOADS else []
    logged = one_rep_max_sets.lifts(
        tx,
        asker.user_id,
        [exercise.id],
        assisted=_assisted([exercise]),
        # Where somebody trains today it may be tomorrow already; later days are slips or plans.
        last=today + timedelta(days=1),
        days=REACH_DAYS,
        today=today,
    )
    lifted = moved(exercise, logged, weigh_ins)
    unknown = exercise.load_kind in BODY_LOADS and logged and not lifted
    return _Subject(exercise, lifted, NoEstimate.BODY_WEIGHT_UNKNOWN if unknown else None)


def curve(
    tx: Transaction,
    asker: StatsIdentity,
    exercise_id: UUID,
    asked: schemas.RepCurveQuery,
    today: date,
) -> schemas.RepCurve:
    return _curve(_subject(tx, asker, exercise_id, today), asked.effort)


def tested(
    tx: Transaction,
    asker: StatsIdentity,
    exercise_id: UUID,
    asked: schemas.RepCurveQuery,
    today: date,
) -> schemas.BackTest:
    return _tested(_subject(tx, asker, exercise_id, today), asked.effort)


def curve_overview(
    tx: Transaction,
    asker: StatsIdentity,
    exercise_id: UUID,
    asked: schemas.RepCurveQuery,
    today: date,
) -> schemas.RepCurveOverview:
    subject = _subject(tx, asker, exercise_id, today)
    return schemas.RepCurveOverview.model_construct(
        rep_curve=_curve(subject, asked.effort), back_test=_tested(subject, asked.effort)
    )


def _curve(subject: _Subject, effort: Effort) -> schemas.RepCurve:
    by_attempt = {
        attempt: one
        for one in sorted(subject.lifted, key=lambda one: one.set_id, reverse=True)
        if (attempt := one.attempt(effort)) is not None
    }
    found = rep_curve.fit(by_attempt)
    said: dict[str, Any] = {
        "exercise": name(subject.exercise),
        "effort": effort,
        "stretch_days": rep_curve.STRETCH_DAYS,
        "rep_counts_needed": rep_curve.REP_COUNTS_LEAST,
        "rep_counts": found.rep_counts,
    }
    if isinstance(found, NoCurve):
        return schemas.RepCurve.model_construct(**_without_curve(subject, found), **said)
    return schemas.RepCurve.model_construct(**_with_curve(found, by_attempt), **said)


def _without_curve(subject: _Subject, found: NoCurve) -> dict[str, Any]:
    return {
        "missing": subject.missing or found.why,
        "share_low": _rounded(found.share_low),
        "share_high": _rounded(found.share_high),
        "slope": None,
        "slope_low": None,
        "slope_high": None,
        "points": (),
        "sets": (),
    }


def _with_curve(found: RepCurve, by_attempt: Mapping[Attempt, Lifted]) -> dict[str, Any]:
    return {
        "missing": None,
        "share_low": None,
        "share_high": None,
        "slope": round(found.k, SLOPE_DECIMALS),
        "slope_low": round(found.k_low, SLOPE_DECIMALS),
        "slope_high": round(found.k_high, SLOPE_DECIMALS),
        "points": tuple(map(_curve_point, found.points)),
        "sets": tuple(_curve_set(by_attempt[one], one.reps) for one in found.attempts),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _curve_point(one: rep_curve.CurvePoint) -> schemas.CurvePoint:
    return schemas.CurvePoint.model_construct(
        reps=one.reps,
        share=round(one.share, DECIMALS),
        share_low=round(one.share_low, DECIMALS),
        share_high=round(one.share_high, DECIMALS),
        load_kg=round(one.weight_kg, DECIMALS),
        low_kg=round(one.low_kg, DECIMALS),
        high_kg=round(one.high_kg, DECIMALS),
    )


def _curve_set(one: Lifted, possible: float) -> schemas.CurveSet:
    return schemas.CurveSet.model_construct(**_set_fields(one), reps_possible=possible)


def _set_fields(one: Lifted) -> dict[str, Any]:
    return {
        "date": one.day,
        "set_id": one.set_id,
        "workout_id": one.workout_id,
        "weight_kg": one.weight_kg,
        "load_kg": round(one.load_kg, DECIMALS),
        "reps": one.reps,
        "rpe": one.rpe,
    }


def _tested(subject: _Subject, effort: Effort) -> schemas.BackTest:
    found = back_test.back_test(subject.lifted, effort)
    return schemas.BackTest.model_construct(
        exercise=name(subject.exercise),
        effort=effort,
        missing=subject.missing,
        window_days=back_test.WINDOW.days,
        cases_needed=back_test.CASES_LEAST,
        winner_cases_needed=back_test.WINNER_CASES_LEAST,
        winner=found.winner,
        cases=len(found.cases),
        compared=len(found.compared),
        methods=tuple(map(_accuracy, found.verdicts)),
        compared_cases=tuple(map(_case, found.compared)),
    )


def _accuracy(one: Verdict) -> schemas.Accuracy:
    return schemas.Accuracy.model_construct(
        method=one.method,
        mean_percent=round(100 * one.mean, DECIMALS),
        median_percent=round(100 * one.median, DECIMALS),
        bias_percent=round(100 * one.bias, DECIMALS),
    )


def _case(one: Case) -> schemas.BackTestCase:
    return schemas.BackTestCase.model_construct(
        **_set_fields(one.lifted),
        errors_percent={
            method: round(100 * error, DECIMALS) for method, error in sorted(one.errors.items())
        },
    )
