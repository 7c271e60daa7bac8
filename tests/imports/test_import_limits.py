"""Limits of a file, in numbers, and what happens at each of them."""

import pytest

from liftlog.imports import history, identity, parse_history
from liftlog.imports.parsing import _listed
from liftlog.imports.table import Table
from liftlog.imports.unsupported import app_of
from liftlog.kit.errors import TooLargeError
from tests.imports.reading import STRONG_HEADER, skipped, strong, strong_set


def test_a_file_has_an_end() -> None:
    assert (history.FILE_MAX_BYTES, history.ROWS_MAX) == (20_000_000, 200_000)
    assert (history.LINES_MAX, history.EXERCISES_MADE_MAX) == (1_000_000, 1_000)
    assert (history.SKIPPED_TEXT_MAX, history.SKIPPED_LISTED_MAX) == (200, 1_000)
    assert identity.SHIFT_MAX.total_seconds() == 14 * 3600


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_million_lines_are_read_and_one_more_is_too_many(end: str) -> None:
    assert Table("a,b" + end * 1_000_000).header == ("a", "b")
    with pytest.raises(TooLargeError):
        Table("a,b" + end * 1_000_001)


def test_a_file_of_twenty_megabytes_is_looked_at() -> None:
    content = f"{STRONG_HEADER}\n{strong_set()}\n".encode()
    filled = content + b" " * (20_000_000 - len(content))
    assert parse_history(filled).set_count == 1
    with pytest.raises(TooLargeError):
        parse_history(filled + b" ")


def test_a_thousand_skipped_rows_are_listed_and_all_are_counted() -> None:
    found = strong(*[strong_set(reps="many")] * 1001)
    assert (len(found.skipped), found.skipped_count) == (1000, 1001)
    assert found.skipped[0].line_number == 2


@pytest.mark.parametrize("length", [199, 200, 201])
def test_of_a_skipped_row_the_first_two_hundred_characters_are_shown(length: int) -> None:
    (line,) = strong("x" * length).skipped
    assert line.text == "x" * min(length, 200)


@pytest.mark.parametrize(("lines", "sets"), [(100, 2), (101, 1)])
def test_a_record_has_up_to_a_hundred_lines(lines: int, sets: int) -> None:
    note = "\n".join(["a"] * lines)
    row = f'2031-03-04 18:05:09,Legs,1h,"Squat",1,"100",5,0,0,"{note}","",'
    found = strong(row, strong_set("2"))
    assert (found.set_count, found.skipped_count == 0) == (sets, sets == 2)


def test_a_delimiter_is_the_one_that_gives_the_most_columns() -> None:
    for delimiter in (",", ";", "\t"):
        table = Table(f"sep={delimiter}\n\na{delimiter}b{delimiter}c{delimiter}\n1")
        assert (table.delimiter, table.header) == (delimiter, ("a", "b", "c"))
        assert [(one.line_number, one.cells) for one in table.records()] == [(4, ["1"])]
        assert table.line(4) == "1"


def test_every_broken_row_costs_only_itself() -> None:
    broken = '2031-03-04 18:05:09,Legs,1h,"Squat,1,100,5,0,0,,,'
    found = strong(broken, strong_set("1"), broken, broken, strong_set("2"))
    assert skipped(found) == [(2, "broken_quotes"), (4, "broken_quotes"), (5, "broken_quotes")]
    assert found.set_count == 2


def test_a_list_of_names_is_written_as_people_do() -> None:
    assert [_listed(list(names), "or") for names in ("A", "AB", "ABC")] == [
        "A",
        "A or B",
        "A, B or C",
    ]


@pytest.mark.parametrize(
    ("slashes", "columns", "app"),
    [(3, 11, "GymBook"), (2, 11, ""), (3, 10, ""), (4, 12, "GymBook")],
)
def test_gymbook_has_eleven_columns_of_which_three_have_two_names(
    slashes: int, columns: int, app: str
) -> None:
    header = [f"a{at} / b" if at < slashes else f"c{at}" for at in range(columns)]
    assert app_of(header) == app
