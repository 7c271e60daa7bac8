"""Totals, volume over time and hard sets per muscle."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.exercises import LoadKind, Muscle
from liftlog.domain.periods import Bucket
from liftlog.domain.sets import LoggedSet, SetKind
from liftlog.domain.units import Weight, WeightUnit
from liftlog.domain.volume import (
    MusclesWorked,
    PerformedSet,
    Totals,
    hard_sets,
    is_hard,
    performed_sets,
    totals,
    totals_by,
    volume_kg,
)
from liftlog.domain.workouts import ExerciseEntry, SetEntry, Workout

BENCH, ROW, PLANK = (UUID(int=number) for number in (1, 2, 3))
DAY = date(2026, 11, 2)

MUSCLES = {
    BENCH: MusclesWorked(
        frozenset({Muscle.CHEST}), frozenset({Muscle.TRICEPS, Muscle.FRONT_DELTS})
    ),
    ROW: MusclesWorked(frozenset({Muscle.LATS}), frozenset({Muscle.LATS, Muscle.BICEPS})),
}


def performed(  # every field that a test may want to name
    amount: Decimal | int | str | None = None,
    reps: int | None = None,
    *,
    kind: SetKind = SetKind.WORKING,
    load: LoadKind = LoadKind.WEIGHT_REPS,
    unit: WeightUnit = WeightUnit.KG,
    rpe: str | None = None,
    day: date = DAY,
    workout: int = 1,
    exercise: UUID = BENCH,
    number: int = 1,
) -> PerformedSet:
    weight = None if amount is None else Weight.entered(Decimal(amount), unit)
    effort = None if rpe is None else Decimal(rpe)
    logged = LoggedSet(kind, weight, reps, effort)
    return PerformedSet(day, UUID(int=workout), exercise, UUID(int=number), load, logged, (number,))


sets = st.builds(
    performed,
    st.none() | st.decimals(min_value=0, max_value=500, places=2),
    st.none() | st.integers(min_value=0, max_value=50),
    kind=st.sampled_from(SetKind),
    load=st.sampled_from(LoadKind),
    unit=st.sampled_from(WeightUnit),
    rpe=st.none() | st.sampled_from(["5", "6", "9.5"]),
    day=st.dates(min_value=date(2025, 12, 20), max_value=date(2026, 2, 10)),
    workout=st.integers(min_value=1, max_value=4),
    exercise=st.sampled_from([BENCH, ROW, PLANK]),
)


def test_totals_of_a_workout() -> None:
    found = totals(
        [
            performed(60, 8, kind=SetKind.WARM_UP),
            performed(100, 5),
            performed(80, 8, kind=SetKind.DROP),
            performed("72.5", 11, kind=SetKind.FAILURE, workout=2),
        ]
    )
    assert found == Totals(workouts=2, sets=3, reps=24, volume_kg=Decimal("1937.5"))


def test_pounds_are_exact_in_kilograms() -> None:
    pound = performed(225, 10, unit=WeightUnit.LB)
    assert volume_kg(pound) == Decimal("1020.5828325")
    assert totals([pound] * 1000).volume_kg == Decimal("1020582.8325")


def test_assistance_never_counts_as_volume_but_its_sets_and_reps_do() -> None:
    found = totals([performed(30, 8, load=LoadKind.ASSISTED)])
    assert found == Totals(workouts=1, sets=1, reps=8, volume_kg=Decimal(0))


def test_what_was_added_to_the_body_is_volume() -> None:
    assert totals([performed(20, 5, load=LoadKind.BODYWEIGHT)]).volume_kg == 100


def test_a_set_without_weight_or_reps_adds_no_volume() -> None:
    assert totals([performed(None, 12), performed(100, None)]).volume_kg == 0


def test_nothing_adds_up_to_nothing() -> None:
    assert totals([]) == Totals()


def test_weeks_follow_the_lifters_first_day() -> None:
    sunday = performed(10, 1, day=date(2026, 11, 8))
    assert list(totals_by([sunday])) == [date(2026, 11, 2)]
    assert list(totals_by([sunday], week_start=7)) == [date(2026, 11, 8)]
    assert list(totals_by([sunday], Bucket.QUARTER)) == [date(2026, 10, 1)]


def test_a_set_is_one_for_primary_muscles_and_half_for_those_that_help() -> None:
    found = hard_sets(
        [performed(100, 5), performed(80, 5), performed(60, 8, kind=SetKind.WARM_UP)], MUSCLES
    )
    assert found == {Muscle.FRONT_DELTS: 1, Muscle.CHEST: 2, Muscle.TRICEPS: 1}


def test_a_muscle_named_twice_counts_once_as_primary() -> None:
    assert hard_sets([performed(60, 8, exercise=ROW)], MUSCLES, secondary_share=Decimal("0.3")) == {
        Muscle.LATS: 1,
        Muscle.BICEPS: Decimal("0.3"),
    }


def test_a_share_of_nothing_leaves_helping_muscles_out() -> None:
    assert hard_sets([performed(100, 5)], MUSCLES, secondary_share=Decimal(0)) == {Muscle.CHEST: 1}


def test_an_exercise_without_known_muscles_works_none() -> None:
    assert hard_sets([performed(None, None, exercise=PLANK)], MUSCLES) == {}


@pytest.mark.parametrize(("rpe", "hard"), [(None, True), ("6", True), ("10", True), ("5.5", False)])
def test_an_easy_set_is_not_hard_when_effort_is_asked_for(rpe: str | None, hard: bool) -> None:
    assert is_hard(performed(100, 5, rpe=rpe), least_rpe=Decimal(6)) is hard
    assert is_hard(performed(100, 5, rpe=rpe))


def test_a_workout_gives_its_sets_with_their_place() -> None:
    entries = tuple(SetEntry(UUID(int=number), LoggedSet(reps=number)) for number in (7, 5))
    exercise = ExerciseEntry(UUID(int=9), BENCH, sets=entries, load_kind=LoadKind.REPS)
    started_at = datetime(2026, 11, 2, 18, tzinfo=UTC)
    workout = Workout(UUID(int=3), "Push", started_at, "UTC", DAY, exercises=(exercise, exercise))
    found = list(performed_sets(workout))
    assert [one.place[1:] for one in found] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [one.set_id.int for one in found] == [7, 5, 7, 5]
    assert {(one.day, one.workout_id.int, one.exercise_id, one.load) for one in found} == {
        (DAY, 3, BENCH, LoadKind.REPS)
    }


@given(st.lists(sets), st.sampled_from(Bucket), st.integers(min_value=1, max_value=7))
def test_buckets_add_up_to_the_whole(
    performed_sets: list[PerformedSet], bucket: Bucket, week_start: int
) -> None:
    parts = totals_by(performed_sets, bucket, week_start)
    whole = totals(performed_sets)
    assert sum(part.sets for part in parts.values()) == whole.sets
    assert sum(part.reps for part in parts.values()) == whole.reps
    assert sum((part.volume_kg for part in parts.values()), Decimal(0)) == whole.volume_kg


@given(st.lists(sets), st.randoms(use_true_random=False))
def test_the_order_of_sets_never_changes_totals(
    performed_sets: list[PerformedSet], order: random.Random
) -> None:
    shuffled = order.sample(performed_sets, k=len(performed_sets))
    assert totals(shuffled) == totals(performed_sets)
    assert hard_sets(shuffled, MUSCLES) == hard_sets(performed_sets, MUSCLES)


@given(st.lists(sets))
def test_primary_sets_add_up_to_the_hard_sets_of_known_exercises(
    performed_sets: list[PerformedSet],
) -> None:
    found = hard_sets(performed_sets, MUSCLES, secondary_share=Decimal(0))
    assert sum(found.values()) == sum(
        is_hard(one) and one.exercise_id in MUSCLES for one in performed_sets
    )


@given(st.lists(sets))
def test_asking_for_effort_never_adds_hard_sets(performed_sets: list[PerformedSet]) -> None:
    every, asked = (
        hard_sets(performed_sets, MUSCLES),
        hard_sets(performed_sets, MUSCLES, least_rpe=Decimal(6)),
    )
    assert all(asked.get(muscle, 0) <= every.get(muscle, 0) for muscle in Muscle)
