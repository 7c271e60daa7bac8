"""Routines over JSON."""

from uuid import UUID

from flask import Blueprint
from pydantic import Field

from liftlog.core.api.contract import contract
from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.core.routines import service as routines
from liftlog.core.routines.schemas import (
    Rev,
    RoutineChange,
    RoutineInput,
    RoutineList,
    RoutineOutput,
)
from liftlog.http.json_types import Question
from liftlog.http.openapi import answers
from liftlog.store import routines as store

TAGS = ("Routines",)


class DeletionQuery(Question):
    rev: Rev | None = Field(
        None, description="Delete it only if this is its `rev`; whatever it is if left out."
    )


@contract.validate(resp=answers(RoutineList), tags=TAGS, operation_id="listRoutines")
def list_routines() -> RoutineList:
    """All routines, in the lifter's order."""
    found = store.routines(transaction(), account().user_id)
    return RoutineList.model_construct(items=tuple(RoutineOutput.of(one) for one in found))


@contract.validate(
    resp=answers(RoutineOutput, status=201, refusals=(403, 409, 422)),
    tags=TAGS,
    operation_id="createRoutine",
)
def create_routine(json: RoutineInput) -> tuple[RoutineOutput, int]:
    """Make a routine.

    With an `id` of your own, sending it again changes nothing.
    """
    made = routines.create(transaction(), account(), json, now=services().clock())
    return RoutineOutput.of(made), 201


@contract.validate(
    resp=answers(RoutineOutput, refusals=(404,)), tags=TAGS, operation_id="getRoutine"
)
def get_routine(routine_id: UUID) -> RoutineOutput:
    """One routine.

    Whole, with its exercises and planned sets in order. A deleted one is not there.
    """
    return RoutineOutput.of(routines.get(transaction(), account().user_id, routine_id))


@contract.validate(
    resp=answers(RoutineOutput, refusals=(403, 404, 409, 422)),
    tags=TAGS,
    operation_id="replaceRoutine",
)
def replace_routine(routine_id: UUID, json: RoutineChange) -> RoutineOutput:
    """Replace a routine by another version of itself.

    `rev` says which version it was made from. If there is a newer one, nothing is changed and the
    answer is 409 with `stale_version`.
    """
    changed = routines.change(transaction(), account(), routine_id, json, now=services().clock())
    return RoutineOutput.of(changed)


@contract.validate(
    resp=answers(None, status=204, refusals=(403, 404, 409, 422)),
    tags=TAGS,
    operation_id="deleteRoutine",
)
def delete_routine(routine_id: UUID, query: DeletionQuery) -> tuple[str, int]:
    """Delete a routine.

    Workouts that were done by it stay as they are. It can be brought back from the trash for 30
    days.
    """
    routines.delete(
        transaction(), account().user_id, routine_id, now=services().clock(), rev=query.rev
    )
    return "", 204


def install(api: Blueprint) -> None:
    api.add_url_rule("/routines", view_func=list_routines, methods=["GET"])
    api.add_url_rule("/routines", view_func=create_routine, methods=["POST"])
    one = "/routines/<uuid:routine_id>"
    api.add_url_rule(one, view_func=get_routine, methods=["GET"])
    api.add_url_rule(one, view_func=replace_routine, methods=["PUT"])
    api.add_url_rule(one, view_func=delete_routine, methods=["DELETE"])
