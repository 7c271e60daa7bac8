from decimal import Decimal

import pytest

from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.imports import parse_history
from tests.imports.reading import (
    STRONG_HEADER,
    all_sets,
    blocks,
    counts,
    fixture,
    read,
    skipped,
    strong,
    strong_set,
)

KG, LB = WeightUnit.KG, WeightUnit.LB


def kg(amount: str) -> Weight:
    return Weight.entered(Decimal(amount), KG)


def test_the_twelve_column_form_is_read_whole() -> None:
    history = read("strong-12col.csv")
    lower, upper = history.workouts
    assert history.source == "strong"
    assert (lower.title, lower.duration_s, lower.note) == ("Lower A", 4320, "Knee is fine")
    assert lower.started_at_local.isoformat() == "2031-03-04T18:05:09"
    assert blocks(lower) == [("Squat (Barbell)", 4), ("Leg Curl", 3), ("Plank", 1), ("Walking", 1)]
    assert lower.exercises[0].note == "belt from here\nslow"
    assert (upper.duration_s, upper.note) == (55, "first line\nsecond line")


def test_set_orders_tell_the_kinds_of_sets() -> None:
    squats, curls, *_ = read("strong-12col.csv").workouts[0].exercises
    assert [logged.kind for logged in squats.sets] == [
        SetKind.WARM_UP,
        SetKind.WORKING,
        SetKind.WORKING,
        SetKind.FAILURE,
    ]
    assert [logged.kind for logged in curls.sets] == [
        SetKind.WORKING,
        SetKind.DROP,
        SetKind.WORKING,
    ]
    assert counts(read("strong-12col.csv"))["unknown_set_kind"] == 1


def test_float_noise_and_decimal_commas_become_what_was_lifted() -> None:
    squats = read("strong-12col.csv").workouts[0].exercises[0].sets
    assert [logged.weight for logged in squats] == [kg("60"), kg("100"), kg("102.5"), kg("102.5")]
    assert counts(read("strong-12col.csv"))["rounded"] == 1


@pytest.mark.parametrize(
    ("weights", "amounts"),
    [
        # Nothing settles what a sign before three digits is.
        (("1,250", "60"), ("60",)),
        (("1.250", "60"), ("60",)),
        (("1.125", "60"), ("60",)),
        (("1.125", "62.5"), ("1.125", "62.5")),
        (("1.125", "0.5"), ("1.125", "0.5")),
        # The other cells of the column do.
        (("1,250", "1,250.5"), ("1250", "1250.5")),
        (("1,250", "62.5"), ("1250", "62.5")),
        (("61,235", "62,5"), ("61.235", "62.5")),
        (("1.250", "62,5"), ("1250", "62.5")),
        (("1.125", "62,5"), ("1125", "62.5")),
        (("1.250", "62.5"), ("1.25", "62.5")),
        (("61,235", "1 250,5"), ("61.235", "1250.5")),
        # They contradict one another.
        (("1,250", "62.5", "62,5"), ("62.5", "62.5")),
        # No other may be meant.
        (("1'250", "1 250", "1\u202f250", "１２５"), ("1250", "1250", "1250", "125")),
    ],
)
def test_a_column_settles_its_decimal_sign(
    weights: tuple[str, ...], amounts: tuple[str, ...]
) -> None:
    history = strong(*(strong_set(str(at), weight=one) for at, one in enumerate(weights)))
    assert tuple(one.weight for one in all_sets(history)) == tuple(map(kg, amounts))
    refused = [code for _, code in skipped(history)]
    assert refused == ["ambiguous_number"] * (len(weights) - len(amounts))


def test_a_column_without_evidence_is_read_as_the_rest_of_the_file() -> None:
    row = '2031-03-04 18:05:09,Run,1h,"Running",{},"{}",0,"{}",600,"","",'
    history = strong(row.format(1, "62,5", "1,234"), row.format(2, "62,5", "5"))
    found = [one.distance.amount for one in all_sets(history) if one.distance]
    assert found == [Decimal("1.234"), Decimal(5)]


def test_rest_timers_are_left_out_and_are_not_unreadable() -> None:
    history = read("strong-12col.csv")
    assert counts(history)["rest_timers"] == 1
    assert history.skipped == ()


def test_an_rpe_outside_the_scale_is_dropped_with_a_note() -> None:
    squats = read("strong-12col.csv").workouts[0].exercises[0].sets
    assert [logged.rpe for logged in squats] == [None, Decimal(8), Decimal("8.5"), None]
    assert counts(read("strong-12col.csv"))["rpe_dropped"] == 1


def test_zero_weight_keeps_the_reps_and_is_no_weight() -> None:
    pull_ups = read("strong-12col.csv").workouts[1].exercises[0].sets
    assert pull_ups == (LoggedSet(reps=9), LoggedSet(reps=0))


