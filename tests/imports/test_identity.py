from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liftlog.domain.units import WeightUnit
from liftlog.imports import (
    MatchKind,
    ParsedWorkout,
    StoredWorkout,
    fingerprint,
    match,
    parse_history,
)
from tests.imports.reading import STRONG_HEADER, read, strong, strong_set

# A busy machine is no failure.
UNHURRIED = settings(deadline=None)

MONDAY = datetime(2031, 3, 3, 18, 5, 9)  # noqa: DTZ001 A wall time.
HOUR = timedelta(hours=1)


def workout(day: int, reps: int, *, moved: timedelta = timedelta(0)) -> ParsedWorkout:
    start = MONDAY + timedelta(days=day, minutes=7 * day) + moved
    return strong(strong_set(reps=str(reps), start=start.isoformat(" "))).workouts[0]


def stored(workouts: Sequence[ParsedWorkout], first_id: int = 0) -> list[StoredWorkout]:
    return [
        StoredWorkout(UUID(int=first_id + at), each.started_at_local, each.fingerprint)
        for at, each in enumerate(workouts)
    ]


def kinds(incoming: Sequence[ParsedWorkout], known: Sequence[StoredWorkout]) -> list[str]:
    return [found.kind.value for found in match(incoming, known)]


def test_importing_the_same_file_again_adds_nothing() -> None:
    log = [workout(day, 5 + day) for day in range(5)]
    assert kinds(log, stored(log)) == ["unchanged"] * 5


def test_into_an_empty_log_everything_is_new() -> None:
    assert kinds([workout(0, 5)], []) == ["new"]


def test_a_shift_of_all_times_by_whole_hours_adds_nothing() -> None:
    log = [workout(day, 5 + day) for day in range(5)]
    for hours in (-11, -1, 1, 14):
        moved = [workout(day, 5 + day, moved=hours * HOUR) for day in range(5)]
        assert kinds(moved, stored(log)) == ["unchanged"] * 5


def test_an_edited_workout_is_known_by_its_time_in_a_file_that_moved() -> None:
    log = [workout(day, 5 + day) for day in range(5)]
    moved = [workout(day, 5 + day, moved=HOUR) for day in range(4)]
    edited = workout(4, 12, moved=HOUR)
    found = match([*moved, edited], stored(log))
    assert found[4].kind is MatchKind.CHANGED
    assert found[4].stored_id == UUID(int=4)


def test_an_edited_workout_is_known_by_its_time_in_a_file_that_did_not_move() -> None:
    assert kinds([workout(0, 8)], stored([workout(0, 5)])) == ["changed"]


def test_other_work_at_another_hour_is_new() -> None:
    log = [workout(day, 5 + day) for day in range(5)]
    evening = workout(2, 20, moved=3 * HOUR)
    assert kinds([*log, evening], stored(log)) == ["unchanged"] * 5 + ["new"]


def test_the_same_work_twice_a_day_is_two_workouts() -> None:
    morning, evening = workout(0, 5), workout(0, 5, moved=10 * HOUR)
    assert kinds([morning, evening], stored([morning])) == ["unchanged", "new"]
    assert kinds([evening, morning], stored([morning])) == ["new", "unchanged"]


def test_the_same_work_on_another_day_is_new() -> None:
    assert kinds([workout(1, 5)], stored([workout(0, 5)])) == ["new"]


def test_a_stored_workout_is_matched_once() -> None:
    log = [workout(0, 5)]
    assert kinds([workout(0, 5), workout(0, 5, moved=HOUR)], stored(log)) == ["unchanged", "new"]


def test_seconds_may_be_missing_on_one_side() -> None:
    exact = workout(0, 5)
    minutes = replace(exact, started_at_local=exact.started_at_local.replace(second=0))
    assert kinds([minutes], stored([exact])) == ["unchanged"]
    assert kinds([exact], stored([minutes])) == ["unchanged"]


def test_other_seconds_are_another_workout() -> None:
    exact = workout(0, 5)
    other = replace(exact, started_at_local=exact.started_at_local.replace(second=10))
    assert kinds([other], stored([exact])) == ["new"]


