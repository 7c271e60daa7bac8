"""How much was done: what counts, and what it adds up to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.workouts.sets import LoggedSet

SECONDARY_SHARE = Decimal("0.5")
"""What a set is worth for a muscle that only helps."""


@dataclass(frozen=True, slots=True)
class PerformedSet:
    """A logged set with where it belongs: its day, workout and exercise, and its place in the day.

    `place` orders the sets of one day (workout, exercise, set); ids say nothing about order.
    """

    day: date
    workout_id: UUID
    exercise_id: UUID
    set_id: UUID
    load: LoadKind
    logged: LoggedSet
    place: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """What a period adds up to. `volume_kg` is exact: pounds stay pounds until they are added."""

    workouts: int = 0
    sets: int = 0
    reps: int = 0
    volume_kg: Decimal = Decimal(0)


def counts(performed: PerformedSet) -> bool:
    """Working, drop and failure sets do; warm-ups and failed tries never."""
    return performed.logged.counts


def volume_kg(performed: PerformedSet) -> Decimal:
    """Weight times reps of a counted set; nothing for assistance, which is no weight that was moved."""
    logged = performed.logged
    if not counts(performed) or performed.load is LoadKind.ASSISTED:
        return Decimal(0)
    if logged.weight is None or logged.reps is None:
        return Decimal(0)
    return logged.weight.kg * logged.reps
