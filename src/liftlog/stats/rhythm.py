"""Consistency: the goal, streaks, and when somebody trains, as an answer."""

from dataclasses import asdict
from datetime import date

from liftlog.domain.consistency.habits import habits
from liftlog.domain.consistency.streaks import Streak
from liftlog.domain.periods import FIRST_DAY, Bucket, Period, buckets, week_start_of
from liftlog.statistics import training_schemas
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.statistics.schemas import PeriodQuery
from liftlog.statistics.schemas import Streak as ToldStreak
from liftlog.store.database.engine import Transaction
from liftlog.store.preferences import read as preferences
from liftlog.store.statistics import training_sums


def rhythm(
    tx: Transaction, asker: StatsIdentity, asked: PeriodQuery, today: date
) -> training_schemas.Rhythm:
    goal = preferences.preferences(tx, asker.user_id).goal_days
    enough = goal or 1
    this_week = week_start_of(today, asker.week_start)
    last = min(asked.to or today, today)
    found = training_sums.trained_weeks(
        tx,
        asker.user_id,
        first_week=week_start_of(asked.from_ or FIRST_DAY, asker.week_start),
        last_week=week_start_of(last, asker.week_start),
        this_week=this_week,
        today=today,
        week_start=asker.week_start,
        goal=enough,
    )
    period = _period(asked, found.first_day, last)
    done = habits(training_sums.visits(tx, asker.user_id, first=period.first, last=last))
    weeks = [
        _week(week.first, found.days.get(week.first, 0), enough)
        for week in buckets(period, Bucket.WEEK, asker.week_start)
        if found.first_day and week.last >= found.first_day
    ]
    return training_schemas.Rhythm.model_construct(
        first=period.first,
        last=period.last,
        first_day=found.first_day,
        goal_days=goal,
        weeks=tuple(weeks),
        weeks_met=sum(one.met for one in weeks),
        weeks_over=sum(one.met or _missed(one, found.first_day, this_week) for one in weeks),
        current_streak=_streak(found.current),
        longest_streak=_streak(found.longest),
        hours=done.hours,
        weekdays=done.weekdays,
        months=tuple(
            training_schemas.MonthDurations.model_construct(**asdict(one)) for one in done.months
        ),
    )


def _period(asked: PeriodQuery, first_day: date | None, last: date) -> Period:
    """Nobody missed a goal before their first training day, nor in weeks to come: both are left out."""
    first = max(asked.from_ or FIRST_DAY, min(first_day or last, last))
    return Period(first, max(first, last))


def _missed(week: training_schemas.TrainingWeek, first_day: date | None, this_week: date) -> bool:
    """Whether all of a week that did not meet the goal was there to do it in.

    The running week has days to come, and the first one may have begun before the training did.
    """
    return first_day is not None and first_day <= week.first < this_week


def _week(first: date, days: int, enough: int) -> training_schemas.TrainingWeek:
    return training_schemas.TrainingWeek.model_construct(first=first, days=days, met=days >= enough)


def _streak(found: Streak) -> ToldStreak:
    return ToldStreak.model_construct(weeks=found.weeks, first=found.first, last=found.last)
