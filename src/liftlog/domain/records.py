"""Records as a ledger: every best there ever was, by which set, by how much and for how long."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max.estimates import (
    ESTIMATED_LOADS,
    Formula,
    estimate,
    is_low_confidence,
)
from liftlog.domain.workouts.volume import PerformedSet, counts, volume_kg

REP_COUNT_MAX = 12
"""Weight records are kept for each rep count up to here."""

_GRAM_IN_KG = Decimal("0.001")


class RecordKind(StrEnum):
    """What can be best, with the unit of its value."""

    ONE_REP_MAX = "one_rep_max"
    """Estimated, in kilograms, to the gram."""
    WEIGHT = "weight"
    """Kilograms at exactly so many reps; with body weight, what was added."""
    ASSISTANCE = "assistance"
    """Kilograms of help at exactly so many reps: less is better."""
    SET_VOLUME = "set_volume"
    """Kilograms times reps of one set."""
    SESSION_VOLUME = "session_volume"
    """Kilograms times reps of all sets of the exercise in one workout."""
    REPS = "reps"
    DURATION = "duration"
    """Milliseconds."""
    DISTANCE = "distance"
    """Millimetres."""


_KIND_ORDER = {kind: place for place, kind in enumerate(RecordKind)}
LESS_IS_BETTER = frozenset({RecordKind.ASSISTANCE})


class Line(NamedTuple):
    """One line of the ledger: what is best, of which rep count, or by which equation."""

    kind: RecordKind
    reps: int | None = None
    formula: Formula | None = None

    def __str__(self) -> str:
        detail = self.reps or self.formula
        return f"{self.kind}:{detail}" if detail else self.kind

    @classmethod
    def parse(cls, text: str) -> "Line":
        kind, _, detail = text.partition(":")
        if detail.isdigit():
            return cls(RecordKind(kind), int(detail))
        return cls(RecordKind(kind), None, Formula(detail) if detail else None)

    @property
    def order(self) -> tuple[int, int]:
        return _KIND_ORDER[self.kind], self.reps or 0


_ONE_REP_MAX_LINES = {formula: Line(RecordKind.ONE_REP_MAX, None, formula) for formula in Formula}


class Mark(NamedTuple):
    """The best that a day has to offer for a line, and the set that it is from."""

    value: Decimal
    set_id: UUID


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `gain` is how much better it was than the one before, always positive, None for
    the first. `until` is the day it was beaten, None while it stands.
    """

    line: Line
    day: date
    value: Decimal
    set_id: UUID
    gain: Decimal | None = None
    until: date | None = None

    @property
    def kind(self) -> RecordKind:
        return self.line.kind

    @property
    def reps(self) -> int | None:
        """Only for records of a rep count."""
        return self.line.reps


def _one_rep_maxes_kg(performed: PerformedSet) -> Iterable[tuple[Line, Decimal]]:
    """Never from a low-confidence set."""
    logged = performed.logged
    if performed.load not in ESTIMATED_LOADS or logged.weight is None or not logged.reps:
        return ()
    return _rounded_estimates(logged.weight.kg, logged.reps, logged.rpe)


# Sets like it were done before and will be again.
@lru_cache(maxsize=4096)
def _rounded_estimates(
    weight_kg: Decimal, reps: int, rpe: Decimal | None
) -> tuple[tuple[Line, Decimal], ...]:
    """To the gram, so that the noise of a float sets no record."""
    return tuple(
        (line, Decimal(found).quantize(_GRAM_IN_KG))
        for formula, line in _ONE_REP_MAX_LINES.items()
        if not is_low_confidence(formula, reps, rpe)
        and (found := estimate(formula, weight_kg, reps, rpe)) is not None
    )


def _at_rep_count(performed: PerformedSet) -> tuple[RecordKind, Decimal] | None:
    """The weight or the assistance of a set of 1 to 12 reps; no help at all is the best help."""
    logged = performed.logged
    if logged.weight is None or logged.reps is None or not 1 <= logged.reps <= REP_COUNT_MAX:
        return None
    if performed.load is LoadKind.ASSISTED:
        return RecordKind.ASSISTANCE, logged.weight.kg
    return (RecordKind.WEIGHT, logged.weight.kg) if logged.weight.grams else None


def _whole(amount: int | None) -> Decimal | None:
    return Decimal(amount) if amount else None


