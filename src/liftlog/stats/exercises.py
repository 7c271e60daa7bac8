"""One exercise: its history, and everything about it at a glance."""

from typing import Any

from liftlog.kit.errors import NotFoundError
from liftlog.statistics.exercises import (
    EXERCISE_OVERVIEW,
    HISTORY,
    ExerciseOverview,
    History,
    HistoryQuery,
    HistoryWorkout,
)
from liftlog.statistics.one_rep_max import EffortQuery
from liftlog.statistics.schema import ExerciseName
from liftlog.statistics.sets import SetOutput
from liftlog.stats import one_rep_max, records
from liftlog.stats.computing import StatsRequest, computes
from liftlog.stats.request.requested_exercise import NO_EXERCISE, exercise_of
from liftlog.store.exercises import read as exercises
from liftlog.store.exercises.read import Exercise
from liftlog.store.statistics import analytics
from liftlog.store.statistics.analytics import PastWorkout

OVERVIEW_HISTORY_DAYS = 5


@computes(HISTORY)
def history(request: StatsRequest[HistoryQuery]) -> History:
    return _history(request, exercise_of(request), request.query)


@computes(EXERCISE_OVERVIEW)
def exercise_overview(request: StatsRequest[EffortQuery]) -> ExerciseOverview:
    found = exercises.exercise_with_weigh_ins(request.tx, request.user_id, request.exercise_id)
    if found is None:
        raise NotFoundError(NO_EXERCISE)
    exercise, weigh_ins = found
    recent = HistoryQuery(before=None, limit=OVERVIEW_HISTORY_DAYS)
    return ExerciseOverview(
        one_rep_max=one_rep_max.one_rep_maxes(request, [exercise], weigh_ins)[0],
        body_weight=one_rep_max.body_weight(weigh_ins, request.query),
        records=records.records_of(request, exercise, request.query.formula),
        history=_history(request, exercise, recent),
    )


def _history(
    request: StatsRequest[Any],
    exercise: Exercise,
    query: HistoryQuery,
) -> History:
    workouts = analytics.exercise_history(
        request.tx, request.user_id, exercise.id, before=query.before, days=query.limit + 1
    )
    days = sorted({workout.day for workout in workouts}, reverse=True)
    page = days[: query.limit]
    return History(
        exercise=ExerciseName.of(exercise),
        workouts=tuple(_workout(workout) for workout in workouts if workout.day in page),
        next_before=page[-1] if len(days) > query.limit else None,
    )


def _workout(workout: PastWorkout) -> HistoryWorkout:
    return HistoryWorkout(
        workout_id=workout.workout_id,
        title=workout.title,
        day=workout.day,
        sets=tuple(SetOutput.from_logged(set_id, logged) for set_id, logged in workout.sets),
    )
