"""What a device sends, checked and applied to the documents."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter

from liftlog.core.routines.schemas import RoutineContent
from liftlog.core.routines.service import faults_of, step_faults_of
from liftlog.core.sync.lenient import LeftOut, read_what_is_valid
from liftlog.core.sync.reading import PREFERENCES_ID, Batch
from liftlog.core.sync.schemas import FIELDS, Ack, OperationInput, SetFields
from liftlog.core.workouts.service import FUTURE_SLACK
from liftlog.domain.routines import document_of
from liftlog.domain.sync.merging import Kind, Operation, RefusedError, Status, Verb, apply
from liftlog.domain.text import storable
from liftlog.http.json_types import Model
from liftlog.statistics.sets import measure_faults
from liftlog.store.accounts import Account
from liftlog.store.sync import Found

UNKNOWN_FIELD = "This field is not known."
REASON_MAX = 1000
FIELDS_LEFT_OUT = "fields_left_out"
SET_MEASURES = frozenset({"weight", "reps", "duration_s", "distance"})

_ADAPTERS: Final[Mapping[Kind, TypeAdapter[Model]]] = MappingProxyType(
    {kind: TypeAdapter(model) for kind, model in FIELDS.items()}
)


def acknowledged(
    batch: Batch,
    one: OperationInput,
    known: Mapping[UUID, Found],
    account: Account,
    *,
    stamp: str,
    rev: int,
    now: datetime,
) -> Ack:
    """Apply one operation, as of `stamp`; one that was applied before is only answered once more."""
    if one.id in known:
        told = known[one.id]
        again = told["status"] if told["status"] == Status.REJECTED else Status.DUPLICATE
        return Ack(**{**told, "id": one.id, "status": again})
    try:
        operation, left_out = _operation(batch, one, account, stamp, now)
        status = apply(batch.documents, operation)
        ack = Ack(
            id=one.id,
            status=status,
            rev=rev,
            code=FIELDS_LEFT_OUT if left_out else None,
            reason=_sentences(left_out) or None,
        )
    except RefusedError as error:
        ack = Ack(id=one.id, status=Status.REJECTED, rev=rev, code=error.code, reason=error.reason)
    batch.answers.append({"id": one.id, "result": ack.model_dump(mode="json", exclude={"id"})})
    return ack


def _operation(
    batch: Batch, one: OperationInput, account: Account, stamp: str, now: datetime
) -> tuple[Operation, tuple[LeftOut, ...]]:
    fields: Found = {}
    left_out: tuple[LeftOut, ...] = ()
    if one.verb is Verb.PUT:
        fields, left_out = _checked(batch, one, account, now)
    operation = Operation(
        id=one.id,
        kind=one.kind,
        verb=one.verb,
        target=PREFERENCES_ID if one.kind is Kind.PREFERENCES else one.target,
        stamp=stamp,
        fields=fields,
        base_rev=one.base_rev,
    )
    return operation, left_out


def _checked(
    batch: Batch, one: OperationInput, account: Account, now: datetime
) -> tuple[Found, tuple[LeftOut, ...]]:
    """What it writes, by the limits that hold everywhere, and the values that can't be used.

    Raises RefusedError where nothing can be used, or not what was measured in a new set: without
    it that would be another set.
    """
    known = {name: one.fields[name] for name in FIELDS[one.kind].model_fields if name in one.fields}
    reading = read_what_is_valid(_ADAPTERS[one.kind], known)
    unknown = (LeftOut((name,), UNKNOWN_FIELD) for name in one.fields.keys() - known.keys())
    read, left_out = reading.value, (*reading.left_out, *unknown)
    if read is None:
        raise RefusedError("invalid_input", _sentences(left_out))
    if isinstance(read, RoutineContent):
        fields, faults = _routine_fields(read, one.target, account, now)
        return fields, (*left_out, *faults)
    if isinstance(read, SetFields):
        unfit = measure_faults(read, account.weight_unit)
        left_out += tuple(LeftOut((name,), fault) for name, fault in unfit.items())
        new = not batch.knows(Kind.SET, one.target)
        if new and any(fault.location[0] in SET_MEASURES for fault in left_out):
            raise RefusedError("invalid_input", _sentences(left_out))
    refused = {fault.field for fault in left_out}
    mode = "json" if one.kind is Kind.PREFERENCES else "python"
    fields = read.model_dump(mode=mode, exclude_unset=True, exclude=refused)
    if left_out and not fields:
        raise RefusedError("invalid_input", _sentences(left_out))
    if one.kind is Kind.PREFERENCES:
        return fields, left_out
    if "plan" in fields:
        fields["plan"] = read.model_dump(mode="json")["plan"]
    return {name: _plain(value, now) for name, value in fields.items()}, left_out


def _sentences(left_out: Sequence[LeftOut]) -> str:
    """They quote what was sent, which may be anything."""
    sentences = " ".join(f"{one.field}: {one.reason}" for one in reversed(left_out))
    return storable(sentences)[:REASON_MAX]


def _plain(value: Any, now: datetime) -> Any:
    if isinstance(value, datetime) and value > now + FUTURE_SLACK:
        # A clock that is years ahead says nothing of when it was: about now.
        return now
    return value.value if hasattr(value, "value") else value


def _routine_fields(
    read: RoutineContent, target: UUID, account: Account, now: datetime
) -> tuple[Found, list[LeftOut]]:
    """The document that a page would have written, without planned sets that are too much."""
    routine = read.routine(target, position=0, unit=account.weight_unit, now=now)
    found = (*faults_of(routine), *step_faults_of(read, account.weight_unit))
    faults = {place: LeftOut(place, fault) for place, fault in found}
    exercises = tuple(
        replace(
            exercise,
            sets=tuple(
                planned
                for at, planned in enumerate(exercise.sets)
                if ("exercises", place, "sets", at) not in faults
            ),
        )
        for place, exercise in enumerate(routine.exercises)
    )
    return document_of(replace(routine, exercises=exercises)), list(faults.values())
