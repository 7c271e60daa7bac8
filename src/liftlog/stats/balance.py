"""Balance of a week and the sets behind its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from liftlog.domain import balance as domain
from liftlog.domain.balance import ByWeek, TrainedExercise, Work
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.periods import DAYS_PER_WEEK, week_start_of
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.statistics.balance import (
    BALANCE,
    COUNTED_SETS,
    Balance,
    BalanceQuery,
    CountedSet,
    CountedSets,
    SetsQuery,
    SetsTotal,
)
from liftlog.statistics.schema import ExerciseName
from liftlog.statistics.sets import SetOutput
from liftlog.stats.computing import StatsRequest, computes
from liftlog.store.preferences import read as preferences
from liftlog.store.statistics import training_sums
from liftlog.store.statistics.training_sums import DoneSet, ExerciseSums, SetFilter


@dataclass(frozen=True, slots=True)
class _ShownWeeks:
    """All weeks of the answer, and those of them that say what is usual."""

    shown: Sequence[date]
    usual: Sequence[date]


@computes(BALANCE)
def balance(request: StatsRequest[BalanceQuery]) -> Balance:
    query, today, week_start = request.query, request.today, request.user.week_start
    share = preferences.preferences(request.tx, request.user_id).secondary_share
    week = week_start_of(query.week or today, week_start)
    last = week + timedelta(days=DAYS_PER_WEEK - 1)
    shown = [week - timedelta(weeks=ago) for ago in range(query.weeks, -1, -1)]
    weekly = training_sums.weekly(
        request.tx, request.user_id, first=shown[0], last=last, week_start=week_start
    )
    begun = weekly.first_day and week_start_of(weekly.first_day, week_start)
    weeks = _ShownWeeks(shown, [first for first in shown[:-1] if begun and first >= begun])
    return Balance.of(
        first=week,
        last=last,
        running=today <= last,
        first_day=weekly.first_day,
        secondary_share=share,
        weeks=shown,
        total=_line(domain.total(weekly.sums), weeks),
        muscles=[
            {"muscle": muscle, **_line(by_week, weeks)}
            for muscle, by_week in domain.by_muscle(weekly.sums, share).items()
        ],
        patterns=[
            {"pattern": pattern, **_line(by_week, weeks)}
            for pattern, by_week in domain.by_pattern(weekly.sums).items()
        ],
        exercises=[
            {"exercise": exercise, **_line(by_week, weeks)}
            for exercise, by_week in domain.by_exercise(weekly.sums).items()
        ],
    )


def _line(by_week: ByWeek, weeks: _ShownWeeks) -> dict[str, Any]:
    return {
        "weeks": [by_week.get(week, Work()) for week in weeks.shown],
        "usual": domain.usual_of(by_week, weeks.usual),
    }


@computes(COUNTED_SETS)
def counted_sets(request: StatsRequest[SetsQuery]) -> CountedSets:
    query = request.query
    share = preferences.preferences(request.tx, request.user_id).secondary_share
    chosen = SetFilter(query.muscle, query.pattern, query.exercise_id)
    sums = training_sums.sums_behind(
        request.tx, request.user_id, chosen, first=query.from_, last=query.to
    )
    sets = training_sums.sets_behind(
        request.tx,
        request.user_id,
        chosen,
        first=query.from_,
        last=query.to,
        before=query.before,
        days=query.limit + 1,
    )
    days = sorted({done.day for done in sets}, reverse=True)
    page = days[: query.limit]
    return CountedSets(
        secondary_share=share,
        total=_total(sums, query, share),
        sets=tuple(_counted(done, query, share) for done in sets if done.day in page),
        next_before=page[-1] if len(days) > query.limit else None,
    )


def _total(sums: Sequence[ExerciseSums], query: SetsQuery, share: Decimal) -> SetsTotal:
    shares = [(one, _share_of(one.exercise, query, share)) for one in sums]
    return SetsTotal(
        sets=sum(one.sets for one, _ in shares),
        counted=sum((one.sets * part for one, part in shares), Decimal(0)),
        volume_kg=sum(
            (
                one.moved_kg * part
                for one, part in shares
                if one.exercise.load_kind is not LoadKind.ASSISTED
            ),
            Decimal(0),
        ),
    )


def _share_of(exercise: TrainedExercise, query: SetsQuery, share: Decimal) -> Decimal:
    return exercise.share_of(query.muscle, share) if query.muscle else Decimal(1)


def _counted(done: DoneSet, query: SetsQuery, share: Decimal) -> CountedSet:
    return CountedSet(
        day=done.day,
        workout_id=done.workout_id,
        title=done.title,
        exercise=ExerciseName.of(done.exercise),
        share=_share_of(done.exercise, query, share),
        volume_kg=_volume_kg(done.exercise.load_kind, done.logged),
        logged=SetOutput.from_logged(done.set_id, done.logged),
    )


def _volume_kg(load: LoadKind, logged: LoggedSet) -> Decimal:
    """Help is no weight that was moved."""
    if load is LoadKind.ASSISTED or logged.weight is None or not logged.reps:
        return Decimal(0)
    return logged.weight.kg * logged.reps
