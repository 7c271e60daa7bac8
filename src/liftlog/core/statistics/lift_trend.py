"""What a lift has done lately, from core's own store: its page waits for no service."""

from datetime import date
from uuid import UUID

from liftlog.domain.trends import LOOKED_BACK, Trend, trend_of
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics import training_sums


def trend(tx: Transaction, asker: Account, exercise_id: UUID, today: date) -> Trend | None:
    """By the account's equation; the value of a day is kilograms. None where nothing can be said."""
    found = training_sums.lift_days(
        tx,
        asker.user_id,
        asker.formula,
        first=today - LOOKED_BACK,
        last=today,
        exercise_id=exercise_id,
    )
    return trend_of(found[0].sessions, today) if found else None
