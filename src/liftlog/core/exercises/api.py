"""Exercises over JSON."""

from uuid import UUID

from flask import Blueprint
from pydantic import Field

from liftlog.core.api.contract import contract
from liftlog.core.exercises import service as exercises
from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.core.workouts.schemas import ExerciseInput, ExerciseOutput, ExercisePage
from liftlog.http.json_types import Question
from liftlog.http.openapi import answers

PAGE_MAX = 1000
TAGS = ("Exercises",)


class ExercisesQuery(Question):
    q: str = Field("", max_length=100, description="Part of a name; typos are forgiven.")
    limit: int = Field(100, ge=1, le=PAGE_MAX)


@contract.validate(
    resp=answers(ExercisePage, refusals=(422,)), tags=TAGS, operation_id="listExercises"
)
def list_exercises(query: ExercisesQuery) -> ExercisePage:
    """Exercises by name, or the best matches first.

    The catalogue and your own; archived ones are left out.
    """
    found = exercises.search(transaction(), account().user_id, query.q, limit=query.limit)
    return ExercisePage.model_construct(items=tuple(ExerciseOutput.of(one) for one in found))


@contract.validate(
    resp=answers(ExerciseOutput, status=201, refusals=(403, 409, 422)),
    tags=TAGS,
    operation_id="createExercise",
)
def create_exercise(json: ExerciseInput) -> tuple[ExerciseOutput, int]:
    """Make an exercise of your own.

    With an `id` of your own, sending it again changes nothing.
    """
    made = exercises.save(transaction(), account().user_id, json, now=services().clock())
    return ExerciseOutput.of(made), 201


@contract.validate(
    resp=answers(ExerciseOutput, refusals=(404,)), tags=TAGS, operation_id="getExercise"
)
def get_exercise(exercise_id: UUID) -> ExerciseOutput:
    """One exercise.

    Of the catalogue or of your own, also when it is archived.
    """
    return ExerciseOutput.of(exercises.get(transaction(), account().user_id, exercise_id))


def install(api: Blueprint) -> None:
    api.add_url_rule("/exercises", view_func=list_exercises, methods=["GET"])
    api.add_url_rule("/exercises", view_func=create_exercise, methods=["POST"])
    api.add_url_rule("/exercises/<uuid:exercise_id>", view_func=get_exercise, methods=["GET"])
