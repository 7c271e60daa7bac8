"""The values of a set in SQL: columns of `logged_set s`, and the whole row as JSON."""

from liftlog.domain.workouts.set_codec import SET_COLUMNS

SET_VALUES = ", ".join(f"s.{name}" for name in SET_COLUMNS)

# JSON numbers are floats in Python; text stays exact.
_AS_TEXT = {"rpe"}
_JSON_COLUMNS = (
    "id",
    "workout_id",
    "exercise_id",
    "position",
    *SET_COLUMNS,
    "logged_at",
    "plan_id",
    "stamps",
)
_PAIRS = ", ".join(
    f"'{name}', s.{name}{'::text' if name in _AS_TEXT else ''}" for name in _JSON_COLUMNS
)
SET_JSON = f"jsonb_build_object('entry_id', s.workout_exercise_id, {_PAIRS})"
"""What a device writes of a set."""