def _values(performed: PerformedSet) -> Iterator[tuple[Line, Decimal]]:
    """Everything one counted set could be a record in."""
    logged = performed.logged
    at_rep_count = _at_rep_count(performed)
    if at_rep_count is not None:
        yield Line(at_rep_count[0], logged.reps), at_rep_count[1]
    amounts = {
        RecordKind.SET_VOLUME: volume_kg(performed) or None,
        RecordKind.REPS: _whole(logged.reps),
        RecordKind.DURATION: _whole(logged.duration_ms),
        RecordKind.DISTANCE: _whole(logged.distance.millimetres if logged.distance else None),
    }
    yield from ((Line(kind), amount) for kind, amount in amounts.items() if amount is not None)
    yield from _one_rep_maxes_kg(performed)


def _session_volumes(counted: Iterable[PerformedSet]) -> Iterator[tuple[Line, Mark]]:
    """Of each workout by itself; the set that completed it stands for it."""
    sums: dict[UUID, Mark] = {}
    for one in counted:
        if volume := volume_kg(one):
            before = sums.get(one.workout_id)
            sums[one.workout_id] = Mark(volume + (before.value if before else 0), one.set_id)
    yield from ((Line(RecordKind.SESSION_VOLUME), mark) for mark in sums.values())


def marks_of(counted: Sequence[PerformedSet]) -> dict[Line, Mark]:
    """What the counted sets of one day, in the order they were done, offer to the ledger.

    Of equals the one that was done first, so that only the first of equal sets offers anything.
    """
    marks: dict[Line, Mark] = {}
    distinct: dict[object, PerformedSet] = {}
    for one in counted:
        distinct.setdefault((one.load, _compared(one)), one)
    offered = (
        (line, Mark(value, one.set_id)) for one in distinct.values() for line, value in _values(one)
    )
    for found in (offered, _session_volumes(counted)):
        for line, mark in found:
            if line not in marks or _gain(line, mark.value, marks[line].value) > 0:
                marks[line] = mark
    return marks


def _compared(performed: PerformedSet) -> tuple[object, ...]:
    """All that `_values` looks at but the load."""
    logged = performed.logged
    weight, distance = logged.weight, logged.distance
    return (
        weight and (weight.grams, weight.unit),
        logged.reps,
        logged.rpe,
        logged.duration_ms,
        distance and distance.millimetres,
    )


def _gain(line: Line, value: Decimal, before: Decimal) -> Decimal:
    return before - value if line.kind in LESS_IS_BETTER else value - before


def extended(standing: Iterable[Record], marks: Mapping[date, Mapping[Line, Mark]]) -> list[Record]:
    """The records that `marks` add to those that stood before the first of their days.

    Also those of `standing` that they beat, with the day on which. A record is beaten only by a
    better one: of equals the earlier stands.
    """
    last = {record.line: record for record in standing}
    changed: dict[tuple[Line, date], Record] = {}
    for day in sorted(marks):
        for line, mark in marks[day].items():
            held = last.get(line)
            gain = _gain(line, mark.value, held.value) if held else None
            if gain is not None and gain <= 0:
                continue
            if held:
                changed[line, held.day] = replace(held, until=day)
            last[line] = Record(line, day, mark.value, mark.set_id, gain)
            changed[line, day] = last[line]
    return list(changed.values())


def ledger(sets: Iterable[PerformedSet], formula: Formula = Formula.EPLEY) -> list[Record]:
    """Every record ever held in one exercise, by kind, rep count and day.

    Warm-ups hold none. What is beaten on its own day was never a record. The order in which `sets`
    arrive changes nothing.
    """
    by_day: dict[date, list[PerformedSet]] = defaultdict(list)
    for one in sorted(filter(counts, sets), key=in_time):
        by_day[one.day].append(one)
    found = extended((), {day: marks_of(counted) for day, counted in by_day.items()})
    told = (record for record in found if record.line.formula in {None, formula})
    return sorted(told, key=lambda record: (record.line.order, record.day))


def in_time(performed: PerformedSet) -> tuple[date, tuple[int, ...], UUID]:
    """The order in which sets were done; ids decide only where nothing else does."""
    return performed.day, performed.place, performed.set_id


def standing(records: Iterable[Record]) -> list[Record]:
    """The records that nobody has beaten yet."""
    return [record for record in records if record.until is None]


def days_held(record: Record, today: date) -> int:
    """For how many days it stood, or has stood until today."""
    return ((record.until or today) - record.day).days
