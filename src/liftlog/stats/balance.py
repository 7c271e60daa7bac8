"""Balance of a week and the sets behind its numbers, as answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from liftlog.domain import balance as domain
from liftlog.domain.balance import ByWeek, Trained, Work
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.periods import DAYS_PER_WEEK, week_start_of
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.statistics import training_schemas
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.statistics.schemas import ExerciseName
from liftlog.stats.wire_sets import exercise_name, history_set
from liftlog.store.database.engine import Transaction
from liftlog.store.preferences import read as preferences
from liftlog.store.statistics import training_sums
from liftlog.store.statistics.training_sums import Behind, DoneSet, SumBehind


@dataclass(frozen=True, slots=True)
class _Weeks:
    """All weeks of the answer, and those of them that say what is usual."""

    shown: Sequence[date]
    usual: Sequence[date]


def balance(
    tx: Transaction, asker: StatsIdentity, asked: training_schemas.BalanceQuery, today: date
) -> training_schemas.Balance:
    share = preferences.preferences(tx, asker.user_id).secondary_share
    week = week_start_of(asked.week or today, asker.week_start)
    last = week + timedelta(days=DAYS_PER_WEEK - 1)
    shown = [week - timedelta(weeks=ago) for ago in range(asked.weeks, -1, -1)]
    found = training_sums.weekly(
        tx, asker.user_id, first=shown[0], last=last, week_start=asker.week_start
    )
    begun = found.first_day and week_start_of(found.first_day, asker.week_start)
    weeks = _Weeks(shown, [one for one in shown[:-1] if begun and one >= begun])
    return training_schemas.Balance.model_construct(
        first=week,
        last=last,
        running=today <= last,
        first_day=found.first_day,
        secondary_share=share,
        weeks=tuple(shown),
        total=training_schemas.BalanceLine.model_construct(
            **_line(domain.total(found.sums), weeks)
        ),
        muscles=tuple(
            training_schemas.MuscleBalance.model_construct(muscle=muscle, **_line(by_week, weeks))
            for muscle, by_week in domain.by_muscle(found.sums, share).items()
        ),
        patterns=tuple(
            training_schemas.PatternBalance.model_construct(
                pattern=pattern, **_line(by_week, weeks)
            )
            for pattern, by_week in domain.by_pattern(found.sums).items()
        ),
        exercises=tuple(
            training_schemas.ExerciseBalance.model_construct(
                exercise=_name(one), **_line(by_week, weeks)
            )
            for one, by_week in domain.by_exercise(found.sums).items()
        ),
    )


def _line(by_week: ByWeek, weeks: _Weeks) -> dict[str, Any]:
    usual = domain.usual_of(by_week, weeks.usual)
    return {
        "weeks": tuple(_work(by_week.get(week, Work())) for week in weeks.shown),
        "usual": usual
        and training_schemas.Usual.model_construct(
            mean=usual.mean, low=usual.low, high=usual.high, weeks=usual.weeks
        ),
    }


def _work(one: Work) -> training_schemas.Work:
    return training_schemas.Work.model_construct(
        direct=one.direct, helping=one.helping, sets=one.sets, volume_kg=one.volume_kg
    )


def counted_sets(
    tx: Transaction, asker: StatsIdentity, asked: training_schemas.SetsQuery
) -> training_schemas.CountedSets:
    share = preferences.preferences(tx, asker.user_id).secondary_share
    meant = Behind(asked.muscle, asked.pattern, asked.exercise_id)
    sums = training_sums.sums_behind(tx, asker.user_id, meant, first=asked.from_, last=asked.to)
    found = training_sums.sets_behind(
        tx,
        asker.user_id,
        meant,
        first=asked.from_,
        last=asked.to,
        before=asked.before,
        days=asked.limit + 1,
    )
    days = sorted({one.day for one in found}, reverse=True)
    page = days[: asked.limit]
    return training_schemas.CountedSets.model_construct(
        secondary_share=share,
        total=_total(sums, asked, share),
        sets=tuple(_counted(one, asked, share) for one in found if one.day in page),
        next_before=page[-1] if len(days) > asked.limit else None,
    )


def _total(
    sums: Sequence[SumBehind], asked: training_schemas.SetsQuery, share: Decimal
) -> training_schemas.SetsTotal:
    shares = [(one, _share_of(one.exercise, asked, share)) for one in sums]
    return training_schemas.SetsTotal.model_construct(
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


def _share_of(exercise: Trained, asked: training_schemas.SetsQuery, share: Decimal) -> Decimal:
    return exercise.share_of(asked.muscle, share) if asked.muscle else Decimal(1)


def _counted(
    one: DoneSet, asked: training_schemas.SetsQuery, share: Decimal
) -> training_schemas.CountedSet:
    return training_schemas.CountedSet.model_construct(
        day=one.day,
        workout_id=one.workout_id,
        title=one.title,
        exercise=_name(one.exercise),
        share=_share_of(one.exercise, asked, share),
        volume_kg=_volume_kg(one.exercise.load_kind, one.logged),
        logged=history_set(one.set_id, one.logged),
    )


def _volume_kg(load: LoadKind, logged: LoggedSet) -> Decimal:
    """Help is no weight that was moved."""
    if load is LoadKind.ASSISTED or logged.weight is None or not logged.reps:
        return Decimal(0)
    return logged.weight.kg * logged.reps


def _name(one: Trained) -> ExerciseName:
    return exercise_name(one.id, one.name, one.load_kind)
