"""What a lifter wants statistics to know about them, and how they want to log."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.preferences import StatisticsPreferences, choices, values_of
from liftlog.store.database.engine import Transaction

# The column has a number where no goal was set, for releases that know none.
_GOAL = "CASE WHEN goal_set THEN goal_days END AS goal_days"
_COLUMNS = ", ".join(
    _GOAL if name == "goal_days" else name for name in choices(StatisticsPreferences)
)
_PREFERENCES = text(f"SELECT {_COLUMNS} FROM preference WHERE user_id = :user_id")


def preferences(tx: Transaction, user_id: UUID) -> StatisticsPreferences:
    row = tx.execute(_PREFERENCES, {"user_id": user_id}).one_or_none()
    return StatisticsPreferences(**values_of(StatisticsPreferences, row) if row else {})


_LOGGING = text("SELECT logging FROM preference WHERE user_id = :user_id")


def logging(tx: Transaction, user_id: UUID) -> Mapping[str, Any]:
    """How they log, as their devices have it: `core/sync/schemas.PreferencesFields`, as far as chosen."""
    return tx.execute(_LOGGING, {"user_id": user_id}).scalar() or {}
