"""What a lifter wants statistics to know about them, and how they want to log."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.strength.scores import ScoreClass
from liftlog.domain.workouts.volume import SECONDARY_SHARE
from liftlog.store.database.engine import Transaction


@dataclass(frozen=True, slots=True)
class Preferences:
    """`goal_days` a week, None where no goal was set; `secondary_share` is what a set is worth for a muscle that helps, 0 to 1.

    `score_class` says which of two published tables a strength score is read from; None for neither.
    """

    goal_days: int | None = None
    secondary_share: Decimal = SECONDARY_SHARE
    score_class: ScoreClass | None = None


_PREFERENCES = text(
    "SELECT goal_days, goal_set, secondary_share, score_class FROM preference WHERE user_id = :user_id"
)


def preferences(tx: Transaction, user_id: UUID) -> Preferences:
    row = tx.execute(_PREFERENCES, {"user_id": user_id}).one_or_none()
    if row is None:
        return Preferences()
    return Preferences(
        goal_days=row.goal_days if row.goal_set else None,
        secondary_share=row.secondary_share,
        score_class=ScoreClass(row.score_class) if row.score_class else None,
    )


_LOGGING = text("SELECT logging FROM preference WHERE user_id = :user_id")


def logging(tx: Transaction, user_id: UUID) -> Mapping[str, Any]:
    """How they log, as their devices have it: `core/sync/schemas.PreferencesFields`, as far as chosen."""
    return tx.execute(_LOGGING, {"user_id": user_id}).scalar() or {}
