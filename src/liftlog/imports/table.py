"""Delimited text to records, so that one broken row costs one row and not the rest of the file."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from liftlog.imports.history import LINES_MAX
from liftlog.kit.errors import TooLargeError

DELIMITERS = (",", ";", "\t")

# A quote that is never closed would swallow the whole file. No note has this many lines.
_LINES_PER_RECORD_MAX = 100
# So many rows tell what a table is.
SAMPLE_ROWS = 50
# Longer than any header of any app; only as much of a first line is looked at.
_HEADER_MAX = 10_000
# Reading on from the second line of a broken record costs time; a file full of them is hopeless.
_REWINDS_MAX = 2_000


class CsvRecord(NamedTuple):
    """`line_number` counts from 1; `line_count` is how many lines the record spans.

    `cells` is None where quotation marks stand so that the cells can't be told apart.
    """

    line_number: int
    line_count: int
    cells: list[str] | None


class Table:
    """A header and the lines after it. No row has more than `width` cells, also counting empty ones."""

    def __init__(self, text: str) -> None:
        if text.count("\n") + text.count("\r") > LINES_MAX * (2 if "\r\n" in text else 1):
            raise TooLargeError(f"The file has more than {LINES_MAX} lines.")
        # Only \n, \r and \r\n end a line: splitlines() would also break at a form feed in a note.
        self._lines = io.StringIO(text, newline="").readlines()
        self._first = self._header_line()
        self.delimiter = max(DELIMITERS, key=lambda each: len(self._header_cells(each)))
        self._cell = re.compile(
            rf'(?:^|{self.delimiter})(?:"(?:[^"]|"")*"|(?P<bare>[^{self.delimiter}]*))'
        )
        cells = [cell.strip() for cell in self._header_cells(self.delimiter)]
        self._spaced = any(cell[:1] == " " for cell in self._header_cells(self.delimiter)[1:])
        self.header = _without_empty_end(cells)
        self.width = max(len(cells), self._common_width())

    def records(self) -> "CsvRecords":
        return CsvRecords(self._lines, self._first + 1, self.delimiter)

    def line(self, number: int) -> str:
        return self._lines[number - 1].rstrip("\r\n")

    def swallows_rows(self, record: CsvRecord) -> bool:
        """Tell whether a later line of the record looks like a whole row, taken in by a quote."""
        if record.line_count == 1:
            return False
        later = self._lines[record.line_number : record.line_number + record.line_count - 1]
        return any(line.count(self.delimiter) >= len(self.header) - 1 for line in later)

    def splits_quotation(self, record: CsvRecord) -> bool:
        """Tell whether a quotation opens in one cell without outer quotes and closes in another."""
        if sum('"' in cell for cell in record.cells or ()) < 2:
            return False
        return sum((cell or "").count('"') % 2 for cell in self._bare(record)) > 1

    def splits_note(self, record: CsvRecord, notes: Sequence[int]) -> bool:
        """Tell whether a comma of a text without quotes seems to part two cells.

        It does where a bare cell begins with a space and follows a bare one, or where two of the
        columns `notes` stand side by side, bare, in a file that quotes them.
        """
        cells = record.cells or ()
        spaced = not self._spaced and any(cell.startswith(" ") for cell in cells[1:])
        noted = [at for at in notes if at < len(cells) and cells[at].strip()]
        both = any(at + 1 in noted for at in noted)
        if not spaced and not both:
            return False
        bare = self._bare(record)
        follows = any(one and other and other.startswith(" ") for one, other in pairwise(bare))
        if spaced and follows:
            return True
        return both and all(bare[at] for at in noted) and self._quotes(notes)

    def _quotes(self, columns: Sequence[int]) -> bool:
        """Whether the first rows quote a cell of these columns that needs no quotes."""
        for record in islice(self.records(), SAMPLE_ROWS):
            cells, bare = record.cells or (), self._bare(record)
            for at in columns:
                if at < len(cells) and bare[at] is None and not self._needs_quotes(cells[at]):
                    return True
        return False

    def _needs_quotes(self, cell: str) -> bool:
        return any(sign in cell for sign in (self.delimiter, '"', "\n", "\r"))

    def _bare(self, record: CsvRecord) -> list[str | None]:
        """Each cell as it stands in the file, None for one in quotes."""
        first = record.line_number - 1
        text = "".join(self._lines[first : first + record.line_count])
        return [cell["bare"] for cell in self._cell.finditer(text.rstrip("\r\n"))]

    def _header_line(self) -> int:
        for at, line in enumerate(self._lines):
            # Excel is told the delimiter by such a first line.
            if line.strip() and not line.lower().startswith("sep="):
                return at
        return len(self._lines)

    def _header_cells(self, delimiter: str) -> list[str]:
        lines = [line[:_HEADER_MAX] for line in self._lines[self._first : self._first + 1]]
        return _next_cells(csv.reader(lines, delimiter=delimiter)) or []

    def _common_width(self) -> int:
        """How many cells all the first rows have; 0 where they differ, or there is one alone."""
        widths = [len(record.cells or ()) for record in islice(self.records(), SAMPLE_ROWS)]
        return widths[0] if len(widths) > 1 and len(set(widths)) == 1 else 0


def _without_empty_end(cells: Sequence[str]) -> tuple[str, ...]:
    """A header without the empty cells that spreadsheets add at its end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])


class CsvRecords:
    """The records after the header, without blank lines."""

    def __init__(self, lines: Sequence[str], first: int, delimiter: str) -> None:
        self._lines = _Lines(lines, first)
        self._delimiter = delimiter
        self._rewind = False
        self._rewinds = 0

    def __iter__(self) -> Iterator[CsvRecord]:
        lines, reader = self._lines, None
        while (start := lines.at) < lines.total:
            reader = reader or csv.reader(lines, delimiter=self._delimiter, strict=True)
            lines.stop = min(start + _LINES_PER_RECORD_MAX, lines.total)
            cells = _next_cells(reader)
            if cells != []:
                yield CsvRecord(start + 1, lines.at - start, cells)
            if cells is None or self._rewind or lines.at == lines.stop:
                reader = None
            if self._rewind:
                lines.at, self._rewind = start + 1, False

    def give_up_on_first_line(self) -> None:
        """Read on from the second line of the record just yielded: its quotes are broken."""
        self._rewinds += 1
        self._rewind = self._rewinds <= _REWINDS_MAX


class _Lines:
    """Hands lines to the csv reader one by one, up to `stop`."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self._all = lines
        self.at = first
        self.total = len(lines)
        self.stop = self.total

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= self.stop:
            raise StopIteration
        self.at += 1
        return self._all[self.at - 1]


def _next_cells(reader: Iterator[list[str]]) -> list[str] | None:
    """Return the next record, or None where the csv module refuses it.

    Strictly it refuses a quotation mark within a quoted cell, and always a field of 128 KiB.
    """
    try:
        return next(reader, [])
    except csv.Error:
        return None
