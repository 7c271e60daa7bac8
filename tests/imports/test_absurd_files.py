"""Files made to cost time or memory are refused before they do."""

import pytest

from liftlog.imports import UnknownFormatError, parse_history
from liftlog.imports.history import LINES_MAX
from liftlog.kit.errors import TooLargeError

HEADER = (
    b"Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
    b"Workout Notes,RPE\n"
)
ROW = b"2024-01-01 10:00:00,W,1h,Squat,1,100,5,0,0,,,\n"


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n"])
def test_a_file_of_line_ends_is_too_large(ending: bytes) -> None:
    with pytest.raises(TooLargeError):
        parse_history(HEADER + ending * (LINES_MAX + 1))


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_blank_lines_within_reason_are_nothing(ending: bytes) -> None:
    content = HEADER.replace(b"\n", ending) + ending * 5_000 + ROW.replace(b"\n", ending)
    assert len(parse_history(content).workouts) == 1


def test_a_header_of_millions_of_columns_is_no_header() -> None:
    with pytest.raises(UnknownFormatError):
        parse_history(b"Date," * 3_800_000)
