"""Routines: the document that devices keep says all of it, and copies are nobody else's."""

import json
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.routines import (
    POSITION_MAX,
    REST_MAX_S,
    ROUTINE_NAME_MAX,
    WEEKDAYS,
    PlannedExercise,
    PlannedSet,
    Routine,
    copied,
    document_of,
    planned_from,
    routine_from,
)
from liftlog.domain.units import DURATION_MAX_MS, Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import REPS_MAX, LoggedSet, SetKind
from tests.cast import BENCH, SQUAT, kg, lb, warm_up, working, workout_of

ID = UUID("019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c4")

kilograms = st.decimals(0, 2000, places=3).map(lambda one: Weight.entered(one, WeightUnit.KG))
pounds = st.decimals(0, 4400, places=2).map(lambda one: Weight.entered(one, WeightUnit.LB))
distances = st.builds(
    Distance.entered, st.decimals(0, 600, places=2), st.sampled_from(list(DistanceUnit))
)


@st.composite
def planned_sets(draw: st.DrawFn) -> PlannedSet:
    reps = draw(st.none() | st.tuples(st.integers(0, REPS_MAX), st.integers(0, REPS_MAX)))
    efforts = st.integers(2, 20).map(lambda halves: Decimal(halves) / 2)
    return PlannedSet(
        id=draw(st.uuids()),
        kind=draw(st.sampled_from(list(SetKind))),
        weight=draw(st.none() | kilograms | pounds),
        reps_min=min(reps) if reps else None,
        reps_max=max(reps) if reps else None,
        rpe=draw(st.none() | efforts),
        duration_ms=draw(st.none() | st.integers(0, DURATION_MAX_MS)),
        distance=draw(st.none() | distances),
    )


