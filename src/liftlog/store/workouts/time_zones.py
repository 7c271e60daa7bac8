"""The zone of a stored workout, also where its name is no longer known."""

from uuid import UUID

from sqlalchemy import text

from liftlog.kit import time_zones
from liftlog.store.database.engine import Transaction


def unknown(stored: str) -> str | None:
    """What is stored, where that is not the name of a zone."""
    return stored if time_zones.known_name(stored) is None else None


_OF_ACCOUNT = text("SELECT time_zone FROM account WHERE user_id = :user_id")


def usable(tx: Transaction, user_id: UUID, stored: str) -> str:
    """The workout's zone, else the account's, else UTC. Only an unknown name costs a statement."""
    known = time_zones.known_name(stored)
    if known is None:
        of_account = tx.execute(_OF_ACCOUNT, {"user_id": user_id}).scalar() or ""
        known = time_zones.known_name(of_account)
    return known or time_zones.UTC_NAME
