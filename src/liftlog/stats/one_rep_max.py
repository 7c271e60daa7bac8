"""One-rep maxes of lifts over time, with the sets they are from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from liftlog.domain.body import WeighIn, body_weight_kg, with_extremes
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.body_load import (
    BODY_LOADS,
    NoEstimate,
    load_kg,
    moves_whole_body,
    why_no_estimate,
)
from liftlog.domain.one_rep_max.estimates import Effort
from liftlog.domain.one_rep_max.history import LiftedSet, ShownDays, best_of_days
from liftlog.kit.errors import NotFoundError
from liftlog.statistics.one_rep_max import (
    COMPARISON,
    ONE_REP_MAX,
    BodyWeightPoint,
    Comparison,
    ComparisonQuery,
    EffortQuery,
    OneRepMax,
)
from liftlog.statistics.schema import PeriodQuery
from liftlog.stats.computing import StatsRequest, computes
from liftlog.stats.request.requested_exercise import NO_EXERCISE, exercise_of
from liftlog.store.body import read as body
from liftlog.store.exercises import read as exercises
from liftlog.store.exercises.read import Exercise
from liftlog.store.statistics import one_rep_max_history as store
from liftlog.store.statistics.one_rep_max_history import LoggedLift

WEIGH_INS_MAX = 400


@computes(ONE_REP_MAX)
def one_rep_max(request: StatsRequest[EffortQuery]) -> OneRepMax:
    exercise = exercise_of(request)
    moved = moves_whole_body(exercise.id, exercise.load_kind)
    weigh_ins = body.weigh_ins(request.tx, request.user_id) if moved else []
    return one_rep_maxes(request, [exercise], weigh_ins)[0]


@computes(COMPARISON)
def comparison(request: StatsRequest[ComparisonQuery]) -> Comparison:
    """NotFoundError when one of the exercises is not there, or not the user's."""
    ids = request.query.exercise_ids
    by_id = exercises.some_exercises(request.tx, request.user_id, ids)
    if len(by_id) < len(ids):
        raise NotFoundError(NO_EXERCISE)
    weigh_ins = body.weigh_ins(request.tx, request.user_id)
    return Comparison(
        lifts=tuple(one_rep_maxes(request, [by_id[one] for one in ids], weigh_ins)),
        body_weight=body_weight(weigh_ins, request.query),
    )


@dataclass(frozen=True, slots=True)
class _History:
    """The days of one exercise that have an estimate, and how many lack a body weight."""

    exercise: Exercise
    shown: ShownDays = ShownDays()  # noqa: RUF009 It can't be changed.
    days_without_body_weight: int = 0

    @property
    def missing(self) -> NoEstimate | None:
        why = why_no_estimate(self.exercise.id, self.exercise.load_kind)
        if why is None and self.days_without_body_weight and not self.shown.days:
            return NoEstimate.BODY_WEIGHT_UNKNOWN
        return why


def one_rep_maxes(
    request: StatsRequest[Any], chosen: Sequence[Exercise], weigh_ins: Sequence[WeighIn]
) -> list[OneRepMax]:
    """From the rollups of each day where they have it, else from the sets.

    No rollup depends on the body weight: a weigh-in that comes later changes it.
    """
    query: EffortQuery = request.query
    estimated = [one for one in chosen if why_no_estimate(one.id, one.load_kind) is None]
    from_sets = [
        one for one in estimated if query.effort is Effort.USED or one.load_kind in BODY_LOADS
    ]
    histories = {
        **_from_rollups(request, [one for one in estimated if one not in from_sets]),
        **_from_sets(request, from_sets, weigh_ins),
    }
    return [_answer(histories.get(exercise.id) or _History(exercise), query) for exercise in chosen]


def _answer(history: _History, query: EffortQuery) -> OneRepMax:
    return OneRepMax.of(
        exercise=history.exercise,
        formula=query.formula,
        effort=query.effort,
        missing=history.missing,
        days_without_body_weight=history.days_without_body_weight,
        current=history.shown.current,
        points=history.shown.days,
    )


def _from_rollups(
    request: StatsRequest[EffortQuery], chosen: Sequence[Exercise]
) -> dict[UUID, _History]:
    if not chosen:
        return {}
    query = request.query
    bests = store.day_bests(
        request.tx,
        request.user_id,
        [exercise.id for exercise in chosen],
        query.formula,
        first=query.from_,
        last=query.to,
        limit=query.limit,
    )
    return {one.id: _History(one, bests.get(one.id, ShownDays())) for one in chosen}


def _from_sets(
    request: StatsRequest[EffortQuery], chosen: Sequence[Exercise], weigh_ins: Sequence[WeighIn]
) -> dict[UUID, _History]:
    if not chosen:
        return {}
    lifts: dict[UUID, list[LoggedLift]] = defaultdict(list)
    for lift in store.lifts(
        request.tx,
        request.user_id,
        [exercise.id for exercise in chosen],
        assisted=assisted(chosen),
        first=request.query.from_,
        last=request.query.to,
    ):
        lifts[lift.exercise_id].append(lift)
    return {one.id: _history(one, lifts[one.id], request.query, weigh_ins) for one in chosen}


def _history(
    exercise: Exercise,
    lifts: Sequence[LoggedLift],
    query: EffortQuery,
    weigh_ins: Sequence[WeighIn],
) -> _History:
    sets = lifted_sets(exercise, lifts, weigh_ins)
    shown = best_of_days(sets, query.formula, query.effort, query.limit)
    unknown = 0
    if exercise.load_kind in BODY_LOADS:
        days = {lift.day for lift in lifts}
        unknown = sum(body_weight_kg(weigh_ins, day) is None for day in days)
    return _History(exercise, shown, unknown)


def assisted(chosen: Iterable[Exercise]) -> list[UUID]:
    return [exercise.id for exercise in chosen if exercise.load_kind is LoadKind.ASSISTED]


def lifted_sets(
    exercise: Exercise, lifts: Iterable[LoggedLift], weigh_ins: Sequence[WeighIn]
) -> list[LiftedSet]:
    """The sets of which it is known what was moved."""
    with_body = exercise.load_kind in BODY_LOADS
    sets = []
    for lift in lifts:
        body_kg = body_weight_kg(weigh_ins, lift.day) if with_body else None
        kg = load_kg(exercise.load_kind, lift.weight_kg, body_kg)
        if kg is not None:
            sets.append(
                LiftedSet(
                    day=lift.day,
                    set_id=lift.set_id,
                    load_kg=kg,
                    reps=lift.reps,
                    rpe=lift.rpe,
                    to_failure=lift.to_failure,
                    workout_id=lift.workout_id,
                    weight_kg=lift.weight_kg or 0 * kg,
                    body_weight_kg=body_kg,
                )
            )
    return sets


def body_weight(weigh_ins: Sequence[WeighIn], query: PeriodQuery) -> tuple[BodyWeightPoint, ...]:
    """The weigh-ins of the period; of very many, the extremes of equal parts and the last."""
    within = [weigh_in for weigh_in in weigh_ins if query.has(weigh_in.day)]
    return tuple(
        BodyWeightPoint(date=weigh_in.day, body_weight_kg=weigh_in.weight_kg)
        for weigh_in in with_extremes(within, WEIGH_INS_MAX)
    )
