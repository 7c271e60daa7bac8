"""When somebody trains, and for how long."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.consistency.training_times import WorkoutTime, training_times

DAY = date(2026, 11, 20)  # A Friday.
workout_times = st.lists(
    st.builds(
        WorkoutTime,
        st.dates(date(2026, 1, 1), date(2026, 4, 30)),
        st.integers(0, 23),
        st.none() | st.integers(0, 40_000),
    ),
    max_size=30,
)


def test_hours_begin_at_midnight_and_weekdays_on_monday() -> None:
    found = training_times([WorkoutTime(DAY, 18, 3600), WorkoutTime(DAY, 0, None)])
    assert (found.hours[18], found.hours[0], sum(found.hours)) == (1, 1, 2)
    assert found.weekdays == (0, 0, 0, 0, 2, 0, 0)


def test_a_forgotten_stop_watch_does_not_stretch_the_middle_half() -> None:
    seconds = (3000, 3300, 3600, 3900, 86_400)
    (month,) = training_times([WorkoutTime(DAY, 18, one) for one in seconds]).months
    assert (month.low_s, month.median_s, month.high_s) == (3300, 3600, 3900)
    assert (month.shortest_s, month.longest_s, month.workouts) == (3000, 86_400, 5)


def test_a_workout_that_does_not_say_how_long_has_no_part_in_it() -> None:
    assert training_times([WorkoutTime(DAY, 18, None), WorkoutTime(DAY, 18, 0)]).months == ()


def test_one_workout_is_its_own_middle() -> None:
    (month,) = training_times([WorkoutTime(DAY, 18, 1800)]).months
    assert month.low_s == month.median_s == month.high_s == 1800


@given(workout_times)
def test_every_workout_is_counted_once(done: list[WorkoutTime]) -> None:
    found = training_times(done)
    assert sum(found.hours) == sum(found.weekdays) == len(done)
    assert sum(one.workouts for one in found.months) == sum(bool(one.duration_s) for one in done)
    for month in found.months:
        ordered = (month.shortest_s, month.low_s, month.median_s, month.high_s, month.longest_s)
        assert list(ordered) == sorted(ordered)


@given(workout_times)
def test_a_year_later_the_hours_are_the_same(done: list[WorkoutTime]) -> None:
    later = [WorkoutTime(one.day + timedelta(days=364), one.hour, one.duration_s) for one in done]
    assert training_times(later).hours == training_times(done).hours
    assert training_times(later).weekdays == training_times(done).weekdays


def test_the_middle_half_of_two_workouts_lies_between_them() -> None:
    (month,) = training_times([WorkoutTime(DAY, 18, one) for one in (1000, 2000)]).months
    assert (month.low_s, month.median_s, month.high_s) == (1250, 1500, 1750)


def test_months_come_in_order_each_with_its_first_day() -> None:
    before = DAY.replace(month=10)
    months = training_times([WorkoutTime(DAY, 23, 1), WorkoutTime(before, 23, 2)]).months
    assert [one.month for one in months] == [before.replace(day=1), DAY.replace(day=1)]
    assert training_times([WorkoutTime(DAY, 23, 1)]).hours[23] == 1
