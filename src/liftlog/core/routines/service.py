"""Use cases around routines: make, change, copy, put in order, delete, and take it back.

What a routine is changed from is named by its version, here as when devices synchronize: who
changed it from an older one than there is overwrites nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID, uuid5

from liftlog.core.exercises import service as exercises
from liftlog.core.request import opened_form
from liftlog.core.routines.schemas import RoutineChange, RoutineContent, RoutineInput
from liftlog.core.workouts.schemas import with_ids
from liftlog.domain.routines import ROUTINES_MAX, Routine, copied, document_of, routine_from
from liftlog.domain.units import WeightUnit
from liftlog.kit.errors import ConflictError, InvalidInputError, NotFoundError
from liftlog.kit.ids import uuid7
from liftlog.statistics.sets import step_faults
from liftlog.store import routines as store
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction

SHOWN_DELETED_FOR = timedelta(days=30)
SHOWN_DELETED_MAX = 100

Fault = tuple[tuple[str | int, ...], str]
"""Where it stands in the routine, and a sentence."""


class StaleVersionError(ConflictError):
    """It is not the version any more that it is to be changed from."""

    code = "stale_version"


class Move(IntEnum):
    UP = -1
    DOWN = 1


def get(tx: Transaction, user_id: UUID, routine_id: UUID) -> Routine:
    """Raises NotFoundError when it is not there, not yours, or deleted."""
    found = store.routine(tx, user_id, routine_id)
    if found is None or found.deleted:
        raise NotFoundError("There is no such routine.")
    return found


def create(tx: Transaction, account: Account, draft: RoutineInput, *, now: datetime) -> Routine:
    """Keep a new routine, at the end unless it says where. Sending it twice is sending it once."""
    routine_id = draft.id or uuid7(now)
    existing = store.routine(tx, account.user_id, routine_id) if draft.id else None
    if existing is not None:
        return _sent_again(existing, draft, account, now)
    place = store.places(tx, account.user_id)
    if place.taken >= ROUTINES_MAX:
        raise ConflictError(f"There are {ROUTINES_MAX} routines already, which is the most.")
    made = _described(tx, account, draft, routine_id, position=place.next, now=now)
    if store.insert(tx, account.user_id, made, now=now) is None:
        raise ConflictError("There is another routine with this id.")
    return get(tx, account.user_id, routine_id)


def _sent_again(existing: Routine, draft: RoutineInput, account: Account, now: datetime) -> Routine:
    if existing.deleted:
        raise ConflictError("A routine with this id was deleted.")
    sent = draft.routine(existing.id, position=existing.position, unit=account.weight_unit, now=now)
    if _without_ids(sent) != _without_ids(existing):
        raise ConflictError("There is another routine with this id.")
    return existing


def _without_ids(routine: Routine) -> Routine:
    """But for ids that were made here because the client named none."""
    nobody = UUID(int=0)
    without = tuple(
        replace(one, id=nobody, sets=tuple(replace(planned, id=nobody) for planned in one.sets))
        for one in routine.exercises
    )
    return replace(routine, exercises=without)


def _described(
    tx: Transaction,
    account: Account,
    draft: RoutineContent,
    routine_id: UUID,
    *,
    position: int,
    now: datetime,
) -> Routine:
    described = draft.routine(routine_id, position=position, unit=account.weight_unit, now=now)
    _refuse((*faults_of(described), *step_faults_of(draft, account.weight_unit)))
    exercises.adopt(tx, account.user_id, {one.exercise_id for one in described.exercises})
    return described


def _refuse(faults: Iterable[Fault]) -> None:
    for place, message in faults:
        field = ".".join(str(part) for part in place)
        raise InvalidInputError(message, fields={field: message})


def step_faults_of(draft: RoutineContent, unit: WeightUnit) -> Iterator[Fault]:
    """Planned sets with what is finer than it is kept; `unit` is that of weights which say none."""
    for place, exercise in enumerate(draft.exercises):
        for number, planned in enumerate(exercise.sets):
            for message in step_faults(planned, unit).values():
                yield ("exercises", place, "sets", number), message


def faults_of(routine: Routine) -> Iterator[Fault]:
    """A weight that was sent without its unit is known to be too much only now."""
    for place, exercise in enumerate(routine.exercises):
        for number, planned in enumerate(exercise.sets):
            message = planned.fault()
            if message:
                yield ("exercises", place, "sets", number), message


def change(
    tx: Transaction, account: Account, routine_id: UUID, draft: RoutineChange, *, now: datetime
) -> Routine:
    """Replace a routine. Raises StaleVersionError if it is not what the draft was made from."""
    before = get(tx, account.user_id, routine_id)
    changed = _described(tx, account, draft, routine_id, position=before.position, now=now)
    if store.replace_from(tx, account.user_id, changed, draft.rev) is None:
        raise StaleVersionError(
            "This routine was changed meanwhile. Read it again, and send what you want with its rev."
        )
    return get(tx, account.user_id, routine_id)


def save_new(tx: Transaction, account: Account, draft: RoutineInput, *, now: datetime) -> Routine:
    """Keep what the page of a new routine sent, under the id that the page came with.

    Sent again after going back and changing it, it changes the one that it made; if that one was
    deleted by then, it is a new one.
    """
    made = store.routine(tx, account.user_id, draft.id) if draft.id else None
    if made is None:
        return create(tx, account, draft, now=now)
    if made.deleted:
        return create(tx, account, draft.model_copy(update={"id": None}), now=now)
    content = draft.model_dump(exclude={"id"})
    return change(tx, account, made.id, RoutineChange(**content, rev=made.rev), now=now)


# An amount is nothing without its unit; a range has two ends.
TOGETHER = (("weight", "weight_unit"), ("distance", "distance_unit"), ("reps_min", "reps_max"))


def save_edit(
    tx: Transaction,
    account: Account,
    routine_id: UUID,
    form: Mapping[str, str],
    meant: Callable[[Routine | None], RoutineChange],
    *,
    now: datetime,
) -> Routine:
    """Write what a person changed in the form; what changed elsewhere since it was opened stays.

    `meant` says what was typed, given the routine that the form showed. Raises
    ChangedElsewhereError where both changed the same field. Where the routine was deleted, or the
    page does not say what it showed, it is as with `save_or_copy`.
    """
    there = store.routine(tx, account.user_id, routine_id)
    shown = opened_form.opened_in(form)
    if there is None or there.deleted or shown is None:
        return save_or_copy(tx, account, routine_id, meant(there), now=now)
    unit = account.weight_unit
    wanted = with_ids(meant(routine_from(routine_id, shown)), opened_form.id_of(form, routine_id))
    typed = wanted.routine(routine_id, position=shown["position"], unit=unit, now=now)
    _refuse((*faults_of(typed), *step_faults_of(wanted, unit)))
    content = opened_form.settled(
        form, shown, document_of(typed), document_of(there), together=TOGETHER
    )
    draft = RoutineChange.model_validate({**content, "rev": there.rev})
    return save_or_copy(tx, account, routine_id, draft, now=now)


def save_or_copy(
    tx: Transaction, account: Account, routine_id: UUID, draft: RoutineChange, *, now: datetime
) -> Routine:
    """Replace a routine, or keep the draft as a copy beside one that was changed or deleted meanwhile.

    The copy has another id than `routine_id`. Nothing that somebody typed is lost, and nothing
    that another device wrote. Raises NotFoundError when there never was such a routine.
    """
    there = store.routine(tx, account.user_id, routine_id)
    if there is not None and there.deleted:
        return _keep_beside(tx, account, routine_id, draft, now=now)
    try:
        return change(tx, account, routine_id, draft, now=now)
    except StaleVersionError:
        return _keep_beside(tx, account, routine_id, draft, now=now)


def _keep_beside(
    tx: Transaction, account: Account, routine_id: UUID, draft: RoutineChange, *, now: datetime
) -> Routine:
    """Under an id by what was sent, so that sending it twice makes one copy."""
    mine = draft.routine(routine_id, position=0, unit=account.weight_unit, now=now)
    beside = document_of(copied(mine, lambda: uuid7(now)))
    copy_id = uuid5(routine_id, draft.model_dump_json())
    wanted = RoutineInput.model_validate({**beside, "id": copy_id, "position": None})
    return create(tx, account, wanted, now=now)


def delete(
    tx: Transaction, user_id: UUID, routine_id: UUID, *, now: datetime, rev: int | None = None
) -> None:
    """It can be brought back. What was trained by it stays as it is."""
    get(tx, user_id, routine_id)
    if not store.set_deleted(tx, user_id, routine_id, at=now, from_rev=rev):
        raise StaleVersionError(
            "This routine was changed meanwhile. Read it again, and delete it with its rev."
        )


def restore(tx: Transaction, user_id: UUID, routine_id: UUID) -> None:
    if not store.set_deleted(tx, user_id, routine_id, at=None):
        raise NotFoundError("There is no such routine among the deleted ones.")


def restore_all(tx: Transaction, user_id: UUID, *, now: datetime) -> int:
    """Bring back all that were deleted recently; returns how many those were."""
    found = recently_deleted(tx, user_id, now=now)
    for one in found:
        restore(tx, user_id, one.id)
    return len(found)


def recently_deleted(tx: Transaction, user_id: UUID, *, now: datetime) -> list[Routine]:
    return store.deleted(tx, user_id, since=now - SHOWN_DELETED_FOR, limit=SHOWN_DELETED_MAX)


def move(tx: Transaction, user_id: UUID, routine_id: UUID, direction: Move) -> None:
    """One place up or down among the others; at either end it stays."""
    order = [one.id for one in store.routines(tx, user_id)]
    if routine_id not in order:
        raise NotFoundError("There is no such routine.")
    at = order.index(routine_id)
    to = min(max(at + direction, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    store.put_in_order(tx, user_id, order)
