"""How a lifter wants to log: bar, plates, rest, hand and keys, the same on every device of theirs."""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter

from liftlog.core.sync.lenient import read_leniently
from liftlog.core.sync.schemas import PreferencesFields
from liftlog.domain.sync.stamps import stamp_at
from liftlog.store.database.engine import Transaction
from liftlog.store.preferences import read as preferences
from liftlog.store.preferences import write as preference_changes

_STORED: Final = TypeAdapter(PreferencesFields)


def logging_preferences(tx: Transaction, user_id: UUID) -> PreferencesFields:
    """What is stored and not understood has its default."""
    stored = preferences.logging(tx, user_id)
    return read_leniently(_STORED, stored) or PreferencesFields.model_validate({})


def change_logging_preferences(
    tx: Transaction, user_id: UUID, wanted: PreferencesFields, *, now: datetime
) -> None:
    """What is changed counts as written now, so that a device that was away does not undo it."""
    before = logging_preferences(tx, user_id).model_dump(mode="json")
    fields = {
        name: value
        for name, value in wanted.model_dump(mode="json").items()
        if value != before[name]
    }
    if fields:
        preference_changes.save_logging(tx, user_id, fields, stamp_at(now))
