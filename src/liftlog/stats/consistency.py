"""Consistency: training days against the goal, streaks, and when somebody trains."""

from datetime import date

from liftlog.domain.consistency.streaks import streaks
from liftlog.domain.consistency.training_times import training_times
from liftlog.domain.periods import FIRST_DAY, Bucket, Period, buckets, week_start_of
from liftlog.statistics.consistency import CONSISTENCY, ConsistencyAnswer, TrainingWeek
from liftlog.statistics.schema import PeriodQuery
from liftlog.stats.computing import StatsRequest, computes
from liftlog.store.preferences import read as preferences
from liftlog.store.statistics import training_days, training_sums


@computes(CONSISTENCY)
def consistency(request: StatsRequest[PeriodQuery]) -> ConsistencyAnswer:
    query, today, week_start = request.query, request.today, request.user.week_start
    goal = preferences.preferences(request.tx, request.user_id).goal_days
    enough = goal or 1
    this_week = week_start_of(today, week_start)
    last = min(query.to or today, today)
    trained = training_days.trained_weeks(
        request.tx, request.user_id, today=today, week_start=week_start
    )
    current, longest = streaks(trained.days, this_week, enough)
    period = _period(query, trained.first_day, last)
    done = training_times(
        training_sums.workout_times(
            request.tx,
            request.user_id,
            first=period.first,
            last=period.last,
            time_zone=request.user.time_zone,
        )
    )
    weeks = [
        _week(week.first, trained.days.get(week.first, 0), enough)
        for week in buckets(period, Bucket.WEEK, week_start)
        if trained.first_day and week.last >= trained.first_day
    ]
    return ConsistencyAnswer.of(
        first=period.first,
        last=period.last,
        first_day=trained.first_day,
        goal_days=goal,
        weeks=weeks,
        weeks_met=sum(week.met for week in weeks),
        weeks_over=sum(week.met or _missed(week, trained.first_day, this_week) for week in weeks),
        current_streak=current,
        longest_streak=longest,
        hours=done.hours,
        weekdays=done.weekdays,
        months=done.months,
    )


def _period(query: PeriodQuery, first_day: date | None, last: date) -> Period:
    """Nobody missed a goal before their first training day, nor in weeks to come: both are left out."""
    first = max(query.from_ or FIRST_DAY, min(first_day or last, last))
    return Period(first, max(first, last))


def _missed(week: TrainingWeek, first_day: date | None, this_week: date) -> bool:
    """Whether all of a week that did not meet the goal was there to do it in.

    The running week has days to come, and the first one may have begun before the training did.
    """
    return first_day is not None and first_day <= week.first < this_week


def _week(first: date, days: int, enough: int) -> TrainingWeek:
    return TrainingWeek(first=first, days=days, met=days >= enough)
