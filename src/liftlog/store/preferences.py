"""What a lifter wants statistics to know about them, and how they want to log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from liftlog.domain.strength_scores import ScoreClass
from liftlog.domain.volume import SECONDARY_SHARE
from liftlog.store.engine import Transaction
from liftlog.store.versions import versioned

GOAL_DAYS = 3


@dataclass(frozen=True, slots=True)
class Preferences:
    """`goal_days` a week; `secondary_share` is what a set is worth for a muscle that helps, 0 to 1.

    `score_class` says which of two published tables a strength score is read from; None for neither.
    """

    goal_days: int = GOAL_DAYS
    secondary_share: Decimal = SECONDARY_SHARE
    score_class: ScoreClass | None = None


_PREFERENCES = text(
    "SELECT goal_days, secondary_share, score_class FROM preference WHERE user_id = :user_id"
)


def preferences(tx: Transaction, user_id: UUID) -> Preferences:
    row = tx.execute(_PREFERENCES, {"user_id": user_id}).one_or_none()
    if row is None:
        return Preferences()
    return Preferences(
        goal_days=row.goal_days,
        secondary_share=row.secondary_share,
        score_class=ScoreClass(row.score_class) if row.score_class else None,
    )


_SAVE = versioned(
    "INSERT INTO preference (user_id, goal_days, secondary_share, score_class, rev) "
    "SELECT :user_id, :goal_days, :secondary_share, :score_class, rev FROM version "
    "ON CONFLICT (user_id) DO UPDATE SET goal_days = EXCLUDED.goal_days, "
    "secondary_share = EXCLUDED.secondary_share, score_class = EXCLUDED.score_class, "
    "rev = EXCLUDED.rev"
)


def save(tx: Transaction, user_id: UUID, wanted: Preferences) -> None:
    tx.execute(
        _SAVE,
        {
            "user_id": user_id,
            "goal_days": wanted.goal_days,
            "secondary_share": wanted.secondary_share,
            "score_class": wanted.score_class and wanted.score_class.value,
        },
    )


_LOGGING = text("SELECT logging FROM preference WHERE user_id = :user_id")


def logging(tx: Transaction, user_id: UUID) -> Mapping[str, Any]:
    """How they log, as their devices have it: `core/sync_wire.PreferencesFields`, what was said of it."""
    return tx.execute(_LOGGING, {"user_id": user_id}).scalar() or {}


_SAVE_LOGGING = versioned(
    "INSERT INTO preference AS p (user_id, logging, stamps, rev) "
    "SELECT :user_id, CAST(:fields AS jsonb), CAST(:stamps AS jsonb), rev FROM version "
    "ON CONFLICT (user_id) DO UPDATE SET logging = p.logging || EXCLUDED.logging, "
    "stamps = p.stamps || EXCLUDED.stamps, rev = EXCLUDED.rev"
)


def save_logging(tx: Transaction, user_id: UUID, fields: Mapping[str, Any], stamp: str) -> None:
    """`stamp` is when it was written, to be held against what devices wrote."""
    stamps = dict.fromkeys(fields, stamp)
    parameters = {"fields": json.dumps(fields), "stamps": json.dumps(stamps)}
    tx.execute(_SAVE_LOGGING, {"user_id": user_id, **parameters})
