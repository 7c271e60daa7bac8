"""Documents as devices keep them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liftlog.core.sync.reading import UNKNOWN_EXERCISE
from liftlog.core.sync.schemas import (
    EntryDocument,
    ExerciseDocument,
    PlannedSetDocument,
    RoutineDocument,
    SetDocument,
    SetFields,
    WorkoutDocument,
)
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.sync.merging import Documents, Kind, Row
from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.set_codec import from_json
from liftlog.domain.workouts.sets import LoggedSet

Names = Mapping[UUID, tuple[str, str]]
"""The name of an exercise and how it is loaded."""


def workout_document(
    documents: Documents, target: UUID, names: Names, unit: WeightUnit, *, rev: int
) -> WorkoutDocument:
    """A workout with its entries and sets, in order; `unit` is the account's."""
    fields = documents.rows[Kind.WORKOUT, target].fields
    started_at = fields["started_at"].astimezone(ZoneInfo(fields["time_zone"]))
    entries = [
        _entry(documents, entry_id, names, unit)
        for entry_id in documents.children(Kind.ENTRY, "workout_id", target)
    ]
    return WorkoutDocument.model_construct(
        id=target,
        title=fields["title"],
        started_at=started_at,
        time_zone=fields["time_zone"],
        day=started_at.date(),
        duration_s=fields["duration_s"],
        note=fields["note"],
        running=fields["running"],
        routine_id=fields["routine_id"],
        rev=rev,
        exercises=tuple(sorted(entries, key=_in_order)),
    )


def _in_order(document: EntryDocument | SetDocument) -> tuple[int, str]:
    return document.position, str(document.id)


def _entry(documents: Documents, target: UUID, names: Names, unit: WeightUnit) -> EntryDocument:
    fields = documents.rows[Kind.ENTRY, target].fields
    name, load_kind = names.get(fields["exercise_id"], ("", ""))
    sets = [
        _set(documents, set_id, unit) for set_id in documents.children(Kind.SET, "entry_id", target)
    ]
    return EntryDocument.model_construct(
        id=target,
        exercise_id=fields["exercise_id"],
        name=name,
        load_kind=LoadKind(load_kind) if load_kind else None,
        superset=fields.get("superset"),
        note=fields.get("note") or "",
        position=fields.get("position") or 0,
        rest_s=fields.get("rest_s"),
        plan=tuple(map(PlannedSetDocument.model_validate, fields.get("plan") or ())),
        sets=tuple(sorted(sets, key=_in_order)),
    )


def _set(documents: Documents, target: UUID, unit: WeightUnit) -> SetDocument:
    fields = documents.rows[Kind.SET, target].fields
    return SetDocument.from_logged(
        target,
        logged_of(fields, unit),
        position=fields.get("position") or 0,
        logged_at=fields.get("logged_at"),
        plan_id=fields.get("plan_id"),
    )


def logged_of(fields: Mapping[str, Any], unit: WeightUnit) -> LoggedSet:
    """The set that merged fields describe; they were checked when they came in."""
    said = {name: value for name, value in fields.items() if value is not None}
    return from_json(SetFields.model_construct(**said), unit)


def exercise_document(
    target: UUID, fields: Mapping[str, Any], *, own: bool, aliases: Sequence[str]
) -> ExerciseDocument:
    return ExerciseDocument.model_validate(
        {
            "id": target,
            "name": fields.get("name") or UNKNOWN_EXERCISE,
            "aliases": aliases,
            "load_kind": fields.get("load_kind") or LoadKind.WEIGHT_REPS,
            "equipment": fields.get("equipment") or "other",
            "pattern": fields.get("pattern") or "isolation",
            "primary_muscles": fields.get("primary_muscles") or (),
            "secondary_muscles": fields.get("secondary_muscles") or (),
            "increment_g": fields.get("increment_g"),
            "bar_g": fields.get("bar_g"),
            "rest_s": fields.get("rest_s"),
            "note": fields.get("note") or "",
            "own": own,
            "archived": bool(fields.get("archived")),
        }
    )


def routine_document(target: UUID, row: Row, *, rev: int) -> RoutineDocument:
    return RoutineDocument.model_validate({**row.fields, "id": target, "rev": rev})
