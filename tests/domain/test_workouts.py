"""A workout and what counts in it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.set_codec import (
    SET_COLUMNS,
    SET_JSON_FIELDS,
    columns_of,
    from_columns,
    from_json,
    json_of,
)
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
HUNDRED = Weight.entered(Decimal(100), WeightUnit.KG)


def entry(number: int, *sets: int, load: LoadKind = LoadKind.WEIGHT_REPS) -> ExerciseEntry:
    logged = LoggedSet(weight=HUNDRED, reps=5)
    return ExerciseEntry(
        UUID(int=number),
        UUID(int=1000 + number),
        sets=tuple(SetEntry(UUID(int=one), logged) for one in sets),
        load_kind=load,
    )


def workout(*entries: ExerciseEntry) -> Workout:
    return Workout(UUID(int=1), "Push", NOW, "UTC", NOW.date(), exercises=entries)


def test_volume_leaves_out_warm_ups_assistance_and_what_has_no_weight() -> None:
    warm_up = SetEntry(UUID(int=30), LoggedSet(SetKind.WARM_UP, HUNDRED, 5))
    bare = SetEntry(UUID(int=31), LoggedSet(reps=5))
    unfinished = SetEntry(UUID(int=32), LoggedSet(weight=HUNDRED))
    bench = replace(entry(10, 20, 21), sets=(*entry(10, 20, 21).sets, warm_up, bare, unfinished))
    done = workout(bench, entry(11, 22, load=LoadKind.ASSISTED))
    assert done.volume_kg == 1000
    assert len(list(done.counted_sets())) == 5
    assert workout().volume_kg == 0


def test_a_workout_is_the_same_whatever_file_it_came_from_and_not_running_until_said() -> None:
    assert workout() == replace(workout(), imported=object())  # type: ignore[arg-type]
    assert workout().running is False


SETS = [
    LoggedSet(),
    LoggedSet(SetKind.DROP, HUNDRED, 5, Decimal("8.5"), note="grip"),
    LoggedSet(weight=Weight.entered(Decimal(225), WeightUnit.LB), reps=0),
    LoggedSet(duration_ms=90_500, distance=Distance.entered(Decimal("1.5"), DistanceUnit.KM)),
]


@pytest.mark.parametrize("logged", SETS)
def test_a_set_comes_back_from_its_columns_and_from_json(logged: LoggedSet) -> None:
    columns, json = columns_of(logged), json_of(logged)
    assert set(columns) == set(SET_COLUMNS)
    assert set(json) == set(SET_JSON_FIELDS)
    assert from_columns(SimpleNamespace(**columns)) == logged
    assert from_json(SimpleNamespace(**json), WeightUnit.KG) == logged


def test_a_set_is_whole_grams_in_columns_and_what_was_entered_in_json() -> None:
    logged = LoggedSet(
        weight=Weight.entered(Decimal(225), WeightUnit.LB),
        duration_ms=90_500,
        distance=Distance.entered(Decimal("1.5"), DistanceUnit.KM),
    )
    columns, json = columns_of(logged), json_of(logged)
    assert (columns["weight_g"], columns["weight_unit"]) == (102_058, "lb")
    assert (columns["distance_mm"], columns["distance_unit"]) == (1_500_000, "km")
    assert (columns["duration_ms"], "duration_s" in columns) == (90_500, False)
    assert (json["weight"], json["duration_s"], json["distance"]) == (
        225,
        Decimal("90.5"),
        Decimal("1.5"),
    )


def test_amounts_without_a_unit_are_in_the_units_of_the_lifter_and_in_metres() -> None:
    given = {**json_of(LoggedSet()), "weight": Decimal(0), "distance": Decimal(0)}
    found = from_json(SimpleNamespace(**given), WeightUnit.LB)
    assert found.weight == Weight(0, WeightUnit.LB)
    assert found.distance == Distance(0, DistanceUnit.M)
