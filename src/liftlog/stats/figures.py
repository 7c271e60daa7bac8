"""The statistics themselves: what the store sums up and the domain works out, as answers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from liftlog.domain import records
from liftlog.domain.consistency.streaks import Streak, averaged_over
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.periods import (
    DAYS_PER_WEEK,
    LAST_DAY,
    Bucket,
    Period,
    bucket_of,
    fitting_bucket,
    previous_period,
)
from liftlog.domain.records import Record
from liftlog.domain.workouts.volume import SECONDARY_SHARE, Totals
from liftlog.kit.errors import NotFoundError
from liftlog.statistics import schemas
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.stats import lifted, trends
from liftlog.stats.wire_sets import history_set
from liftlog.store.database.engine import Transaction
from liftlog.store.exercises import read as exercises
from liftlog.store.exercises.read import Exercise
from liftlog.store.preferences import read as preferences
from liftlog.store.statistics import analytics, training_days
from liftlog.store.statistics.analytics import Glance, Lift, MuscleSets, PastWorkout, StretchTotals
from liftlog.store.statistics.training_days import TrainingDays

STRETCHES_MAX = 60
"""So many bars can be told apart on a phone; a longer period gets wider ones."""
OVERVIEW_HISTORY_DAYS = 5
NO_EXERCISE = "There is no such exercise."


def summary(tx: Transaction, asker: StatsIdentity, asked: schemas.PeriodQuery) -> schemas.Summary:
    return _summary(analytics.summary(tx, asker.user_id, first=asked.from_, last=asked.to))


def weeks(
    tx: Transaction, asker: StatsIdentity, asked: schemas.PeriodQuery, today: date
) -> schemas.Weeks:
    trained = training_days.training_days(
        tx,
        asker.user_id,
        today=today,
        week_start=asker.week_start,
        bucket=Bucket.WEEK,
        first=asked.from_,
        last=asked.to,
    )
    found = analytics.stretches(
        tx,
        asker.user_id,
        bucket=Bucket.WEEK,
        week_start=asker.week_start,
        first=asked.from_,
        last=asked.to,
    )
    return schemas.Weeks.model_construct(
        weeks=_stretches(found, Bucket.WEEK, asker.week_start, asked),
        consistency=_consistency(trained, _period(asked, trained.first_day, today), today),
    )


def muscles(tx: Transaction, asker: StatsIdentity, asked: schemas.PeriodQuery) -> schemas.Muscles:
    found = analytics.sets_per_muscle(tx, asker.user_id, first=asked.from_, last=asked.to)
    share = preferences.preferences(tx, asker.user_id).secondary_share
    return schemas.Muscles.model_construct(muscles=_muscles(found, share))


def lifts(tx: Transaction, asker: StatsIdentity, asked: schemas.LiftsQuery) -> schemas.Lifts:
    found = analytics.lifts(tx, asker.user_id, first=asked.from_, last=asked.to, limit=asked.limit)
    return schemas.Lifts.model_construct(lifts=_lifts(found))


def overview(
    tx: Transaction, asker: StatsIdentity, asked: schemas.OverviewQuery, today: date
) -> schemas.Overview:
    begun = None if asked.from_ else training_days.first_day(tx, asker.user_id)
    period = _period(asked, begun, today)
    bucket = fitting_bucket(period, STRETCHES_MAX)
    trained = training_days.training_days(
        tx,
        asker.user_id,
        today=today,
        week_start=asker.week_start,
        bucket=bucket,
        first=asked.from_,
        last=asked.to,
    )
    found = analytics.glance(
        tx,
        asker.user_id,
        bucket=bucket,
        week_start=asker.week_start,
        first=asked.from_,
        last=asked.to,
    )
    stretches = _with_workouts(found, trained)
    workouts = sum(one.totals.workouts for one in stretches)
    return schemas.Overview.model_construct(
        first=period.first,
        last=period.last,
        first_day=trained.first_day,
        summary=_summary(replace(found.total, workouts=workouts)),
        before=_before(tx, asker.user_id, period) if asked.from_ else None,
        bucket=bucket,
        stretches=_stretches(stretches, bucket, asker.week_start, asked),
        consistency=_consistency(trained, period, today),
        muscles=_muscles(found.muscles, _share(found)),
        lifts=_lifts(found.lifts),
        trends=trends.lift_trends(tx, asker.user_id, asked.formula, today),
    )


def _with_workouts(found: Glance, trained: TrainingDays) -> list[StretchTotals]:
    """Every stretch that has a workout, also one without a counted set."""
    return [
        StretchTotals(
            first=first,
            days=within.days,
            totals=replace(found.stretches.get(first, Totals()), workouts=within.workouts),
        )
        for first, within in trained.stretches.items()
    ]


def estimates(
    tx: Transaction, asker: StatsIdentity, exercise_id: UUID, asked: schemas.EffortQuery
) -> schemas.OneRepMax:
    return lifted.one_rep_max(tx, asker, _exercise(tx, asker, exercise_id), asked)


def history(
    tx: Transaction, asker: StatsIdentity, exercise_id: UUID, asked: schemas.HistoryQuery
) -> schemas.History:
    return _history(tx, asker, _exercise(tx, asker, exercise_id), asked)


def record_ledger(
    tx: Transaction, asker: StatsIdentity, exercise_id: UUID, asked: schemas.FormulaQuery
) -> schemas.Records:
    return _records(tx, asker, _exercise(tx, asker, exercise_id), asked.formula)


def exercise_overview(
    tx: Transaction, asker: StatsIdentity, exercise_id: UUID, asked: schemas.EffortQuery
) -> schemas.ExerciseOverview:
    there = exercises.exercise_with_weigh_ins(tx, asker.user_id, exercise_id)
    if there is None:
        raise NotFoundError(NO_EXERCISE)
    exercise, weigh_ins = there
    recent = schemas.HistoryQuery(before=None, limit=OVERVIEW_HISTORY_DAYS)
    return schemas.ExerciseOverview.model_construct(
        one_rep_max=lifted.one_rep_maxes(tx, asker, [exercise], asked, weigh_ins)[0],
        body_weight=lifted.body_weight(weigh_ins, asked),
        records=_records(tx, asker, exercise, asked.formula),
        history=_history(tx, asker, exercise, recent),
    )


def _exercise(tx: Transaction, asker: StatsIdentity, exercise_id: UUID) -> Exercise:
    """One of the catalogue or of the asker's own: of the others, nobody says that they are there."""
    found = exercises.exercise(tx, asker.user_id, exercise_id)
    if found is None:
        raise NotFoundError(NO_EXERCISE)
    return found


