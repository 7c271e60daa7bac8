import gzip
import io
import zipfile

import pytest

from liftlog.imports import FILE_MAX_BYTES, ROWS_MAX, UnknownFormatError, parse_history
from liftlog.kit.errors import TooLargeError
from tests.imports.reading import HEVY_HEADER, STRONG_HEADER


def refusal(content: bytes, filename: str = "") -> str:
    with pytest.raises(UnknownFormatError) as refused:
        parse_history(content, filename=filename)
    assert refused.value.code == "unknown_file_format"
    return refused.value.message


@pytest.mark.parametrize(
    ("header", "app"),
    [
        ("Date,Exercise,Category,Weight (lbs),Reps,Distance,Distance Unit,Time", "FitNotes"),
        ("Date,Time,Measurement,Value,Unit", "FitNotes (body tracker)"),
        ("Date (yyyy/mm/dd),Workout,Workout Name,Exercise,Set 1 (Reps),Set 1 (KG)", "StrongLifts"),
        (
            "Data,Scheda,Ora,Esercizio,Zona,Muscoli,Altri,Set / Fine,Reps / Tempo,Peso / Km,Note,No",
            "GymBook",
        ),
        ("Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),isWarmup,Note", "Fitbod"),
    ],
)
def test_exports_of_other_apps_are_refused_by_name(header: str, app: str) -> None:
    message = refusal(f"{header}\n2031-01-01,1,2,3,4,5,6,7\n".encode())
    assert message.startswith(f"LiftLog can't read exports of {app} yet. ")


def _spreadsheet() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (_spreadsheet(), "XLSX"),
        (gzip.compress(b"Date,Workout Name", mtime=0), "GZIP"),
        (b"<!doctype html><html>Please log in</html>", "web page"),
        (b'{"workouts": []}', "JSON"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(80), "not a text file"),
        (b"SQLite format 3\x00", "database"),
    ],
)
def test_what_is_no_csv_is_refused_with_what_it_seems_to_be(content: bytes, word: str) -> None:
    assert word in refusal(content)


def test_unknown_columns_are_refused_with_the_name_of_the_file() -> None:
    assert "“budget.csv”" in refusal(b"Day,Amount\n1,2\n", "budget.csv")


def test_a_header_without_rows_is_an_empty_history() -> None:
    history = parse_history(STRONG_HEADER.encode())
    assert (history.workouts, history.rows) == ((), 0)


def test_a_file_beyond_the_limit_is_too_large() -> None:
    with pytest.raises(TooLargeError):
        parse_history(b"x" * (FILE_MAX_BYTES + 1))


def test_rows_beyond_the_limit_are_too_many() -> None:
    rows = "Push\n" * (ROWS_MAX + 1)
    with pytest.raises(TooLargeError):
        parse_history(f"{HEVY_HEADER}\n{rows}".encode())
