"""One number per lifter that grows with every change of what is theirs.

A device asks for what changed since the number it knows, and an answer that was made at this
number holds as long as it stays. Whoever changes something says it by a `versioned` statement, which has
`(SELECT rev FROM version)` to write into the row: the lifter's one row here is locked until the
transaction ends, so that numbers become visible in their order.
"""

from uuid import UUID

from sqlalchemy import TextClause, text

from liftlog.store.engine import Transaction

_NEXT_VERSION = (
    "WITH version AS (INSERT INTO lifter_version AS v (user_id, rev) VALUES (:user_id, 1) "
    "ON CONFLICT (user_id) DO UPDATE SET rev = v.rev + 1 RETURNING rev) "
)


def versioned(statement: str) -> TextClause:
    """The statement, with the lifter's next version at hand as the table `version`."""
    return text(_NEXT_VERSION + statement)


_VERSION = text("SELECT rev FROM lifter_version WHERE user_id = :user_id")


def version(tx: Transaction, user_id: UUID) -> int:
    """The lifter's version; 0 before the first change."""
    return tx.execute(_VERSION, {"user_id": user_id}).scalar() or 0
