"""A file of another app to a history: what it is, what it holds, and what of it can't be read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.imports.assembling import SetLine, WorkoutLines, assembled
from liftlog.imports.dates import UTC_RULES, DateFault, DateReader
from liftlog.imports.decoding import decoded
from liftlog.imports.durations import duration_s, within_limit
from liftlog.imports.formats import app_names, formats
from liftlog.imports.history import (
    FILE_MAX_BYTES,
    FILE_TOO_LARGE,
    LEFT_OUT,
    REASONS,
    REMARKS,
    ROWS_MAX,
    SKIPPED_LISTED_MAX,
    SKIPPED_TEXT_MAX,
    ImportNote,
    ParsedHistory,
    SkippedLine,
    UnknownFormatError,
)
from liftlog.imports.layout import SET_CELLS, Layout, RowText
from liftlog.imports.quantities import DecimalSigns, SetRead, decimal_signs, read_set, weight_unit
from liftlog.imports.table import SAMPLE_ROWS, CsvRecord, Table
from liftlog.imports.text import one_line, several_lines
from liftlog.imports.unsupported import app_of
from liftlog.kit.errors import TooLargeError
from liftlog.kit.time_zones import Zone, seconds_between


def parse_history(
    content: bytes,
    *,
    unit: WeightUnit | None = None,
    filename: str = "",
    zone: Zone = UTC_RULES,
) -> ParsedHistory:
    """Read an export of an app.

    `unit` is the unit of weights for which the file states none (kilograms when not given). A unit
    that the file states is never overridden. `zone` is where the lifter's clocks are. Raises UnknownFormatError or TooLargeError.
    """
    table, guessed = _table(content)
    reading = _Reading(table, _layout(table, filename), unit or WeightUnit.KG, zone)
    if guessed:
        reading.counts["not_utf8"] += 1
    return reading.history()


def check_format(content: bytes, *, filename: str = "") -> None:
    """Look at the beginning of a file. Raises as `parse_history` does, but for too many rows."""
    table, _guessed = _table(content)
    _layout(table, filename)


def _table(content: bytes) -> tuple[Table, bool]:
    """Its rows, and whether its encoding had to be guessed."""
    if len(content) > FILE_MAX_BYTES:
        raise TooLargeError(FILE_TOO_LARGE)
    text, guessed = decoded(content)
    return Table(text), guessed


def _layout(table: Table, filename: str) -> Layout:
    sample = [record.cells or [] for record in islice(table.records(), SAMPLE_ROWS)]
    unsupported = app_of(table.header)
    for one in formats():
        # Values alone would fit many a table.
        if one.by_values and unsupported:
            break
        if layout := one.recognise(table.header, sample):
            return layout
    if unsupported:
        raise UnknownFormatError(
            f"LiftLog can't read exports of {unsupported} yet. "
            f"It can read {_listed(app_names(), 'and')}."
        )
    name = f"“{filename[:80]}”" if filename else "This file"
    raise UnknownFormatError(
        f"{name} is not an export of {_listed(app_names(), 'or')}."
        " Choose the CSV file exactly as the app wrote it."
    )


def _listed(names: list[str], conjunction: str) -> str:
    *others, last = names
    return f"{', '.join(others)} {conjunction} {last}" if others else last


_NOTES = ("exercise_note", "workout_note")


class _Unreadable(NamedTuple):
    reason_code: str


@dataclass(slots=True)
class _Reading:
    """One pass over a file."""

    table: Table
    layout: Layout
    unit: WeightUnit
    zone: Zone
    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[SkippedLine] = field(default_factory=list)
    skipped_count: int = 0
    rows: int = 0
    unit_missed: bool = False
    row_unit: WeightUnit | None = None
    signs: DecimalSigns = field(init=False)
    notes: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        columns = self.layout.columns
        self.notes = tuple(columns[one] for one in _NOTES if one in columns)
        texts: tuple[set[str], ...] = tuple(set() for _ in DecimalSigns._fields)
        for row in self._whole_rows():
            for column, cell in zip(texts, row[SET_CELLS], strict=True):
                column.add(cell)
        self.signs = decimal_signs(texts)

    def history(self) -> ParsedHistory:
        result = assembled(self._runs(), repeats_workouts=self.layout.repeats_workouts)
        self.counts.update(result.remarks)
        for line in result.homeless:
            self._skip(line.line_number, "too_many_exercises")
        return ParsedHistory(
            source=self.layout.source,
            format_description=self.layout.description,
            weight_unit=self.row_unit or weight_unit(self.layout.weight_unit) or self.unit,
            weight_unit_stated=not self.unit_missed,
            workouts=result.workouts,
            skipped=tuple(sorted(self.skipped, key=lambda skipped: skipped.line_number)),
            skipped_count=self.skipped_count,
            notes=self._notes(),
            rows=self.rows,
        )

    def _runs(self) -> Iterator[WorkoutLines]:
        """Yield the rows that belong together, as they stand in the file."""
        dates = DateReader(self._date_texts, self.zone)
        run: WorkoutLines | None = None
        key = ("", "")
        for row, line in self._lines():
            if run is None or (row.start, row.title) != key:
                start = dates.read(row.start)
                if isinstance(start, DateFault):
                    self._skip(line.line_number, start.value)
                    continue
                if run is not None:
                    yield run
                key = (row.start, row.title)
                run = WorkoutLines(one_line(row.title), start, self._duration_s(row, start, dates))
            if row.workout_note and (note := several_lines(row.workout_note)):
                run.notes[note] = None
            if line.logged is None:
                self.counts["note_rows"] += 1
            run.lines.append(line)
        if run is not None:
            yield run

    def _lines(self) -> Iterator[tuple[RowText, SetLine]]:
        """Yield the rows that are sets or notes of an exercise, and count all others."""
        read = self.layout.reader()
        records = self.table.records()
        for record in records:
            self.rows += 1
            if self.rows > ROWS_MAX:
                raise TooLargeError(f"The file has more than {ROWS_MAX} rows.")
            broken = self._broken(record)
            if broken:
                self._skip(record.line_number, broken)
                if record.line_count > 1:
                    records.give_up_on_first_line()
                continue
            row = read(record.cells or [])
            line = self._line(row, record.line_number)
            if isinstance(line, _Unreadable):
                self._skip(record.line_number, line.reason_code)
            elif line is not None:
                yield row, line

    def _broken(self, record: CsvRecord) -> str:
        cells, width = record.cells, self.layout.width
        if cells is None:
            return "broken_quotes"
        if len(cells) < width:
            return "too_few_columns"
        # Even an empty one: the cells before it may have moved.
        if len(cells) > self.table.width or any(cell.strip() for cell in cells[width:]):
            return "too_many_columns"
        if self.table.swallows_rows(record) or self.table.splits_quotation(record):
            return "broken_quotes"
        if self.table.splits_note(record, self.notes):
            return "split_note"
        return ""

    def _line(self, row: RowText, line_number: int) -> SetLine | _Unreadable | None:
        if not row.start and self._is_blank(row):
            self.counts["blank_rows"] += 1
            return None
        kind = self.layout.kind_of(row)
        if kind.left_out == "note_rows":
            return _note_line(row, line_number)
        if kind.left_out:
            self.counts[kind.left_out] += 1
            return None
        name = one_line(row.exercise)
        if not name:
            return _Unreadable("no_exercise")
        found = read_set(kind.set_kind, row[SET_CELLS], self.unit, self.signs)
        if found.logged is None:
            return _Unreadable(found.reason_code)
        self._remember(row, found, kind.remark)
        return _set_line(row, name, found.logged, line_number)

    def _is_blank(self, row: RowText) -> bool:
        units = {self.layout.weight_unit, self.layout.distance_unit}
        return not any(cell.strip() for cell in row if cell not in units)

    def _remember(self, row: RowText, found: SetRead, remark: str) -> None:
        for code in found.remarks:
            self.counts[code] += 1
        if remark:
            self.counts[remark] += 1
        if found.logged is not None and found.logged.weight is not None:
            if not row.weight_unit:
                self.unit_missed = True
            elif self.row_unit is None:
                self.row_unit = found.logged.weight.unit

    def _duration_s(self, row: RowText, start: datetime, dates: DateReader) -> int | None:
        if row.end:
            end = dates.read(row.end)
            seconds = -1 if isinstance(end, DateFault) else seconds_between(start, end, self.zone)
            duration = within_limit(seconds)
        else:
            duration = duration_s(row.duration)
        if duration is None and (row.end or row.duration):
            self.counts["duration_dropped"] += 1
        return duration

    def _date_texts(self) -> Iterator[str]:
        for row in self._whole_rows():
            yield row.start
            yield row.end

    def _whole_rows(self) -> Iterator[RowText]:
        read = self.layout.reader()
        for record in self.table.records():
            if not self._broken(record):
                yield read(record.cells or [])

    def _skip(self, line_number: int, code: str) -> None:
        self.skipped_count += 1
        if len(self.skipped) < SKIPPED_LISTED_MAX:
            text = one_line(self.table.line(line_number)[: 2 * SKIPPED_TEXT_MAX])
            self.skipped.append(
                SkippedLine(line_number, text[:SKIPPED_TEXT_MAX], REASONS[code], code)
            )

    def _notes(self) -> tuple[ImportNote, ...]:
        return tuple(
            ImportNote(code, message, self.counts[code], code in LEFT_OUT)
            for code, message in {**LEFT_OUT, **REMARKS}.items()
            if self.counts[code]
        )


def _note_line(row: RowText, line_number: int) -> SetLine:
    note = several_lines(row.exercise_note)
    return SetLine(one_line(row.exercise), None, None, line_number, None, note)


def _set_line(row: RowText, name: str, logged: LoggedSet, line_number: int) -> SetLine:
    note = several_lines(row.exercise_note)
    return SetLine(name, _whole(row.order), logged, line_number, _whole(row.superset), note)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None
