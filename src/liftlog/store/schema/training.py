"""The catalogue, exercises, workouts and sets, and what came from files."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from liftlog.domain.workouts.set_codec import PLAIN_FIELDS
from liftlog.store.schema.base import NOW, Moment, metadata, owned_by_account

catalogue_exercise = Table(
    "catalogue_exercise",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("load_kind", Text, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("pattern", Text, nullable=False),
    Column("primary_muscles", ARRAY(Text), nullable=False),
    Column("secondary_muscles", ARRAY(Text), nullable=False),
    Column("aliases", ARRAY(Text), nullable=False),
)

# An exercise a lifter uses: their own, or one of the catalogue (then only what they changed of it
# stands here). `exercise_resolved` reads both as one.
exercise = Table(
    "exercise",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("catalogue_id", Uuid),
    Column("name", Text),
    Column("load_kind", Text),
    Column("equipment", Text),
    Column("pattern", Text),
    Column("primary_muscles", ARRAY(Text)),
    Column("secondary_muscles", ARRAY(Text)),
    Column("archived_at", Moment),
    Column("created_at", Moment, nullable=False, server_default=NOW),
    Column("settings", JSONB, nullable=False, server_default="{}"),
    Column("stamps", JSONB, nullable=False, server_default="{}"),
    Column("rev", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("user_id", "id"),
    ForeignKeyConstraint(["catalogue_id"], ["catalogue_exercise.id"]),
    CheckConstraint("char_length(name) BETWEEN 1 AND 120", name="name"),
    CheckConstraint(
        "load_kind IN ('weight_reps', 'bodyweight', 'assisted', 'reps', 'time', 'distance')",
        name="load_kind",
    ),
    CheckConstraint(
        "catalogue_id IS NOT NULL OR (name IS NOT NULL AND load_kind IS NOT NULL)", name="complete"
    ),
    owned_by_account(),
)

history_import = Table(
    "history_import",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("source", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("summary", JSONB, nullable=False),
    PrimaryKeyConstraint("user_id", "id"),
    CheckConstraint("char_length(filename) <= 255", name="filename"),
    owned_by_account(),
)

# A file between its upload and the lifter's word on it: any replica can take the next request.
import_upload = Table(
    "import_upload",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("filename", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("user_id", "id"),
    CheckConstraint("char_length(filename) <= 255", name="filename"),
    CheckConstraint("octet_length(content) <= 20000000", name="content"),
    owned_by_account(),
)

workout = Table(
    "workout",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("title", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("duration_s", Integer),
    Column("note", Text, nullable=False, server_default=""),
    Column("import_id", Uuid),
    Column("import_source", Text),
    Column("imported_start_local", DateTime(timezone=False)),
    Column("imported_fingerprint", Text),
    Column("created_at", Moment, nullable=False, server_default=NOW),
    Column("updated_at", Moment, nullable=False, server_default=NOW),
    Column("deleted_at", Moment),
    Column("running", Boolean, nullable=False, server_default="false"),
    Column("routine_id", Uuid),
    Column("stamps", JSONB, nullable=False, server_default="{}"),
    Column("rev", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("user_id", "id"),
    ForeignKeyConstraint(["user_id", "import_id"], ["history_import.user_id", "history_import.id"]),
    CheckConstraint("char_length(title) <= 200", name="title"),
    CheckConstraint("char_length(note) <= 2000", name="note"),
    CheckConstraint("duration_s BETWEEN 0 AND 604800", name="duration_s"),
    owned_by_account(),
)
Index(
    "workout_running_idx",
    workout.c.user_id,
    workout.c.started_at,
    postgresql_where=workout.c.running,
)
Index("workout_rev_idx", workout.c.user_id, workout.c.rev)
Index("workout_day_idx", workout.c.user_id, workout.c.day, workout.c.started_at)
Index(
    "workout_trained_idx",
    workout.c.user_id,
    workout.c.day,
    postgresql_where=workout.c.deleted_at.is_(None),
)

workout_exercise = Table(
    "workout_exercise",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("workout_id", Uuid, nullable=False),
    Column("exercise_id", Uuid, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("superset", SmallInteger),
    Column("note", Text, nullable=False, server_default=""),
    Column("rest_s", Integer),
    Column("plan", JSONB, nullable=False, server_default="[]"),
    Column("stamps", JSONB, nullable=False, server_default="{}"),
    PrimaryKeyConstraint("user_id", "id"),
    # The target of the sets' own key below: a set can never point at another workout or exercise
    # than its entry does.
    UniqueConstraint("user_id", "id", "workout_id", "exercise_id"),
    ForeignKeyConstraint(
        ["user_id", "workout_id"], ["workout.user_id", "workout.id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(["user_id", "exercise_id"], ["exercise.user_id", "exercise.id"]),
    CheckConstraint("char_length(note) <= 2000", name="note"),
    CheckConstraint("rest_s BETWEEN 0 AND 3600", name="rest_s"),
    CheckConstraint("position BETWEEN 0 AND 99", name="position"),
)
Index("workout_exercise_workout_idx", workout_exercise.c.user_id, workout_exercise.c.workout_id)

_PLAIN_TYPES: Mapping[object, TypeEngine[Any]] = {
    int | None: Integer(),
    Decimal | None: Numeric(3, 1),
    str: Text(),
}


def _plain_set_columns() -> Iterator[Column[Any]]:
    """A column for each plain field of a set: a new field needs only its migration."""
    for name, type_ in PLAIN_FIELDS.items():
        column_type = BigInteger() if name == "duration_ms" else _PLAIN_TYPES[type_]
        if type_ is str:
            yield Column(name, column_type, nullable=False, server_default="")
        else:
            yield Column(name, column_type)


logged_set = Table(
    "logged_set",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("workout_exercise_id", Uuid, nullable=False),
    Column("workout_id", Uuid, nullable=False),
    Column("exercise_id", Uuid, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("weight_g", Integer),
    Column("weight_unit", Text),
    # Exact kilograms of the weight as it was entered: a pound is no whole number of grams, and
    # sums over years of pounds must come out to the last digit.
    Column(
        "weight_kg",
        Numeric,
        Computed(
            "CASE weight_unit WHEN 'kg' THEN weight_g::numeric / 1000 "
            "ELSE round(weight_g / 453.59237, 2) * 0.45359237 END",
            persisted=True,
        ),
    ),
    Column("distance_mm", BigInteger),
    Column("distance_unit", Text),
    *_plain_set_columns(),
    Column("logged_at", Moment),
    # The planned set that it was made from.
    Column("plan_id", Uuid),
    Column("stamps", JSONB, nullable=False, server_default="{}"),
    PrimaryKeyConstraint("user_id", "id"),
    ForeignKeyConstraint(
        ["user_id", "workout_exercise_id", "workout_id", "exercise_id"],
        [
            "workout_exercise.user_id",
            "workout_exercise.id",
            "workout_exercise.workout_id",
            "workout_exercise.exercise_id",
        ],
        name="logged_set_workout_exercise_fkey",
        ondelete="CASCADE",
        onupdate="CASCADE",
    ),
    CheckConstraint("kind IN ('warm_up', 'working', 'drop', 'failure')", name="kind"),
    CheckConstraint("weight_g BETWEEN 0 AND 2000000", name="weight_g"),
    CheckConstraint(
        "(weight_g IS NULL) = (weight_unit IS NULL) AND weight_unit IN ('kg', 'lb')",
        name="weight_unit",
    ),
    CheckConstraint("reps BETWEEN 0 AND 10000", name="reps"),
    CheckConstraint("rpe BETWEEN 1 AND 10 AND rpe * 2 = trunc(rpe * 2)", name="rpe"),
    CheckConstraint("duration_ms BETWEEN 0 AND 604800000", name="duration_ms"),
    CheckConstraint("distance_mm BETWEEN 0 AND 1000000000", name="distance_mm"),
    CheckConstraint(
        "(distance_mm IS NULL) = (distance_unit IS NULL) "
        "AND distance_unit IN ('m', 'km', 'yd', 'mi')",
        name="distance_unit",
    ),
    CheckConstraint("char_length(note) <= 2000", name="note"),
    CheckConstraint("position BETWEEN 0 AND 199", name="position"),
)
Index(
    "logged_set_entry_idx",
    logged_set.c.user_id,
    logged_set.c.workout_id,
    logged_set.c.workout_exercise_id,
)
Index("logged_set_exercise_idx", logged_set.c.user_id, logged_set.c.exercise_id)

# What a workout was before an edit replaced it, so that the edit can be undone.
workout_revision = Table(
    "workout_revision",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("workout_id", Uuid, nullable=False),
    Column("replaced_at", Moment, nullable=False),
    Column("content", JSONB, nullable=False),
    # What the edit made of it: what is another since then came later.
    Column("result", JSONB),
    PrimaryKeyConstraint("user_id", "id"),
    ForeignKeyConstraint(
        ["user_id", "workout_id"], ["workout.user_id", "workout.id"], ondelete="CASCADE"
    ),
)
Index(
    "workout_revision_workout_idx",
    workout_revision.c.user_id,
    workout_revision.c.workout_id,
    workout_revision.c.replaced_at,
)
