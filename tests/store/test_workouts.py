"""Workouts in the database: what went in comes out, and only for whose it is."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from liftlog.core.calendar.api import CalendarWorkout
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.units import Distance, DistanceUnit
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.domain.workouts.workout import Workout
from liftlog.store.database.engine import Database, Transaction
from liftlog.store.workouts import workouts
from liftlog.store.workouts.workouts import Cursor
from tests.cast import (
    BENCH,
    NOW,
    SQUAT,
    Person,
    adopt_all,
    as_person,
    kg,
    lb,
    warm_up,
    working,
    workout_of,
)

pytestmark = pytest.mark.database


def keep(tx: Transaction, person: Person, *kept: Workout) -> None:
    user_id = as_person(tx, person)
    adopt_all(tx, user_id, *kept)
    assert workouts.insert_workouts(tx, user_id, kept)


def test_a_workout_comes_back_as_it_was_entered(database: Database, ana: Person) -> None:
    run = LoggedSet(
        distance=Distance.entered(Decimal("5.25"), DistanceUnit.KM),
        duration_ms=1_620_500,
        note="into the wind",
    )
    logged = workout_of(
        (BENCH, [warm_up(kg("60"), 8), working(kg("102.5"), 5, "8.5"), working(lb("225"), 3)]),
        (SQUAT, []),
        (BENCH, [run]),
    )
    with database.transaction() as tx:
        keep(tx, ana, logged)
        found = workouts.workout(tx, ana.user_id, logged.id)
    assert found is not None
    assert [entry.exercise_id for entry in found.exercises] == [BENCH, SQUAT, BENCH]
    assert [entry.sets for entry in found.exercises] == [entry.sets for entry in logged.exercises]
    assert (found.title, found.started_at, found.day) == (
        logged.title,
        logged.started_at,
        logged.day,
    )


def test_pounds_come_back_as_pounds_and_sum_exactly(database: Database, ana: Person) -> None:
    logged = workout_of((BENCH, [working(lb("225"), 5), working(lb("227.5"), 1)]))
    with database.transaction() as tx:
        keep(tx, ana, logged)
        (summary,) = workouts.summaries(tx, ana.user_id, logged.day, logged.day)
        found = workouts.workout(tx, ana.user_id, logged.id)
    assert found is not None
    exact = Decimal("0.45359237") * (225 * 5 + Decimal("227.5"))
    assert summary.volume_kg == exact == found.volume_kg


def test_inserting_the_same_workout_again_writes_nothing(database: Database, ana: Person) -> None:
    logged = workout_of((BENCH, [working(kg("100"), 5)]))
    with database.transaction() as tx:
        keep(tx, ana, logged)
        assert not workouts.insert_workouts(tx, ana.user_id, [logged])
        assert len(workouts.workouts_page(tx, ana.user_id, limit=10)) == 1


def test_a_long_history_goes_in_whole_although_it_goes_in_by_parts(
    database: Database, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workouts, "WORKOUTS_PER_STATEMENT", 2)
    logged = [workout_of((BENCH, [working(kg("100"), 5)]), days_ago=age) for age in range(5)]
    with database.transaction() as tx:
        keep(tx, ana, *logged)
        found = workouts.workouts_page(tx, ana.user_id, limit=10)
    assert [one.id for one in found] == [one.id for one in logged]
    assert all(one.exercises[0].sets for one in found)


def test_nobody_sees_or_changes_another_ones_workout(
    database: Database, ana: Person, cid: Person
) -> None:
    logged = workout_of((BENCH, [working(kg("100"), 5)]))
    with database.transaction() as tx:
        keep(tx, ana, logged)
    with database.transaction() as tx:
        as_person(tx, cid)
        assert workouts.workout(tx, cid.user_id, logged.id) is None
        assert workouts.workouts_page(tx, cid.user_id, limit=10) == []
        assert not workouts.set_deleted(tx, cid.user_id, logged.id, at=NOW)
        assert not workouts.replace_workout(tx, cid.user_id, logged, now=NOW)


def test_row_security_hides_the_rows_even_from_a_query_with_the_wrong_user(
    database: Database, ana: Person, cid: Person
) -> None:
    logged = workout_of((BENCH, [working(kg("100"), 5)]))
    with database.transaction() as tx:
        keep(tx, ana, logged)
    with database.transaction() as tx:
        as_person(tx, cid)
        assert workouts.workout(tx, ana.user_id, logged.id) is None
    with database.transaction() as tx:
        assert workouts.workout(tx, ana.user_id, logged.id) is None


def test_a_deleted_workout_leaves_the_lists_and_can_come_back(
    database: Database, ana: Person
) -> None:
    logged = workout_of((BENCH, [working(kg("100"), 5)]))
    with database.transaction() as tx:
        keep(tx, ana, logged)
        assert workouts.set_deleted(tx, ana.user_id, logged.id, at=NOW)
        assert not workouts.set_deleted(tx, ana.user_id, logged.id, at=NOW)
        assert workouts.workouts_page(tx, ana.user_id, limit=10) == []
        assert workouts.summaries(tx, ana.user_id, logged.day, logged.day) == []
        assert [one.id for one in workouts.trash(tx, ana.user_id, limit=10)] == [logged.id]
        assert workouts.set_deleted(tx, ana.user_id, logged.id, at=None)
        assert len(workouts.workouts_page(tx, ana.user_id, limit=10)) == 1


def test_the_trash_forgets_only_what_is_old(database: Database, ana: Person) -> None:
    old, fresh = workout_of((BENCH, [])), workout_of((BENCH, []))
    with database.transaction() as tx:
        keep(tx, ana, old, fresh)
        workouts.set_deleted(tx, ana.user_id, old.id, at=NOW - timedelta(days=31))
        workouts.set_deleted(tx, ana.user_id, fresh.id, at=NOW)
        assert workouts.empty_trash(tx, ana.user_id, before=NOW - timedelta(days=30)) == 1
        assert [one.id for one in workouts.trash(tx, ana.user_id, limit=10)] == [fresh.id]


def test_replacing_a_workout_keeps_the_ids_of_the_sets_that_stay(
    database: Database, ana: Person
) -> None:
    logged = workout_of((BENCH, [working(kg("100"), 5), working(kg("100"), 4)]))
    entry = logged.exercises[0]
    changed = replace(logged, title="Push B", exercises=(replace(entry, sets=entry.sets[1:]),))
    with database.transaction() as tx:
        keep(tx, ana, logged)
        assert workouts.replace_workout(tx, ana.user_id, changed, now=NOW)
        found = workouts.workout(tx, ana.user_id, logged.id)
    assert found is not None
    assert found.title == "Push B"
    assert [one.id for one in found.exercises[0].sets] == [entry.sets[1].id]


def test_pages_follow_each_other_without_a_gap_or_a_repeat(database: Database, ana: Person) -> None:
    logged = [workout_of((BENCH, []), days_ago=age // 2) for age in range(7)]
    with database.transaction() as tx:
        keep(tx, ana, *logged)
        seen: list[Workout] = []
        cursor = None
        while page := workouts.workouts_page(tx, ana.user_id, after=cursor, limit=3):
            seen += page
            cursor = Cursor(page[-1].day, page[-1].started_at, page[-1].id)
    assert len(seen) == 7
    assert {one.id for one in seen} == {one.id for one in logged}
    assert [one.day for one in seen] == sorted((one.day for one in seen), reverse=True)


def test_a_range_of_days_includes_both_ends(database: Database, ana: Person) -> None:
    logged = [workout_of((BENCH, []), days_ago=age) for age in range(5)]
    first, last = logged[3].day, logged[1].day
    with database.transaction() as tx:
        keep(tx, ana, *logged)
        found = workouts.workouts_page(tx, ana.user_id, first=first, last=last, limit=10)
    assert [one.day for one in found] == [logged[1].day, logged[2].day, logged[3].day]


def test_summaries_leave_warm_ups_and_assistance_out(database: Database, ana: Person) -> None:
    assisted = exercise_id("assisted-pull-up")
    logged = workout_of(
        (BENCH, [warm_up(kg("60"), 8), working(kg("100"), 5)]), (assisted, [working(kg("30"), 8)])
    )
    with database.transaction() as tx:
        keep(tx, ana, logged)
        (summary,) = workouts.summaries(tx, ana.user_id, date.min, date.max)
        found = workouts.workout(tx, ana.user_id, logged.id)
    assert found is not None
    assert (summary.exercises, summary.sets) == (2, 2)
    assert summary.volume_kg == Decimal(500) == found.volume_kg


def test_last_time_is_the_latest_workout_with_sets_of_the_exercise(
    database: Database, ana: Person
) -> None:
    latest = workout_of((BENCH, [working(kg("100"), 5)]), days_ago=2)
    older = workout_of((BENCH, [working(kg("90"), 5)]), days_ago=9)
    without_sets = workout_of((BENCH, []), days_ago=1)
    with database.transaction() as tx:
        keep(tx, ana, latest, older, without_sets)
        assert workouts.last_sets(tx, ana.user_id, BENCH) == (working(kg("100"), 5),)
        assert workouts.last_sets(tx, ana.user_id, SQUAT) == ()


def test_what_goes_on_as_json_is_what_is_read_row_by_row(database: Database, ana: Person) -> None:
    logged = (
        replace(
            workout_of((BENCH, [warm_up(kg("60"), 8), working(lb("227.5"), 5)])),
            title='Push "A" \\ Übung',
            started_at=NOW.replace(microsecond=123_000),
        ),
        replace(
            workout_of((exercise_id("assisted-pull-up"), [working(kg("20"), 5)]), days_ago=3),
            duration_s=None,
        ),
        replace(workout_of(), id=uuid4()),
    )
    with database.transaction() as tx:
        keep(tx, ana, *logged)
        rows = workouts.summaries(tx, ana.user_id, date(2026, 11, 1), date(2026, 11, 30))
        text = workouts.summaries_as_json(tx, ana.user_id, date(2026, 11, 1), date(2026, 11, 30))
        nothing = workouts.summaries_as_json(tx, ana.user_id, date(2025, 1, 1), date(2025, 1, 2))
    found = TypeAdapter(tuple[CalendarWorkout, ...]).validate_json(text)
    assert [one.model_dump() for one in found] == [
        {
            **{name: value for name, value in asdict(row).items() if name != "records"},
            "volume_kg": Decimal(str(float(row.volume_kg))),
        }
        for row in rows
    ]
    assert "+00:00" not in text
    assert nothing == "[]"
