from decimal import Decimal

import pytest

from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.imports import parse_history
from tests.imports.reading import (
    HEVY_HEADER,
    all_sets,
    blocks,
    counts,
    fixture,
    hevy,
    hevy_set,
    read,
    skipped,
)


def test_a_workout_is_read_with_its_notes_and_line_breaks() -> None:
    history = read("hevy-kg.csv")
    evening = history.workouts[1]
    assert history.source == "hevy"
    assert evening.title == "Evening 🧘🏽‍♀️"
    assert evening.note == "With Kim,\nthen home"
    assert evening.exercises[0].note == "pause\non chest"
    assert evening.exercises[2].note == "left\nthen right"
    assert evening.duration_s == 75 * 60


def test_an_exercise_may_come_twice_in_a_workout() -> None:
    evening = read("hevy-kg.csv").workouts[1]
    assert blocks(evening) == [
        ("Bench Press (Barbell)", 2),
        ("Bench Press (Barbell)", 1),
        ("Triceps Rope", 2),
    ]


def test_superset_zero_is_a_superset() -> None:
    assert [block.superset for block in read("hevy-kg.csv").workouts[1].exercises] == [0, None, 1]


def test_set_types_are_kinds_and_an_unknown_one_is_a_working_set_with_a_note() -> None:
    history = read("hevy-kg.csv")
    assert [logged.kind for logged in all_sets(history)[1:]] == [
        SetKind.WARM_UP,
        SetKind.WORKING,
        SetKind.FAILURE,
        SetKind.DROP,
        SetKind.WORKING,
    ]
    assert counts(history)["unknown_set_kind"] == 1


def test_kilograms_stay_as_written_even_where_pounds_were_meant() -> None:
    assert all_sets(read("hevy-kg.csv"))[1].weight == Weight(22_680, WeightUnit.KG)


def test_a_workout_that_ends_before_it_begins_has_no_duration() -> None:
    history = read("hevy-kg.csv")
    assert history.workouts[0].duration_s is None
    assert counts(history)["duration_dropped"] == 1


def test_the_header_states_both_units() -> None:
    history = read("hevy-lb-us.csv", WeightUnit.KG)
    bench, treadmill = all_sets(history)
    assert history.weight_unit_stated
    assert bench.weight == Weight.entered(Decimal(225), WeightUnit.LB)
    assert treadmill == LoggedSet(
        duration_ms=1_200_000, distance=Distance.entered(Decimal("1.5"), DistanceUnit.MI)
    )


def test_kilograms_and_miles_may_stand_in_one_file() -> None:
    content = fixture("hevy-lb-us.csv").replace(b"weight_lbs", b"weight_kg")
    bench, treadmill = all_sets(parse_history(content))
    assert bench.weight == Weight.entered(Decimal(225), WeightUnit.KG)
    assert treadmill.distance == Distance.entered(Decimal("1.5"), DistanceUnit.MI)


def test_month_names_of_another_language_are_read() -> None:
    months = [workout.started_at_local.month for workout in read("hevy-portuguese.csv").workouts]
    assert months == [5, 10]


def test_a_day_that_may_be_a_month_is_skipped_and_not_guessed() -> None:
    assert skipped(hevy(hevy_set("03/04/2031, 07:30"))) == [(2, "ambiguous_date")]


def test_one_clear_date_makes_the_others_clear() -> None:
    history = hevy(hevy_set("03/04/2031, 07:30"), hevy_set("25/04/2031, 07:30"))
    assert [workout.started_at_local.month for workout in history.workouts] == [4, 4]


def test_gaps_in_the_numbers_of_sets_do_not_split_an_exercise() -> None:
    history = hevy(*(hevy_set(index=index) for index in (0, 1, 3)))
    assert blocks(history.workouts[0]) == [("Bench Press", 3)]


@pytest.mark.parametrize("missing", ["rpe", "superset_id", "description", "end_time", "set_type"])
def test_a_column_that_older_exports_lack_is_not_needed(missing: str) -> None:
    names = HEVY_HEADER.split(",")
    cells = [
        "Push",
        "28 Apr 2031 19:08",
        "",
        "",
        "Row",
        "",
        "",
        "0",
        "normal",
        "60",
        "5",
        "",
        "",
        "",
    ]
    kept = [at for at, name in enumerate(names) if name != missing]
    text = "\n".join(",".join(row[at] for at in kept) for row in (names, cells))
    assert parse_history(text.encode()).set_count == 1


def test_a_row_without_content_is_left_out() -> None:
    history = hevy(hevy_set(), "," * 13)
    assert counts(history) == {"blank_rows": 1}
    assert history.rows == 2


@pytest.mark.parametrize("note", ['"he said "go", I went"', "easy, then hard", "easy,"])
def test_a_note_that_moves_the_cells_after_it_costs_its_row(note: str) -> None:
    broken = f'Push,"28 Apr 2031, 19:08","",{note},Bench Press,,,0,normal,60,5,,,'
    history = hevy(broken, hevy_set("29 Apr 2031, 19:08"))
    assert [one.line_number for one in history.skipped] == [2]
    assert [one.started_at_local.day for one in history.workouts] == [29]


def test_a_quotation_over_two_cells_of_a_name_costs_its_row() -> None:
    broken = 'Push,"28 Apr 2031, 19:08","",,Press "wide, high",,0,normal,60,5,,,'
    history = hevy(broken, hevy_set("29 Apr 2031, 19:08"))
    assert [(one.line_number, one.reason_code) for one in history.skipped] == [(2, "broken_quotes")]
    assert [one.started_at_local.day for one in history.workouts] == [29]