def test_seconds_without_reps_are_a_timed_set() -> None:
    plank = read("strong-12col.csv").workouts[0].exercises[2].sets
    assert plank == (LoggedSet(duration_ms=75_000),)


@pytest.mark.parametrize(("unit", "distance_unit"), [(KG, DistanceUnit.KM), (LB, DistanceUnit.MI)])
def test_a_unit_that_the_file_does_not_state_is_the_callers(
    unit: WeightUnit, distance_unit: DistanceUnit
) -> None:
    history = read("strong-12col.csv", unit)
    assert not history.weight_unit_stated
    assert history.weight_unit is unit
    assert all_sets(history)[1].weight == Weight.entered(Decimal(100), unit)
    walk = history.workouts[0].exercises[3].sets[0]
    assert walk.distance == Distance.entered(Decimal("1.5"), distance_unit)


def test_reading_in_another_unit_keeps_the_numbers_as_written() -> None:
    in_kg, in_lb = (all_sets(read("strong-10col.csv", unit)) for unit in (KG, LB))
    amounts = [logged.weight.amount for logged in in_kg if logged.weight]
    assert amounts == [logged.weight.amount for logged in in_lb if logged.weight]


def test_the_old_forms_without_duration_are_read() -> None:
    assert blocks(read("strong-old10.csv").workouts[0]) == [("Bench Press (Barbell)", 2)]
    assert read("strong-old10.csv").workouts[0].duration_s is None


def test_in_2016_the_unit_is_the_name_of_the_column() -> None:
    history = read("strong-8col-2016.csv", KG)
    assert history.weight_unit_stated
    assert history.weight_unit is LB
    assert all_sets(history)[0].weight == Weight.entered(Decimal(205), LB)
    run = history.workouts[1].exercises[0].sets[0]
    assert run.distance == Distance.entered(Decimal("2.5"), DistanceUnit.MI)


def test_a_workout_written_twice_is_read_once() -> None:
    history = read("strong-8col-2016.csv")
    assert blocks(history.workouts[0]) == [("Deadlift", 2), ("Row", 1)]
    assert counts(history) == {"repeated_rows": 3}


def test_a_workout_standing_twice_in_different_places_is_read_once() -> None:
    once = [strong_set(str(number)) for number in (1, 2)]
    other = strong_set(start="2031-03-05 18:00:00")
    history = strong(*once, other, *once)
    assert [blocks(workout) for workout in history.workouts] == [[("Squat", 2)], [("Squat", 1)]]
    assert counts(history) == {"repeated_rows": 2}


def test_identical_sets_within_a_workout_are_real() -> None:
    history = strong(*(strong_set(order) for order in ("W", "W", "1", "2", "3")))
    assert history.set_count == 5


def test_rounds_of_single_sets_are_a_circuit_and_no_mistake() -> None:
    round_ = [strong_set(exercise="Push Up"), strong_set(exercise="Pull Up")]
    history = strong(*round_, *round_, *round_)
    assert blocks(history.workouts[0]) == [("Push Up", 1), ("Pull Up", 1)] * 3


def test_an_exercise_whose_numbers_begin_again_is_a_second_block() -> None:
    history = strong(*(strong_set(order) for order in ("W", "1", "2", "F", "W", "W", "1", "D")))
    assert blocks(history.workouts[0]) == [("Squat", 4), ("Squat", 4)]
    assert history.workouts[0].exercises[1].sets[0].kind is SetKind.WARM_UP


def test_rows_with_units_of_their_own_may_mix_them() -> None:
    history = read("strong-semicolon14.csv", LB)
    squat, chin_up, bench, run, plank = all_sets(history)
    assert history.weight_unit_stated
    assert (squat.weight, bench.weight) == (kg("97.5"), Weight.entered(Decimal(185), LB))
    assert chin_up == LoggedSet(reps=7)
    assert run.distance == Distance.entered(Decimal("3.1"), DistanceUnit.MI)
    assert plank == LoggedSet(duration_ms=40_000)
    assert history.workouts[0].duration_s == 3780


def test_broken_rows_are_skipped_with_their_line_and_the_rest_is_read() -> None:
    history = read("strong-semicolon13.csv")
    assert skipped(history) == [(3, "broken_quotes"), (5, "too_few_columns"), (6, "not_a_number")]
    assert history.skipped[1].text == '2017-02-11 10:00:54;"Legs";"Leg Press";4'
    assert history.skipped[1].reason
    assert [logged.reps for logged in all_sets(history)] == [8, 6, 6]


