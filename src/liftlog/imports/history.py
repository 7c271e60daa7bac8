"""What an import file turned out to hold, and how it is told that it can't be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.kit.errors import LiftLogError

FILE_MAX_BYTES = 20_000_000
FILE_TOO_LARGE = "The file is larger than 20 MB."
ROWS_MAX = 200_000
# A note has several lines, so a file has more lines than rows.
LINES_MAX = 1_000_000
EXERCISES_MADE_MAX = 1_000
SKIPPED_TEXT_MAX = 200
SKIPPED_LISTED_MAX = 1_000


class UnknownFormatError(LiftLogError):
    """The file is none that we read. The message says what it seems to be and what to do."""

    status = 422
    code = "unknown_file_format"


REASONS: Mapping[str, str] = MappingProxyType(
    {
        "too_few_columns": "The row ends early: it has fewer columns than the header.",
        "too_many_columns": "The row has more columns than the header.",
        "broken_quotes": "A quotation mark is not closed, or stands where it leaves open which cell ends.",
        "split_note": "A comma in a text without quotes seems to have moved the cells after it.",
        "bad_date": "The date is missing or not one that we know how to read.",
        "ambiguous_date": "The date can be read in two ways.",
        "no_exercise": "The exercise has no name.",
        "ambiguous_number": "A number such as 1,250 has two readings.",
        "not_a_number": "A weight, reps, distance or time is not a number.",
        "negative": "A weight, reps, distance or time is below zero.",
        "reps_not_whole": "The reps are not a whole number.",
        "too_many_reps": "The reps are more than a set can have.",
        "too_heavy": "The weight is more than a set can have.",
        "too_long": "The time is longer than a set can have.",
        "too_far": "The distance is longer than a set can have.",
        "unknown_unit": "The unit of the weight is neither kilograms nor pounds.",
        "too_many_exercises": "The workout has more exercises than a workout can have.",
    }
)
"""Why a row was skipped, for people, by `reason_code`."""

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "rest_timers": "Rows of a rest timer are not sets and were left out.",
        "note_rows": "Rows that hold only a note were added to the notes of their exercise.",
        "repeated_rows": "Rows of workouts that stand in the file more than once were read once.",
        "blank_rows": "Rows without any content were left out.",
    }
)
"""Rows that are understood and are no set of their own, by `ImportNote.code`."""

REMARKS: Mapping[str, str] = MappingProxyType(
    {
        "rounded": "Weights with a stray rounding error, such as 74.99999999999999, were rounded.",
        "rpe_dropped": "An RPE that is not between 1 and 10 in half steps was left away.",
        "unknown_set_kind": "Sets of an unknown kind were read as working sets.",
        "empty_sets": "Sets without weight, reps, distance or time were kept as they are.",
        "distance_unit_assumed": "The file states no unit for distances: miles go with pounds, kilometres with kilograms.",
        "distance_dropped": "A distance in a unit that we don't know was left away.",
        "duration_dropped": "A length of a workout that makes no sense was left away.",
        "text_shortened": "A name or a note that was too long was shortened.",
        "exercises_split": "An exercise with too many sets was continued as a second one.",
        "not_utf8": "The file is not in UTF-8 and was read as Windows-1252: look at accented letters.",
    }
)
"""What was done to sets, workouts or the file while reading, by `ImportNote.code`."""


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A row that could not be read. `line_number` counts lines of the file from 1."""

    line_number: int
    text: str
    reason: str
    reason_code: str


@dataclass(frozen=True, slots=True)
class ImportNote:
    """Something worth knowing that happened `count` times.

    With `left_out`, `count` rows of the file became no set, and rightly so.
    """

    code: str
    message: str
    count: int
    left_out: bool


@dataclass(frozen=True, slots=True)
class ParsedExercise:
    """One block of sets of an exercise. The same exercise may come twice in a workout."""

    name: str
    note: str
    superset: int | None
    sets: tuple[LoggedSet, ...]


@dataclass(frozen=True, slots=True)
class ParsedWorkout:
    """One workout. `started_at_local` is naive: the wall time that the app wrote.

    Where the app wrote the end too, `duration_s` is the difference of the two moments.
    `fingerprint` stands for the exercises and sets as they are in the file, see `identity`.
    """

    title: str
    started_at_local: datetime
    duration_s: int | None
    note: str
    exercises: tuple[ParsedExercise, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ParsedHistory:
    """A whole file. `rows == set_count + left_out_count + skipped_count`, always.

    `source` names the format. `skipped` lists the first thousand rows that could not be read, `skipped_count` counts them all.
    Where `weight_unit_stated` is false, `weight_unit` is an assumption of the caller or kilograms.
    """

    source: str
    format_description: str
    weight_unit: WeightUnit
    weight_unit_stated: bool
    workouts: tuple[ParsedWorkout, ...]
    skipped: tuple[SkippedLine, ...]
    skipped_count: int
    notes: tuple[ImportNote, ...]
    rows: int

    @property
    def set_count(self) -> int:
        return sum(
            len(exercise.sets) for workout in self.workouts for exercise in workout.exercises
        )

    @property
    def left_out_count(self) -> int:
        return sum(note.count for note in self.notes if note.left_out)
