"""The best estimates of one exercise's days, for tests that ask about one."""

from uuid import UUID

from liftlog.domain.one_rep_max.estimates import Formula, Spread
from liftlog.domain.one_rep_max.history import DayBest
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics.one_rep_max_history import day_bests


def estimates(
    tx: Transaction, user_id: UUID, exercise_id: UUID, formula: Formula, *, limit: int | None = None
) -> list[tuple[DayBest, Spread]]:
    shown = day_bests(tx, user_id, [exercise_id], formula, limit=limit).get(exercise_id)
    days = shown.days if shown else []
    return [(best, Spread(best.low_kg, best.median_kg, best.high_kg)) for best in days]
