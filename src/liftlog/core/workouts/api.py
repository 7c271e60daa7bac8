"""Workouts over JSON."""

from uuid import UUID

from flask import Blueprint
from pydantic import Field

from liftlog.core.api.contract import contract
from liftlog.core.api.cursors import cursor_from, cursor_text
from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.core.workouts import service as workout_service
from liftlog.core.workouts.schemas import WorkoutInput, WorkoutOutput, WorkoutPage
from liftlog.http.openapi import answers
from liftlog.statistics.schema import PeriodQuery
from liftlog.store.workouts import workouts

PAGE_MAX = 100
TAGS = ("Workouts",)


class WorkoutsQuery(PeriodQuery):
    limit: int = Field(50, ge=1, le=PAGE_MAX)
    cursor: str | None = Field(None, max_length=200, description="`next_cursor` of the last page.")


@contract.validate(
    resp=answers(WorkoutPage, refusals=(422,)), tags=TAGS, operation_id="listWorkouts"
)
def list_workouts(query: WorkoutsQuery) -> WorkoutPage:
    """Workouts, the newest first.

    All of them, or those of the days `from` to `to`, a page at a time.
    """
    found = workouts.workouts_page(
        transaction(),
        account().user_id,
        first=query.from_,
        last=query.to,
        after=cursor_from(query.cursor),
        limit=query.limit + 1,
    )
    page = found[: query.limit]
    following = cursor_text(page[-1]) if len(found) > query.limit else None
    return WorkoutPage.model_construct(
        items=tuple(WorkoutOutput.of(workout) for workout in page), next_cursor=following
    )


@contract.validate(
    resp=answers(WorkoutOutput, status=201, refusals=(403, 409, 422)),
    tags=TAGS,
    operation_id="createWorkout",
)
def create_workout(json: WorkoutInput) -> tuple[WorkoutOutput, int]:
    """Log a workout.

    With an `id` of your own, sending it again changes nothing.
    """
    logged = workout_service.log_workout(transaction(), account(), json, now=services().clock())
    return WorkoutOutput.of(logged), 201


@contract.validate(
    resp=answers(WorkoutOutput, refusals=(404,)), tags=TAGS, operation_id="getWorkout"
)
def get_workout(workout_id: UUID) -> WorkoutOutput:
    """One workout.

    Whole, with its exercises and sets in order. One in the trash is not there.
    """
    tx, user_id = transaction(), account().user_id
    return WorkoutOutput.of(workout_service.get_workout(tx, user_id, workout_id))


@contract.validate(
    resp=answers(WorkoutOutput, refusals=(403, 404, 409, 422)),
    tags=TAGS,
    operation_id="replaceWorkout",
)
def replace_workout(workout_id: UUID, json: WorkoutInput) -> WorkoutOutput:
    """Replace a workout by another version of itself.

    What is sent is what there is afterwards; sets keep their ids where they are sent along.
    """
    changed = workout_service.change_workout(
        transaction(), account(), workout_id, json, now=services().clock()
    )
    return WorkoutOutput.of(changed)


@contract.validate(
    resp=answers(None, status=204, refusals=(403, 404)), tags=TAGS, operation_id="deleteWorkout"
)
def delete_workout(workout_id: UUID) -> tuple[str, int]:
    """Delete a workout.

    It stays in the trash for 30 days.
    """
    workout_service.delete_workout(
        transaction(), account().user_id, workout_id, now=services().clock()
    )
    return "", 204


def install(api: Blueprint) -> None:
    api.add_url_rule("/workouts", view_func=list_workouts, methods=["GET"])
    api.add_url_rule("/workouts", view_func=create_workout, methods=["POST"])
    one = "/workouts/<uuid:workout_id>"
    api.add_url_rule(one, view_func=get_workout, methods=["GET"])
    api.add_url_rule(one, view_func=replace_workout, methods=["PUT"])
    api.add_url_rule(one, view_func=delete_workout, methods=["DELETE"])
