"""What a lifter changes of their measurements. Apart from the reading, which stats' image has alone."""

from uuid import UUID

from liftlog.domain.body import BodyUnit
from liftlog.domain.units import Weight, WeightUnit
from liftlog.store.body.read import UM_PER, Measurement
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.versions import versioned


def _columns(one: Measurement) -> dict[str, object]:
    kept: dict[str, object] = dict.fromkeys(("weight_g", "length_mm", "length_um", "percent"))
    if one.unit is BodyUnit.PERCENT:
        kept["percent"] = one.value
    elif one.unit in {BodyUnit.KG, BodyUnit.LB}:
        kept["weight_g"] = Weight.entered(one.value, WeightUnit(one.unit)).grams
    else:
        in_um = one.value * UM_PER[one.unit]
        kept["length_mm"] = int((in_um / 1000).to_integral_value())
        kept["length_um"] = int(in_um.to_integral_value())
    return kept


_SAVE = versioned(
    "INSERT INTO body_measurement (user_id, id, kind, day, measured_at, weight_g, length_mm, "
    "length_um, percent, unit, note) SELECT :user_id, :id, :kind, :day, :measured_at, :weight_g, "
    ":length_mm, :length_um, :percent, :unit, :note FROM version "
    "ON CONFLICT (user_id, id) DO UPDATE SET kind = EXCLUDED.kind, day = EXCLUDED.day, "
    "measured_at = EXCLUDED.measured_at, weight_g = EXCLUDED.weight_g, "
    "length_mm = EXCLUDED.length_mm, length_um = EXCLUDED.length_um, percent = EXCLUDED.percent, unit = EXCLUDED.unit, "
    "note = EXCLUDED.note"
)


def save(tx: Transaction, user_id: UUID, one: Measurement) -> None:
    """Write a measurement, or write another one over it that has its id."""
    tx.execute(
        _SAVE,
        {
            "user_id": user_id,
            "id": one.id,
            "kind": one.kind.value,
            "day": one.day,
            "measured_at": one.measured_at,
            "unit": one.unit.value,
            "note": one.note,
            **_columns(one),
        },
    )
