"""Strength scores over time, as an answer."""

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.strength.history import TOTAL_OF, WINDOW, StrengthPoint, strength_history
from liftlog.domain.strength.scores import Event, Score
from liftlog.statistics import schemas
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.store.body import read as body
from liftlog.store.database.engine import Transaction
from liftlog.store.preferences import read as preferences
from liftlog.store.statistics import one_rep_max_sets

LIFTS = {
    Event.SQUAT: exercise_id("squat"),
    Event.BENCH_PRESS: exercise_id("bench-press"),
    Event.DEADLIFT: exercise_id("deadlift"),
}
DECIMALS = 4


def strength(
    tx: Transaction, asker: StatsIdentity, asked: schemas.StrengthQuery
) -> schemas.Strength:
    score_class = preferences.preferences(tx, asker.user_id).score_class
    kept = one_rep_max_sets.kept_estimates(tx, asker.user_id, LIFTS.values(), asked.formula)
    estimates = {
        event: [
            (one.estimate.day, one.estimate.one_rep_max_kg)
            for one in kept
            if one.exercise_id == lift and not one.estimate.low_confidence
        ]
        for event, lift in LIFTS.items()
    }
    weigh_ins = body.weigh_ins(tx, asker.user_id)
    points = strength_history(estimates, weigh_ins, asked.score, score_class)
    return schemas.Strength.model_construct(
        score=asked.score,
        score_class=score_class,
        formula=asked.formula,
        window_days=WINDOW.days,
        missing=tuple(
            [event.value for event in TOTAL_OF if not estimates[event]]
            + ([] if weigh_ins else ["body_weight"])
            + ([] if score_class or asked.score is Score.RELATIVE else ["score_class"])
        ),
        points=tuple(_point(one) for one in points if _asked_for(one, asked)),
    )


def _asked_for(point: StrengthPoint, asked: schemas.StrengthQuery) -> bool:
    return (asked.from_ or point.day) <= point.day <= (asked.to or point.day)


def _point(one: StrengthPoint) -> schemas.StrengthPoint:
    return schemas.StrengthPoint.model_construct(
        date=one.day,
        score=round(one.score, DECIMALS),
        total_kg=round(one.total_kg, DECIMALS),
        body_weight_kg=round(one.body_weight_kg, DECIMALS),
        squat_kg=round(one.lifts_kg[Event.SQUAT], DECIMALS),
        bench_press_kg=round(one.lifts_kg[Event.BENCH_PRESS], DECIMALS),
        deadlift_kg=round(one.lifts_kg[Event.DEADLIFT], DECIMALS),
    )
