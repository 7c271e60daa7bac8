"""Which rows are one exercise, which workouts stand there twice, and where texts end."""

import pytest

from liftlog.imports import parse_history
from liftlog.imports.assembling import _period
from tests.imports.reading import (
    HEVY_HEADER,
    blocks,
    counts,
    hevy,
    hevy_set,
    strong,
    strong_set,
)


def test_a_workout_that_stands_there_a_third_time_is_still_read_once() -> None:
    once, other = strong_set(), strong_set(start="2031-03-05 18:00:00")
    history = strong(once, other, once, other, once)
    assert [blocks(workout) for workout in history.workouts] == [[("Squat", 1)], [("Squat", 1)]]
    assert counts(history) == {"repeated_rows": 3}


def test_a_repeated_part_does_not_end_the_reading_of_what_comes_after_it() -> None:
    once, other = strong_set(), strong_set(start="2031-03-05 18:00:00")
    more, last = strong_set("2", reps="3"), strong_set(start="2031-03-06 18:00:00")
    history = strong(once, other, once, last, more)
    assert [blocks(workout) for workout in history.workouts] == [
        [("Squat", 2)],
        [("Squat", 1)],
        [("Squat", 1)],
    ]
    assert counts(history) == {"repeated_rows": 1}


def test_workouts_come_in_the_order_of_their_starts() -> None:
    starts = ["2031-03-05 18:00:00", "2031-03-04 18:00:00"]
    found = strong(*(strong_set(start=start) for start in starts)).workouts
    assert [one.started_at_local.isoformat(" ") for one in found] == sorted(starts)


@pytest.mark.parametrize(
    ("content", "period"),
    [("", 0), ("a", 1), ("aa", 1), ("abab", 2), ("ababa", 5), ("aabaab", 3), ("aabaaa", 6)],
)
def test_a_period_is_the_shortest_part_of_which_it_is_a_whole_number_of_copies(
    content: str, period: int
) -> None:
    assert _period(content) == period


def test_a_second_copy_of_a_workout_is_dropped_and_a_circuit_is_kept() -> None:
    twice = [strong_set("1"), strong_set("2"), strong_set("1", exercise="Row")] * 2
    assert blocks(strong(*twice).workouts[0]) == [("Squat", 2), ("Row", 1)]
    assert counts(strong(*twice)) == {"repeated_rows": 3}
    circuit = [strong_set("1"), strong_set("1", exercise="Row")] * 2
    assert blocks(strong(*circuit).workouts[0]) == [("Squat", 1), ("Row", 1)] * 2


@pytest.mark.parametrize(("orders", "sets"), [(("1", "2"), [2]), (("1", "1"), [1, 1])])
def test_a_block_begins_where_a_number_is_no_greater_than_the_last(
    orders: tuple[str, str], sets: list[int]
) -> None:
    # Another number of reps, so that it is no second copy of the first row.
    first, second = orders
    history = strong(strong_set(first), strong_set(second, reps="3"))
    assert [count for _, count in blocks(history.workouts[0])] == sets


def test_two_hundred_sets_are_one_exercise_and_a_hundred_exercises_a_workout() -> None:
    history = strong(*(strong_set(str(number)) for number in range(1, 201)))
    assert (blocks(history.workouts[0]), counts(history)) == ([("Squat", 200)], {})
    history = strong(*(strong_set(exercise=f"Exercise {at}") for at in range(100)))
    assert (len(history.workouts[0].exercises), history.skipped_count) == (100, 0)


@pytest.mark.parametrize(
    ("length", "kept"),
    [(120, "x" * 120), (121, "x" * 112 + "… d8cf4d"), (200, "x" * 112 + "… 28d0d9")],
)
def test_a_name_is_shortened_only_beyond_its_limit(length: int, kept: str) -> None:
    history = strong(strong_set(exercise="x" * length))
    assert history.workouts[0].exercises[0].name == kept
    assert counts(history) == ({"text_shortened": 1} if length > 120 else {})


def test_an_exercise_is_in_the_superset_of_its_first_set_that_says_one() -> None:
    rows = [
        f'Push,"28 Apr 2031, 19:08","",,Row,{superset},,{at},normal,60,5,,,'
        for at, superset in enumerate(("", "2", "3"))
    ]
    (block,) = hevy(*rows).workouts[0].exercises
    assert (block.superset, len(block.sets)) == (2, 3)


def test_a_note_is_said_once_however_many_rows_have_it() -> None:
    rows = [
        f'Push,"28 Apr 2031, 19:08","",{note},Row,,{note},{at},normal,60,5,,,'
        for at, note in enumerate(("slow", "slow", "pause"))
    ]
    (workout,) = hevy(*rows).workouts
    assert workout.note == workout.exercises[0].note == "slow\npause"


@pytest.mark.parametrize(
    ("end", "seconds", "dropped"),
    [
        ("28 Apr 2031, 19:08", 0, 0),
        ("28 Apr 2031, 20:09", 3660, 0),
        ("5 May 2031, 19:08", 604_800, 0),
        ("5 May 2031, 19:09", None, 1),
        ("28 Apr 2031, 19:07", None, 1),
        ("later", None, 1),
        ("", None, 0),
    ],
)
def test_a_workout_lasts_from_its_start_to_its_end_at_most_a_week(
    end: str, seconds: int | None, dropped: int
) -> None:
    history = hevy(f'Push,"28 Apr 2031, 19:08","{end}",,Row,,,0,normal,60,5,,,')
    assert history.workouts[0].duration_s == seconds
    assert counts(history).get("duration_dropped", 0) == dropped


def test_a_unit_of_the_header_is_that_of_the_history() -> None:
    in_pounds = HEVY_HEADER.replace("weight_kg", "weight_lbs")
    history = parse_history(f"{in_pounds}\n{hevy_set()}".encode())
    assert (history.weight_unit.value, history.weight_unit_stated) == ("lb", True)
    empty = parse_history(f"{in_pounds}\n".encode())
    assert (empty.weight_unit.value, empty.weight_unit_stated) == ("lb", True)
