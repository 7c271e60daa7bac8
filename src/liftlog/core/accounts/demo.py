"""Three years of plausible training, so that a newcomer sees the product full within a minute."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from liftlog.domain.body import BodyUnit, Measured
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.preferences import StatisticsPreferences
from liftlog.domain.routines import PlannedExercise, PlannedSet, Routine
from liftlog.domain.strength.scores import ScoreClass
from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout
from liftlog.kit import time_zones
from liftlog.kit.ids import uuid7
from liftlog.store import routines
from liftlog.store.body import read as body
from liftlog.store.body import write as body_changes
from liftlog.store.body.read import Measurement
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.preferences import write as preference_changes
from liftlog.store.workouts import workouts

YEARS = 3
WEEKS = YEARS * 52
DELOAD_EVERY_WEEKS = 7
WEIGHED_EVERY_WEEKS = 2
FIRST_BODY_WEIGHT_KG, LAST_BODY_WEIGHT_KG = 76, 83


@dataclass(frozen=True, slots=True)
class DemoLift:
    """An exercise of the invented routine: its weight then and now, and how it is done."""

    slug: str
    first_kg: float
    last_kg: float
    sets: int
    reps: int
    step_kg: float = 2.5
    warm_ups: bool = False
    superset: int | None = None
    seconds: int | None = None


ROUTINE: dict[str, tuple[DemoLift, ...]] = {
    "Push A": (
        DemoLift("bench-press", 60, 102.5, 4, 5, warm_ups=True),
        DemoLift("overhead-press", 35, 60, 3, 8),
        DemoLift("dip", 0, 20, 3, 10),
        DemoLift("lateral-raise-dumbbell", 6, 12, 3, 15, step_kg=1, superset=1),
        DemoLift("triceps-pushdown", 20, 35, 3, 12, superset=1),
    ),
    "Pull A": (
        DemoLift("deadlift", 80, 165, 3, 5, warm_ups=True),
        DemoLift("pull-up", 0, 15, 4, 6),
        DemoLift("seated-cable-row", 45, 75, 3, 10),
        DemoLift("face-pull", 15, 27.5, 3, 15, superset=1),
        DemoLift("bicep-curl-barbell", 20, 37.5, 3, 10, superset=1),
    ),
    "Legs": (
        DemoLift("squat", 65, 135, 5, 5, warm_ups=True),
        DemoLift("romanian-deadlift", 60, 115, 3, 8),
        DemoLift("leg-press", 100, 220, 3, 12, step_kg=5),
        DemoLift("lying-leg-curl", 30, 50, 3, 12),
        DemoLift("plank", 0, 0, 3, 0, seconds=75),
    ),
}
WEEKLY_DAYS = ((0, "Push A"), (2, "Pull A"), (4, "Legs"))


def fill(tx: Transaction, user_id: UUID, *, time_zone: str, now: datetime, seed: int = 7) -> int:
    """Write the invented history into an account, ending today; returns how many workouts.

    With a body weight every other week, unless somebody's own is there already.
    """
    rng, zone = random.Random(seed), time_zones.zone(time_zone)  # noqa: S311 Nothing here is a secret.
    history = list(_history(rng, zone, now))
    wanted = {entry.exercise_id for workout in history for entry in workout.exercises}
    exercise_changes.adopt(tx, user_id, wanted)
    workouts.insert_workouts(tx, user_id, history)
    for place, (weekday, title) in enumerate(WEEKLY_DAYS):
        routines.insert(tx, user_id, _routine(title, weekday, place, now), now=now)
    if not body.weigh_ins(tx, user_id):
        for one in _weigh_ins(rng, zone, now):
            body_changes.save(tx, user_id, one)
    return len(history)


def introduce(tx: Transaction, user_id: UUID) -> None:
    """Say of an account that nobody has whom the invented history is of."""
    preference_changes.save(
        tx, user_id, StatisticsPreferences(goal_days=3, score_class=ScoreClass.MEN)
    )


def _weigh_ins(rng: random.Random, zone: time_zones.Zone, now: datetime) -> Iterator[Measurement]:
    today = now.astimezone(zone).date()
    gained_kg = LAST_BODY_WEIGHT_KG - FIRST_BODY_WEIGHT_KG
    for week in range(WEEKS - 1, -1, -WEIGHED_EVERY_WEEKS):
        day = today - timedelta(weeks=WEEKS - 1 - week)
        at = min(time_zones.moment(datetime.combine(day, time(7)), zone), now)
        value = FIRST_BODY_WEIGHT_KG + gained_kg * week / (WEEKS - 1) + rng.uniform(-0.7, 0.7)
        weighed = Decimal(f"{value:.1f}")
        yield Measurement(uuid7(at), Measured.BODY_WEIGHT, day, at, weighed, BodyUnit.KG)


def _routine(title: str, weekday: int, place: int, now: datetime) -> Routine:
    """What is planned of it now: the weights of the last weeks."""
    planned = tuple(_planned(lift, now) for lift in ROUTINE[title])
    return Routine(uuid7(now), title, weekdays=(weekday + 1,), position=place, exercises=planned)


def _planned(lift: DemoLift, now: datetime) -> PlannedExercise:
    ramp = (
        PlannedSet(uuid7(now), one.kind, weight=one.weight, reps_min=one.reps, reps_max=one.reps)
        for one in _warm_ups(lift, lift.last_kg)
    )
    working = PlannedSet(
        uuid7(now),
        weight=_kg(lift.last_kg) if lift.last_kg else None,
        reps_min=lift.reps or None,
        reps_max=lift.reps or None,
        rpe=Decimal(8) if lift.warm_ups else None,
        duration_ms=1000 * lift.seconds if lift.seconds else None,
    )
    return PlannedExercise(
        uuid7(now),
        exercise_id(lift.slug),
        superset=lift.superset,
        rest_s=180 if lift.warm_ups else None,
        sets=(*ramp, *(replace(working, id=uuid7(now)) for _ in range(lift.sets))),
    )


def _history(rng: random.Random, zone: time_zones.Zone, now: datetime) -> Iterator[Workout]:
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    for week in range(WEEKS):
        if _away(rng, week):
            continue
        for weekday, title in WEEKLY_DAYS:
            day = monday + timedelta(weeks=week, days=weekday + rng.choice((0, 0, 0, 1)))
            if day < today and rng.random() > 0.08:
                yield _workout(rng, title, day, zone, week)
        running_day = monday + timedelta(weeks=week, days=6)
        if running_day < today and rng.random() < 0.35:
            yield _run(rng, running_day, zone, week)


def _away(rng: random.Random, week: int) -> bool:
    """Two weeks of every summer and a week now and then."""
    return week % 52 in (30, 31) or rng.random() < 0.03


def _progress(week: int) -> float:
    """From 0 to 1, fast at first and slower later, as strength comes."""
    return math.pow(week / (WEEKS - 1), 0.6)


def _workout(
    rng: random.Random, title: str, day: date, zone: time_zones.Zone, week: int
) -> Workout:
    started_at = time_zones.moment(datetime.combine(day, time(17, rng.randrange(30, 60))), zone)
    deload = week % DELOAD_EVERY_WEEKS == DELOAD_EVERY_WEEKS - 1
    return Workout(
        id=uuid7(started_at),
        title=title,
        started_at=started_at,
        time_zone=zone.key,
        day=day,
        duration_s=60 * rng.randrange(48, 82),
        note="Deload: lighter on purpose." if deload else "",
        exercises=tuple(
            _entry(rng, lift, started_at, week, deload=deload) for lift in ROUTINE[title]
        ),
    )


def _entry(
    rng: random.Random, lift: DemoLift, at: datetime, week: int, *, deload: bool
) -> ExerciseEntry:
    top = lift.first_kg + (lift.last_kg - lift.first_kg) * _progress(week)
    top *= 0.85 if deload else rng.uniform(0.97, 1.01)
    weight_kg = round(top / lift.step_kg) * lift.step_kg
    logged = [*_warm_ups(lift, weight_kg), *_working_sets(rng, lift, weight_kg, deload=deload)]
    return ExerciseEntry(
        id=uuid7(at),
        exercise_id=exercise_id(lift.slug),
        superset=lift.superset,
        sets=tuple(SetEntry(uuid7(at), one) for one in logged),
    )


def _warm_ups(lift: DemoLift, weight_kg: float) -> Iterator[LoggedSet]:
    for share, reps in ((0.5, 8), (0.75, 4)) if lift.warm_ups else ():
        rounded = max(20.0, round(weight_kg * share / 2.5) * 2.5)
        yield LoggedSet(kind=SetKind.WARM_UP, weight=_kg(rounded), reps=reps)


def _working_sets(
    rng: random.Random, lift: DemoLift, weight_kg: float, *, deload: bool
) -> Iterator[LoggedSet]:
    for index in range(lift.sets):
        if lift.seconds:
            yield LoggedSet(duration_ms=1000 * (lift.seconds + rng.randrange(-15, 16)))
            continue
        tired = index == lift.sets - 1 and not deload and rng.random() < 0.3
        effort = Decimal(rng.choice((12, 13, 13) if deload else (15, 16, 16, 17, 18))) / 2
        yield LoggedSet(
            weight=_kg(weight_kg) if weight_kg else None,
            reps=lift.reps - 1 if tired else lift.reps,
            rpe=min(effort + (1 if tired else 0), Decimal(10)) if lift.warm_ups else None,
        )


def _run(rng: random.Random, day: date, zone: time_zones.Zone, week: int) -> Workout:
    started_at = time_zones.moment(datetime.combine(day, time(9, rng.randrange(60))), zone)
    km = Decimal(rng.randrange(30, 80)) / 10
    minutes_per_km = 6.4 - _progress(week) + rng.uniform(-0.2, 0.2)
    seconds = round(float(km) * minutes_per_km * 60)
    run = LoggedSet(distance=Distance.entered(km, DistanceUnit.KM), duration_ms=seconds * 1000)
    return Workout(
        id=uuid7(started_at),
        title="Easy run",
        started_at=started_at,
        time_zone=zone.key,
        day=day,
        duration_s=seconds,
        exercises=(
            ExerciseEntry(
                id=uuid7(started_at),
                exercise_id=exercise_id("running"),
                sets=(SetEntry(uuid7(started_at), run),),
            ),
        ),
    )


def _kg(kilograms: float) -> Weight:
    return Weight.entered(Decimal(str(kilograms)), WeightUnit.KG)
