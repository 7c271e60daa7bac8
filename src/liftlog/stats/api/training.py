"""Balance, consistency, trends and the ledger of records."""

from uuid import UUID

from flask import Blueprint

from liftlog.http.openapi import answers
from liftlog.statistics import training_schemas
from liftlog.statistics.schemas import FormulaQuery, PeriodQuery
from liftlog.stats import balance as balances
from liftlog.stats import ledger as ledgers
from liftlog.stats import rhythm as rhythms
from liftlog.stats import trends as all_trends
from liftlog.stats.api.contract import contract
from liftlog.stats.request.scope import asker, reading, today

TAGS = ("Statistics",)
EXERCISE_TAGS = ("Statistics of an exercise",)
REFUSALS = (422, 503)


@contract.validate(
    resp=answers(training_schemas.Balance, refusals=REFUSALS), tags=TAGS, operation_id="getBalance"
)
def balance(query: training_schemas.BalanceQuery) -> training_schemas.Balance:
    """Hard sets and volume of a week.

    Per muscle, movement pattern and exercise, beside the weeks before.
    """
    with reading() as tx:
        return balances.balance(tx, asker(), query, today())


@contract.validate(
    resp=answers(training_schemas.CountedSets, refusals=REFUSALS),
    tags=TAGS,
    operation_id="getCountedSets",
)
def sets(query: training_schemas.SetsQuery) -> training_schemas.CountedSets:
    """The sets behind a number.

    Every set that a total of a period, a muscle, a movement pattern or an exercise is made of.
    """
    with reading() as tx:
        return balances.counted_sets(tx, asker(), query)


@contract.validate(
    resp=answers(training_schemas.Rhythm, refusals=REFUSALS), tags=TAGS, operation_id="getRhythm"
)
def rhythm(query: PeriodQuery) -> training_schemas.Rhythm:
    """Training days against the goal, time of day, weekdays and durations.

    Streaks are weeks in a row that met the account's goal of training days, of all time.
    """
    with reading() as tx:
        return rhythms.rhythm(tx, asker(), query, today())


@contract.validate(
    resp=answers(training_schemas.Trends, refusals=REFUSALS), tags=TAGS, operation_id="getTrends"
)
def trends(query: training_schemas.TrendsQuery) -> training_schemas.Trends:
    """Lifts that rise, fall or stay as they are.

    Of eight weeks up to the last session by the Mann-Kendall test and the Theil-Sen slope of each
    week's best estimate. Of lifts whose days carry no trend nothing is said.
    """
    with reading() as tx:
        return all_trends.trends(tx, asker(), query, today())


@contract.validate(
    resp=answers(training_schemas.Ledger, refusals=REFUSALS),
    tags=TAGS,
    operation_id="getRecordLedger",
)
def records(query: training_schemas.LedgerQuery) -> training_schemas.Ledger:
    """Every record ever held.

    By day, the newest first, each with its set, by how much it beat the one before, and how long it
    stood. Estimates from more than ten reps hold no record.
    """
    with reading() as tx:
        return ledgers.ledger(tx, asker(), query, today())


@contract.validate(
    resp=answers(training_schemas.ExerciseLedger, refusals=(404, *REFUSALS)),
    tags=EXERCISE_TAGS,
    operation_id="getExerciseLedger",
)
def ledger(exercise_id: UUID, query: FormulaQuery) -> training_schemas.ExerciseLedger:
    """Every record ever held in an exercise.

    By kind and rep count, each with its set, by how much it beat the one before, and how long it
    stood.
    """
    with reading() as tx:
        return ledgers.exercise_ledger(tx, asker(), exercise_id, query, today())


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
