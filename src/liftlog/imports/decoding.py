"""Bytes of an uploaded file to text, refusing what is no text."""

import codecs
import json
from json import JSONDecodeError
from unicodedata import category

from liftlog.imports.history import UnknownFormatError

_ARCHIVE = "This is a ZIP archive or a spreadsheet (XLSX). Unpack it, or save it as CSV, and choose the CSV file."
_MAGIC = (
    (b"PK\x03\x04", _ARCHIVE),
    (b"PK\x05\x06", _ARCHIVE),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel file (XLS). Save it as CSV and choose the CSV file.",
    ),
    (b"\x1f\x8b", "This is a compressed file (GZIP). Unpack it and choose the CSV file."),
    (b"%PDF", "This is a PDF. Choose the CSV file that the app exported."),
    (b"SQLite format 3", "This is a database backup. Choose the CSV file that the app exported."),
)
_BINARY = "This is not a text file. Choose the CSV file that the app exported."
_PROBE_BYTES = 4096


def decoded(content: bytes) -> tuple[str, bool]:
    """Return the text and whether its encoding had to be guessed."""
    for magic, message in _MAGIC:
        if content.startswith(magic):
            raise UnknownFormatError(message)
    text, guessed = _text(content)
    text = text.replace("\x00", "")
    _refuse_other_text(text)
    return text, guessed


def _text(content: bytes) -> tuple[str, bool]:
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8-sig", errors="replace"), False
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), False
    probe = content[:_PROBE_BYTES]
    if probe.count(0) > len(probe) // 50:
        return content.decode(_utf16_without_mark(content), errors="replace"), False
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), True


def _utf16_without_mark(content: bytes) -> str:
    """A header is nearly all ASCII, so in UTF-16 every other byte of it is zero."""
    probe = content[:_PROBE_BYTES]
    even, odd = probe[0::2].count(0), probe[1::2].count(0)
    if odd > len(probe) // 3 and even == 0:
        return "utf-16-le"
    if even > len(probe) // 3 and odd == 0:
        return "utf-16-be"
    raise UnknownFormatError(_BINARY)


def _refuse_other_text(text: str) -> None:
    start = text[:_PROBE_BYTES].lstrip()
    if not start:
        raise UnknownFormatError("The file is empty. Export it again and choose the new file.")
    if start.startswith("<"):
        raise UnknownFormatError(
            "This is a web page, not a CSV file. The download may have failed: export it again."
        )
    if start.startswith(("{", "[")) and _is_json(text):
        raise UnknownFormatError("This is a JSON file. Choose the CSV file that the app exported.")
    if sum(category(char) == "Cc" and not char.isspace() for char in start) > len(start) // 20:
        raise UnknownFormatError(_BINARY)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (JSONDecodeError, RecursionError, ValueError):
        return False
    return True
