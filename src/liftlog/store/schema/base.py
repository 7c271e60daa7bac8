"""What all tables share: their collection, how constraints are named, and whose rows they are."""

from sqlalchemy import (
    DateTime,
    ForeignKeyConstraint,
    MetaData,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

Moment = DateTime(timezone=True)
NOW = text("now()")


def owned_by_account() -> ForeignKeyConstraint:
    """Deleting an account deletes what it owns, for real; what belongs to a workout goes with that."""
    return ForeignKeyConstraint(["user_id"], ["account.user_id"], ondelete="CASCADE")
