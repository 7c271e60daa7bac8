"""Invented training histories, the same ones each time: three days in turn, five exercises a day."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.units import Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout

WORKOUTS_PER_YEAR = 250
SETS_PER_EXERCISE = 4
# Of each day the first exercise is the one whose one-rep max is asked for.
DAYS = {
    "Push": (
        "bench-press",
        "overhead-press",
        "incline-bench-press",
        "lateral-raise-dumbbell",
        "dip",
    ),
    "Pull": ("deadlift", "pull-up", "bent-over-row", "face-pull", "bicep-curl-barbell"),
    "Legs": ("squat", "leg-press", "romanian-deadlift", "leg-extension", "seated-leg-curl"),
}
MAIN_LIFT = "bench-press"


def slugs() -> set[str]:
    return {slug for exercises in DAYS.values() for slug in exercises}


def history(seed: int, *, years: int, last: date) -> Iterator[Workout]:
    """Workouts up to `last`, the oldest first: 250 a year, 20 sets each."""
    chance = random.Random(seed)  # noqa: S311 A history that is the same each time, no secret.
    count = years * WORKOUTS_PER_YEAR
    titles = list(DAYS)
    for number in range(count):
        days_ago = (count - 1 - number) * 365 // WORKOUTS_PER_YEAR
        title = titles[number % len(titles)]
        yield _workout(chance, last - timedelta(days=days_ago), title, progress=number / count)


def _workout(chance: random.Random, day: date, title: str, *, progress: float) -> Workout:
    started_at = datetime.combine(day, time(17, chance.randrange(60)), UTC)
    return Workout(
        id=_id(chance),
        title=title,
        started_at=started_at,
        time_zone="Europe/Berlin",
        day=day,
        duration_s=chance.randrange(2700, 5400),
        exercises=tuple(_entry(chance, slug, progress) for slug in DAYS[title]),
    )


def _entry(chance: random.Random, slug: str, progress: float) -> ExerciseEntry:
    top_kg = (60 + 60 * progress) * chance.uniform(0.9, 1.02)
    kinds = [SetKind.WARM_UP] + [SetKind.WORKING] * (SETS_PER_EXERCISE - 1)
    return ExerciseEntry(
        id=_id(chance),
        exercise_id=exercise_id(slug),
        sets=tuple(SetEntry(_id(chance), _set(chance, kind, top_kg)) for kind in kinds),
    )


def _set(chance: random.Random, kind: SetKind, top_kg: float) -> LoggedSet:
    share = 0.5 if kind is SetKind.WARM_UP else chance.choice((0.8, 0.85, 0.9, 1.0))
    rounded = Decimal(round(top_kg * share / 2.5)) * Decimal("2.5")
    return LoggedSet(
        kind=kind,
        weight=Weight.entered(rounded, WeightUnit.KG),
        reps=1 if share == 1.0 else chance.randrange(3, 13),
        rpe=chance.choice((None, None, Decimal(7), Decimal("8.5"), Decimal(9))),
    )


def _id(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)
