"""Limits that people meet, in numbers: whoever changes one has to mean it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from liftlog.domain import balance, body, routines, units
from liftlog.domain.exercises import exercise
from liftlog.domain.one_rep_max import estimates, rep_curve
from liftlog.domain.strength import trends
from liftlog.domain.sync import stamps
from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts import loading, sets, volume

KG, LB = WeightUnit.KG, WeightUnit.LB


def test_a_set_holds_as_much_as_anybody_could_do() -> None:
    assert (units.WEIGHT_MAX_G, units.DISTANCE_MAX_MM) == (2_000_000, 1_000_000_000)
    assert timedelta(milliseconds=units.DURATION_MAX_MS) == timedelta(weeks=1)
    assert sets.REPS_MAX == 10_000
    assert [1, 10, Decimal("0.5")] == [sets.RPE_MIN, sets.RPE_MAX, sets.RPE_STEP]


def test_texts_and_workouts_have_an_end() -> None:
    assert (sets.NOTE_MAX, sets.TITLE_MAX, exercise.EXERCISE_NAME_MAX) == (2_000, 200, 120)
    assert (sets.EXERCISES_PER_WORKOUT_MAX, sets.SETS_PER_EXERCISE_MAX) == (100, 200)


def test_routines_have_an_end() -> None:
    assert (routines.ROUTINE_NAME_MAX, routines.ROUTINES_MAX) == (120, 500)
    assert (routines.POSITION_MAX, routines.REST_MAX_S) == (999, 3_600)
    assert list(routines.WEEKDAYS) == [1, 2, 3, 4, 5, 6, 7]


def test_equipment_weighs_from_a_gram_to_a_hundred_kilograms() -> None:
    assert (loading.INCREMENT_MIN_G, loading.EQUIPMENT_WEIGHT_MAX_G) == (1, 100_000)
    assert (loading.PLATES_MAX, loading.DEFAULT_REST_S) == (20, 120)


def test_a_measurement_is_one_of_a_living_person() -> None:
    assert [body.BODY_WEIGHT_MIN_KG, body.BODY_WEIGHT_MAX_KG] == [20, 700]
    assert [body.LENGTH_MIN_CM, body.LENGTH_MAX_CM] == [1, 300]
    assert [body.PERCENT_MIN, body.PERCENT_MAX] == [1, 80]


def test_a_clock_may_be_five_minutes_ahead() -> None:
    assert timedelta(minutes=5) == stamps.AHEAD_MAX


def test_estimates_end_at_twelve_reps_and_are_sure_up_to_ten() -> None:
    assert (estimates.REPS_MAX, estimates.LOW_CONFIDENCE_REPS) == (12, 10)


def test_what_is_usual_is_of_eight_weeks_and_a_helping_muscle_has_half_a_set() -> None:
    assert (balance.USUAL_WEEKS, balance.USUAL_LEAST) == (8, 3)
    assert Decimal("0.5") == volume.SECONDARY_SHARE


def test_trends_look_back_thirty_weeks_and_curves_two_years() -> None:
    assert timedelta(weeks=30) == trends.LOOKED_BACK
    assert (rep_curve.STRETCH_DAYS, rep_curve.STRETCHES_MAX) == (56, 12)


@pytest.mark.parametrize(
    ("equipment", "kg", "lb"),
    [
        (exercise.Equipment.BARBELL, 20, 45),
        (exercise.Equipment.SMITH_MACHINE, 20, 45),
        (exercise.Equipment.EZ_BAR, 10, 25),
        (exercise.Equipment.TRAP_BAR, 25, 55),
    ],
)
def test_a_bar_weighs_what_bars_of_its_kind_weigh(
    equipment: exercise.Equipment, kg: int, lb: int
) -> None:
    assert loading.DEFAULT_BARS[equipment] == {KG: kg, LB: lb}


def test_plates_and_steps_are_the_usual_ones_of_a_unit() -> None:
    kilograms, pounds = (" ".join(map(str, loading.DEFAULT_PLATES[unit])) for unit in (KG, LB))
    assert kilograms == "25 20 15 10 5 2.5 1.25"
    assert pounds == "45 35 25 10 5 2.5"
    assert {KG: Decimal("2.5"), LB: 5} == loading.DEFAULT_INCREMENTS
    assert loading.DUMBBELL_INCREMENTS == {KG: 2, LB: 5}
