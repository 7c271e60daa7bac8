"""Batches of operations from devices that were away: applied once each, answered with what changed."""

from datetime import datetime

from liftlog.core.sync.answer import answer
from liftlog.core.sync.operations import acknowledged
from liftlog.core.sync.reading import loaded, met, wanted_of
from liftlog.core.sync.schemas import SyncInput, SyncOutput
from liftlog.core.sync.writing import keep
from liftlog.domain.sync.stamps import clamped
from liftlog.kit.errors import ConflictError
from liftlog.store import sync as store
from liftlog.store.accounts import Account
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics import versions


class OtherAccountError(ConflictError):
    code = "other_account"


def sync(tx: Transaction, account: Account, asked: SyncInput, *, now: datetime) -> SyncOutput:
    """Apply what was not applied before, and give what changed since the device asked last.

    Raises OtherAccountError, with nothing applied, when the operations are somebody else's.
    """
    if asked.user_id is not None and asked.user_id != account.user_id:
        raise OtherAccountError("These changes were made by another account on this device.")
    user_id = account.user_id
    if asked.operations:
        rev, known = store.claim(tx, user_id, [one.id for one in asked.operations])
    else:
        rev, known = versions.version(tx, user_id), {}
    fresh = asked.cursor is None
    wanted = wanted_of(asked.operations, known)
    if fresh:
        wanted.workouts.update(store.fresh(tx, user_id))
    since = rev if asked.cursor is None else asked.cursor
    batch = met(loaded(tx, user_id, wanted, since, fresh=fresh))
    latest = batch.documents.latest
    stamps = clamped((one.stamp for one in asked.operations), now, after=latest)
    for one in asked.operations:
        stamp = stamps[one.stamp]
        batch.acks.append(acknowledged(batch, one, known, account, stamp=stamp, rev=rev, now=now))
    if batch.answers:
        keep(tx, account, batch, rev=rev, now=now)
    if fresh:
        store.forget_answers(tx, user_id, now)
    return answer(tx, account, batch, asked, rev=rev, now=now)
