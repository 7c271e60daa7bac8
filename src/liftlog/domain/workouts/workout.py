"""A workout: exercises in order, each with its sets in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.workouts.sets import LoggedSet


@dataclass(frozen=True, slots=True)
class SetEntry:
    id: UUID
    logged: LoggedSet


@dataclass(frozen=True, slots=True)
class ExerciseEntry:
    """An exercise within a workout. Entries with the same `superset` number are done in turn."""

    id: UUID
    exercise_id: UUID
    superset: int | None = None
    note: str = ""
    sets: tuple[SetEntry, ...] = ()
    name: str = ""
    load_kind: LoadKind = LoadKind.WEIGHT_REPS


@dataclass(frozen=True, slots=True)
class ImportedFrom:
    """What an imported workout was in its file, to know it again: later edits do not change it."""

    import_id: UUID
    source: str
    started_at_local: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Workout:
    """`started_at` is aware; `day` is that moment's date in `time_zone`, the lifter's own day.

    `routine_id` is what it was started from, which may be gone; `running` until it is finished.
    `unknown_time_zone` is what is stored for it where `time_zone` had to stand in.
    """

    id: UUID
    title: str
    started_at: datetime
    time_zone: str
    day: date
    duration_s: int | None = None
    note: str = ""
    exercises: tuple[ExerciseEntry, ...] = ()
    deleted_at: datetime | None = None
    routine_id: UUID | None = None
    running: bool = False
    unknown_time_zone: str | None = None
    imported: ImportedFrom | None = field(default=None, compare=False)

    def counted_sets(self) -> Iterator[tuple[ExerciseEntry, LoggedSet]]:
        """The sets that count, without warm-ups and failed tries, each with its exercise."""
        for exercise in self.exercises:
            for entry in exercise.sets:
                if entry.logged.counts:
                    yield exercise, entry.logged

    @property
    def volume_kg(self) -> Decimal:
        """Weight times reps of the sets that count. Assistance is no weight lifted."""
        return sum(
            (
                logged.weight.kg * logged.reps
                for exercise, logged in self.counted_sets()
                if logged.weight and logged.reps and exercise.load_kind is not LoadKind.ASSISTED
            ),
            Decimal(0),
        )
