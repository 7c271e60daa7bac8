"""What a device sends, checked and applied to the documents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from liftlog.core.accounts.service import checked_time_zone
from liftlog.core.routines.schemas import RoutineContent
from liftlog.core.routines.service import refuse_faults
from liftlog.core.sync.reading import PREFERENCES_ID, Batch
from liftlog.core.sync.schemas import FIELDS, Ack, OperationInput, SetFields
from liftlog.core.workouts.service import FUTURE_SLACK
from liftlog.domain.routines import document_of
from liftlog.domain.sync.merging import Kind, Operation, RefusedError, Status, Verb, apply
from liftlog.domain.units import WEIGHT_MAX_G
from liftlog.kit.errors import LiftLogError
from liftlog.store.accounts import Account
from liftlog.store.sync import Found


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
        status = apply(batch.documents, _operation(one, account, stamp, now))
        ack = Ack(id=one.id, status=status, rev=rev)
    except RefusedError as error:
        ack = Ack(id=one.id, status=Status.REJECTED, rev=rev, code=error.code, reason=error.reason)
    batch.answers.append({"id": one.id, "result": ack.model_dump(mode="json", exclude={"id"})})
    return ack


def _operation(one: OperationInput, account: Account, stamp: str, now: datetime) -> Operation:
    fields: Found = {}
    if one.verb is Verb.PUT:
        fields = _checked(one, account, now)
    target = PREFERENCES_ID if one.kind is Kind.PREFERENCES else one.target
    return Operation(
        id=one.id,
        kind=one.kind,
        verb=one.verb,
        target=target,
        stamp=stamp,
        fields=fields,
        base_rev=one.base_rev,
    )


def _checked(one: OperationInput, account: Account, now: datetime) -> Found:
    """What it writes and nothing else, by the limits that hold everywhere."""
    try:
        read = FIELDS[one.kind].model_validate(one.fields)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise RefusedError("invalid_input", f"{where}: {problem['msg']}") from error
    if isinstance(read, RoutineContent):
        return _routine_fields(read, one.target, account, now)
    if one.kind is Kind.PREFERENCES:
        return read.model_dump(mode="json", exclude_unset=True)
    fields = read.model_dump(mode="python", exclude_unset=True)
    if fields.get("time_zone") is not None:
        _refused_if_wrong(lambda: checked_time_zone(fields["time_zone"]))
    if isinstance(read, SetFields):
        _check_set(read, account)
    if "plan" in fields:
        fields["plan"] = read.model_dump(mode="json")["plan"]
    return {name: _plain(value, now) for name, value in fields.items()}


def _plain(value: Any, now: datetime) -> Any:
    if isinstance(value, datetime) and value > now + FUTURE_SLACK:
        # A clock that is years ahead says nothing of when it was: about now.
        return now
    return value.value if hasattr(value, "value") else value


def _routine_fields(read: RoutineContent, target: UUID, account: Account, now: datetime) -> Found:
    """The document that a page would have written."""
    routine = read.routine(target, position=0, unit=account.weight_unit, now=now)
    _refused_if_wrong(lambda: refuse_faults(routine))
    return document_of(routine)


def _check_set(read: SetFields, account: Account) -> None:
    logged = read.logged(account.weight_unit)
    if logged.weight and logged.weight.grams > WEIGHT_MAX_G:
        raise RefusedError("invalid_input", "weight: A weight is at most 2,000 kg.")


def _refused_if_wrong(check: Any) -> None:
    try:
        check()
    except LiftLogError as error:
        raise RefusedError(error.code, error.message) from error
