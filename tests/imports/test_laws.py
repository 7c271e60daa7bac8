import csv
import io
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liftlog.domain.units import WeightUnit
from liftlog.imports import ParsedHistory, fingerprint, parse_history
from liftlog.kit.errors import LiftLogError
from tests.imports.reading import HEVY_HEADER, STRONG_HEADER, all_sets, fixture

# A busy machine is no failure.
UNHURRIED = settings(deadline=None)

NAMES = [
    "hevy-kg.csv",
    "hevy-portuguese.csv",
    "strong-12col.csv",
    "strong-8col-2016.csv",
    "strong-german.csv",
    "strong-semicolon13.csv",
    "strong-workoutnum.csv",
]
CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "0",
            "1",
            "2",
            "W",
            "D",
            "F",
            "Rest Timer",
            "Note",
            "5.0",
            '"17,5"',
            "-1",
            "1e9",
            "nan",
        ]
    ),
    st.sampled_from(["2031-03-04 18:05:09", '"5 Mai 2031, 07:34"', "3/4/31", "Squat", '"', "a\nb"]),
    # Text full of control characters is refused as binary, which is right.
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12),
    st.decimals(allow_nan=True).map(str),
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=15).map(",".join), max_size=12)


def assert_accounted_for(history: ParsedHistory) -> None:
    assert history.rows == history.set_count + history.left_out_count + history.skipped_count
    assert len(history.skipped) <= history.skipped_count
    assert all(len(line.text) <= 200 and line.reason for line in history.skipped)
    assert all(workout.exercises for workout in history.workouts)
    assert all(exercise.sets for workout in history.workouts for exercise in workout.exercises)


@UNHURRIED
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_our_words(content: bytes) -> None:
    with suppress(LiftLogError):
        assert_accounted_for(parse_history(content))


@UNHURRIED
@given(st.sampled_from([STRONG_HEADER, HEVY_HEADER]), ROWS)
def test_any_rows_under_a_known_header_are_accounted_for(header: str, rows: list[str]) -> None:
    assert_accounted_for(parse_history("\n".join([header, *rows]).encode("utf-8", "replace")))


@UNHURRIED
@given(st.sampled_from(NAMES), st.integers(0, 2000), st.integers(0, 9), st.binary(max_size=4))
def test_a_damaged_file_is_accounted_for_or_refused(
    name: str, at: int, gone: int, instead: bytes
) -> None:
    content = fixture(name)
    damaged = content[:at] + instead + content[at + gone :]
    with suppress(LiftLogError):
        assert_accounted_for(parse_history(damaged))


@pytest.mark.parametrize("name", NAMES)
def test_reading_again_gives_the_same_fingerprints(name: str) -> None:
    for unit in WeightUnit:
        first, second = (parse_history(fixture(name), unit=unit) for _ in range(2))
        assert first == second
        for workout in first.workouts:
            assert workout.fingerprint == fingerprint(workout.exercises)


def _rewritten(content: bytes, change: Callable[[list[list[str]]], object]) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    change(rows)
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


@UNHURRIED
@given(st.sampled_from(NAMES[:5]))
def test_quoting_every_cell_changes_nothing(name: str) -> None:
    content = fixture(name)
    same = parse_history(_rewritten(content, lambda rows: rows))
    assert same.workouts == parse_history(content).workouts


@UNHURRIED
@given(st.data())
def test_weights_come_out_as_written(data: st.DataObject) -> None:
    amounts = data.draw(st.lists(st.decimals(0, 900, places=2), min_size=1, max_size=20))
    rows = [
        f"2031-03-04 18:05:09,A,1h,Squat,{number},{amount},5,0,0,,,"
        for number, amount in enumerate(amounts, start=1)
    ]
    history = parse_history("\n".join([STRONG_HEADER, *rows]).encode(), unit=WeightUnit.LB)
    read = [logged.weight.amount if logged.weight else 0 for logged in all_sets(history)]
    assert read == amounts
