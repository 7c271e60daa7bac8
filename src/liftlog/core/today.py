"""What a lifter sees first: this week, the streak, the last workouts, and which one comes next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from liftlog.domain.consistency import Streak, current_streak
from liftlog.domain.periods import DAYS_PER_WEEK, week_start_of
from liftlog.domain.workouts import Workout
from liftlog.store import history, workouts
from liftlog.store.engine import Transaction

SHOWN = 3
# Long enough to see a split of a week come round a few times.
LOOKED_BACK = 16


@dataclass(frozen=True, slots=True)
class WeekDay:
    date: date
    trained: bool
    today: bool
    future: bool


@dataclass(frozen=True, slots=True)
class Today:
    """`latest` are the newest first; `next_up` is what to repeat, None in an empty account."""

    date: date
    week: tuple[WeekDay, ...]
    streak: Streak
    latest: tuple[Workout, ...]
    next_up: Workout | None

    @property
    def days_trained(self) -> int:
        return sum(day.trained for day in self.week)


def today(tx: Transaction, user_id: UUID, day: date, *, week_start: int) -> Today:
    trained = history.training_days(tx, user_id, day)
    found = workouts.workouts_page(tx, user_id, last=day, limit=LOOKED_BACK)
    return Today(
        date=day,
        week=week_of(trained, day, week_start),
        streak=current_streak(trained, day, week_start),
        latest=tuple(found[:SHOWN]),
        next_up=next_in_turn(found),
    )


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