routines = st.builds(
    Routine,
    id=st.just(ID),
    name=st.text(min_size=1, max_size=ROUTINE_NAME_MAX),
    note=st.text(max_size=50),
    weekdays=st.sets(st.sampled_from(list(WEEKDAYS))).map(lambda days: tuple(sorted(days))),
    position=st.integers(0, POSITION_MAX),
    exercises=st.lists(
        st.builds(
            PlannedExercise,
            id=st.uuids(),
            exercise_id=st.uuids(),
            superset=st.none() | st.integers(1, 9),
            note=st.text(max_size=50),
            rest_s=st.none() | st.integers(0, REST_MAX_S),
            sets=st.lists(planned_sets(), max_size=3).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)


@given(routines)
def test_the_document_says_all_of_a_routine(routine: Routine) -> None:
    document = json.loads(json.dumps(document_of(routine)))
    assert routine_from(ID, document) == routine
    assert document_of(routine_from(ID, document)) == document


@given(routines)
def test_a_copy_shares_no_id_and_is_the_same_in_all_else(routine: Routine) -> None:
    numbers = count(1)
    copy = copied(routine, lambda: UUID(int=next(numbers)))
    assert not _ids(copy) & _ids(routine)
    assert len(copy.name) <= ROUTINE_NAME_MAX
    assert copy.name.endswith(" (2)")
    assert _without_ids(document_of(copy)) == _without_ids(document_of(routine))


def _ids(routine: Routine) -> set[UUID]:
    entries = {one.id for one in routine.exercises}
    return (
        {routine.id} | entries | {planned.id for one in routine.exercises for planned in one.sets}
    )


def _without_ids(found: Any) -> Any:
    if isinstance(found, list):
        return [_without_ids(one) for one in found]
    if isinstance(found, dict):
        return {
            name: _without_ids(value) for name, value in found.items() if name not in {"id", "name"}
        }
    return found


def test_what_was_done_becomes_what_to_do_without_the_effort_of_the_day() -> None:
    done = [warm_up(kg("60"), 8), working(lb("225"), 5, "9"), LoggedSet(duration_ms=45_000)]
    numbers = count(1)
    made = planned_from(
        workout_of((BENCH, done), (SQUAT, []), title="x" * 200), lambda: UUID(int=next(numbers))
    )
    assert made.name == "x" * ROUTINE_NAME_MAX
    bench, squat = made.exercises
    first, second, third = bench.sets
    assert (first.kind, first.weight, first.reps_min, first.reps_max) == (
        SetKind.WARM_UP,
        kg("60"),
        8,
        8,
    )
    assert (second.weight, second.rpe) == (lb("225"), None)
    assert (third.duration_ms, third.reps_min) == (45_000, None)
    assert (squat.exercise_id, squat.sets) == (SQUAT, ())
    assert len(_ids(made)) == 6


@pytest.mark.parametrize(
    ("planned", "fault"),
    [
        (PlannedSet(ID, weight=kg("2000")), None),
        (PlannedSet(ID, weight=kg("2000.001")), "A weight is at most 2,000 kg."),
        (PlannedSet(ID, weight=lb("4409.25")), "A weight is at most 2,000 kg."),
        (
            PlannedSet(ID, distance=Distance.entered(Decimal("1000.1"), DistanceUnit.KM)),
            "A distance is at most 1,000 km.",
        ),
        (PlannedSet(ID, reps_min=8, reps_max=8), None),
        (
            PlannedSet(ID, reps_min=9, reps_max=8),
            "A range of reps goes from few to many, such as 8-12.",
        ),
    ],
)
def test_what_nobody_can_do_is_a_fault(planned: PlannedSet, fault: str | None) -> None:
    assert planned.fault() == fault


def test_a_document_with_less_in_it_than_ours_is_read() -> None:
    sets = [
        {"id": str(ID), "reps_max": 8, "weight": 100},
        {"id": str(ID), "reps_min": 5, "distance": 3, "kind": None},
    ]
    exercise = {"id": str(ID), "exercise_id": str(BENCH), "sets": sets}
    found = routine_from(ID, {"name": "Old", "exercises": [exercise]})
    assert (found.note, found.weekdays, found.position) == ("", (), 0)
    (entry,) = found.exercises
    assert (entry.note, entry.rest_s, entry.superset) == ("", None, None)
    assert entry.load_kind is LoadKind.WEIGHT_REPS
    first, second = entry.sets
    assert (first.reps_min, first.reps_max) == (8, 8)
    assert first.weight is None, "a weight without its unit could be any"
    assert (second.reps_min, second.reps_max, second.kind) == (5, 5, SetKind.WORKING)
    assert second.distance == Distance.entered(Decimal(3), DistanceUnit.M)


def test_what_a_device_does_not_keep_makes_no_routine_another_one() -> None:
    entry = PlannedExercise(ID, BENCH)
    assert entry == PlannedExercise(ID, BENCH, name="Bench", load_kind=LoadKind.ASSISTED)
    assert Routine(ID, "Push") == Routine(ID, "Push", rev=3, deleted=True)
    assert Routine(ID, "Push") != Routine(ID, "Push", position=1)


def test_a_new_routine_is_first_unwritten_and_there() -> None:
    routine = Routine(ID, "Push")
    assert (routine.position, routine.rev, routine.deleted, routine.sets) == (0, 0, False, 0)


def test_a_routine_counts_the_sets_of_all_its_exercises() -> None:
    planned = PlannedSet(ID)
    entries = (PlannedExercise(ID, BENCH, sets=(planned,) * 3), PlannedExercise(ID, SQUAT))
    assert Routine(ID, "Push", exercises=(*entries, entries[0])).sets == 6


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("Push", "Push (2)"),
        ("x" * 116, "x" * 116 + " (2)"),
        ("x" * 117, "x" * 116 + " (2)"),
        ("x" * 120, "x" * 116 + " (2)"),
    ],
)
def test_a_copy_has_as_much_of_the_name_as_fits(name: str, copy: str) -> None:
    made = copied(Routine(ID, name, rev=3, deleted=True), lambda: UUID(int=1))
    assert (made.name, made.rev, made.deleted) == (copy, 0, False)


def test_a_thousand_kilometres_and_one_number_of_reps_can_be_planned() -> None:
    far = Distance.entered(Decimal(1000), DistanceUnit.KM)
    assert PlannedSet(ID, distance=far).fault() is None
    assert PlannedSet(ID, reps_min=9).fault() is None
    assert PlannedSet(ID, reps_max=8).fault() is None


def test_a_duration_stands_in_the_document_in_seconds() -> None:
    planned = PlannedSet(ID, duration_ms=1_500)
    document = document_of(
        Routine(ID, "Hold", exercises=(PlannedExercise(ID, BENCH, sets=(planned,)),))
    )
    assert document["exercises"][0]["sets"][0]["duration_s"] == 1.5
