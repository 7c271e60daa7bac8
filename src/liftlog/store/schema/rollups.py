"""What statistics are read from, kept in the transaction that changes the sets behind it."""

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from liftlog.store.schema.base import metadata


def _of_exercise() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["user_id", "exercise_id"], ["exercise.user_id", "exercise.id"], ondelete="CASCADE"
    )


# `moved_kg` is weight times reps whatever the exercise is; whether that is volume is asked when it
# is read, since a lifter may say later what an exercise is loaded with. `estimates` is by equation.
exercise_day = Table(
    "exercise_day",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("exercise_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("workouts", Integer, nullable=False),
    Column("sets", Integer, nullable=False),
    Column("reps", Integer, nullable=False),
    Column("moved_kg", Numeric, nullable=False),
    Column("estimates", JSONB, nullable=False),
    Column("low_kg", Float(53)),
    Column("median_kg", Float(53)),
    Column("high_kg", Float(53)),
    Column("marks", JSONB, nullable=False),
    PrimaryKeyConstraint("user_id", "exercise_id", "day"),
    _of_exercise(),
)
Index(
    "exercise_day_day_idx",
    exercise_day.c.user_id,
    exercise_day.c.day,
    postgresql_include=["exercise_id", "workouts", "sets", "reps", "moved_kg"],
)

# The days of a month added up. `last_day` is the last of them on which the exercise was done.
exercise_month = Table(
    "exercise_month",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("exercise_id", Uuid, nullable=False),
    Column("month", Date, nullable=False),
    Column("workouts", Integer, nullable=False),
    Column("sets", Integer, nullable=False),
    Column("reps", Integer, nullable=False),
    Column("moved_kg", Numeric, nullable=False),
    Column("last_day", Date, nullable=False),
    PrimaryKeyConstraint("user_id", "exercise_id", "month"),
    _of_exercise(),
)
Index(
    "exercise_month_month_idx",
    exercise_month.c.user_id,
    exercise_month.c.month,
    postgresql_include=["exercise_id", "workouts", "sets", "reps", "moved_kg", "last_day"],
)

# Every record ever held. `line` is the kind, with the rep count or the equation after a colon.
exercise_record = Table(
    "exercise_record",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("exercise_id", Uuid, nullable=False),
    Column("line", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("value", Numeric, nullable=False),
    Column("set_id", Uuid, nullable=False),
    Column("gain", Numeric),
    Column("until", Date),
    PrimaryKeyConstraint("user_id", "exercise_id", "line", "day"),
    _of_exercise(),
)
Index("exercise_record_day_idx", exercise_record.c.user_id, exercise_record.c.day)
