"""Training histories of other apps: pure parsers from the bytes of a file to workouts."""

from liftlog.imports.history import (
    EXERCISES_MADE_MAX,
    FILE_MAX_BYTES,
    ROWS_MAX,
    ImportNote,
    ParsedExercise,
    ParsedHistory,
    ParsedWorkout,
    SkippedLine,
    Source,
    UnknownFormatError,
)
from liftlog.imports.identity import Match, MatchKind, StoredWorkout, fingerprint, match
from liftlog.imports.parsing import parse_history

__all__ = [
    "EXERCISES_MADE_MAX",
    "FILE_MAX_BYTES",
    "ROWS_MAX",
    "ImportNote",
    "Match",
    "MatchKind",
    "ParsedExercise",
    "ParsedHistory",
    "ParsedWorkout",
    "SkippedLine",
    "Source",
    "StoredWorkout",
    "UnknownFormatError",
    "fingerprint",
    "match",
    "parse_history",
]
