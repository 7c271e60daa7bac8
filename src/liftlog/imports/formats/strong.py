"""Strong's CSV in all its forms: the columns by name where they are English, else by position."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from liftlog.domain.workouts.sets import SetKind
from liftlog.imports.durations import duration_s
from liftlog.imports.formats import ImportFormat
from liftlog.imports.layout import Layout, RowKind, RowText, column_of, plain_name, stated_unit
from liftlog.imports.quantities import DISTANCE_UNITS, WEIGHT_UNITS

SOURCE = "strong"
"""Kept with each workout of such a file."""

_FIELDS = MappingProxyType(
    {
        "date": "start",
        "workout name": "title",
        "duration": "duration",
        "workout duration": "duration",
        "exercise name": "exercise",
        "set order": "order",
        "weight": "weight",
        "weight unit": "weight_unit",
        "reps": "reps",
        "rpe": "rpe",
        "distance": "distance",
        "distance unit": "distance_unit",
        "seconds": "seconds",
        "notes": "exercise_note",
        "workout notes": "workout_note",
    }
)
_NEEDED = frozenset({"start", "title", "exercise", "reps"})

# The orders of columns that Strong has used over the years, for headers in other languages.
_START = "start title"
_SETS = "exercise order weight reps distance seconds"
_UNITS = "exercise order weight weight_unit reps rpe distance distance_unit seconds"
_NOTES = "exercise_note workout_note"
_ORDERS = tuple(
    tuple(fields.split())
    for fields in (
        f"{_START} duration {_SETS} {_NOTES} rpe",
        f"{_START} duration {_SETS} {_NOTES}",
        f"{_START} duration {_SETS} rpe",
        f"{_START} duration {_SETS}",
        f"{_START} {_SETS} {_NOTES}",
        f"{_START} {_SETS}",
        f"{_START} {_UNITS} {_NOTES}",
        f"{_START} {_UNITS} {_NOTES} duration",
        f"number {_START} duration exercise order weight reps rpe distance seconds {_NOTES}",
    )
)

_DATE = re.compile(r"\d{4}-\d\d-\d\d([ T].*)?")
_NUMBER = re.compile(r"([\d.,]+([eE]-?\d+)?)?")
_SET_ORDER = re.compile(r"\d{1,3}|[^\W\d_]")
_UNIT = re.compile(r"[^\W\d_]{0,12}\.?")


def _is_duration(cell: str) -> bool:
    return not cell or duration_s(cell) is not None or bool(re.match(r"\d+\s?\w", cell))


_SHAPES: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "start": _DATE.fullmatch,
        "order": _SET_ORDER.fullmatch,
        "exercise": lambda cell: cell and not _NUMBER.fullmatch(cell),
        "duration": _is_duration,
        "weight_unit": _UNIT.fullmatch,
        "distance_unit": _UNIT.fullmatch,
        **dict.fromkeys(
            ("number", "weight", "reps", "rpe", "distance", "seconds"), _NUMBER.fullmatch
        ),
    }
)
# In some logs a rest timer follows every set, and it has a word as its set order.
_FITTING_SHARE = 0.4

_WORKING = RowKind(SetKind.WORKING)
_KINDS = MappingProxyType(
    {
        "w": RowKind(SetKind.WARM_UP),
        "d": RowKind(SetKind.DROP),
        "f": RowKind(SetKind.FAILURE),
        "rest timer": RowKind(SetKind.WORKING, left_out="rest_timers"),
    }
)
_ZERO = frozenset({"", "0", "0.0", "0,0"})


def recognise(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Layout | None:
    """`sample` are some of the rows, by whose values a header in another language is understood."""
    columns = _columns_by_name(header)
    translated = columns is None
    if columns is None:
        columns = _columns_by_position(header, sample)
    if columns is None:
        return None
    return _layout(header, columns, translated=translated)


def _columns_by_name(header: Sequence[str]) -> dict[str, int] | None:
    columns: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = plain_name(cell)
        # In 2016 the unit itself was the name of the column.
        if name in WEIGHT_UNITS:
            columns.setdefault("weight", at)
        elif name in DISTANCE_UNITS:
            columns.setdefault("distance", at)
        elif name in _FIELDS:
            columns.setdefault(_FIELDS[name], at)
    return columns if columns.keys() >= _NEEDED else None


def _columns_by_position(
    header: Sequence[str], sample: Sequence[Sequence[str]]
) -> dict[str, int] | None:
    rows = [row for row in sample if len(row) >= len(header)]
    for order in _ORDERS:
        if rows and len(order) == len(header):
            fitting = sum(_fits(order, row) for row in rows)
            if fitting >= len(rows) * _FITTING_SHARE:
                return {field: at for at, field in enumerate(order)}
    return None


def _fits(order: Sequence[str], row: Sequence[str]) -> bool:
    return all(
        _SHAPES[field](cell.strip())
        for field, cell in zip(order, row, strict=False)
        if field in _SHAPES
    )


def _layout(header: Sequence[str], columns: Mapping[str, int], *, translated: bool) -> Layout:
    weight, distance = (column_of(columns, header, name) for name in ("weight", "distance"))
    language = ", header in another language" if translated else ""
    return Layout(
        source=SOURCE,
        description=f"Strong, {len(header)} columns{language}",
        width=len(header),
        columns=columns,
        weight_unit=_header_unit(weight, WEIGHT_UNITS),
        distance_unit=_header_unit(distance, DISTANCE_UNITS),
        kind_of=kind_of,
        repeats_workouts=True,
    )


def _header_unit(cell: str, units: Mapping[str, object]) -> str:
    return stated_unit(cell) or (cell if cell.strip().casefold() in units else "")


def kind_of(row: RowText) -> RowKind:
    """Tell a set from the rows of rest timers and notes, whose set order is a word.

    A word of another language is told by what the row holds: a timer has a time and nothing else.
    """
    if row.order.isdecimal():
        return _WORKING
    order = row.order.strip().casefold()
    if order in _KINDS:
        return _KINDS[order]
    if not order or order.isdecimal():
        return _WORKING
    if len(order) > 1 and _ZERO.issuperset({row.weight, row.reps, row.distance}):
        left_out = "note_rows" if row.seconds in _ZERO else "rest_timers"
        return RowKind(SetKind.WORKING, left_out=left_out)
    return RowKind(SetKind.WORKING, remark="unknown_set_kind")


FORMAT = ImportFormat("Strong", "Settings, Export data", recognise, by_values=True)
