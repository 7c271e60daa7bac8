"""How a lifter wants to log: bar, plates, rest, hand and keys, the same on every device of theirs."""

from datetime import datetime
from uuid import UUID

from liftlog.core.sync.schemas import PreferencesFields
from liftlog.domain.sync.stamps import stamp_at
from liftlog.store.database.engine import Transaction
from liftlog.store.preferences import read as preferences
from liftlog.store.preferences import write as preference_changes


def logging_preferences(tx: Transaction, user_id: UUID) -> PreferencesFields:
    return PreferencesFields.model_validate(preferences.logging(tx, user_id))


def change_logging_preferences(
    tx: Transaction, user_id: UUID, wanted: PreferencesFields, *, now: datetime
) -> None:
    """It counts as written now, so that a device that was away does not undo it."""
    preference_changes.save_logging(tx, user_id, wanted.model_dump(mode="json"), stamp_at(now))
