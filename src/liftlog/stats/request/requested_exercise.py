"""The exercise that a request is about."""

from typing import Any

from liftlog.kit.errors import NotFoundError
from liftlog.stats.computing import StatsRequest
from liftlog.store.exercises import read as exercises
from liftlog.store.exercises.read import Exercise

NO_EXERCISE = "There is no such exercise."


def exercise_of(request: StatsRequest[Any]) -> Exercise:
    """One of the catalogue or of the user's own; NotFoundError for every other."""
    exercise = exercises.exercise(request.tx, request.user_id, request.exercise_id)
    if exercise is None:
        raise NotFoundError(NO_EXERCISE)
    return exercise
