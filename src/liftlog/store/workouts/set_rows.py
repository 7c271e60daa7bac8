"""Rows of `logged_set` as statements write them; columns and types are those of the table."""

from typing import Final

from sqlalchemy.dialects import postgresql

from liftlog.domain.workouts.set_codec import SET_COLUMNS
from liftlog.store.schema.training import logged_set

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
COLUMN_TYPES: Final = {
    column.name: column.type.compile(dialect=_DIALECT) for column in logged_set.columns
}
_KEYS: Final = ("id", "workout_exercise_id", "workout_id", "exercise_id", "position")
_WHOLE: Final = (*_KEYS, *SET_COLUMNS, "logged_at", "plan_id", "stamps")

NEW_SET: Final = (*_KEYS, *SET_COLUMNS)
"""What is written of a set that no device logged."""
NEW_SET_COLUMNS: Final = ", ".join(NEW_SET)
NEW_SET_ARRAYS: Final = ", ".join(f"CAST(:{name} AS {COLUMN_TYPES[name]}[])" for name in NEW_SET)

SET_ROW_COLUMNS: Final = ", ".join(_WHOLE)
SET_ROW_TYPES: Final = ", ".join(f"{name} {COLUMN_TYPES[name]}" for name in _WHOLE)
SET_ROW_CHANGES: Final = ", ".join(f"{name} = EXCLUDED.{name}" for name in _WHOLE if name != "id")