def test_the_numbered_form_states_its_units_in_the_header() -> None:
    history = read("strong-workoutnum.csv", LB)
    pull, row, _ = all_sets(history)
    assert pull.weight == kg("55")
    assert row.distance == Distance.entered(Decimal(2000), DistanceUnit.M)
    assert [workout.duration_s for workout in history.workouts] == [2730, 0]


def test_a_header_in_another_language_is_known_by_its_columns() -> None:
    history = read("strong-german.csv")
    assert blocks(history.workouts[0]) == [("Bankdrücken (Langhantel)", 2)]
    assert history.workouts[0].duration_s == 48 * 60
    assert counts(history) == {"rest_timers": 2}


def test_note_rows_become_notes_of_their_exercise() -> None:
    row = '2031-03-04 18:05:09,Legs,1h,"Squat",Note,0,0,0,0,"keep tight","",'
    history = strong(row, strong_set())
    assert history.workouts[0].exercises[0].note == "keep tight"
    assert counts(history) == {"note_rows": 1}


def test_a_note_of_an_exercise_without_sets_is_kept_with_the_workout() -> None:
    row = '2031-03-04 18:05:09,Legs,1h,"Bench",Note,0,0,0,0,"skipped today","",'
    assert strong(row, strong_set()).workouts[0].note == "Bench: skipped today"


@pytest.mark.parametrize(
    ("row", "reason_code"),
    [
        (strong_set(reps="10001"), "too_many_reps"),
        (strong_set(reps="-1"), "negative"),
        (strong_set(reps="5.5"), "reps_not_whole"),
        (strong_set(weight="2000.1"), "too_heavy"),
        (strong_set(weight="1e99"), "too_heavy"),
        (strong_set(weight="NaN"), "not_a_number"),
        (strong_set(weight="inf"), "not_a_number"),
        (strong_set(weight="-20"), "negative"),
        (strong_set(seconds="604801"), "too_long"),
        (strong_set(exercise=" "), "no_exercise"),
        (strong_set(start="yesterday"), "bad_date"),
        (strong_set(start="2031-02-30 10:00:00"), "bad_date"),
        (strong_set() + ",more", "too_many_columns"),
        (strong_set()[:37], "too_few_columns"),
    ],
)
def test_a_row_beyond_the_limits_is_skipped_with_a_reason(row: str, reason_code: str) -> None:
    history = strong(row, strong_set("2"))
    assert skipped(history) == [(2, reason_code)]
    assert history.set_count == 1


def test_more_columns_without_content_do_no_harm_where_all_rows_have_them() -> None:
    padded = [strong_set(str(number)) + ",," for number in (1, 2, 3)]
    assert strong(*padded).set_count == 3
    spreadsheet = "\n".join((STRONG_HEADER + ",,", strong_set() + ",,", strong_set("2")))
    assert parse_history(spreadsheet.encode()).set_count == 2


def note_row(note: str) -> str:
    """A row with an empty cell after its note, as it stands in the file."""
    return f'2031-03-05 18:05:09,Legs,1h,"Squat",1,"100",5,0,0,{note},,'


@pytest.mark.parametrize(
    ("note", "reason_code"),
    [
        ('"said "ok", fine"', "broken_quotes"),
        ('"said "ok" fine"', "broken_quotes"),
        ('"said ok" ', "broken_quotes"),
        ('"24" box, 30" rest"', "broken_quotes"),
        ('24" box, high', "too_many_columns"),
        ("slow, then fast", "too_many_columns"),
        ("slow,", "too_many_columns"),
        ('"one","two"', "too_many_columns"),
    ],
)
@pytest.mark.parametrize("others", [0, 1, 3])
def test_a_note_that_moves_the_cells_after_it_costs_its_row_and_is_said(
    note: str, reason_code: str, others: int
) -> None:
    whole = [strong_set(str(number)) for number in range(1, others + 1)]
    history = strong(note_row(note), *whole)
    assert skipped(history) == [(2, reason_code)]
    assert history.set_count == others
    assert all(workout.note == "" for workout in history.workouts)


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ('"said ""ok"", fine"', 'said "ok", fine'),
        ('24" box', '24" box'),
        ('box of 24"', 'box of 24"'),
        ("O'Brien's", "O'Brien's"),
        ('"""quoted"', '"quoted'),
        ('"a\n""b"""', 'a\n"b"'),
    ],
)
def test_quotation_marks_that_leave_the_cells_in_place_are_kept(note: str, kept: str) -> None:
    history = strong(note_row(note), strong_set())
    assert history.skipped == ()
    assert history.workouts[1].exercises[0].note == kept


@pytest.mark.parametrize("note", ['said "slow, then fast"', ' "a, b"'])
def test_a_quotation_over_two_cells_costs_its_row_where_the_number_of_cells_is_right(
    note: str,
) -> None:
    history = strong(note_row(note).removesuffix(","), strong_set())
    assert skipped(history) == [(2, "broken_quotes")]
    assert [workout.note for workout in history.workouts] == [""]


