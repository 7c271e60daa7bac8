"""Documents as devices keep them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liftlog.domain.sync.merging import Documents, Kind, Row
from liftlog.domain.units import Weight, WeightUnit

Document = dict[str, Any]


Names = Mapping[UUID, tuple[str, str]]


def workout_document(documents: Documents, target: UUID, names: Names, *, rev: int) -> Document:
    """A workout with its entries and sets, in order; `names` are of exercises, with their load."""
    fields = documents.rows[Kind.WORKOUT, target].fields
    started_at = fields["started_at"].astimezone(ZoneInfo(fields["time_zone"]))
    entries = [
        _entry(documents, one, names)
        for one in documents.children(Kind.ENTRY, "workout_id", target)
    ]
    return {
        "id": target,
        "title": fields["title"],
        "started_at": started_at.isoformat(),
        "time_zone": fields["time_zone"],
        "day": started_at.date().isoformat(),
        "duration_s": fields["duration_s"],
        "note": fields["note"],
        "running": fields["running"],
        "routine_id": fields["routine_id"],
        "rev": rev,
        "exercises": sorted(entries, key=_in_order),
    }


def _in_order(one: Document) -> tuple[int, str]:
    return one["position"], str(one["id"])


def _entry(documents: Documents, target: UUID, names: Names) -> Document:
    fields = documents.rows[Kind.ENTRY, target].fields
    name, load_kind = names.get(fields["exercise_id"], ("", None))
    sets = [_set(documents, one) for one in documents.children(Kind.SET, "entry_id", target)]
    return {
        "id": target,
        "exercise_id": fields["exercise_id"],
        "name": name,
        "load_kind": load_kind,
        "superset": fields.get("superset"),
        "note": fields.get("note") or "",
        "position": fields.get("position") or 0,
        "rest_s": fields.get("rest_s"),
        "plan": fields.get("plan") or [],
        "sets": sorted(sets, key=_in_order),
    }


def _set(documents: Documents, target: UUID) -> Document:
    fields = documents.rows[Kind.SET, target].fields
    weight, unit = fields.get("weight"), fields.get("weight_unit")
    logged_at = fields.get("logged_at")
    return {
        "id": target,
        "position": fields.get("position") or 0,
        "kind": fields.get("kind") or "working",
        "weight": _number(weight),
        "weight_unit": None if weight is None else unit,
        "weight_kg": (
            None
            if weight is None or unit is None
            else _number(Weight.entered(Decimal(str(weight)), WeightUnit(unit)).kg)
        ),
        "reps": fields.get("reps"),
        "rpe": _number(fields.get("rpe")),
        "duration_s": _number(fields.get("duration_s")),
        "distance": _number(fields.get("distance")),
        "distance_unit": (
            None if fields.get("distance") is None else fields.get("distance_unit") or "m"
        ),
        "note": fields.get("note") or "",
        "logged_at": logged_at.isoformat() if logged_at else None,
        "plan_id": fields.get("plan_id"),
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def exercise_document(target: UUID, fields: Mapping[str, Any], *, own: bool) -> Document:
    return {
        "id": target,
        "name": fields.get("name"),
        "load_kind": fields.get("load_kind"),
        "equipment": fields.get("equipment") or "other",
        "pattern": fields.get("pattern") or "isolation",
        "primary_muscles": list(fields.get("primary_muscles") or ()),
        "secondary_muscles": list(fields.get("secondary_muscles") or ()),
        "increment_g": fields.get("increment_g"),
        "bar_g": fields.get("bar_g"),
        "rest_s": fields.get("rest_s"),
        "note": fields.get("note") or "",
        "own": own,
        "archived": bool(fields.get("archived")),
        "last_used": None,
    }


def routine_document(target: UUID, row: Row, *, rev: int) -> Document:
    return {"id": target, **row.fields, "rev": rev}