def test_a_file_first_read_in_the_wrong_unit_is_known_even_when_it_moved() -> None:
    def log(unit: WeightUnit, moved: timedelta) -> Sequence[ParsedWorkout]:
        rows = (
            strong_set(start=(MONDAY + timedelta(days=day) + moved).isoformat(" "))
            for day in range(6)
        )
        return parse_history("\n".join([STRONG_HEADER, *rows]).encode(), unit=unit).workouts

    known = stored(log(WeightUnit.KG, timedelta(0)))
    assert kinds(log(WeightUnit.LB, timedelta(0)), known) == ["changed"] * 6
    assert kinds(log(WeightUnit.LB, HOUR), known) == ["changed"] * 6


def test_two_shifts_in_one_log_are_both_known() -> None:
    winter = [workout(day, 5 + day) for day in range(5)]
    summer = [workout(day, 5 + day) for day in range(5, 10)]
    moved = [replace(each, started_at_local=each.started_at_local + HOUR) for each in winter]
    later = [replace(each, started_at_local=each.started_at_local + 2 * HOUR) for each in summer]
    assert kinds([*moved, *later], stored([*winter, *summer])) == ["unchanged"] * 10


def test_title_time_notes_and_rpe_are_no_part_of_the_fingerprint() -> None:
    one = strong(strong_set(rpe="8", title="A")).workouts[0]
    other = strong(strong_set(title="B", start="2031-05-05 10:00:00")).workouts[0]
    assert one.fingerprint == other.fingerprint


def test_names_differing_in_case_and_spaces_are_alike() -> None:
    one, other = (strong(strong_set(exercise=name)).workouts[0] for name in ("Squat ", "SQUAT"))
    assert one.fingerprint == other.fingerprint


def test_the_forms_of_one_export_have_the_same_fingerprint() -> None:
    long = strong(strong_set("1", weight="0", reps="9.0")).workouts[0]
    short = strong(strong_set("1", weight="", reps="9", seconds="0.0")).workouts[0]
    assert long.fingerprint == short.fingerprint


def test_every_part_of_a_set_counts_for_the_fingerprint() -> None:
    rows = [
        strong_set(),
        strong_set("W"),
        strong_set(weight="101"),
        strong_set(reps="6"),
        strong_set(seconds="60"),
        strong_set(exercise="Row"),
    ]
    assert len({strong(row).workouts[0].fingerprint for row in rows}) == len(rows)
    assert len({strong(*rows[:count]).workouts[0].fingerprint for count in (1, 2, 3)}) == 3


def test_the_order_of_exercises_counts_for_the_fingerprint() -> None:
    exercises = read("strong-12col.csv").workouts[0].exercises
    assert fingerprint(exercises) != fingerprint(exercises[::-1])


ANY_LOG = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 3), st.integers(-20, 20)), max_size=8
)
DAYS = st.dictionaries(st.integers(0, 12), st.integers(1, 3), max_size=8)


@UNHURRIED
@given(ANY_LOG, ANY_LOG)
def test_any_two_logs_are_matched_one_to_one(
    known: list[tuple[int, int, int]], incoming: list[tuple[int, int, int]]
) -> None:
    first = stored([workout(day, reps, moved=hours * HOUR) for day, reps, hours in known])
    found = match([workout(day, reps, moved=hours * HOUR) for day, reps, hours in incoming], first)
    used = [each.stored_id for each in found if each.stored_id]
    assert len(found) == len(incoming)
    assert len(used) == len(set(used))
    assert set(used) <= {each.id for each in first}
    assert all((each.kind is MatchKind.NEW) == (each.stored_id is None) for each in found)


@UNHURRIED
@given(DAYS, DAYS, st.integers(-14, 14))
def test_a_log_that_moved_and_was_edited_adds_nothing_the_second_time(
    known: dict[int, int], incoming: dict[int, int], hours: int
) -> None:
    first = stored([workout(day, reps) for day, reps in known.items()])
    second = [workout(day, reps, moved=hours * HOUR) for day, reps in incoming.items()]
    found = match(second, first)
    new = [each for each, verdict in zip(second, found, strict=True) if not verdict.stored_id]
    again = match(second, [*first, *stored(new, first_id=1000)])
    assert [each.kind for each in again].count(MatchKind.NEW) == 0