@pytest.mark.parametrize("note", ["slow, then fast", "slow,then fast", "1, 2"])
@pytest.mark.parametrize("others", [1, 3])
def test_a_bare_comma_costs_its_row_where_the_number_of_cells_is_right(
    note: str, others: int
) -> None:
    whole = [strong_set(str(number)) for number in range(1, others + 1)]
    history = strong(note_row(note).removesuffix(","), *whole)
    assert skipped(history) == [(2, "split_note")]
    assert [workout.note for workout in history.workouts] == [""]


def test_texts_that_are_never_quoted_may_stand_side_by_side() -> None:
    bare = "2031-03-05 18:05:09,Legs,1h,Squat,{},100,5,0,0,slow,strong,"
    history = strong(bare.format(1), bare.format(2))
    assert history.skipped == ()
    assert history.workouts[0].note == "strong"
    assert history.workouts[0].exercises[0].note == "slow"


def test_spaces_after_each_comma_are_no_sign_of_a_moved_cell() -> None:
    lines = (STRONG_HEADER, "2031-03-05 18:05:09,Legs,1h,Squat,1,100,5,0,0,slow,strong,")
    history = parse_history("\n".join(line.replace(",", ", ") for line in lines).encode())
    assert history.skipped == ()
    assert history.set_count == 1


def test_a_row_without_its_last_cell_is_not_read() -> None:
    history = strong(strong_set(), strong_set("2").removesuffix(","))
    assert skipped(history) == [(3, "too_few_columns")]


def test_names_and_notes_beyond_the_limits_are_shortened_and_that_is_said() -> None:
    history = strong(strong_set(exercise="x" * 121, title="y" * 201))
    assert len(history.workouts[0].title) == 200
    assert len(history.workouts[0].exercises[0].name) == 120
    assert counts(history) == {"text_shortened": 2}


def test_long_names_that_differ_at_their_end_stay_two() -> None:
    names = [f"{'x' * 130} {end}" for end in ("high", "low")]
    history = strong(*(strong_set(exercise=name) for name in names))
    again = strong(*(strong_set(exercise=name) for name in names))
    assert len({one.name for one in history.workouts[0].exercises}) == 2
    assert history.workouts == again.workouts


def test_sets_beyond_what_an_exercise_can_have_continue_in_a_second_one() -> None:
    history = strong(*(strong_set(str(number)) for number in range(1, 252)))
    assert blocks(history.workouts[0]) == [("Squat", 200), ("Squat", 51)]
    assert counts(history) == {"exercises_split": 1}


def test_exercises_beyond_what_a_workout_can_have_are_skipped_and_said() -> None:
    history = strong(*(strong_set(exercise=f"Exercise {at}") for at in range(102)))
    assert len(history.workouts[0].exercises) == 100
    assert skipped(history) == [(102, "too_many_exercises"), (103, "too_many_exercises")]


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    broken = '2031-03-04 18:05:09,Legs,1h,"Squat,1,100,5,0,0,,,'
    rows = [strong_set(str(number)) for number in range(1, 300)]
    history = strong(rows[0], broken, *rows[1:])
    assert history.set_count == 299
    assert skipped(history) == [(3, "broken_quotes")]


def test_a_length_of_a_workout_that_makes_no_sense_is_left_away() -> None:
    history = strong(strong_set().replace(",1h,", ",234h 29m,"))
    assert history.workouts[0].duration_s is None
    assert counts(history) == {"duration_dropped": 1}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_line_ends_make_no_difference(encoding: str, end: str) -> None:
    text = fixture("strong-german.csv").decode()
    same = parse_history(text.strip().replace("\n", end).encode(encoding))
    assert same.workouts == read("strong-german.csv").workouts
    assert same.notes == read("strong-german.csv").notes


def test_a_file_in_windows_1252_is_read_with_a_note() -> None:
    history = parse_history(fixture("strong-german.csv").decode().encode("cp1252"))
    assert history.workouts == read("strong-german.csv").workouts
    assert counts(history)["not_utf8"] == 1


def test_a_spreadsheets_hint_about_the_delimiter_is_passed_over() -> None:
    history = parse_history(b"sep=;\r\n" + fixture("strong-semicolon14.csv"))
    assert history.workouts == read("strong-semicolon14.csv").workouts


def test_rows_of_one_workout_that_stand_apart_are_one_workout() -> None:
    rows = [
        strong_set("1", exercise="Bench"),
        strong_set(start="2031-03-05 18:00:00"),
        strong_set("1", exercise="Row"),
    ]
    first, _ = strong(*rows).workouts
    assert blocks(first) == [("Bench", 1), ("Row", 1)]
