"""The ledger of records, as answers."""

from datetime import date
from uuid import UUID

from liftlog.domain.records import days_held
from liftlog.kit.errors import NotFoundError
from liftlog.statistics import training_schemas
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.statistics.schemas import FormulaQuery
from liftlog.stats.wire_sets import exercise_name, history_set
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import read as exercises
from liftlog.store.statistics import training_sums
from liftlog.store.statistics.training_sums import LedgerEntry


def ledger(
    tx: Transaction, asker: StatsIdentity, asked: training_schemas.LedgerQuery, today: date
) -> training_schemas.Ledger:
    found = training_sums.ledger(
        tx,
        asker.user_id,
        asked.formula,
        kind=asked.kind,
        standing=asked.standing,
        before=asked.before,
        days=asked.limit + 1,
    )
    days = sorted({one.record.day for one in found}, reverse=True)
    page = days[: asked.limit]
    return training_schemas.Ledger.model_construct(
        formula=asked.formula,
        records=tuple(_record(one, today) for one in found if one.record.day in page),
        next_before=page[-1] if len(days) > asked.limit else None,
    )


def exercise_ledger(
    tx: Transaction, asker: StatsIdentity, exercise_id: UUID, asked: FormulaQuery, today: date
) -> training_schemas.ExerciseLedger:
    exercise = exercises.exercise(tx, asker.user_id, exercise_id)
    if exercise is None:
        raise NotFoundError("There is no such exercise.")
    found = training_sums.ledger_of_exercise(
        tx, asker.user_id, exercise_id, asked.formula, limit=training_schemas.LEDGER_RECORDS_MAX
    )
    return training_schemas.ExerciseLedger.model_construct(
        exercise=exercise_name(exercise.id, exercise.name, exercise.load_kind),
        formula=asked.formula,
        records=tuple(_record(one, today) for one in found),
    )


def _record(one: LedgerEntry, today: date) -> training_schemas.LedgerRecord:
    record = one.record
    return training_schemas.LedgerRecord.model_construct(
        exercise=exercise_name(one.exercise_id, one.name, one.load_kind),
        kind=record.kind,
        reps=record.reps,
        date=record.day,
        value=record.value,
        gain=record.gain,
        until=record.until,
        days=max(days_held(record, today), 0),
        workout_id=one.workout_id,
        logged=history_set(record.set_id, one.logged),
    )
