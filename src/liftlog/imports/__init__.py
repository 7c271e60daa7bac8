"""Training histories of other apps: pure parsers from the bytes of a file to workouts."""

from liftlog.imports.formats import formats
from liftlog.imports.history import (
    EXERCISES_MADE_MAX,
    FILE_MAX_BYTES,
    FILE_TOO_LARGE,
    ROWS_MAX,
    ImportNote,
    ParsedExercise,
    ParsedHistory,
    ParsedWorkout,
    SkippedLine,
    UnknownFormatError,
)
from liftlog.imports.identity import Match, MatchKind, StoredWorkout, fingerprint, match
from liftlog.imports.parsing import check_format, parse_history

__all__ = [
    "EXERCISES_MADE_MAX",
    "FILE_MAX_BYTES",
    "FILE_TOO_LARGE",
    "ROWS_MAX",
    "ImportNote",
    "Match",
    "MatchKind",
    "ParsedExercise",
    "ParsedHistory",
    "ParsedWorkout",
    "SkippedLine",
    "StoredWorkout",
    "UnknownFormatError",
    "check_format",
    "fingerprint",
    "formats",
    "match",
    "parse_history",
]
