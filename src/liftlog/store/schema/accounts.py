"""Accounts, and what lets somebody in."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from liftlog.domain.preferences import DisplayPreferences
from liftlog.store.schema.base import (
    NOW,
    Moment,
    metadata,
    owned_by_account,
    preference_columns,
)

account = Table(
    "account",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("email", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    *preference_columns(DisplayPreferences),
    Column("created_at", Moment, nullable=False, server_default=NOW),
    CheckConstraint("weight_unit IN ('kg', 'lb')", name="weight_unit"),
    CheckConstraint("week_start BETWEEN 1 AND 7", name="week_start"),
    CheckConstraint("theme IN ('auto', 'light', 'dark')", name="theme"),
    CheckConstraint("char_length(email) <= 254", name="email"),
)

# Who signs in under which address has to be asked before anyone is known, so this directory is
# the one table about people without row security. It holds nothing else.
account_email = Table(
    "account_email",
    metadata,
    Column("email_key", Text, primary_key=True),
    Column("user_id", Uuid, nullable=False, unique=True),
    owned_by_account(),
)

session = Table(
    "session",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("user_agent", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("user_id", "id"),
    UniqueConstraint("user_id", "token_hash"),
    CheckConstraint("char_length(user_agent) <= 300", name="user_agent"),
    owned_by_account(),
)

api_token = Table(
    "api_token",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("user_id", "id"),
    UniqueConstraint("user_id", "token_hash"),
    CheckConstraint("char_length(name) BETWEEN 1 AND 100", name="name"),
    owned_by_account(),
)
