"""Text in a CSV file, which no spreadsheet works out."""

import csv
import io

import pytest

from liftlog.core.statistics import csv_download


def cell_of(text: str) -> str:
    written = csv_download.answer("x.csv", ["name"], [[text]]).get_data(as_text=True)
    [_head, [cell]] = csv.reader(io.StringIO(written, newline=""))
    return cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "|calc",
        "%1",
        "\N{FULLWIDTH EQUALS SIGN}1",
        "\N{FULLWIDTH PLUS SIGN}1",
        "\N{ZERO WIDTH SPACE}=1",
        "\N{BYTE ORDER MARK}=1",
        " =1",
        "\N{NO-BREAK SPACE}=1",
        "\t1",
    ],
    ids=ascii,
)
def test_what_a_spreadsheet_would_work_out_begins_with_an_apostrophe(text: str) -> None:
    assert cell_of(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Squat", "1 + 1", "Row - wide", "", " ", "\N{MINUS SIGN}1", "é"])
def test_other_text_is_as_it_is(text: str) -> None:
    assert cell_of(text) == text
