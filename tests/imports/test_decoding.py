"""From which bytes on a file is no text, and in which encoding it is."""

import pytest

from liftlog.imports.decoding import decoded
from liftlog.imports.history import UnknownFormatError

HEADER = "Date,Workout Name\n"


def refused(content: bytes) -> bool:
    try:
        decoded(content)
    except UnknownFormatError:
        return True
    return False


def test_an_encoding_that_is_not_utf_8_is_guessed_and_that_is_said() -> None:
    assert decoded("é".encode()) == ("é", False)
    assert decoded("é".encode("cp1252")) == ("é", True)


@pytest.mark.parametrize(("zeros", "stays"), [(2, True), (3, False)])
def test_up_to_a_fiftieth_of_zero_bytes_is_a_stray_and_more_is_utf_16_or_no_text(
    zeros: int, stays: bool
) -> None:
    content = b"x" * (100 - zeros) + b"\0" * zeros
    assert refused(content) is not stays
    if stays:
        assert decoded(content) == ("x" * 98, False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("latin", "known"), [(67, True), (66, False)])
def test_utf_16_without_a_mark_is_known_by_more_than_a_third_of_zero_bytes(
    encoding: str, latin: int, known: bool
) -> None:
    # Of 200 bytes more than 66 are zero. The other characters have none.
    content = ("x" * latin + "\u6708" * (100 - latin)).encode(encoding)
    assert refused(content) is not known


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_zero_byte_on_the_wrong_side_is_no_utf_16(encoding: str) -> None:
    assert refused(("x" * 99 + "\0").encode(encoding))


@pytest.mark.parametrize(("controls", "binary"), [(5, False), (6, True)])
def test_more_than_a_twentieth_of_control_characters_is_no_text(
    controls: int, binary: bool
) -> None:
    assert refused(b"x" * (100 - controls) + b"\x01" * controls) is binary


def test_line_ends_and_tabs_are_no_control_characters() -> None:
    assert not refused(b"x" + b"\t\r\n" * 30 + b"x")


@pytest.mark.parametrize(
    ("content", "is_refused"),
    [
        (b"<html>", True),
        (b"[1, 2]", True),
        (b"[Date],x", False),
        (b"{Date},x", False),
        (b"[" * 100_000, False),
        (b"x{}", False),
    ],
)
def test_a_page_and_json_are_refused_and_a_brace_alone_is_not(
    content: bytes, is_refused: bool
) -> None:
    assert refused(content) is is_refused


@pytest.mark.parametrize(("text", "binary"), [(3892, False), (3891, True)])
def test_only_the_first_4096_characters_of_a_file_are_looked_at(text: int, binary: bool) -> None:
    """Of those 204 may be control characters, a twentieth."""
    assert refused(b"x" * text + b"\x01" * 205) is binary
