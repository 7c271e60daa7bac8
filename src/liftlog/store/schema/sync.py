"""What devices that were away need: what they sent already, what is gone, and routines."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from liftlog.store.schema.base import Moment, metadata, owned_by_account

# A routine is written and read whole, and nothing is ever counted in it.
routine = Table(
    "routine",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("deleted_at", Moment),
    Column("rev", BigInteger, nullable=False),
    PrimaryKeyConstraint("user_id", "id"),
    CheckConstraint(
        "COALESCE(char_length(content ->> 'name') BETWEEN 1 AND 120 "
        "AND CASE jsonb_typeof(content -> 'exercises') WHEN 'array' "
        "THEN jsonb_array_length(content -> 'exercises') <= 100 END, false) "
        "AND char_length(content ->> 'note') <= 2000",
        name="content",
    ),
    owned_by_account(),
)

applied_operation = Table(
    "applied_operation",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("result", JSONB, nullable=False),
    Column("applied_at", Moment, nullable=False),
    PrimaryKeyConstraint("user_id", "id"),
    owned_by_account(),
)
Index("applied_operation_age_idx", applied_operation.c.user_id, applied_operation.c.applied_at)

# What was deleted, and when, with what it held: a later edit brings it back.
tombstone = Table(
    "tombstone",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    # Of a workout or an exercise, which are gone for good: since when devices are to be told.
    Column("rev", BigInteger),
    PrimaryKeyConstraint("user_id", "kind", "id"),
    CheckConstraint("kind IN ('workout', 'exercise', 'entry', 'set', 'measurement')", name="kind"),
    owned_by_account(),
)
Index(
    "tombstone_rev_idx",
    tombstone.c.user_id,
    tombstone.c.rev,
    postgresql_where=tombstone.c.rev.is_not(None),
)
