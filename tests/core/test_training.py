"""Use cases around workouts that no single page or endpoint shows whole."""

from datetime import UTC, date, datetime, timedelta

import pytest

from liftlog.core.workouts import service as workout_service
from liftlog.core.workouts.schemas import WorkoutInput
from liftlog.core.workouts.service import draft_of
from liftlog.domain.workouts.workout import Workout
from liftlog.kit import time_zones
from liftlog.kit.errors import InvalidInputError, NotFoundError
from liftlog.store.database.engine import Database, Transaction
from liftlog.store.workouts import workouts
from tests.cast import BENCH, NOW, Person, adopt_all, as_person, kg, working, workout_of

pytestmark = pytest.mark.database


def keep(tx: Transaction, person: Person, *kept: Workout) -> None:
    user_id = as_person(tx, person)
    adopt_all(tx, user_id, *kept)
    assert workouts.insert_workouts(tx, user_id, kept)


def at(text: str, zone: str = "Europe/Berlin") -> WorkoutInput:
    started_at = datetime.fromisoformat(text).replace(tzinfo=time_zones.zone(zone))
    return WorkoutInput.model_validate({"started_at": started_at, "time_zone": zone})


def test_a_workout_is_the_draft_it_was_made_of(database: Database, ana: Person) -> None:
    logged = workout_of((BENCH, [working(kg("102.5"), 5, "8.5")]))
    with database.transaction() as tx:
        keep(tx, ana, logged)
        found = workout_service.get_workout(tx, ana.user_id, logged.id)
        same = workout_service.log_workout(tx, ana.account, draft_of(found), now=NOW)
    assert same == found


@pytest.mark.parametrize(
    ("started", "to", "wanted_utc"),
    [
        # Into summer, into winter, onto the hour that is missing and the one that is there twice.
        ("2026-03-01T18:00", "2026-04-01", "2026-04-01T16:00"),
        ("2026-09-01T18:00", "2026-11-01", "2026-11-01T17:00"),
        ("2026-03-01T02:30", "2026-03-29", "2026-03-29T01:30"),
        ("2026-03-01T02:30", "2026-10-25", "2026-10-25T00:30"),
        ("2026-03-01T00:05", "2026-10-25", "2026-10-24T22:05"),
    ],
)
def test_a_moved_workout_is_on_its_new_day_at_the_same_time(
    database: Database, ana: Person, started: str, to: str, wanted_utc: str
) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        made = workout_service.log_workout(tx, ana.account, at(started), now=NOW)
        day = date.fromisoformat(to)
        workout_service.move_workout(tx, ana.user_id, made.id, day=day, now=NOW)
        moved = workout_service.get_workout(tx, ana.user_id, made.id)
    assert moved.day == day
    assert moved.started_at == datetime.fromisoformat(wanted_utc).replace(tzinfo=UTC)
    assert moved.started_at.astimezone(time_zones.zone("Europe/Berlin")).date() == day


def test_a_day_that_never_was_is_answered_by_the_day_that_was(
    database: Database, ana: Person
) -> None:
    """Samoa went from 29 to 31 December 2011."""
    with database.transaction() as tx:
        as_person(tx, ana)
        draft = at("2011-12-20T10:00", "Pacific/Apia")
        made = workout_service.log_workout(tx, ana.account, draft, now=NOW)
        workout_service.move_workout(tx, ana.user_id, made.id, day=date(2011, 12, 30), now=NOW)
        moved = workout_service.get_workout(tx, ana.user_id, made.id)
    assert moved.day == moved.started_at.astimezone(time_zones.zone("Pacific/Apia")).date()


def test_the_trash_is_emptied_when_something_is_thrown_in(database: Database, ana: Person) -> None:
    old, young, fresh = (workout_of((BENCH, [])) for _ in range(3))
    with database.transaction() as tx:
        keep(tx, ana, old, young, fresh)
        for one, days in ((old, 31), (young, 29), (fresh, 0)):
            moment = NOW - timedelta(days=days)
            workout_service.delete_workout(tx, ana.user_id, one.id, now=moment)
        kept = {one.id for one in workouts.trash(tx, ana.user_id, limit=10)}
        assert kept == {young.id, fresh.id}
        with pytest.raises(NotFoundError):
            workout_service.restore_workout(tx, ana.user_id, old.id)


def test_undo_goes_back_to_the_version_before_the_last_change(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        as_person(tx, ana)
        made = workout_service.log_workout(
            tx, ana.account, WorkoutInput.model_validate({"title": "one"}), now=NOW
        )
        for minute, title in enumerate(("two", "three"), start=1):
            workout_service.change_workout(
                tx,
                ana.account,
                made.id,
                WorkoutInput.model_validate({"title": title}),
                now=NOW + timedelta(minutes=minute),
            )
        later = NOW + timedelta(minutes=5)
        assert (
            workout_service.undo_change(tx, ana.account, made.id, now=later).result.title == "two"
        )


def test_a_copy_far_ahead_is_refused(database: Database, ana: Person) -> None:
    logged = workout_of((BENCH, []))
    with database.transaction() as tx:
        keep(tx, ana, logged)
        for day in (date(2026, 11, 22), date.max, date.min):
            with pytest.raises(InvalidInputError):
                workout_service.copy_workout_to_day(tx, ana.user_id, logged.id, day=day, now=NOW)
        workout_service.copy_workout_to_day(
            tx, ana.user_id, logged.id, day=date(2026, 11, 21), now=NOW
        )
