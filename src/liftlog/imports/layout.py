"""Where in a row each thing stands, and what the header says about units."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from liftlog.domain.workouts.sets import SetKind

_UNIT = re.compile(r"[(\[]\s*([^)\]]{1,12})\s*[)\]]\s*$")


class RowText(NamedTuple):
    """The cells of a row by meaning. What a format doesn't have is empty.

    The last seven, from the weight on, are the SetCells.
    """

    start: str
    end: str
    duration: str
    title: str
    workout_note: str
    exercise: str
    exercise_note: str
    superset: str
    order: str
    kind: str
    weight: str
    weight_unit: str
    reps: str
    rpe: str
    distance: str
    distance_unit: str
    seconds: str


class RowKind(NamedTuple):
    """What a row is: a set of a kind (with a remark, or none), or a row left out for a reason."""

    set_kind: SetKind
    remark: str = ""
    left_out: str = ""


SET_CELLS = slice(RowText._fields.index("weight"), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one file are to be read.

    `weight_unit` and `distance_unit` are what the header states, as text, or empty.
    """

    source: str
    description: str
    width: int
    columns: Mapping[str, int]
    weight_unit: str
    distance_unit: str
    kind_of: Callable[[RowText], RowKind]
    repeats_workouts: bool

    def reader(self) -> Callable[[list[str]], RowText]:
        """Return a function from the cells of a row (at least `width`) to its texts.

        The units of the header stand in for columns of units that the file doesn't have.
        """
        beyond = {"weight_unit": self.width + 1, "distance_unit": self.width + 2}
        getter = itemgetter(
            *(self.columns.get(name, beyond.get(name, self.width)) for name in RowText._fields)
        )
        more = ["", self.weight_unit, self.distance_unit]
        width, make = self.width, RowText._make

        def read(cells: list[str]) -> RowText:
            return make(getter((cells if len(cells) == width else cells[:width]) + more))

        return read


def stated_unit(header_cell: str) -> str:
    """Return `kg` of `Weight (kg)`, in any language."""
    found = _UNIT.search(header_cell)
    return found[1] if found else ""


def plain_name(header_cell: str) -> str:
    return " ".join(_UNIT.sub("", header_cell).casefold().split())


def column_of(columns: Mapping[str, int], header: Sequence[str], field: str) -> str:
    return header[columns[field]] if field in columns else ""
