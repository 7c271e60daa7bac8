"""Strength scores over time."""

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.strength.history import TOTAL_OF, WINDOW, StrengthPoint, strength_history
from liftlog.domain.strength.scores import Event, Score
from liftlog.statistics.strength import STRENGTH, Strength, StrengthQuery, StrengthScorePoint
from liftlog.stats.computing import StatsRequest, computes
from liftlog.store.body import read as body
from liftlog.store.preferences import read as preferences
from liftlog.store.statistics import one_rep_max_history

LIFTS = {
    Event.SQUAT: exercise_id("squat"),
    Event.BENCH_PRESS: exercise_id("bench-press"),
    Event.DEADLIFT: exercise_id("deadlift"),
}


@computes(STRENGTH)
def strength(request: StatsRequest[StrengthQuery]) -> Strength:
    query = request.query
    score_class = preferences.preferences(request.tx, request.user_id).score_class
    days = one_rep_max_history.day_values(
        request.tx, request.user_id, LIFTS.values(), query.formula
    )
    estimates = {
        event: [
            (value.day, value.one_rep_max_kg)
            for value in days.get(lift, ())
            if not value.low_confidence
        ]
        for event, lift in LIFTS.items()
    }
    weigh_ins = body.weigh_ins(request.tx, request.user_id)
    points = strength_history(estimates, weigh_ins, query.score, score_class)
    return Strength(
        score=query.score,
        score_class=score_class,
        formula=query.formula,
        window_days=WINDOW.days,
        missing=tuple(
            [event.value for event in TOTAL_OF if not estimates[event]]
            + ([] if weigh_ins else ["body_weight"])
            + ([] if score_class or query.score is Score.RELATIVE else ["score_class"])
        ),
        points=tuple(_point(point) for point in points if query.has(point.day)),
    )


def _point(point: StrengthPoint) -> StrengthScorePoint:
    return StrengthScorePoint(
        date=point.day,
        score=point.score,
        total_kg=point.total_kg,
        body_weight_kg=point.body_weight_kg,
        **{f"{event.value}_kg": kg for event, kg in point.lifts_kg.items()},
    )
