"""Balance, consistency, trends and the ledger of records over JSON, passed on from the stats-service."""

from uuid import UUID

from flask import Blueprint, Response

from liftlog.core.api.contract import contract
from liftlog.core.statistics.api import EXERCISE_TAGS, TAGS, passed_on
from liftlog.http.openapi import answers
from liftlog.statistics import training_schemas
from liftlog.statistics.schemas import FormulaQuery, PeriodQuery


@contract.validate(
    query=training_schemas.BalanceQuery,
    resp=answers(training_schemas.Balance, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getBalance",
    skip_validation=True,
)
def balance() -> Response:
    """Hard sets and volume of a week.

    Per muscle, movement pattern and exercise, beside the weeks before.
    """
    return passed_on("balance", training_schemas.BalanceQuery)


@contract.validate(
    query=training_schemas.SetsQuery,
    resp=answers(training_schemas.CountedSets, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getCountedSets",
    skip_validation=True,
)
def sets() -> Response:
    """The sets behind a number.

    Every set that a total of a period, a muscle, a movement pattern or an exercise is made of.
    """
    return passed_on("sets", training_schemas.SetsQuery)


@contract.validate(
    query=PeriodQuery,
    resp=answers(training_schemas.Rhythm, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getRhythm",
    skip_validation=True,
)
def rhythm() -> Response:
    """Training days against the goal, time of day, weekdays and durations.

    Streaks are weeks in a row that met the account's goal of training days, of all time.
    """
    return passed_on("rhythm", PeriodQuery)


@contract.validate(
    query=training_schemas.TrendsQuery,
    resp=answers(training_schemas.Trends, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getTrends",
    skip_validation=True,
)
def trends() -> Response:
    """Lifts that rise, fall or stay as they are.

    Of eight weeks up to the last session by the Mann-Kendall test and the Theil-Sen slope of each
    week's best estimate. Of lifts whose days carry no trend nothing is said.
    """
    return passed_on("trends", training_schemas.TrendsQuery)


@contract.validate(
    query=training_schemas.LedgerQuery,
    resp=answers(training_schemas.Ledger, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getRecordLedger",
    skip_validation=True,
)
def records() -> Response:
    """Every record ever held.

    By day, the newest first, each with its set, by how much it beat the one before, and how long it
    stood. Estimates from more than ten reps hold no record.
    """
    return passed_on("records", training_schemas.LedgerQuery)


@contract.validate(
    query=FormulaQuery,
    resp=answers(training_schemas.ExerciseLedger, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="getExerciseLedger",
    skip_validation=True,
)
def ledger(exercise_id: UUID) -> Response:
    """Every record ever held in an exercise.

    By kind and rep count, each with its set, by how much it beat the one before, and how long it
    stood.
    """
    return passed_on(f"exercises/{exercise_id}/ledger", FormulaQuery)


def install(api: Blueprint) -> None:
    for name, endpoint, view in (
        ("balance", "balance", balance),
        ("sets", "counted_sets", sets),
        ("rhythm", "rhythm", rhythm),
        ("trends", "trends", trends),
        ("records", "record_ledger", records),
        ("exercises/<uuid:exercise_id>/ledger", "exercise_ledger", ledger),
    ):
        api.add_url_rule(f"/stats/{name}", endpoint, view, methods=["GET"])
