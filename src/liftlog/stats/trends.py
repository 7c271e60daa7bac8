"""What lifts have done lately."""

from typing import Any

from liftlog.domain.strength.trends import trend_of
from liftlog.statistics.trends import TRENDS, LiftTrend, Trends, TrendsQuery
from liftlog.stats.computing import StatsRequest, computes
from liftlog.store.statistics import training_sums


@computes(TRENDS)
def trends(request: StatsRequest[TrendsQuery]) -> Trends:
    lifts = lift_trends(request, exercise_id=request.query.exercise_id)
    return Trends(formula=request.query.formula, lifts=lifts)


def lift_trends(request: StatsRequest[Any], **chosen: Any) -> tuple[LiftTrend, ...]:
    """Of the lifts whose days carry one, the most trained first."""
    lifts = training_sums.recent_lift_days(
        request.tx, request.user_id, request.query.formula, request.today, **chosen
    )
    found = ((lift, trend_of(lift.sessions, request.today)) for lift in lifts)
    return tuple(
        LiftTrend(
            exercise_id=lift.exercise_id,
            name=lift.name,
            direction=trend.direction,
            first=trend.first,
            last=trend.last,
            sessions=trend.sessions,
            change_kg=trend.change,
        )
        for lift, trend in found
        if trend
    )
