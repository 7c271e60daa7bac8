"""Balance: hard sets and volume shared out among muscles, movements and exercises."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.balance import (
    TrainedExercise,
    WeekSums,
    Work,
    by_exercise,
    by_muscle,
    by_pattern,
    is_hard,
    total,
    usual_of,
)
from liftlog.domain.exercises.exercise import LoadKind, MovementPattern, Muscle

WEEK = date(2026, 11, 16)
HALF = Decimal("0.5")
muscles = st.frozensets(st.sampled_from(list(Muscle)[:5]), max_size=3)
shares = st.sampled_from([Decimal(0), Decimal("0.25"), HALF, Decimal(1)])


def trained(
    primary: frozenset[Muscle],
    secondary: frozenset[Muscle] = frozenset(),
    load: LoadKind = LoadKind.WEIGHT_REPS,
) -> TrainedExercise:
    return TrainedExercise(
        uuid4(), "Lift", load, MovementPattern.SQUAT, primary, secondary - primary
    )


def sums(
    exercise: TrainedExercise, sets: int, week: date = WEEK, moved_kg: str = "100"
) -> WeekSums:
    return WeekSums(week, exercise, sets, Decimal(moved_kg))


BENCH = trained(frozenset({Muscle.CHEST}), frozenset({Muscle.TRICEPS, Muscle.FRONT_DELTS}))
DIP = trained(frozenset({Muscle.CHEST, Muscle.TRICEPS}))


def test_a_helping_muscle_gets_its_share_of_sets_and_volume() -> None:
    found = by_muscle([sums(BENCH, 3), sums(DIP, 2, moved_kg="50")], HALF)
    assert found[Muscle.CHEST][WEEK] == Work(5, 0, Decimal(5), Decimal(150))
    assert found[Muscle.TRICEPS][WEEK] == Work(2, 3, Decimal("3.5"), Decimal(100))
    assert found[Muscle.FRONT_DELTS][WEEK] == Work(0, 3, Decimal("1.5"), Decimal(50))


def test_help_is_no_weight_that_was_moved_but_its_sets_are_hard() -> None:
    assisted = trained(frozenset({Muscle.LATS}), load=LoadKind.ASSISTED)
    assert by_muscle([sums(assisted, 4)], HALF)[Muscle.LATS][WEEK] == Work(4, 0, Decimal(4))


@pytest.mark.parametrize(
    ("load_kind", "pattern", "hard"),
    [
        (LoadKind.DISTANCE, MovementPattern.CARDIO, False),
        (LoadKind.TIME, MovementPattern.CARDIO, False),
        (LoadKind.DISTANCE, MovementPattern.ISOLATION, False),
        (LoadKind.DISTANCE, MovementPattern.CARRY, True),
        (LoadKind.TIME, MovementPattern.CORE, True),
        (LoadKind.WEIGHT_REPS, MovementPattern.SQUAT, True),
    ],
)
def test_a_run_is_no_hard_set_and_a_plank_or_a_carry_is_one(
    load_kind: LoadKind, pattern: MovementPattern, hard: bool
) -> None:
    assert is_hard(load_kind, pattern) is hard


def test_usual_is_the_middle_half_and_the_mean() -> None:
    weeks = [WEEK - timedelta(weeks=ago) for ago in range(5)]
    by_week = {
        week: Work(sets=Decimal(sets)) for week, sets in zip(weeks, (8, 9, 12, 13, 40), strict=True)
    }
    usual = usual_of(by_week, weeks)
    assert usual is not None
    assert (usual.low, usual.high, usual.weeks) == (Decimal(9), Decimal(13), 5)
    assert usual.mean == Decimal("16.4")


def test_a_week_off_is_a_week() -> None:
    weeks = [WEEK - timedelta(weeks=ago) for ago in range(3)]
    usual = usual_of({weeks[0]: Work(sets=Decimal(9))}, weeks)
    assert usual is not None
    assert usual.mean == 3


def test_two_weeks_are_not_usual() -> None:
    assert usual_of({WEEK: Work(sets=Decimal(9))}, [WEEK, WEEK - timedelta(weeks=1)]) is None


def test_exercises_come_with_the_most_sets_of_all_weeks_first() -> None:
    few, many = trained(frozenset()), trained(frozenset())
    before = WEEK - timedelta(weeks=1)
    found = by_exercise([sums(few, 5), sums(many, 3), sums(many, 3, before)])
    assert list(found) == [many, few]


@given(st.lists(st.tuples(muscles, muscles, st.integers(1, 6)), max_size=6), shares)
def test_it_is_what_the_sets_say_one_by_one(
    exercises: list[tuple[frozenset[Muscle], frozenset[Muscle], int]], share: Decimal
) -> None:
    known = [(trained(primary, secondary), sets) for primary, secondary, sets in exercises]
    counted: dict[Muscle, Decimal] = defaultdict(Decimal)
    for one, sets in known:
        for _ in range(sets):
            for muscle in one.primary:
                counted[muscle] += 1
            for muscle in one.secondary:
                counted[muscle] += share
    week = [sums(one, sets) for one, sets in known]
    found = {
        muscle: weeks[WEEK].sets
        for muscle, weeks in by_muscle(week, share).items()
        if weeks[WEEK].sets
    }
    assert found == {muscle: sets for muscle, sets in counted.items() if sets}


@given(st.lists(st.tuples(st.sampled_from([BENCH, DIP]), st.integers(1, 9), st.integers(0, 3))))
def test_movements_and_exercises_add_up_to_the_total(
    done: list[tuple[TrainedExercise, int, int]],
) -> None:
    week_sums = [sums(one, sets, WEEK - timedelta(weeks=ago)) for one, sets, ago in done]
    expected: dict[date, int] = defaultdict(int)
    for one in week_sums:
        expected[one.week] += one.sets
    for grouped in ({"all": total(week_sums)}, by_pattern(week_sums), by_exercise(week_sums)):
        found: dict[date, Decimal] = defaultdict(Decimal)
        for by_week in grouped.values():
            for week, work in by_week.items():
                found[week] += work.sets
        assert found == expected