def test_a_shift_by_fourteen_hours_is_known_and_one_by_fifteen_is_not() -> None:
    for hours in (-15, -14, 14, 15):
        moved = workout(0, 5, moved=hours * HOUR)
        assert kinds([moved], stored([workout(0, 5)])) == [
            "unchanged" if abs(hours) <= 14 else "new"
        ]


@pytest.mark.parametrize(("alike", "known"), [(2, False), (3, True)])
def test_a_shift_by_quarters_of_an_hour_is_known_from_three_workouts_on(
    alike: int, known: bool
) -> None:
    log = [workout(day, 5 + day) for day in range(alike)]
    moved = [workout(day, 5 + day, moved=HOUR / 4 * 3) for day in range(alike)]
    assert kinds(moved, stored(log)) == ["unchanged" if known else "new"] * alike


def test_a_shift_by_less_than_a_quarter_is_other_work() -> None:
    log = [workout(day, 5 + day) for day in range(5)]
    moved = [workout(day, 5 + day, moved=timedelta(minutes=10)) for day in range(5)]
    assert kinds(moved, stored(log)) == ["new"] * 5


@pytest.mark.parametrize(("moved_alike", "known"), [(1, True), (0, False)])
def test_half_of_a_small_file_at_one_whole_hour_moves_the_other_half(
    moved_alike: int, known: bool
) -> None:
    log = [workout(0, 5), workout(1, 6)]
    incoming = [
        workout(0, 5 if moved_alike else 9, moved=HOUR),
        workout(1, 12, moved=HOUR + timedelta(seconds=-9)),
    ]
    found = kinds(incoming, stored(log))
    assert found[1] == ("changed" if known else "new")


@pytest.mark.parametrize(("few", "known"), [(3, False), (4, True)])
def test_a_shift_that_less_than_a_tenth_of_a_file_shows_is_a_coincidence(
    few: int, known: bool
) -> None:
    log = [workout(day, 5 + day) for day in range(40)]
    moved = [workout(day, 5 + day, moved=HOUR * 3 / 4 if day < few else HOUR) for day in range(40)]
    found = kinds(moved, stored(log))
    assert found == ["unchanged" if known else "new"] * few + ["unchanged"] * (40 - few)


def test_of_two_equal_workouts_a_day_the_nearer_is_the_same() -> None:
    morning, evening = workout(0, 5), workout(0, 5, moved=10 * HOUR)
    (found,) = match([workout(0, 5, moved=9 * HOUR)], stored([morning, evening]))
    assert found.stored_id == UUID(int=1)


def test_a_workout_of_which_the_other_was_taken_is_new() -> None:
    log = stored([workout(0, 5)])
    incoming = [workout(0, 5, moved=2 * HOUR), workout(0, 5, moved=HOUR), workout(0, 5)]
    assert kinds(incoming, log) == ["new", "new", "unchanged"]


def test_sets_of_no_reps_time_or_distance_have_the_fingerprint_of_none() -> None:
    first, second = (
        strong(strong_set(reps=reps, seconds=seconds)).workouts[0].fingerprint
        for reps, seconds in (("0", ""), ("", "0"))
    )
    assert first == second
    one_ms = strong(strong_set(reps="", seconds="0.001")).workouts[0].fingerprint
    assert one_ms != first


def test_fingerprints_stay_as_they_were_first_written() -> None:
    """They stand in people's databases."""
    written = {
        strong_set(): "squat\n- working|100000kg|5|0|0",
        strong_set("W", weight="", reps="", seconds="1.5"): "squat\n- warm_up||0|1500|0",
    }
    for row, plain in written.items():
        expected = blake2b(plain.encode(), digest_size=16).hexdigest()
        assert strong(row).workouts[0].fingerprint == expected


def test_two_equal_workouts_at_one_time_are_each_known() -> None:
    twice = [workout(0, 5), workout(0, 5)]
    assert kinds(twice, stored(twice)) == ["unchanged"] * 2
    moved = [workout(0, 5, moved=HOUR)] * 2
    assert kinds(moved, stored(twice)) == ["unchanged"] * 2
    edited = [workout(0, 9), workout(0, 8)]
    assert kinds(edited, stored(twice)) == ["changed"] * 2
