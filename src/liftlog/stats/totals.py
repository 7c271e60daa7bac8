"""What a period adds up to: totals, weeks, muscles, lifts, and all of it at a glance."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from liftlog.domain.consistency.streaks import averaged_over, days_per_week
from liftlog.domain.periods import (
    LAST_DAY,
    Bucket,
    Period,
    bucket_of,
    fitting_bucket,
    previous_period,
)
from liftlog.domain.workouts.volume import SECONDARY_SHARE, Totals
from liftlog.statistics.consistency import ConsistencySummary
from liftlog.statistics.schema import PeriodQuery
from liftlog.statistics.totals import (
    LIFTS,
    MUSCLES,
    OVERVIEW,
    SUMMARY,
    WEEKS,
    Lift,
    Lifts,
    LiftsQuery,
    Muscles,
    MuscleSets,
    Overview,
    OverviewQuery,
    PeriodTotals,
    Summary,
    WeeksAnswer,
)
from liftlog.stats.computing import StatsRequest, computes
from liftlog.stats.trends import lift_trends
from liftlog.store.preferences import read as preferences
from liftlog.store.statistics import analytics, training_days
from liftlog.store.statistics.analytics import (
    BucketTotals,
    LiftTotals,
    MuscleSetCounts,
    OverviewSums,
)
from liftlog.store.statistics.training_days import TrainingDays

BUCKETS_MAX = 60
"""So many bars can be told apart on a phone; a longer period gets wider ones."""


@computes(SUMMARY)
def summary(request: StatsRequest[PeriodQuery]) -> Summary:
    query = request.query
    return Summary.of(
        analytics.summary(request.tx, request.user_id, first=query.from_, last=query.to)
    )


@computes(WEEKS)
def weeks(request: StatsRequest[PeriodQuery]) -> WeeksAnswer:
    query = request.query
    trained = _training_days(request, Bucket.WEEK)
    totals = analytics.bucket_totals(
        request.tx,
        request.user_id,
        bucket=Bucket.WEEK,
        week_start=request.user.week_start,
        first=query.from_,
        last=query.to,
    )
    period = _period(query, trained.first_day, request.today)
    return WeeksAnswer(
        weeks=_periods(totals, Bucket.WEEK, request),
        consistency=_consistency(trained, period, request.today),
    )


@computes(MUSCLES)
def muscles(request: StatsRequest[PeriodQuery]) -> Muscles:
    query = request.query
    counts = analytics.sets_per_muscle(
        request.tx, request.user_id, first=query.from_, last=query.to
    )
    share = preferences.preferences(request.tx, request.user_id).secondary_share
    return Muscles(muscles=_muscles(counts, share))


@computes(LIFTS)
def lifts(request: StatsRequest[LiftsQuery]) -> Lifts:
    query = request.query
    found = analytics.lifts(
        request.tx, request.user_id, first=query.from_, last=query.to, limit=query.limit
    )
    return Lifts(lifts=_lifts(found))


@computes(OVERVIEW)
def overview(request: StatsRequest[OverviewQuery]) -> Overview:
    query, today = request.query, request.today
    begun = None if query.from_ else training_days.first_day(request.tx, request.user_id)
    period = _period(query, begun, today)
    bucket = fitting_bucket(period, BUCKETS_MAX)
    trained = _training_days(request, bucket)
    sums = analytics.overview_sums(
        request.tx,
        request.user_id,
        bucket=bucket,
        week_start=request.user.week_start,
        first=query.from_,
        last=query.to,
    )
    totals = _with_workouts(sums, trained)
    workouts = sum(one.totals.workouts for one in totals)
    return Overview(
        first=period.first,
        last=period.last,
        first_day=trained.first_day,
        summary=Summary.of(replace(sums.total, workouts=workouts)),
        before=_before(request, period) if query.from_ else None,
        bucket=bucket,
        stretches=_periods(totals, bucket, request),
        consistency=_consistency(trained, period, today),
        muscles=_muscles(sums.muscles, _share(sums)),
        lifts=_lifts(sums.lifts),
        trends=lift_trends(request),
    )


def _training_days(request: StatsRequest[Any], bucket: Bucket) -> TrainingDays:
    return training_days.training_days(
        request.tx,
        request.user_id,
        today=request.today,
        week_start=request.user.week_start,
        bucket=bucket,
        first=request.query.from_,
        last=request.query.to,
    )


def _with_workouts(sums: OverviewSums, trained: TrainingDays) -> list[BucketTotals]:
    """Every bucket that has a workout, also one without a counted set."""
    return [
        BucketTotals(
            first=first,
            days=within.days,
            totals=replace(sums.buckets.get(first, Totals()), workouts=within.workouts),
        )
        for first, within in trained.buckets.items()
    ]


def _before(request: StatsRequest[OverviewQuery], period: Period) -> Summary:
    earlier = previous_period(period)
    return Summary.of(
        analytics.summary(request.tx, request.user_id, first=earlier.first, last=earlier.last)
    )


def _period(query: PeriodQuery, first_day: date | None, today: date) -> Period:
    """The days asked for; where an end was left open, from the first training day, until today."""
    last = query.to or max(today, query.from_ or today)
    first = query.from_ or min(first_day or last, last)
    return Period(first, last)


def _periods(
    totals: Iterable[BucketTotals], bucket: Bucket, request: StatsRequest[Any]
) -> tuple[PeriodTotals, ...]:
    """Of those that an end of the period cuts, the days that were added up."""
    query: PeriodQuery = request.query
    week_start = request.user.week_start
    return tuple(
        PeriodTotals(
            first=max(one.first, query.from_ or one.first),
            last=min(bucket_of(one.first, bucket, week_start).last, query.to or LAST_DAY),
            days=one.days,
            workouts=one.totals.workouts,
            sets=one.totals.sets,
            reps=one.totals.reps,
            volume_kg=one.totals.volume_kg,
        )
        for one in totals
    )


def _consistency(trained: TrainingDays, period: Period, today: date) -> ConsistencySummary:
    averaged = averaged_over(period, trained.first_day, today)
    return ConsistencySummary(
        training_days=trained.days,
        weeks_trained=trained.weeks,
        days_per_week=days_per_week(trained.days, averaged),
        current_streak=trained.current,
        longest_streak=trained.longest,
        goal_days=trained.goal_days,
    )


def _share(sums: OverviewSums) -> Decimal:
    return SECONDARY_SHARE if sums.secondary_share is None else sums.secondary_share


def _muscles(counts: Iterable[MuscleSetCounts], secondary_share: Decimal) -> tuple[MuscleSets, ...]:
    return tuple(
        MuscleSets(
            muscle=one.muscle,
            primary_sets=one.primary_sets,
            secondary_sets=one.secondary_sets,
            sets=one.primary_sets + one.secondary_sets * secondary_share,
        )
        for one in counts
    )


def _lifts(found: Iterable[LiftTotals]) -> tuple[Lift, ...]:
    return tuple(
        Lift(
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
