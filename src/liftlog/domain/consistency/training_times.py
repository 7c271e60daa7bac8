"""When somebody trains: the hour, the weekday, and for how long."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

HOURS = 24
WEEKDAYS = 7


@dataclass(frozen=True, slots=True)
class WorkoutTime:
    """A workout by its own clock: the hour it began at there, and how long it took, if that is known."""

    day: date
    hour: int
    duration_s: int | None


@dataclass(frozen=True, slots=True)
class Durations:
    """Seconds; `low_s` to `high_s` is the middle half, which no forgotten stop watch can stretch."""

    month: date
    workouts: int
    median_s: float
    low_s: float
    high_s: float
    shortest_s: int
    longest_s: int


@dataclass(frozen=True, slots=True)
class TrainingTimes:
    """`hours` has 24 counts from midnight on, `weekdays` seven from Monday on, of workouts."""

    hours: tuple[int, ...]
    weekdays: tuple[int, ...]
    months: tuple[Durations, ...]


def training_times(workout_times: Iterable[WorkoutTime]) -> TrainingTimes:
    """A workout over midnight belongs to the hour and the day at which it began."""
    done = list(workout_times)
    hours = Counter(one.hour for one in done)
    weekdays = Counter(one.day.weekday() for one in done)
    by_month: dict[date, list[int]] = defaultdict(list)
    for one in done:
        if one.duration_s:
            by_month[one.day.replace(day=1)].append(one.duration_s)
    return TrainingTimes(
        hours=tuple(hours[hour] for hour in range(HOURS)),
        weekdays=tuple(weekdays[day] for day in range(WEEKDAYS)),
        months=tuple(_durations(month, by_month[month]) for month in sorted(by_month)),
    )


def _durations(month: date, seconds: list[int]) -> Durations:
    low, high = (
        seconds * 2 if len(seconds) == 1 else quantiles(seconds, n=4, method="inclusive")[::2]
    )
    return Durations(
        month=month,
        workouts=len(seconds),
        median_s=median(seconds),
        low_s=low,
        high_s=high,
        shortest_s=min(seconds),
        longest_s=max(seconds),
    )
