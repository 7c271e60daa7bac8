"""Hevy's CSV: one row a set, English column names, units in the names of the columns."""

from collections.abc import Sequence
from types import MappingProxyType

from liftlog.domain.workouts.sets import SetKind
from liftlog.imports.formats import ImportFormat
from liftlog.imports.layout import Layout, RowKind, RowText

SOURCE = "hevy"
"""Kept with each workout of such a file."""

_FIELDS = MappingProxyType(
    {
        "start_time": "start",
        "end_time": "end",
        "title": "title",
        "description": "workout_note",
        "exercise_title": "exercise",
        "exercise_notes": "exercise_note",
        "superset_id": "superset",
        "set_index": "order",
        "set_type": "kind",
        "reps": "reps",
        "duration_seconds": "seconds",
        "rpe": "rpe",
    }
)
_WITH_UNIT = MappingProxyType({"weight_": "weight", "distance_": "distance"})
_NEEDED = frozenset({"start", "exercise", "order"})
_WORKING = RowKind(SetKind.WORKING)
_UNKNOWN = RowKind(SetKind.WORKING, remark="unknown_set_kind")
_KINDS = MappingProxyType(
    {
        "normal": _WORKING,
        "working": _WORKING,
        "": _WORKING,
        "warmup": RowKind(SetKind.WARM_UP),
        "dropset": RowKind(SetKind.DROP),
        "drop": RowKind(SetKind.DROP),
        "failure": RowKind(SetKind.FAILURE),
    }
)


def recognise(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],  # noqa: ARG001 The names of the columns say it all.
) -> Layout | None:
    columns: dict[str, int] = {}
    units = {"weight": "", "distance": ""}
    for at, cell in enumerate(header):
        name = cell.strip().casefold()
        if name in _FIELDS:
            columns.setdefault(_FIELDS[name], at)
        for prefix, field in _WITH_UNIT.items():
            if name.startswith(prefix) and field not in columns:
                columns[field], units[field] = at, name.removeprefix(prefix)
    if not columns.keys() >= _NEEDED:
        return None
    return Layout(
        source=SOURCE,
        description=f"Hevy, {units['weight'] or 'no weights'}",
        width=len(header),
        columns=columns,
        weight_unit=units["weight"],
        distance_unit=units["distance"],
        kind_of=kind_of,
        repeats_workouts=False,
    )


def kind_of(row: RowText) -> RowKind:
    if known := _KINDS.get(row.kind):
        return known
    plain = row.kind.strip().casefold().replace("_", "").replace(" ", "")
    return _KINDS.get(plain, _UNKNOWN)


FORMAT = ImportFormat("Hevy", "Settings, Export & import data", recognise)
