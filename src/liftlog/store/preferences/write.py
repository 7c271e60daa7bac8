"""What a lifter changes of their preferences. Apart from the reading, which stats' image has alone."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from liftlog.domain.preferences import StatisticsPreferences, choices
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.versions import versioned

_GOAL = "CAST(:goal_days AS smallint)"
_VALUES = {
    **{name: f":{name}" for name in choices(StatisticsPreferences)},
    "goal_days": f"COALESCE({_GOAL}, 3)",
    "goal_set": f"{_GOAL} IS NOT NULL",
}
_SAVE = versioned(
    f"INSERT INTO preference (user_id, {', '.join(_VALUES)}, rev) "
    f"SELECT :user_id, {', '.join(_VALUES.values())}, rev FROM version "
    "ON CONFLICT (user_id) DO UPDATE SET "
    f"{', '.join(f'{name} = EXCLUDED.{name}' for name in _VALUES)}, rev = EXCLUDED.rev"
)


def save(tx: Transaction, user_id: UUID, wanted: StatisticsPreferences) -> None:
    tx.execute(_SAVE, {"user_id": user_id, **asdict(wanted)})


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
