"""Records of all exercises, and of one."""

from datetime import date
from typing import Any

from liftlog.domain import records as domain
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.statistics.records import (
    EXERCISE_RECORDS,
    RECORD_HISTORY,
    RECORD_HISTORY_MAX,
    RECORDS,
    RECORDS_PAST_MAX,
    ExerciseRecords,
    HeldRecord,
    RecordHistory,
    RecordPage,
    RecordsQuery,
)
from liftlog.statistics.schema import ExerciseName, FormulaQuery
from liftlog.statistics.sets import SetOutput
from liftlog.stats.computing import StatsRequest, computes
from liftlog.stats.request.requested_exercise import exercise_of
from liftlog.store.exercises.read import Exercise
from liftlog.store.statistics import analytics, training_sums
from liftlog.store.statistics.training_sums import RecordWithSet


@computes(EXERCISE_RECORDS)
def exercise_records(request: StatsRequest[FormulaQuery]) -> ExerciseRecords:
    return records_of(request, exercise_of(request), request.query.formula)


def records_of(request: StatsRequest[Any], exercise: Exercise, formula: Formula) -> ExerciseRecords:
    """The records that stand, and those beaten of late."""
    held = analytics.records(request.tx, request.user_id, exercise.id, formula)
    beaten = sorted(
        (record for record in held if record.until),
        key=lambda record: (record.until, record.day),
        reverse=True,
    )
    return ExerciseRecords.of(
        exercise=exercise, standing=domain.standing(held), beaten=beaten[:RECORDS_PAST_MAX]
    )


@computes(RECORDS)
def records(request: StatsRequest[RecordsQuery]) -> RecordPage:
    query = request.query
    held = training_sums.records_by_day(
        request.tx,
        request.user_id,
        query.formula,
        kind=query.kind,
        standing=query.standing,
        before=query.before,
        days=query.limit + 1,
    )
    days = sorted({entry.record.day for entry in held}, reverse=True)
    page = days[: query.limit]
    return RecordPage(
        formula=query.formula,
        records=tuple(_held(entry, request.today) for entry in held if entry.record.day in page),
        next_before=page[-1] if len(days) > query.limit else None,
    )


@computes(RECORD_HISTORY)
def record_history(request: StatsRequest[FormulaQuery]) -> RecordHistory:
    exercise, formula = exercise_of(request), request.query.formula
    held = training_sums.record_history(
        request.tx, request.user_id, exercise.id, formula, limit=RECORD_HISTORY_MAX
    )
    return RecordHistory(
        exercise=ExerciseName.of(exercise),
        formula=formula,
        records=tuple(_held(entry, request.today) for entry in held),
    )


def _held(entry: RecordWithSet, today: date) -> HeldRecord:
    record = entry.record
    return HeldRecord(
        exercise=ExerciseName(id=entry.exercise_id, name=entry.name, load_kind=entry.load_kind),
        kind=record.kind,
        reps=record.reps,
        date=record.day,
        value=record.value,
        gain=record.gain,
        until=record.until,
        days=max(domain.days_held(record, today), 0),
        workout_id=entry.workout_id,
        logged=SetOutput.from_logged(record.set_id, entry.logged),
    )