def _records(
    tx: Transaction, asker: StatsIdentity, exercise: Exercise, formula: Formula
) -> schemas.Records:
    ledger = analytics.records(tx, asker.user_id, exercise.id, formula)
    beaten = sorted(
        (one for one in ledger if one.until), key=lambda one: (one.until, one.day), reverse=True
    )
    return schemas.Records.model_construct(
        exercise=_name(exercise),
        standing=tuple(_record(one) for one in records.standing(ledger)),
        beaten=tuple(_record(one) for one in beaten[: schemas.RECORDS_PAST_MAX]),
    )


def _record(found: Record) -> schemas.RecordLine:
    return schemas.RecordLine.model_construct(
        kind=found.kind,
        reps=found.reps,
        date=found.day,
        value=found.value,
        set_id=found.set_id,
        gain=found.gain,
        until=found.until,
    )


def _history(
    tx: Transaction, asker: StatsIdentity, exercise: Exercise, asked: schemas.HistoryQuery
) -> schemas.History:
    found = analytics.exercise_history(
        tx, asker.user_id, exercise.id, before=asked.before, days=asked.limit + 1
    )
    days = sorted({one.day for one in found}, reverse=True)
    page = days[: asked.limit]
    return schemas.History.model_construct(
        exercise=_name(exercise),
        workouts=tuple(_past_workout(one) for one in found if one.day in page),
        next_before=page[-1] if len(days) > asked.limit else None,
    )


