"""What a lifter changes of their preferences. Apart from the reading, which stats' image has alone."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from liftlog.store.database.engine import Transaction
from liftlog.store.preferences.read import Preferences
from liftlog.store.statistics.versions import versioned

_SAVE = versioned(
    "INSERT INTO preference (user_id, goal_days, goal_set, secondary_share, score_class, rev) "
    "SELECT :user_id, COALESCE(CAST(:goal_days AS smallint), 3), "
    "CAST(:goal_days AS smallint) IS NOT NULL, :secondary_share, :score_class, rev FROM version "
    "ON CONFLICT (user_id) DO UPDATE SET goal_days = EXCLUDED.goal_days, "
    "goal_set = EXCLUDED.goal_set, "
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
