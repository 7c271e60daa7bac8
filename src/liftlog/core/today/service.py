"""What a lifter sees first: what runs, what is planned or comes next, this week, the last workouts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from liftlog.domain.consistency.streaks import Streak, current_streak
from liftlog.domain.periods import DAYS_PER_WEEK, week_start_of
from liftlog.domain.routines import Routine
from liftlog.domain.workouts.workout import Workout
from liftlog.store import routines
from liftlog.store.database.engine import Transaction
from liftlog.store.preferences import read as preferences
from liftlog.store.workouts import history, workouts
from liftlog.store.workouts.workouts import Running

SHOWN = 3
# Long enough to see a split of a week come round a few times.
LOOKED_BACK = 16


@dataclass(frozen=True, slots=True)
class WeekDay:
    date: date
    trained: bool
    today: bool
    future: bool


class Reason(StrEnum):
    """Why it is what one tap starts."""

    TODAY = "today"
    """It is planned for this day of the week, and not done yet."""
    TURN = "turn"
    """It follows what was done last."""
    LATER = "later"
    """Nothing is planned for today, and this is planned next."""


@dataclass(frozen=True, slots=True)
class NextRoutine:
    """`day` is the one it is offered for."""

    routine: Routine
    reason: Reason
    day: date


@dataclass(frozen=True, slots=True)
class Today:
    """`latest` are the newest first, without the one that runs.

    `next_up` is None without routines; then `repeated` is the workout to do again, None in an empty
    account. The streak is of weeks at the goal, or with training without one. `also` are further routines that are planned for today.
    """

    date: date
    week: tuple[WeekDay, ...]
    goal_days: int | None
    streak: Streak
    latest: tuple[Workout, ...]
    running: Running | None
    next_up: NextRoutine | None
    also: tuple[Routine, ...]
    repeated: Workout | None

    @property
    def days_trained(self) -> int:
        return sum(day.trained for day in self.week)

    @property
    def days_to_goal(self) -> int:
        return max((self.goal_days or 1) - self.days_trained, 0)

    @property
    def empty(self) -> bool:
        return not (self.latest or self.running or self.next_up)


def today(tx: Transaction, user_id: UUID, day: date, *, week_start: int) -> Today:
    trained = history.training_days(tx, user_id, day)
    found = workouts.outlines(tx, user_id, last=day, limit=LOOKED_BACK)
    plans = routines.routines(tx, user_id)
    finished = [one for one in found if not one.running]
    latest, repeated = _whole(tx, user_id, finished)
    open_today = planned_today(plans, found, day)
    goal_days = preferences.preferences(tx, user_id).goal_days
    return Today(
        date=day,
        week=week_of(trained, day, week_start),
        goal_days=goal_days,
        streak=current_streak(trained, day, week_start, goal_days or 1),
        latest=latest,
        running=workouts.running(tx, user_id),
        next_up=next_routine(plans, found, day),
        also=tuple(open_today[1:]),
        repeated=repeated,
    )


def _whole(
    tx: Transaction, user_id: UUID, newest_first: Sequence[Workout]
) -> tuple[tuple[Workout, ...], Workout | None]:
    """The workouts that are shown, and the one to repeat."""
    latest, repeated = newest_first[:SHOWN], next_in_turn(newest_first)
    wanted = [*latest, *([repeated] if repeated and repeated not in latest else [])]
    whole = {one.id: one for one in workouts.with_contents(tx, user_id, wanted)}
    return tuple(whole[one.id] for one in latest), repeated and whole[repeated.id]


def done_by(workout: Workout, routine: Routine) -> bool:
    """Whether it was trained by the routine, as far as it tells: what no routine began, by its name."""
    if workout.routine_id is not None:
        return workout.routine_id == routine.id
    return workout.title == routine.name


def planned_today(
    plans: Sequence[Routine], newest_first: Sequence[Workout], day: date
) -> list[Routine]:
    """What is planned for this day of the week and not begun yet."""
    begun = [one for one in newest_first if one.day == day]
    return [
        plan
        for plan in plans
        if day.isoweekday() in plan.weekdays and not any(done_by(one, plan) for one in begun)
    ]


def next_routine(
    plans: Sequence[Routine], newest_first: Sequence[Workout], day: date
) -> NextRoutine | None:
    """What is planned for today; else, of those without days, the one after the last one done.

    If all have days, the one whose day comes first.
    """
    for plan in planned_today(plans, newest_first, day):
        return NextRoutine(plan, Reason.TODAY, day)
    taking_turns = [one for one in plans if not one.weekdays]
    if taking_turns:
        return NextRoutine(_in_turn(taking_turns, newest_first), Reason.TURN, day)
    coming = ((day + timedelta(days=ahead), one) for ahead in range(1, 8) for one in plans)
    for then, plan in coming:
        if then.isoweekday() in plan.weekdays:
            return NextRoutine(plan, Reason.LATER, then)
    return None


def _in_turn(plans: Sequence[Routine], newest_first: Sequence[Workout]) -> Routine:
    for workout in newest_first:
        for place, plan in enumerate(plans):
            if done_by(workout, plan):
                return plans[(place + 1) % len(plans)]
    return plans[0]


def week_of(trained: Sequence[date], day: date, week_start: int) -> tuple[WeekDay, ...]:
    first, done = week_start_of(day, week_start), set(trained)
    dates = (first + timedelta(days=offset) for offset in range(DAYS_PER_WEEK))
    return tuple(WeekDay(one, one in done, one == day, one > day) for one in dates)


def next_in_turn(newest_first: Sequence[Workout]) -> Workout | None:
    """The last workout of the title that most often followed the latest one's; else the latest.

    After Push, Pull, Legs, Push comes Pull. Of titles that followed as often, the latest to do so.
    """
    if not newest_first:
        return None
    titles = [one.title for one in newest_first]
    followers = Counter(after for after, title in pairwise(titles) if title == titles[0])
    wanted = max(followers, key=lambda title: followers[title], default=titles[0])
    return newest_first[titles.index(wanted)]
