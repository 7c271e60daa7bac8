"""Statistics of one exercise."""

from uuid import UUID

from flask import Blueprint

from liftlog import stats_wire as wire
from liftlog.openapi import answers
from liftlog.stats import figures
from liftlog.stats.api.contract import contract
from liftlog.stats.asking import asker, reading

TAGS = ("Statistics of an exercise",)
REFUSALS = (404, 422, 503)


@contract.validate(
    resp=answers(wire.OneRepMax, refusals=REFUSALS), tags=TAGS, operation_id="getOneRepMax"
)
def one_rep_max(exercise_id: UUID, query: wire.OneRepMaxQuery) -> wire.OneRepMax:
    """One-rep max over time.

    The best estimate of each training day by one equation, with what all seven say. A single is the
    weight itself; sets of more than 12 reps and warm-ups give no estimate. Exercises that are not
    weight and reps have no points: with body weight or assistance the logged weight is only a part
    of what was lifted.
    """
    with reading() as tx:
        return figures.estimates(tx, asker(), exercise_id, query)


@contract.validate(
    resp=answers(wire.History, refusals=REFUSALS), tags=TAGS, operation_id="getExerciseHistory"
)
def history(exercise_id: UUID, query: wire.HistoryQuery) -> wire.History:
    """What was done in an exercise, day by day.

    The newest first, warm-ups included.
    """
    with reading() as tx:
        return figures.history(tx, asker(), exercise_id, query)


@contract.validate(
    resp=answers(wire.Records, refusals=REFUSALS), tags=TAGS, operation_id="getRecords"
)
def records(exercise_id: UUID, query: wire.FormulaQuery) -> wire.Records:
    """Records of an exercise.

    A record is beaten only by a better set; what was beaten on its own day was never one.
    """
    with reading() as tx:
        return figures.record_ledger(tx, asker(), exercise_id, query)


@contract.validate(
    resp=answers(wire.ExerciseOverview, refusals=REFUSALS),
    tags=TAGS,
    operation_id="getExerciseOverview",
)
def overview(exercise_id: UUID, query: wire.OneRepMaxQuery) -> wire.ExerciseOverview:
    """An exercise at a glance.

    One-rep max of the period, records of all time, and the last days it was done.
    """
    with reading() as tx:
        return figures.exercise_overview(tx, asker(), exercise_id, query)


def install(api: Blueprint) -> None:
    for name, endpoint, view in (
        ("one-rep-max", "one_rep_max", one_rep_max),
        ("history", "history", history),
        ("records", "records", records),
        ("overview", "exercise_overview", overview),
    ):
        rule = f"/stats/exercises/<uuid:exercise_id>/{name}"
        api.add_url_rule(rule, endpoint, view, methods=["GET"])
