"""Sums of weeks, the sets behind them, streaks and the ledger, against the domain's own counting."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from liftlog.core.workouts import service as workout_service
from liftlog.domain import records as domain
from liftlog.domain.consistency.streaks import current_streak, days_by_week, longest_streak, streaks
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.exercises.exercise import MovementPattern, Muscle
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.periods import Bucket, week_start_of
from liftlog.domain.records import RecordKind
from liftlog.domain.units import Distance, DistanceUnit
from liftlog.domain.workouts.sets import LoggedSet
from liftlog.domain.workouts.volume import PerformedSet
from liftlog.domain.workouts.workout import Workout
from liftlog.store.database.engine import Database
from liftlog.store.rollups import rollups
from liftlog.store.statistics import analytics, training_days, training_sums
from liftlog.store.statistics.training_sums import SetFilter
from liftlog.store.workouts import workouts
from tests.cast import BENCH, NOW, SQUAT, Person, adopt_all, kg, warm_up, working, workout_of
from tests.store.test_kept import DAYS, ENTRIES, TRAINED, rolled_back

pytestmark = pytest.mark.database

TODAY = NOW.date()
WEEK = timedelta(weeks=1)
quickly = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def keep(tx: Connection, person: Person, *made: Workout) -> None:
    adopt_all(tx, person.user_id, *made)
    assert workouts.insert_workouts(tx, person.user_id, list(made))


def performed_sets(workout: Workout) -> Iterator[PerformedSet]:
    """Every set of a workout, warm-ups too, in the order it was done."""
    started_s = int(workout.started_at.timestamp())
    for at, entry in enumerate(workout.exercises):
        for number, one in enumerate(entry.sets):
            yield PerformedSet(
                day=workout.day,
                workout_id=workout.id,
                exercise_id=entry.exercise_id,
                set_id=one.id,
                load=entry.load_kind,
                logged=one.logged,
                place=(started_s, at, number),
            )


@quickly
@given(
    ages=st.lists(st.integers(-3, 90), max_size=25),
    wanted=st.tuples(st.sampled_from([1, 6, 7]), st.integers(1, 3)),
)
def test_streaks_of_the_goal_are_those_of_the_domain(
    connection: Connection,
    database: Database,
    ana: Person,
    ages: list[int],
    wanted: tuple[int, int],
) -> None:
    week_start, goal = wanted
    with rolled_back(connection), database.transaction(ana.user_id) as tx:
        if ages:
            keep(tx, ana, *[workout_of((BENCH, []), days_ago=age) for age in ages])
        this_week = week_start_of(TODAY, week_start)
        found = training_days.trained_weeks(tx, ana.user_id, today=TODAY, week_start=week_start)
    days = [TODAY - timedelta(days=age) for age in ages if age >= 0]
    current, longest = streaks(found.days, this_week, goal)
    assert current == current_streak(days, TODAY, week_start, goal)
    assert longest == longest_streak(days, week_start, goal)
    assert found.first_day == min(days, default=None)
    assert found.days == days_by_week(days, week_start)


@quickly
@given(
    parts=st.lists(st.tuples(ENTRIES, DAYS), max_size=6, unique_by=lambda one: one[1]),
    formula=st.sampled_from(list(Formula)),
)
def test_the_ledger_is_that_of_the_domain_page_by_page(
    connection: Connection,
    database: Database,
    ana: Person,
    parts: list[tuple[list[tuple[UUID, list[LoggedSet]]], int]],
    formula: Formula,
) -> None:
    with rolled_back(connection), database.transaction(ana.user_id) as tx:
        made = [workout_of(*entries, days_ago=days_ago) for entries, days_ago in parts]
        if made:
            keep(tx, ana, *made)
        logged = [workouts.workout(tx, ana.user_id, one.id) for one in made]
        told, before = [], None
        while page := training_sums.records_by_day(tx, ana.user_id, formula, before=before, days=2):
            told += page
            before = page[-1].record.day
        of_exercises = {
            exercise: training_sums.record_history(tx, ana.user_id, exercise, formula, limit=1000)
            for exercise in TRAINED
        }
    performed = [one for workout in logged if workout for one in performed_sets(workout)]
    by_set = {one.set_id: one for one in performed}
    for exercise in TRAINED:
        expected = domain.ledger((one for one in performed if one.exercise_id == exercise), formula)
        for found in ([one for one in told if one.exercise_id == exercise], of_exercises[exercise]):
            assert {(one.record.line, one.record.day): one.record for one in found} == {
                (one.line, one.day): one for one in expected
            }
            assert len(found) == len(expected)
            for one in found:
                held_by = by_set[one.record.set_id]
                assert (one.workout_id, one.logged) == (held_by.workout_id, held_by.logged)


def test_sums_leave_out_warm_ups_the_trash_and_other_days(database: Database, ana: Person) -> None:
    with database.transaction(ana.user_id) as tx:
        rollups = workout_of((BENCH, [warm_up(kg("60"), 5), working(kg("100"), 5)]))
        thrown = workout_of((BENCH, [working(kg("100"), 5)]))
        old = workout_of((BENCH, [working(kg("90"), 5)]), days_ago=14)
        keep(tx, ana, rollups, thrown, old)
        workout_service.delete_workout(tx, ana.user_id, thrown.id, now=NOW)
        monday = week_start_of(TODAY)
        found = training_sums.weekly(
            tx, ana.user_id, first=monday, last=monday + timedelta(days=6), week_start=1
        )
        sets = training_sums.sets_behind(
            tx, ana.user_id, SetFilter(), first=None, last=None, days=9
        )
    assert found.first_day == TODAY - timedelta(days=14)
    assert [(one.week, one.sets, one.moved_kg) for one in found.sums] == [(monday, 1, Decimal(500))]
    assert [(one.day, one.logged) for one in sets] == [
        (TODAY, working(kg("100"), 5)),
        (TODAY - timedelta(days=14), working(kg("90"), 5)),
    ]


@pytest.mark.parametrize(
    ("chosen", "exercises"),
    [
        (SetFilter(), [BENCH, SQUAT]),
        (SetFilter(muscle=Muscle.CHEST), [BENCH]),
        (SetFilter(muscle=Muscle.TRICEPS), [BENCH]),
        (SetFilter(muscle=Muscle.QUADS), [SQUAT]),
        (SetFilter(pattern=MovementPattern.HORIZONTAL_PUSH), [BENCH]),
        (SetFilter(exercise_id=SQUAT), [SQUAT]),
        (SetFilter(muscle=Muscle.NECK), []),
    ],
)
def test_the_sets_behind_a_number_are_those_that_are_meant(
    database: Database, ana: Person, chosen: SetFilter, exercises: list[UUID]
) -> None:
    with database.transaction(ana.user_id) as tx:
        one_set = [working(kg("100"), 5)]
        keep(tx, ana, workout_of((BENCH, one_set), (SQUAT, one_set)))
        found = training_sums.sets_behind(tx, ana.user_id, chosen, first=TODAY, last=TODAY, days=9)
        earlier = training_sums.sets_behind(
            tx, ana.user_id, chosen, first=None, last=None, before=TODAY, days=9
        )
    assert [one.exercise.id for one in found] == exercises
    assert earlier == []


def test_a_run_is_no_work_of_a_muscle_and_a_carry_and_a_plank_are(
    database: Database, ana: Person
) -> None:
    """In the balance, in the sets behind it and in the hard sets of each muscle alike."""
    kilometres = LoggedSet(distance=Distance(5_000_000, DistanceUnit.KM), duration_ms=1_500_000)
    metres = LoggedSet(distance=Distance(40_000, DistanceUnit.M), weight=kg("40"))
    run, walk, plank = (exercise_id(one) for one in ("running", "farmers-walk", "plank"))
    with database.transaction(ana.user_id) as tx:
        held = LoggedSet(duration_ms=60_000)
        keep(tx, ana, workout_of((run, [kilometres]), (walk, [metres]), (plank, [held])))
        week = training_sums.weekly(tx, ana.user_id, first=TODAY, last=TODAY, week_start=1)
        behind = training_sums.sets_behind(
            tx, ana.user_id, SetFilter(), first=TODAY, last=TODAY, days=1
        )
        muscles = analytics.sets_per_muscle(tx, ana.user_id)
        glance = analytics.overview_sums(tx, ana.user_id, bucket=Bucket.WEEK, week_start=1)
        lifts = analytics.lifts(tx, ana.user_id, limit=9)
    assert {one.exercise.id for one in week.sums} == {walk, plank}
    assert {one.exercise.id for one in behind} == {walk, plank}
    assert Muscle.QUADS not in {one.muscle for one in muscles}
    assert glance.muscles == muscles
    assert {one.exercise_id for one in lifts} == {run, walk, plank}


def test_a_failed_try_is_no_set_that_counts(database: Database, ana: Person) -> None:
    with database.transaction(ana.user_id) as tx:
        failed = LoggedSet(weight=kg("140"), reps=0)
        keep(tx, ana, workout_of((BENCH, [working(kg("130"), 1), failed]), (SQUAT, [failed])))
        week = training_sums.weekly(tx, ana.user_id, first=TODAY, last=TODAY, week_start=1)
        behind = training_sums.sets_behind(
            tx, ana.user_id, SetFilter(), first=TODAY, last=TODAY, days=1
        )
        assert analytics.summary(tx, ana.user_id).sets == 1
        (told,) = workouts.summaries(tx, ana.user_id, first=TODAY, last=TODAY)
        stored = workouts.workout(tx, ana.user_id, told.id)
        assert rollups.differences(tx, ana.user_id) == []
    assert [(one.exercise.id, one.sets) for one in week.sums] == [(BENCH, 1)]
    assert len(behind) == told.sets == len(list(stored.counted_sets() if stored else ())) == 1


def test_a_workout_over_midnight_belongs_to_its_first_day_and_hour(
    database: Database, ana: Person
) -> None:
    """And one that was done far away, to the day and hour there."""
    late = NOW.replace(hour=22, minute=30)  # 23:30 in Berlin.
    with database.transaction(ana.user_id) as tx:
        for zone, day in (("Europe/Berlin", TODAY), ("Asia/Tokyo", TODAY + timedelta(days=1))):
            draft = workout_service.draft_of(workout_of((BENCH, [working(kg("100"), 5)])))
            workout_service.log_workout(
                tx,
                ana.account,
                draft.model_copy(
                    update={"id": None, "started_at": late, "time_zone": zone, "duration_s": 7200}
                ),
                now=late + timedelta(hours=3),
            )
            assert day in {
                one.day
                for one in training_sums.workout_times(
                    tx, ana.user_id, first=day, last=day, time_zone="UTC"
                )
            }
        found = training_sums.workout_times(
            tx, ana.user_id, first=date(2026, 1, 1), last=date.max, time_zone="UTC"
        )
    assert sorted((one.day, one.hour) for one in found) == [
        (TODAY, 23),
        (TODAY + timedelta(days=1), 7),
    ]


def test_thousands_of_steps_are_one_set_but_no_hard_one_and_no_volume(
    database: Database, ana: Person
) -> None:
    stairs = exercise_id("stair-climber")
    with database.transaction(ana.user_id) as tx:
        keep(tx, ana, workout_of((stairs, [LoggedSet(reps=4500, duration_ms=1_800_000)])))
        week = training_sums.weekly(tx, ana.user_id, first=TODAY, last=TODAY, week_start=1)
        found = analytics.summary(tx, ana.user_id)
        ledger = training_sums.records_by_day(tx, ana.user_id, Formula.EPLEY, days=9)
    assert (found.sets, found.volume_kg) == (1, Decimal(0))
    assert (week.first_day, week.sums) == (TODAY, [])
    assert {one.record.kind for one in ledger} == {RecordKind.REPS, RecordKind.DURATION}


def test_days_without_confidence_carry_no_trend(database: Database, ana: Person) -> None:
    with database.transaction(ana.user_id) as tx:
        many, few = workout_of((BENCH, [working(kg("100"), 12)])), working(kg("100"), 8)
        keep(tx, ana, many, workout_of((BENCH, [few]), days_ago=3))
        (lift,) = training_sums.lift_days(
            tx, ana.user_id, Formula.EPLEY, first=TODAY - WEEK, last=TODAY
        )
        none = training_sums.lift_days(
            tx, ana.user_id, Formula.EPLEY, first=TODAY - WEEK, last=TODAY, exercise_id=SQUAT
        )
    assert [one.day for one in lift.sessions] == [TODAY - timedelta(days=3)]
    assert none == []


def test_a_long_set_takes_no_day_out_of_a_trend(database: Database, ana: Person) -> None:
    with database.transaction(ana.user_id) as tx:
        logged = workout_of((BENCH, [working(kg("100"), 5), working(kg("90"), 12)]), days_ago=3)
        adopt_all(tx, ana.user_id, logged)
        workouts.insert_workouts(tx, ana.user_id, [logged])
        first, last = logged.day, logged.day
        (lift,) = training_sums.lift_days(tx, ana.user_id, Formula.EPLEY, first=first, last=last)
    assert [(one.day, round(one.value, 4)) for one in lift.sessions] == [(first, 116.6667)]
