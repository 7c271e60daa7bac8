"""Use cases around body weight and measurements."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from liftlog.domain import body
from liftlog.domain.body import BodyUnit, Measured
from liftlog.domain.periods import FIRST_DAY
from liftlog.domain.units import WEIGHT_STEP, Weight, WeightUnit, is_step
from liftlog.kit import time_zones
from liftlog.kit.errors import InvalidInputError, NotFoundError
from liftlog.kit.ids import uuid7
from liftlog.statistics.sets import smallest_step
from liftlog.store.accounts import Account
from liftlog.store.body import read as store
from liftlog.store.body import trash
from liftlog.store.body import write as body_changes
from liftlog.store.body.read import INCH_IN_CM, Measurement
from liftlog.store.database.engine import Transaction

TRASH_KEPT_FOR = timedelta(days=30)
TRASH_SHOWN_MAX = 100
LENGTHS = frozenset({BodyUnit.CM, BodyUnit.IN})
WEIGHTS = frozenset({BodyUnit.KG, BodyUnit.LB})
VALUE_END = Decimal(10_000)
"""Beyond any limit in any unit, and far within what can be rounded to a unit's step."""
_STEPS: Mapping[BodyUnit, Decimal] = MappingProxyType(
    {
        BodyUnit.KG: WEIGHT_STEP[WeightUnit.KG],
        BodyUnit.LB: WEIGHT_STEP[WeightUnit.LB],
        BodyUnit.CM: Decimal("0.1"),
        BodyUnit.IN: Decimal("0.01"),
        BodyUnit.PERCENT: Decimal("0.1"),
    }
)
UNITS: Mapping[Measured, frozenset[BodyUnit]] = MappingProxyType(
    {
        kind: {
            Measured.BODY_WEIGHT: WEIGHTS,
            Measured.BODY_FAT: frozenset({BodyUnit.PERCENT}),
        }.get(kind, LENGTHS)
        for kind in Measured
    }
)


def usual_unit(kind: Measured, account: Account) -> BodyUnit:
    """What somebody who lifts in pounds measures in."""
    pounds = account.weight_unit is WeightUnit.LB
    if kind is Measured.BODY_WEIGHT:
        return BodyUnit.LB if pounds else BodyUnit.KG
    if kind is Measured.BODY_FAT:
        return BodyUnit.PERCENT
    return BodyUnit.IN if pounds else BodyUnit.CM


def measure(
    tx: Transaction,
    account: Account,
    *,
    measurement_id: UUID | None,
    kind: Measured,
    value: Decimal,
    unit: BodyUnit | None = None,
    day: date | None = None,
    note: str = "",
    now: datetime,
) -> Measurement:
    """Keep a measurement. With an id of its own, sending it again changes it or nothing."""
    unit = unit or usual_unit(kind, account)
    today = now.astimezone(time_zones.zone(account.time_zone)).date()
    taken = Measurement(
        id=measurement_id or uuid7(now),
        kind=kind,
        day=day or today,
        measured_at=now,
        value=value,
        unit=unit,
        note=note,
    )
    _check(taken, today)
    before = store.measurement(tx, account.user_id, taken.id)
    if before is not None:
        taken = replace(taken, measured_at=before.measured_at)
    body_changes.save(tx, account.user_id, taken)
    return get(tx, account.user_id, taken.id)


def get(tx: Transaction, user_id: UUID, measurement_id: UUID) -> Measurement:
    found = store.measurement(tx, user_id, measurement_id)
    if found is None:
        raise NotFoundError("There is no such measurement.")
    return found


def delete(tx: Transaction, user_id: UUID, measurement_id: UUID, *, now: datetime) -> None:
    """Into the trash, from where it can be taken back for 30 days."""
    if not trash.delete(tx, user_id, measurement_id, now=now):
        raise NotFoundError("There is no such measurement.")
    trash.empty(tx, user_id, before=now - TRASH_KEPT_FOR)


def recently_deleted(tx: Transaction, user_id: UUID, *, now: datetime) -> list[Measurement]:
    return trash.deleted(tx, user_id, since=now - TRASH_KEPT_FOR, limit=TRASH_SHOWN_MAX)


def restore_all(tx: Transaction, user_id: UUID, *, now: datetime) -> int:
    """Take out of the trash all that it shows; returns how many those were."""
    shown = recently_deleted(tx, user_id, now=now)
    return sum(restore(tx, user_id, one.id, now=now) for one in shown)


def restore(tx: Transaction, user_id: UUID, measurement_id: UUID, *, now: datetime) -> bool:
    """False when it is there already, and stays as it is. Raises NotFoundError."""
    if trash.restore(tx, user_id, measurement_id, since=now - TRASH_KEPT_FOR):
        return True
    get(tx, user_id, measurement_id)
    return False


def _check(taken: Measurement, today: date) -> None:
    if taken.unit not in UNITS[taken.kind]:
        message = "This is not a unit for it."
        raise InvalidInputError(message, fields={"unit": message})
    if not FIRST_DAY <= taken.day <= today:
        message = "A measurement can't be of a day that has not come yet."
        raise InvalidInputError(message, fields={"day": message})
    step = _STEPS[taken.unit]
    if 0 < taken.value < VALUE_END and not is_step(taken.value, step):
        message = smallest_step(step, taken.unit)
        raise InvalidInputError(message, fields={"value": message})
    least, most, said = _limits(taken.unit)
    if not 0 < taken.value < VALUE_END or not least <= _in_basic_unit(taken) <= most:
        raise InvalidInputError(said, fields={"value": said})


def _limits(unit: BodyUnit) -> tuple[Decimal, Decimal, str]:
    if unit in WEIGHTS:
        return (
            body.BODY_WEIGHT_MIN_KG,
            body.BODY_WEIGHT_MAX_KG,
            "A body weight is from 20 to 700 kg.",
        )
    if unit in LENGTHS:
        return body.LENGTH_MIN_CM, body.LENGTH_MAX_CM, "A length is from 1 to 300 cm."
    return body.PERCENT_MIN, body.PERCENT_MAX, "Body fat is from 1 to 80 %."


def _in_basic_unit(taken: Measurement) -> Decimal:
    if taken.unit in WEIGHTS:
        return Weight.entered(taken.value, WeightUnit(taken.unit)).kg
    return taken.value * INCH_IN_CM if taken.unit is BodyUnit.IN else taken.value
