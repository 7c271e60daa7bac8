"""Body weight and measurements."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)

from liftlog.store.schema.base import Moment, metadata, owned_by_account

body_measurement = Table(
    "body_measurement",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("measured_at", Moment, nullable=False),
    Column("weight_g", Integer),
    Column("length_mm", Integer),
    # The same finer: a hundredth of an inch is no whole number of millimetres.
    Column("length_um", Integer),
    Column("percent", Numeric(4, 1)),
    Column("unit", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("user_id", "id"),
    CheckConstraint("weight_g BETWEEN 20000 AND 700000", name="weight_g"),
    CheckConstraint("length_mm BETWEEN 10 AND 3000", name="length_mm"),
    CheckConstraint("percent BETWEEN 1 AND 80", name="percent"),
    CheckConstraint("unit IN ('kg', 'lb', 'cm', 'in', '%')", name="unit"),
    CheckConstraint("char_length(note) <= 2000", name="note"),
    CheckConstraint("num_nonnulls(weight_g, length_mm, percent) = 1", name="value"),
    owned_by_account(),
)
Index(
    "body_measurement_day_idx",
    body_measurement.c.user_id,
    body_measurement.c.kind,
    body_measurement.c.day,
)
