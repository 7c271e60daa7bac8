"""Records as a ledger: every best there ever was, by which set, by how much and for how long."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from liftlog.domain.exercises import LoadKind
from liftlog.domain.one_rep_max import ESTIMATED_LOADS, Formula, estimate_of, is_low_confidence
from liftlog.domain.volume import PerformedSet, counts, volume_kg

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
    REPS = "reps"
    DURATION = "duration"
    """Milliseconds."""
    DISTANCE = "distance"
    """Millimetres."""


_KIND_ORDER = {kind: place for place, kind in enumerate(RecordKind)}
_LESS_IS_BETTER = frozenset({RecordKind.ASSISTANCE})


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the ledger.

    `reps` only for records of a rep count. `gain` is how much better it was than the record before,
    always positive, None for the first. `until` is the day it was beaten, None while it stands.
    """

    kind: RecordKind
    reps: int | None
    day: date
    value: Decimal
    set_id: UUID
    gain: Decimal | None = None
    until: date | None = None


def _one_rep_max_kg(performed: PerformedSet, formula: Formula) -> Decimal | None:
    """To the gram, so that the noise of a float sets no record; never from a low-confidence set."""
    logged = performed.logged
    found = estimate_of(logged, formula) if performed.load in ESTIMATED_LOADS else None
    if found is None or is_low_confidence(formula, logged.reps or 0, logged.rpe):
        return None
    return Decimal(found).quantize(_GRAM_IN_KG)


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


_Key = tuple[RecordKind, int | None]


def _values(performed: PerformedSet, formula: Formula) -> Iterator[tuple[_Key, Decimal]]:
    """Everything one counted set could be a record in."""
    logged = performed.logged
    at_rep_count = _at_rep_count(performed)
    if at_rep_count is not None:
        yield (at_rep_count[0], logged.reps), at_rep_count[1]
    amounts = {
        RecordKind.ONE_REP_MAX: _one_rep_max_kg(performed, formula),
        RecordKind.SET_VOLUME: volume_kg(performed) or None,
        RecordKind.REPS: _whole(logged.reps),
        RecordKind.DURATION: _whole(logged.duration_ms),
        RecordKind.DISTANCE: _whole(logged.distance.millimetres if logged.distance else None),
    }
    yield from (((kind, None), amount) for kind, amount in amounts.items() if amount is not None)


def _gain(kind: RecordKind, value: Decimal, before: Decimal) -> Decimal:
    return before - value if kind in _LESS_IS_BETTER else value - before


def _extend(held: list[Record], found: Record) -> None:
    """Add `found` to what was held in its kind, if it is better. A day keeps only its best."""
    gain = _gain(found.kind, found.value, held[-1].value) if held else None
    if gain is not None and gain <= 0:
        return
    if held and held[-1].day == found.day:
        held.pop()
        gain = _gain(found.kind, found.value, held[-1].value) if held else None
    if held:
        held[-1] = replace(held[-1], until=found.day)
    held.append(replace(found, gain=gain))


def _line_of(record: Record) -> tuple[int, int, date]:
    return _KIND_ORDER[record.kind], record.reps or 0, record.day


def ledger(sets: Iterable[PerformedSet], formula: Formula = Formula.EPLEY) -> list[Record]:
    """Every record ever held in one exercise, by kind, rep count and day.

    Warm-ups hold none. A record is beaten only by a better set: of equals the earlier stands. What
    is beaten on its own day was never a record. The order in which `sets` arrive changes nothing.
    """
    held: dict[_Key, list[Record]] = defaultdict(list)
    in_time = sorted(filter(counts, sets), key=lambda one: (one.day, one.place, one.set_id))
    for performed in in_time:
        for (kind, reps), value in _values(performed, formula):
            _extend(held[kind, reps], Record(kind, reps, performed.day, value, performed.set_id))
    return sorted((record for line in held.values() for record in line), key=_line_of)


def standing(records: Iterable[Record]) -> list[Record]:
    """The records that nobody has beaten yet."""
    return [record for record in records if record.until is None]


def days_held(record: Record, today: date) -> int:
    """For how many days it stood, or has stood until today."""
    return ((record.until or today) - record.day).days