def _past_workout(found: PastWorkout) -> schemas.HistoryWorkout:
    return schemas.HistoryWorkout.model_construct(
        workout_id=found.workout_id,
        title=found.title,
        day=found.day,
        sets=tuple(history_set(set_id, logged) for set_id, logged in found.sets),
    )


def _name(exercise: Exercise) -> schemas.ExerciseName:
    return schemas.ExerciseName.model_construct(
        id=exercise.id, name=exercise.name, load_kind=exercise.load_kind
    )


def _summary(totals: Totals) -> schemas.Summary:
    return schemas.Summary.model_construct(
        workouts=totals.workouts,
        sets=totals.sets,
        reps=totals.reps,
        volume_kg=totals.volume_kg,
    )


def _before(tx: Transaction, user_id: UUID, period: Period) -> schemas.Summary:
    earlier = previous_period(period)
    return _summary(analytics.summary(tx, user_id, first=earlier.first, last=earlier.last))


def _period(asked: schemas.PeriodQuery, first_day: date | None, today: date) -> Period:
    """The days asked for; where an end was left open, from the first training day, until today."""
    last = asked.to or max(today, asked.from_ or today)
    first = asked.from_ or min(first_day or last, last)
    return Period(first, last)


def _stretches(
    found: Iterable[StretchTotals], bucket: Bucket, week_start: int, asked: schemas.PeriodQuery
) -> tuple[schemas.Stretch, ...]:
    """Of those that an end of the period cuts, the days that were added up."""
    return tuple(
        schemas.Stretch.model_construct(
            first=max(one.first, asked.from_ or one.first),
            last=min(bucket_of(one.first, bucket, week_start).last, asked.to or LAST_DAY),
            days=one.days,
            workouts=one.totals.workouts,
            sets=one.totals.sets,
            reps=one.totals.reps,
            volume_kg=one.totals.volume_kg,
        )
        for one in found
    )


def _consistency(trained: TrainingDays, period: Period, today: date) -> schemas.Consistency:
    averaged = averaged_over(period, trained.first_day, today)
    return schemas.Consistency.model_construct(
        training_days=trained.days,
        weeks_trained=trained.weeks,
        days_per_week=round(trained.days * DAYS_PER_WEEK / averaged.days, 4),
        current_streak=_streak(trained.current),
        longest_streak=_streak(trained.longest),
        goal_days=trained.goal_days,
    )


def _streak(found: Streak) -> schemas.Streak:
    return schemas.Streak.model_construct(weeks=found.weeks, first=found.first, last=found.last)


def _share(found: Glance) -> Decimal:
    return SECONDARY_SHARE if found.secondary_share is None else found.secondary_share


def _muscles(
    found: Iterable[MuscleSets], secondary_share: Decimal
) -> tuple[schemas.MuscleSets, ...]:
    return tuple(
        schemas.MuscleSets.model_construct(
            muscle=one.muscle,
            primary_sets=one.primary_sets,
            secondary_sets=one.secondary_sets,
            sets=one.primary_sets + one.secondary_sets * secondary_share,
        )
        for one in found
    )


def _lifts(found: Iterable[Lift]) -> tuple[schemas.Lift, ...]:
    return tuple(
        schemas.Lift.model_construct(
            exercise_id=one.exercise_id,
            name=one.name,
            load_kind=one.load_kind,
            workouts=one.workouts,
            sets=one.totals.sets,
            reps=one.totals.reps,
            volume_kg=one.totals.volume_kg,
            last_day=one.last_day,
        )
        for one in found
    )
