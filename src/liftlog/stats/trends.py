"""What lifts have done lately, as answers."""

from datetime import date
from uuid import UUID

from liftlog import stats_wire as wire
from liftlog import training_wire
from liftlog.domain.one_rep_max import Formula
from liftlog.domain.trends import LOOKED_BACK, Trend, trend_of
from liftlog.identity_token import StatsIdentity
from liftlog.store import training_sums
from liftlog.store.engine import Transaction
from liftlog.store.training_sums import LiftDays

DECIMALS = 4


def trends(
    tx: Transaction, asker: StatsIdentity, asked: training_wire.TrendsQuery, today: date
) -> training_wire.Trends:
    return training_wire.Trends.model_construct(
        formula=asked.formula,
        lifts=lift_trends(tx, asker.user_id, asked.formula, today, asked.exercise_id),
    )


def lift_trends(
    tx: Transaction,
    user_id: UUID,
    formula: Formula,
    today: date,
    exercise_id: UUID | None = None,
) -> tuple[wire.LiftTrend, ...]:
    """Of the lifts whose days carry something, the most trained first."""
    lifts = training_sums.lift_days(
        tx, user_id, formula, first=today - LOOKED_BACK, last=today, exercise_id=exercise_id
    )
    told = ((lift, trend_of(lift.sessions, today)) for lift in lifts)
    return tuple(_lift_trend(lift, found) for lift, found in told if found)


def _lift_trend(lift: LiftDays, found: Trend) -> wire.LiftTrend:
    return wire.LiftTrend.model_construct(
        exercise_id=lift.exercise_id,
        name=lift.name,
        direction=found.direction,
        first=found.first,
        last=found.last,
        sessions=found.sessions,
        change_kg=round(found.change, DECIMALS),
    )
