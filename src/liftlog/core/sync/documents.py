"""Documents as devices keep them."""

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter

from liftlog.core.sync.lenient import read_leniently
from liftlog.core.sync.reading import UNKNOWN_EXERCISE
from liftlog.core.sync.schemas import (
    EntryDocument,
    ExerciseDocument,
    PlannedSetDocument,
    PreferencesDocument,
    RoutineDocument,
    SetDocument,
    SetFields,
    WorkoutDocument,
)
from liftlog.domain.exercises.exercise import Equipment, LoadKind, MovementPattern
from liftlog.domain.sync.merging import Documents, Kind, Row
from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.set_codec import SET_JSON_FIELDS, from_json
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.kit import time_zones

Names = Mapping[UUID, tuple[str, str]]
"""The name of an exercise and how it is loaded."""

_PLANNED_SET: Final = TypeAdapter(PlannedSetDocument)
_EXERCISE: Final = TypeAdapter(ExerciseDocument)
_ROUTINE: Final = TypeAdapter(RoutineDocument)
_PREFERENCES: Final = TypeAdapter(PreferencesDocument)


def workout_document(
    documents: Documents, target: UUID, names: Names, unit: WeightUnit, *, rev: int
) -> WorkoutDocument:
    """A workout with its entries and sets, in order; `unit` is the account's."""
    fields = documents.rows[Kind.WORKOUT, target].fields
    started_at = fields["started_at"].astimezone(time_zones.zone(fields["time_zone"]))
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
        plan=tuple(_plan(fields.get("plan") or ())),
        sets=tuple(sorted(sets, key=_in_order)),
    )


def _plan(stored: Iterable[object]) -> Iterable[PlannedSetDocument]:
    planned = (read_leniently(_PLANNED_SET, one) for one in stored)
    return (one for one in planned if one is not None)


def _set(documents: Documents, target: UUID, unit: WeightUnit) -> SetDocument:
    fields = documents.rows[Kind.SET, target].fields
    return SetDocument.from_logged(
        target,
        logged_of(fields, unit),
        position=fields.get("position") or 0,
        logged_at=fields.get("logged_at"),
        plan_id=fields.get("plan_id"),
    )


_UNSAID: Final = {name: SetFields.model_fields[name].default for name in SET_JSON_FIELDS}


def logged_of(fields: Mapping[str, Any], unit: WeightUnit) -> LoggedSet:
    """The set that merged fields describe; they were checked when they came in."""
    said = {name: value for name, value in fields.items() if value is not None}
    return from_json(SimpleNamespace(**{**_UNSAID, **said}), unit)


_EXERCISE_DEFAULTS: Final[Mapping[str, object]] = {
    "name": UNKNOWN_EXERCISE,
    "load_kind": LoadKind.WEIGHT_REPS,
    "equipment": Equipment.OTHER,
    "pattern": MovementPattern.ISOLATION,
    "primary_muscles": (),
    "secondary_muscles": (),
    "increment_g": None,
    "bar_g": None,
    "rest_s": None,
    "note": "",
    "archived": False,
}


def exercise_document(
    target: UUID, fields: Mapping[str, Any], *, own: bool, aliases: Sequence[str]
) -> ExerciseDocument:
    # No rest and no bar are 0, and said.
    said = {name: fields[name] for name in _EXERCISE_DEFAULTS if fields.get(name) not in (None, "")}
    stored = {**_EXERCISE_DEFAULTS, **said, "id": target, "aliases": aliases, "own": own}
    read = read_leniently(_EXERCISE, stored, _EXERCISE_DEFAULTS)
    if read is None:
        raise AssertionError("Its defaults are valid.")
    return read


def routine_document(target: UUID, row: Row, *, rev: int) -> RoutineDocument | None:
    """None where nothing of it can be read."""
    return read_leniently(_ROUTINE, {**row.fields, "id": target, "rev": rev})


def preferences_document(row: Row) -> PreferencesDocument | None:
    return read_leniently(_PREFERENCES, dict(row.fields))
