"""Every zone of the tz database over every change of its clocks in 30 years.

A sample by default; `make walks`, or LIFTLOG_WALK_ZONES=all, goes through all of them and prints counts.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from liftlog.core.workouts import service
from liftlog.core.workouts.form import WorkoutForm, workout_input
from liftlog.core.workouts.schemas import WorkoutInput
from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.workout import Workout
from liftlog.kit import time_zones

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
# Half an hour, two hours, a day left out, at midnight, twice in a summer, a new standard time.
UNUSUAL = (
    "Africa/Casablanca",
    "America/Caracas",
    "America/Havana",
    "America/Sao_Paulo",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
)
ALL = os.environ.get("LIFTLOG_WALK_ZONES") == "all"
SAMPLED = (
    sorted(time_zones.names()) if ALL else sorted({*UNUSUAL, *sorted(time_zones.names())[::60]})
)
AROUND = tuple(
    timedelta(minutes=minutes) for minutes in (-181, -61, -31, -1, 0, 1, 29, 59, 119, 181)
)
SECOND = timedelta(seconds=1)


def changes(zone: time_zones.Zone) -> Iterator[datetime]:
    """The first second of each new offset."""
    at, offset = FIRST, FIRST.astimezone(zone).utcoffset()
    while at < LAST:
        later = at + timedelta(days=1)
        if later.astimezone(zone).utcoffset() != offset:
            before, after = at, later
            while after - before > SECOND:
                middle = before + (after - before) // 2
                middle = middle.replace(microsecond=0)
                if middle.astimezone(zone).utcoffset() == offset:
                    before = middle
                else:
                    after = middle
            yield after
            offset = later.astimezone(zone).utcoffset()
        at = later


def day_of(at: datetime, zone: time_zones.Zone) -> date:
    return at.astimezone(zone).date()


def check_moment(at: datetime, zone: time_zones.Zone) -> None:
    wall = time_zones.wall_time(at, zone)
    assert time_zones.moment(wall, zone) == at
    first = time_zones.moment(wall.replace(fold=0), zone)
    assert first == at or wall.fold == 1
    assert time_zones.wall_time(first, zone) == wall


def check_wall(wall: datetime, gap: timedelta, zone: time_zones.Zone) -> None:
    """What the clocks show, or leave out: then it is later by as much as they leap."""
    meant = time_zones.moment(wall, zone)
    assert time_zones.wall_time(meant, zone) - wall in (timedelta(0), gap)
    form = WorkoutForm(day=wall.date().isoformat(), time=f"{wall:%H:%M:%S}", time_zone=zone.key)
    assert workout_input(form).started_at == meant
    logged = WorkoutInput.model_validate({"started_at": meant, "exercises": []}).workout(
        workout_id=UUID(int=1), started_at=meant, zone=zone, unit=WeightUnit.KG, now=LAST
    )
    assert logged.day == day_of(logged.started_at, zone)


def check_move(at: datetime, day: date, zone: time_zones.Zone) -> None:
    workout = Workout(UUID(int=1), "", at, zone.key, day_of(at, zone))
    moved = service.on_day(workout, day)
    assert moved.day == day_of(moved.started_at, zone)


@pytest.mark.parametrize("name", SAMPLED)
def test_a_day_and_its_start_agree_over_every_change_of_clocks(name: str) -> None:
    zone, found, walls = time_zones.zone(name), 0, 0
    for change in changes(zone):
        found += 1
        gap = (
            change.astimezone(zone).replace(tzinfo=None)
            - (change - SECOND).astimezone(zone).replace(tzinfo=None)
            - SECOND
        )
        for shift in AROUND:
            at = change + shift
            check_moment(at, zone)
            wall = time_zones.wall_time(change - SECOND, zone).replace(fold=0) + SECOND + shift
            check_wall(wall, gap, zone)
            check_move(at - timedelta(days=3), wall.date(), zone)
            walls += 1
        start, end = change - timedelta(hours=4), change + timedelta(hours=4)
        shown = [time_zones.wall_time(one, zone) for one in (start, end)]
        assert time_zones.seconds_between(shown[0], shown[1], zone) == 8 * 3600
    if ALL:
        print(f"{name}: {found} changes, {walls} times")  # noqa: T201 What the walk went through.
