"""Balance: what each muscle, movement and exercise got week by week, beside what is usual.

A hard set is every set but a warm-up, whatever effort was noted: most sets note none, and whoever
warms up can say so. Nor is a failed try one, or anything of an exercise that is endurance, as `is_hard`
says. It counts in full for the muscles that the exercise trains, and by the lifter's
own share for those that only help. Volume is shared out the same way. Assistance is no weight that
was moved, and body weight is none that was lifted: only what was added to it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import quantiles
from typing import TypeVar
from uuid import UUID

from liftlog.domain.exercises.exercise import LoadKind, MovementPattern, Muscle

USUAL_WEEKS = 8
USUAL_LEAST = 3
"""From fewer weeks nobody knows what is usual."""


def is_hard(load_kind: LoadKind, pattern: MovementPattern) -> bool:
    """Whether sets of such an exercise are strength work: a plank is and a carry, a run is not."""
    if pattern is MovementPattern.CARDIO:
        return False
    return load_kind is not LoadKind.DISTANCE or pattern is MovementPattern.CARRY


@dataclass(frozen=True, slots=True)
class TrainedExercise:
    """An exercise, as far as it matters which muscles it works and what its weight means."""

    id: UUID
    name: str
    load_kind: LoadKind
    pattern: MovementPattern
    primary: frozenset[Muscle]
    secondary: frozenset[Muscle]

    def share_of(self, muscle: Muscle, secondary_share: Decimal) -> Decimal:
        """What one of its sets is worth for a muscle."""
        if muscle in self.primary:
            return Decimal(1)
        return secondary_share if muscle in self.secondary else Decimal(0)


@dataclass(frozen=True, slots=True)
class WeekSums:
    """What was done of an exercise in the week that begins on `week`; `moved_kg` whatever it was."""

    week: date
    exercise: TrainedExercise
    sets: int
    moved_kg: Decimal

    @property
    def volume_kg(self) -> Decimal:
        return Decimal(0) if self.exercise.load_kind is LoadKind.ASSISTED else self.moved_kg


@dataclass(frozen=True, slots=True)
class Work:
    """`direct` and `helping` are whole sets; `sets` and `volume_kg` are what they count for."""

    direct: int = 0
    helping: int = 0
    sets: Decimal = Decimal(0)
    volume_kg: Decimal = Decimal(0)

    def __add__(self, other: "Work") -> "Work":
        return Work(
            self.direct + other.direct,
            self.helping + other.helping,
            self.sets + other.sets,
            self.volume_kg + other.volume_kg,
        )


@dataclass(frozen=True, slots=True)
class Usual:
    """Hard sets of the weeks before: their mean, and where the middle half of them lies."""

    mean: Decimal
    low: Decimal
    high: Decimal
    weeks: int


_Key = TypeVar("_Key", bound=Hashable)
ByWeek = Mapping[date, Work]


def by_muscle(sums: Iterable[WeekSums], secondary_share: Decimal) -> dict[Muscle, ByWeek]:
    """In the order of the muscles; those without any work are left out."""
    found: dict[Muscle, dict[date, Work]] = defaultdict(dict)
    for one in sums:
        for muscle in one.exercise.primary | one.exercise.secondary:
            _add(found[muscle], one.week, _of_muscle(one, muscle, secondary_share))
    return {muscle: found[muscle] for muscle in Muscle if muscle in found}


def _of_muscle(one: WeekSums, muscle: Muscle, secondary_share: Decimal) -> Work:
    share = one.exercise.share_of(muscle, secondary_share)
    direct = muscle in one.exercise.primary
    return Work(
        direct=one.sets if direct else 0,
        helping=0 if direct else one.sets,
        sets=one.sets * share,
        volume_kg=one.volume_kg * share,
    )


def total(sums: Iterable[WeekSums]) -> ByWeek:
    return _summed(("all", one) for one in sums).get("all", {})


def by_pattern(sums: Iterable[WeekSums]) -> dict[MovementPattern, ByWeek]:
    """In the order of the patterns."""
    found = _summed((one.exercise.pattern, one) for one in sums)
    return {pattern: found[pattern] for pattern in MovementPattern if pattern in found}


def by_exercise(sums: Iterable[WeekSums]) -> dict[TrainedExercise, ByWeek]:
    """The most sets first, of all weeks."""
    found = _summed((one.exercise, one) for one in sums)
    return dict(sorted(found.items(), key=lambda item: _most_first(item[0], item[1])))


def _most_first(exercise: TrainedExercise, by_week: ByWeek) -> tuple[Decimal, str, UUID]:
    return -sum((work.sets for work in by_week.values()), Decimal(0)), exercise.name, exercise.id


def _summed(sums: Iterable[tuple[_Key, WeekSums]]) -> dict[_Key, dict[date, Work]]:
    found: dict[_Key, dict[date, Work]] = defaultdict(dict)
    for key, one in sums:
        _add(found[key], one.week, Work(one.sets, 0, Decimal(one.sets), one.volume_kg))
    return found


def _add(by_week: dict[date, Work], week: date, more: Work) -> None:
    by_week[week] = by_week.get(week, Work()) + more


def usual_of(by_week: ByWeek, weeks: Sequence[date]) -> Usual | None:
    """Over these weeks, those without work included; None where they are too few to tell."""
    if len(weeks) < USUAL_LEAST:
        return None
    sets = [by_week.get(week, Work()).sets for week in weeks]
    low, _, high = quantiles(sets, n=4, method="inclusive")
    return Usual(sum(sets, Decimal(0)) / len(sets), low, high, len(sets))
