"""What lifts have done lately, as answers."""

from datetime import date
from uuid import UUID

from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.trends import LOOKED_BACK, Trend, trend_of
from liftlog.statistics import schemas, training_schemas
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics import training_sums
from liftlog.store.statistics.training_sums import LiftDays

DECIMALS = 4


def trends(
    tx: Transaction, asker: StatsIdentity, asked: training_schemas.TrendsQuery, today: date
) -> training_schemas.Trends:
    return training_schemas.Trends.model_construct(
        formula=asked.formula,
        lifts=lift_trends(tx, asker.user_id, asked.formula, today, asked.exercise_id),
    )


def lift_trends(
    tx: Transaction,
    user_id: UUID,
    formula: Formula,
    today: date,
    exercise_id: UUID | None = None,
) -> tuple[schemas.LiftTrend, ...]:
    """Of the lifts whose days carry something, the most trained first."""
    lifts = training_sums.lift_days(
        tx, user_id, formula, first=today - LOOKED_BACK, last=today, exercise_id=exercise_id
    )
    told = ((lift, trend_of(lift.sessions, today)) for lift in lifts)
    return tuple(_lift_trend(lift, found) for lift, found in told if found)


def _lift_trend(lift: LiftDays, found: Trend) -> schemas.LiftTrend:
    return schemas.LiftTrend.model_construct(
        exercise_id=lift.exercise_id,
        name=lift.name,
        direction=found.direction,
        first=found.first,
        last=found.last,
        sessions=found.sessions,
        change_kg=round(found.change, DECIMALS),
    )
