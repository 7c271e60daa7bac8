"""Sets in the order of the file to workouts: blocks of exercises, supersets, repeated workouts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from liftlog.domain.exercises.exercise import EXERCISE_NAME_MAX
from liftlog.domain.workouts.sets import (
    EXERCISES_PER_WORKOUT_MAX,
    NOTE_MAX,
    SETS_PER_EXERCISE_MAX,
    TITLE_MAX,
    LoggedSet,
    SetKind,
)
from liftlog.imports.history import ParsedExercise, ParsedWorkout
from liftlog.imports.identity import fingerprint


class SetLine(NamedTuple):
    """A row of a workout. Without `logged` it holds only a note of its exercise.

    `number` is the set's number within its block, where the format gives it one.
    """

    exercise: str
    number: int | None
    logged: LoggedSet | None
    line_number: int
    superset: int | None
    note: str


_Content = tuple[tuple[str, int | None, LoggedSet | None], ...]


@dataclass(slots=True)
class WorkoutLines:
    """The rows of one workout that stand together in the file."""

    title: str
    started_at_local: datetime
    duration_s: int | None
    notes: dict[str, None] = field(default_factory=dict)
    lines: list[SetLine] = field(default_factory=list)

    def content(self) -> _Content:
        return tuple(line[:3] for line in self.lines)


@dataclass(slots=True)
class _Block:
    name: str
    superset: int | None = None
    notes: dict[str, None] = field(default_factory=dict)
    lines: list[SetLine] = field(default_factory=list)
    last_number: int = -1

    def add(self, line: SetLine) -> None:
        if line.note:
            self.notes[line.note] = None
        if line.logged is None:
            return
        if self.superset is None:
            self.superset = line.superset
        self.lines.append(line)
        if line.number is not None:
            self.last_number = line.number

    def take_last_warm_ups(self) -> list[SetLine]:
        """Remove the warm-ups without a number at the end: they lead in what follows."""
        at = len(self.lines)
        while at and _is_unnumbered_warm_up(self.lines[at - 1]):
            at -= 1
        taken, self.lines = self.lines[at:], self.lines[:at]
        return taken


def _is_unnumbered_warm_up(line: SetLine) -> bool:
    return line.number is None and line.logged is not None and line.logged.kind is SetKind.WARM_UP


class Assembled(NamedTuple):
    """The workouts by start, the rows that found no place, and how often what was mended."""

    workouts: tuple[ParsedWorkout, ...]
    homeless: list[SetLine]
    remarks: Counter[str]


def assembled(runs: Iterable[WorkoutLines], *, repeats_workouts: bool) -> Assembled:
    result = Assembled((), [], Counter())
    workouts = [
        _workout(workout, result)
        for workout in _joined(runs, result.remarks, halve=repeats_workouts)
    ]
    found = sorted(
        (workout for workout in workouts if workout.exercises),
        key=lambda workout: workout.started_at_local,
    )
    return result._replace(workouts=tuple(found))


def _joined(
    runs: Iterable[WorkoutLines], remarks: Counter[str], *, halve: bool
) -> Iterator[WorkoutLines]:
    """Join rows of one workout that stand apart, and read what stands there twice only once."""
    workouts: dict[tuple[datetime, str], WorkoutLines] = {}
    seen: dict[tuple[datetime, str], set[_Content]] = {}
    for run in runs:
        if halve:
            _drop_repetitions(run, remarks)
        key = run.started_at_local, run.title
        first = workouts.setdefault(key, run)
        if first is run:
            continue
        contents = seen.setdefault(key, {first.content()})
        if (content := run.content()) in contents:
            remarks["repeated_rows"] += _set_count(run.lines)
            continue
        contents.add(content)
        first.lines.extend(run.lines)
        first.notes.update(run.notes)
    yield from workouts.values()


def _drop_repetitions(run: WorkoutLines, remarks: Counter[str]) -> None:
    """Strong sometimes writes all rows of a workout twice, one copy after the other.

    A later export of the same log has them once. A copy is known by set numbers that begin again,
    and holds an exercise of several sets: rounds of single sets are a circuit, done that often.
    """
    content = run.content()
    period = _period(content)
    if period == len(content):
        return
    copy = content[:period]
    several = any(one[0] == other[0] for one, other in pairwise(copy))
    if several and any(number is not None for _, number, _ in copy):
        remarks["repeated_rows"] += _set_count(run.lines[period:])
        del run.lines[period:]


def _period(content: Sequence[object]) -> int:
    """Return the length of the shortest beginning of which `content` is a whole number of copies.

    By the failure function of Knuth, Morris and Pratt (1977).
    """
    failure = [0] * len(content)
    length = 0
    for at in range(1, len(content)):
        while length and content[at] != content[length]:
            length = failure[length - 1]
        length += content[at] == content[length]
        failure[at] = length
    period = len(content) - failure[-1] if content else 0
    return period if period and len(content) % period == 0 else len(content)


def _set_count(lines: Iterable[SetLine]) -> int:
    return sum(line.logged is not None for line in lines)


def _workout(workout: WorkoutLines, result: Assembled) -> ParsedWorkout:
    notes = dict(workout.notes)
    exercises: list[ParsedExercise] = []
    for block in _blocks(workout.lines, result.remarks):
        if not block.lines:
            notes.update({f"{block.name}: {note}": None for note in block.notes})
        elif len(exercises) == EXERCISES_PER_WORKOUT_MAX:
            result.homeless.extend(block.lines)
        else:
            exercises.append(_exercise(block, result.remarks))
    return ParsedWorkout(
        title=_shortened(workout.title, TITLE_MAX, result.remarks),
        started_at_local=workout.started_at_local,
        duration_s=workout.duration_s,
        note=_shortened("\n".join(notes), NOTE_MAX, result.remarks),
        exercises=tuple(exercises),
        fingerprint=fingerprint(exercises),
    )


def _blocks(lines: Iterable[SetLine], remarks: Counter[str]) -> list[_Block]:
    """Begin a block where the exercise changes and where its set numbers begin again."""
    blocks: list[_Block] = []
    for line in lines:
        block = blocks[-1] if blocks else None
        if block is None or block.name != line.exercise:
            block = _Block(line.exercise)
            blocks.append(block)
        elif line.number is not None and line.number <= block.last_number:
            block = _continued(blocks, block.take_last_warm_ups())
        elif line.logged and len(block.lines) >= SETS_PER_EXERCISE_MAX:
            remarks["exercises_split"] += 1
            block = _continued(blocks, [])
        block.add(line)
    return blocks


def _continued(blocks: list[_Block], lead: list[SetLine]) -> _Block:
    block = _Block(blocks[-1].name)
    for line in lead:
        block.add(line)
    blocks.append(block)
    return block


def _exercise(block: _Block, remarks: Counter[str]) -> ParsedExercise:
    return ParsedExercise(
        name=_short_name(block.name, remarks),
        note=_shortened("\n".join(block.notes), NOTE_MAX, remarks),
        superset=block.superset,
        sets=tuple(line.logged for line in block.lines if line.logged),
    )


def _short_name(name: str, remarks: Counter[str]) -> str:
    """Two long names that only differ at their end are still two, by a mark of the whole."""
    if len(name) <= EXERCISE_NAME_MAX:
        return name
    mark = blake2b(name.encode(), digest_size=3).hexdigest()
    return f"{_shortened(name, EXERCISE_NAME_MAX - len(mark) - 1, remarks)} {mark}"


def _shortened(text: str, limit: int, remarks: Counter[str]) -> str:
    if len(text) <= limit:
        return text
    remarks["text_shortened"] += 1
    return text[: limit - 1].rstrip() + "…"
