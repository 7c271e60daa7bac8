"""Statistics of one exercise."""

from uuid import UUID

from flask import Blueprint

from liftlog.http.openapi import answers
from liftlog.statistics import schemas
from liftlog.stats import figures, lifted
from liftlog.stats.api.contract import contract
from liftlog.stats.request.scope import asker, reading, today

TAGS = ("Statistics of an exercise",)
REFUSALS = (404, 422, 503)


@contract.validate(
    resp=answers(schemas.OneRepMax, refusals=REFUSALS), tags=TAGS, operation_id="getOneRepMax"
)
def one_rep_max(exercise_id: UUID, query: schemas.EffortQuery) -> schemas.OneRepMax:
    """One-rep max over time.

    The best estimate of each training day by one equation, with what all seven say and the set it is
    from. A single is the weight itself; sets of more than 12 reps and warm-ups give no estimate. In
    pull-ups, chin-ups, dips and muscle-ups the body weight of the day is part of the load; where it is
    not known, and in other exercises that are not weight and reps, there are no points.
    """
    with reading() as tx:
        return figures.estimates(tx, asker(), exercise_id, query)


@contract.validate(
    resp=answers(schemas.History, refusals=REFUSALS), tags=TAGS, operation_id="getExerciseHistory"
)
def history(exercise_id: UUID, query: schemas.HistoryQuery) -> schemas.History:
    """What was done in an exercise, day by day.

    The newest first, warm-ups included.
    """
    with reading() as tx:
        return figures.history(tx, asker(), exercise_id, query)


@contract.validate(
    resp=answers(schemas.Records, refusals=REFUSALS), tags=TAGS, operation_id="getRecords"
)
def records(exercise_id: UUID, query: schemas.FormulaQuery) -> schemas.Records:
    """Records of an exercise.

    A record is beaten only by a better set; what was beaten on its own day was never one.
    """
    with reading() as tx:
        return figures.record_ledger(tx, asker(), exercise_id, query)


@contract.validate(
    resp=answers(schemas.ExerciseOverview, refusals=REFUSALS),
    tags=TAGS,
    operation_id="getExerciseOverview",
)
def overview(exercise_id: UUID, query: schemas.EffortQuery) -> schemas.ExerciseOverview:
    """An exercise at a glance.

    One-rep max of the period, records of all time, and the last days it was done.
    """
    with reading() as tx:
        return figures.exercise_overview(tx, asker(), exercise_id, query)


@contract.validate(
    resp=answers(schemas.RepCurve, refusals=REFUSALS), tags=TAGS, operation_id="getRepCurve"
)
def rep_curve(exercise_id: UUID, query: schemas.RepCurveQuery) -> schemas.RepCurve:
    """Your own rep curve.

    How the weight falls with the reps, fitted to the sets to the limit of about two years, with the
    range in which the truth lies nine of ten times; and why there is none where they don't allow one.
    """
    with reading() as tx:
        return lifted.curve(tx, asker(), exercise_id, query, today())


@contract.validate(
    resp=answers(schemas.BackTest, refusals=REFUSALS), tags=TAGS, operation_id="getBackTest"
)
def back_test(exercise_id: UUID, query: schemas.RepCurveQuery) -> schemas.BackTest:
    """How well the equations foretold your heavy sets.

    Of each set of one to three reps to the limit: what each equation and your own curve said from the
    sets of four to ten reps of the eight weeks before, and how far off that was.
    """
    with reading() as tx:
        return lifted.tested(tx, asker(), exercise_id, query, today())


@contract.validate(
    resp=answers(schemas.RepCurveOverview, refusals=REFUSALS),
    tags=TAGS,
    operation_id="getRepCurveOverview",
)
def rep_curve_overview(exercise_id: UUID, query: schemas.RepCurveQuery) -> schemas.RepCurveOverview:
    """The rep curve and the test of it at once."""
    with reading() as tx:
        return lifted.curve_overview(tx, asker(), exercise_id, query, today())


@contract.validate(
    resp=answers(schemas.Comparison, refusals=REFUSALS),
    tags=TAGS,
    operation_id="compareOneRepMaxes",
)
def one_rep_maxes(query: schemas.ComparisonQuery) -> schemas.Comparison:
    """One-rep max of several lifts over time.

    Up to five in the order they were asked for, with the body weight of the same days.
    """
    with reading() as tx:
        return lifted.comparison(tx, asker(), query)


def install(api: Blueprint) -> None:
    api.add_url_rule("/stats/one-rep-max", view_func=one_rep_maxes, methods=["GET"])
    for name, endpoint, view in (
        ("one-rep-max", "one_rep_max", one_rep_max),
        ("history", "history", history),
        ("records", "records", records),
        ("overview", "exercise_overview", overview),
        ("rep-curve", "rep_curve", rep_curve),
        ("back-test", "back_test", back_test),
        ("rep-curve-overview", "rep_curve_overview", rep_curve_overview),
    ):
        rule = f"/stats/exercises/<uuid:exercise_id>/{name}"
        api.add_url_rule(rule, endpoint, view, methods=["GET"])
