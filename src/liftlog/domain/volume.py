"""How much was done: totals, volume over time, and hard sets per muscle."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from liftlog.domain.exercises import LoadKind, Muscle
from liftlog.domain.periods import MONDAY, Bucket, bucket_start
from liftlog.domain.sets import COUNTED_KINDS, LoggedSet
from liftlog.domain.workouts import Workout

SECONDARY_SHARE = Decimal("0.5")
"""What a set is worth for a muscle that only helps."""
HARD_RPE = Decimal(6)


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


@dataclass(frozen=True, slots=True)
class MusclesWorked:
    primary: frozenset[Muscle]
    secondary: frozenset[Muscle] = frozenset()


def performed_sets(workout: Workout) -> Iterator[PerformedSet]:
    """Every set of a workout, warm-ups too, in the order it was done."""
    started_s = int(workout.started_at.timestamp())
    for at, exercise in enumerate(workout.exercises):
        for number, entry in enumerate(exercise.sets):
            yield PerformedSet(
                day=workout.day,
                workout_id=workout.id,
                exercise_id=exercise.exercise_id,
                set_id=entry.id,
                load=exercise.load_kind,
                logged=entry.logged,
                place=(started_s, at, number),
            )


def counts(performed: PerformedSet) -> bool:
    """Working, drop and failure sets do; warm-ups never."""
    return performed.logged.kind in COUNTED_KINDS


def volume_kg(performed: PerformedSet) -> Decimal:
    """Weight times reps of a counted set; nothing for assistance, which is no weight that was moved."""
    logged = performed.logged
    if not counts(performed) or performed.load is LoadKind.ASSISTED:
        return Decimal(0)
    if logged.weight is None or logged.reps is None:
        return Decimal(0)
    return logged.weight.kg * logged.reps


def totals(sets: Iterable[PerformedSet]) -> Totals:
    """Sums over all sets given; a workout with nothing but warm-ups is a workout without sets."""
    performed = list(sets)
    counted = [one for one in performed if counts(one)]
    return Totals(
        workouts=len({one.workout_id for one in performed}),
        sets=len(counted),
        reps=sum(one.logged.reps or 0 for one in counted),
        volume_kg=sum((volume_kg(one) for one in counted), Decimal(0)),
    )


def totals_by(
    sets: Iterable[PerformedSet], bucket: Bucket = Bucket.WEEK, week_start: int = MONDAY
) -> dict[date, Totals]:
    """The totals of each week, month, quarter or year that has sets, by its first day."""
    found: dict[date, list[PerformedSet]] = defaultdict(list)
    for one in sets:
        found[bucket_start(one.day, bucket, week_start)].append(one)
    return {start: totals(found[start]) for start in sorted(found)}


def is_hard(performed: PerformedSet, least_rpe: Decimal | None = None) -> bool:
    """A counted set; with `least_rpe`, one at that effort or more, or one that names none."""
    rpe = performed.logged.rpe
    return counts(performed) and (least_rpe is None or rpe is None or rpe >= least_rpe)


def hard_sets(
    sets: Iterable[PerformedSet],
    muscles: Mapping[UUID, MusclesWorked],
    *,
    secondary_share: Decimal = SECONDARY_SHARE,
    least_rpe: Decimal | None = None,
) -> dict[Muscle, Decimal]:
    """Hard sets of each muscle worked: 1 where it is primary, `secondary_share` where it helps.

    `muscles` is by exercise id; a set of an exercise that isn't in it works nothing.
    """
    found: dict[Muscle, Decimal] = defaultdict(Decimal)
    for one in sets:
        worked = muscles.get(one.exercise_id)
        if worked is None or not is_hard(one, least_rpe):
            continue
        for muscle in worked.primary:
            found[muscle] += 1
        for muscle in worked.secondary - worked.primary:
            found[muscle] += secondary_share
    return {muscle: found[muscle] for muscle in Muscle if found.get(muscle)}
