"""Body weight and measurements of a lifter."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, text

from liftlog.domain.body import BodyUnit, Measured, WeighIn
from liftlog.domain.units import Weight, WeightUnit
from liftlog.store.database.engine import Transaction

INCH_IN_CM = Decimal("2.54")
UM_PER = {BodyUnit.CM: 10_000, BodyUnit.IN: 25_400}
_LENGTH_STEP = {BodyUnit.CM: Decimal("0.1"), BodyUnit.IN: Decimal("0.01")}
_UM_PER_MM = 1000


@dataclass(frozen=True, slots=True)
class Measurement:
    """`value` is in `unit`, as it was entered."""

    id: UUID
    kind: Measured
    day: date
    measured_at: datetime
    value: Decimal
    unit: BodyUnit
    note: str = ""


def measurement_of(row: Row[tuple[object, ...]]) -> Measurement:
    return Measurement(
        id=row.id,
        kind=Measured(row.kind),
        day=row.day,
        measured_at=row.measured_at,
        value=_value(row),
        unit=BodyUnit(row.unit),
        note=row.note,
    )


def _value(row: Row[tuple[object, ...]]) -> Decimal:
    if row.percent is not None:
        return Decimal(row.percent)
    if row.weight_g is not None:
        return Weight(row.weight_g, WeightUnit(row.unit)).amount
    unit = BodyUnit(row.unit)
    # Written by the version of before, a length has no micrometres, or those of what it was.
    known = (
        row.length_um is not None and abs(row.length_um - row.length_mm * _UM_PER_MM) < _UM_PER_MM
    )
    step = _LENGTH_STEP[unit] if known else Decimal("0.1")
    in_um = Decimal(row.length_um if known else row.length_mm * _UM_PER_MM)
    return (in_um / UM_PER[unit]).quantize(step).normalize() + 0


_COLUMNS = "id, kind, day, measured_at, weight_g, length_mm, length_um, percent, unit, note"
_ONE = text(f"SELECT {_COLUMNS} FROM body_measurement WHERE user_id = :user_id AND id = :id")
_PAGE = text(
    f"SELECT {_COLUMNS} FROM body_measurement WHERE user_id = :user_id "
    "AND (CAST(:kind AS text) IS NULL OR kind = :kind) "
    "AND (CAST(:before AS timestamptz) IS NULL OR (measured_at, id) < (:before, :before_id)) "
    "ORDER BY measured_at DESC, id DESC LIMIT :limit"
)


def measurement(tx: Transaction, user_id: UUID, measurement_id: UUID) -> Measurement | None:
    row = tx.execute(_ONE, {"user_id": user_id, "id": measurement_id}).one_or_none()
    return measurement_of(row) if row else None


def measurements(
    tx: Transaction,
    user_id: UUID,
    *,
    kind: Measured | None = None,
    after: Measurement | None = None,
    limit: int,
) -> list[Measurement]:
    """The newest first, from after a known one on."""
    parameters = {
        "user_id": user_id,
        "kind": kind and kind.value,
        "before": after and after.measured_at,
        "before_id": after and after.id,
        "limit": limit,
    }
    return [measurement_of(row) for row in tx.execute(_PAGE, parameters).all()]


# Somebody who steps on the scale twice a day weighs what it said last.
WEIGH_INS = (
    "SELECT DISTINCT ON (day) day, weight_g, unit FROM body_measurement "
    "WHERE user_id = :user_id AND kind = 'body_weight' ORDER BY day, measured_at DESC, id DESC"
)
_WEIGH_INS = text(WEIGH_INS)


def weigh_ins(tx: Transaction, user_id: UUID) -> list[WeighIn]:
    """One of each day that has any, by day."""
    rows = tx.execute(_WEIGH_INS, {"user_id": user_id})
    return [weigh_in(row.day, row.weight_g, row.unit) for row in rows]


def weigh_in(day: date, weight_g: int, unit: str) -> WeighIn:
    return WeighIn(day, Weight(weight_g, WeightUnit(unit)).kg)
