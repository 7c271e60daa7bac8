"""A lifter's version, and what they want statistics to know."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from liftlog.domain.preferences import StatisticsPreferences
from liftlog.store.schema.base import metadata, owned_by_account, preference_columns

# `figures_due` says that the kept figures were made by rules of before: migrating makes them anew.
lifter_version = Table(
    "lifter_version",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("figures_due", Boolean, nullable=False, server_default="false"),
    PrimaryKeyConstraint("user_id"),
    owned_by_account(),
)

preference = Table(
    "preference",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("goal_days", SmallInteger, nullable=False, server_default="3"),
    *preference_columns(StatisticsPreferences, besides={"goal_days"}),
    Column("rev", BigInteger, nullable=False, server_default="0"),
    Column("logging", JSONB, nullable=False, server_default="{}"),
    Column("stamps", JSONB, nullable=False, server_default="{}"),
    Column("goal_set", Boolean, nullable=False, server_default="false"),
    PrimaryKeyConstraint("user_id"),
    CheckConstraint("goal_days BETWEEN 1 AND 7", name="goal_days"),
    CheckConstraint("secondary_share BETWEEN 0 AND 1", name="secondary_share"),
    CheckConstraint("score_class IN ('men', 'women')", name="score_class"),
    owned_by_account(),
)
