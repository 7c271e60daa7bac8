"""The kept estimates of one exercise, for tests that ask about one."""

from uuid import UUID

from liftlog.domain.one_rep_max.estimates import DayEstimate, Formula, Spread
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.one_rep_max_sets import kept_estimates


def estimates(
    tx: Transaction, user_id: UUID, exercise_id: UUID, formula: Formula, *, limit: int | None = None
) -> list[tuple[DayEstimate, Spread]]:
    found = kept_estimates(tx, user_id, [exercise_id], formula, limit=limit)
    return [(one.estimate, one.spread) for one in found]
