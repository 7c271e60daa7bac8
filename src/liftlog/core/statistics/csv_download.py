"""The numbers of a chart as a file that any spreadsheet opens."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from flask import Response

# A spreadsheet takes a text that begins so for a formula and works it out. It may read over signs
# that nobody sees, and some read full-width signs as the usual ones.
_FORMULA_BEGINS = frozenset("=+-@|%")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def answer(filename: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """Comma-separated, in UTF-8, with one line of heads that name the units (RFC 4180)."""
    # Written out as it comes: the rows of twenty years are read page by page and never held at once.
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    response = Response(written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _cell(value: object) -> str:
    """Numbers with all their digits and a point; text that can't be taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text)
    first = next((sign for sign in plain if unicodedata.category(sign) not in _UNSEEN), "")
    return first in _FORMULA_BEGINS or text.startswith(("\t", "\r"))
