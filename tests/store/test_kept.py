"""Kept figures: whatever is done to a history, in whatever order, they are what its sets say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, text

from liftlog.core.workouts import service as workout_service
from liftlog.core.workouts.schemas import WorkoutInput
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.units import Distance, DistanceUnit, Weight, WeightUnit
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.workout import ImportedFrom, Workout
from liftlog.kit.errors import NotFoundError
from liftlog.store import imports
from liftlog.store.accounts import create_account
from liftlog.store.database.engine import Database, act_for, sqlalchemy_url
from liftlog.store.imports import HistoryImport
from liftlog.store.rollups import maintenance as rollup_maintenance
from liftlog.store.rollups import rollups
from liftlog.store.rollups.rollups import ExerciseDay
from liftlog.store.server import migrate
from liftlog.store.statistics import analytics
from liftlog.store.statistics.versions import version
from liftlog.store.workouts import workouts
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
from tests.core.statements import counted
from tests.server import TestServer
from tests.store.estimates import estimates

pytestmark = pytest.mark.database

PULL_UP = exercise_id("assisted-pull-up")
STAIRS = exercise_id("stair-climber")
# Of every kind that a record can be of: weight, body weight, help, time, distance.
TRAINED = (
    BENCH,
    SQUAT,
    PULL_UP,
    exercise_id("pull-up"),
    exercise_id("plank"),
    exercise_id("running"),
)


@contextmanager
def rolled_back(connection: Connection) -> Iterator[None]:
    """Each example begins where the fixtures left off."""
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


WEIGHTS = st.builds(
    Weight.entered,
    st.sampled_from([Decimal(0), Decimal(20), Decimal(100), Decimal("102.5"), Decimal(225)]),
    st.sampled_from(WeightUnit),
)
SETS = st.builds(
    LoggedSet,
    kind=st.sampled_from(SetKind),
    weight=st.none() | WEIGHTS,
    reps=st.sampled_from([None, 0, 1, 2, 5, 5, 10, 11, 12, 13, 4500]),
    rpe=st.sampled_from([None, Decimal("7.5"), Decimal(10)]),
    duration_ms=st.sampled_from([None, 60_000, 90_000]),
    distance=st.sampled_from(
        [None, None, Distance(5_000_000, DistanceUnit.KM), Distance(1609344, DistanceUnit.MI)]
    ),
)
ENTRIES = st.lists(st.tuples(st.sampled_from(TRAINED), st.lists(SETS, max_size=4)), max_size=3)
DAYS = st.integers(0, 12)
STEPS = st.one_of(
    st.tuples(st.just("log"), ENTRIES, DAYS),
    st.tuples(st.just("import"), st.lists(st.tuples(ENTRIES, DAYS), min_size=2, max_size=4)),
    st.tuples(st.just("take_back"), st.integers(0)),
    st.tuples(st.just("edit"), st.integers(0), ENTRIES),
    st.tuples(st.just("undo"), st.integers(0)),
    st.tuples(st.just("move"), st.integers(0), DAYS),
    st.tuples(st.just("copy"), st.integers(0), DAYS),
    st.tuples(st.just("delete"), st.integers(0)),
    st.tuples(st.just("restore"), st.integers(0)),
)


class History:
    """A lifter who does all that can be done to a history."""

    def __init__(self, database: Database, person: Person) -> None:
        self._database = database
        self._person = person
        self._known: list[UUID] = []
        self._imports: list[UUID] = []

    def do(self, step: tuple[Any, ...]) -> None:
        name, *given = step
        with self._database.transaction(self._person.user_id) as tx:
            getattr(self, f"_{name}")(tx, *given)

    def _one(self, number: int) -> UUID:
        return self._known[number % len(self._known)] if self._known else uuid4()

    def _log(self, tx: Connection, entries: Any, days_ago: int) -> None:
        self._insert(tx, [workout_of(*entries, days_ago=days_ago)])

    def _import(self, tx: Connection, parts: Any) -> None:
        import_id = uuid4()
        made = HistoryImport(import_id, "hevy", "workouts.csv", NOW, {})
        imports.insert_import(tx, self._person.user_id, made)
        origin = ImportedFrom(import_id, "hevy", NOW.replace(tzinfo=None), "")
        self._insert(
            tx,
            [
                replace(workout_of(*entries, days_ago=days_ago), imported=origin)
                for entries, days_ago in parts
            ],
        )
        self._imports.append(import_id)

    def _take_back(self, tx: Connection, number: int) -> None:
        if self._imports:
            import_id = self._imports.pop(number % len(self._imports))
            made = next(
                one for one in imports.imports(tx, self._person.user_id) if one.id == import_id
            )
            assert imports.take_back(tx, self._person.user_id, made, exercises=[], now=NOW)

    def _insert(self, tx: Connection, made: list[Workout]) -> None:
        adopt_all(tx, self._person.user_id, *made)
        assert workouts.insert_workouts(tx, self._person.user_id, made)
        self._known += [one.id for one in made]

    def _edit(self, tx: Connection, number: int, entries: Any) -> None:
        found = workouts.workout(tx, self._person.user_id, self._one(number))
        if found is None or found.deleted_at:
            return
        other = workout_of(*entries)
        draft = workout_service.draft_of(other).model_copy(update={"id": None, "started_at": None})
        workout_service.change_workout(tx, self._person.account, found.id, draft, now=NOW)

    def _undo(self, tx: Connection, number: int) -> None:
        revision = workouts.revision(tx, self._person.user_id, self._one(number))
        found = workouts.workout(tx, self._person.user_id, self._one(number))
        if revision and found and not found.deleted_at:
            WorkoutInput.model_validate(revision.content)
            workout_service.undo_change(tx, self._person.account, found.id, now=NOW)

    def _move(self, tx: Connection, number: int, days_ago: int) -> None:
        self._if_there(tx, number, workout_service.move_workout, day=day(days_ago))

    def _copy(self, tx: Connection, number: int, days_ago: int) -> None:
        new_id = uuid4()
        self._if_there(
            tx, number, workout_service.copy_workout_to_day, day=day(days_ago), new_id=new_id
        )
        self._known.append(new_id)

    def _delete(self, tx: Connection, number: int) -> None:
        self._if_there(tx, number, workout_service.delete_workout)

    def _if_there(self, tx: Connection, number: int, use_case: Any, **given: object) -> None:
        found = workouts.workout(tx, self._person.user_id, self._one(number))
        if found and not found.deleted_at:
            use_case(tx, self._person.user_id, found.id, now=NOW, **given)

    def _restore(self, tx: Connection, number: int) -> None:
        found = workouts.workout(tx, self._person.user_id, self._one(number))
        if found and found.deleted_at:
            workout_service.restore_workout(tx, self._person.user_id, found.id)


def day(days_ago: int) -> date:
    return (NOW - timedelta(days=days_ago)).date()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
def test_after_anything_that_is_done_kept_figures_are_what_the_sets_say(
    connection: Connection, database: Database, ana: Person, steps: list[tuple[Any, ...]]
) -> None:
    with rolled_back(connection):
        history = History(database, ana)
        for step in steps:
            history.do(step)
            with database.transaction(ana.user_id) as tx:
                assert rollups.differences(tx, ana.user_id) == [], step


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    parts=st.lists(st.tuples(ENTRIES, DAYS), min_size=2, max_size=6, unique_by=lambda one: one[1]),
    shuffle=st.randoms(use_true_random=False),
)
def test_the_ledger_is_the_same_in_whatever_order_the_workouts_arrived(
    connection: Connection,
    database: Database,
    ana: Person,
    parts: list[tuple[Any, int]],
    shuffle: Any,
) -> None:
    made = [workout_of(*entries, days_ago=days_ago) for entries, days_ago in parts]
    ledgers = []
    for _ in range(2):
        with rolled_back(connection), database.transaction(ana.user_id) as tx:
            adopt_all(tx, ana.user_id, *made)
            for one in made:
                assert workouts.insert_workouts(tx, ana.user_id, [one])
            ledgers.append(
                [
                    analytics.records(tx, ana.user_id, exercise, Formula.EPLEY)
                    for exercise in TRAINED
                ]
            )
        shuffle.shuffle(made)
    assert ledgers[0] == ledgers[1]


def test_a_wrong_figure_and_a_wrong_record_are_found_and_made_right(
    database: Database, ana: Person
) -> None:
    with database.transaction(ana.user_id) as tx:
        history = [
            workout_of((BENCH, [working(kg(weight), 5)]), days_ago=days)
            for days, weight in ((3, "100"), (2, "105"), (1, "102.5"))
        ]
        adopt_all(tx, ana.user_id, *history)
        assert workouts.insert_workouts(tx, ana.user_id, history)
        assert rollups.differences(tx, ana.user_id) == []
        tx.execute(text("UPDATE exercise_day SET reps = 6 WHERE day = :day"), {"day": day(1)})
        tx.execute(text("DELETE FROM exercise_record WHERE day = :day"), {"day": day(2)})
        tx.execute(
            text(
                "INSERT INTO exercise_day SELECT user_id, exercise_id, :day, workouts, sets, reps, "
                "moved_kg, estimates, low_kg, median_kg, high_kg, marks FROM exercise_day "
                "WHERE day = :old"
            ),
            {"day": day(9), "old": day(3)},
        )
        tx.execute(text("UPDATE exercise_month SET sets = sets + 1"))
        wrong = sorted(
            [ExerciseDay(BENCH, day(days)) for days in (9, 2, 1)]
            + [ExerciseDay(BENCH, day(1).replace(day=1))]
        )
        assert rollups.differences(tx, ana.user_id) == wrong
        assert rollups.rebuild(tx, ana.user_id) == len(history)
        assert rollups.differences(tx, ana.user_id) == []


def test_logging_one_more_set_costs_two_statements_after_twenty_years_as_after_one(
    database: Database, ana: Person, connection: Connection
) -> None:
    def cost(years: int) -> int:
        history = [
            workout_of((BENCH, [working(kg("100"), 5)]), days_ago=days)
            for days in range(years * 365 - 364, years * 365, 7)
        ]
        with database.transaction(ana.user_id) as tx:
            adopt_all(tx, ana.user_id, *history)
            assert workouts.insert_workouts(tx, ana.user_id, history)
            with counted(connection) as statements:
                rollups.refresh(tx, ana.user_id, [ExerciseDay(BENCH, history[0].day)])
        return len(statements)

    assert cost(1) == cost(20) == 2


def test_a_long_set_hides_no_better_estimate_of_its_day_or_of_its_stretch(
    database: Database, ana: Person
) -> None:
    with database.transaction(ana.user_id) as tx:
        history = [
            workout_of((BENCH, [working(kg("100"), 5), working(kg("90"), 12)]), days_ago=3),
            workout_of((BENCH, [working(kg("90"), 12)]), days_ago=2),
        ]
        adopt_all(tx, ana.user_id, *history)
        assert workouts.insert_workouts(tx, ana.user_id, history)
        found = estimates(tx, ana.user_id, BENCH, Formula.EPLEY)
        assert [(one.reps, one.low_confidence) for one, _ in found] == [(5, False), (12, True)]
        assert found[0][1].high_kg == pytest.approx(119.0107, abs=1e-4)
        ((best, _),) = estimates(tx, ana.user_id, BENCH, Formula.EPLEY, limit=1)
        assert best.reps == 5


def test_what_is_no_estimate_and_what_is_no_record(database: Database, ana: Person) -> None:
    with database.transaction(ana.user_id) as tx:
        logged = workout_of(
            (BENCH, [warm_up(kg("200"), 1), working(kg("100"), 11), working(lb("225"), 1)]),
            (STAIRS, [LoggedSet(reps=4500)]),
        )
        adopt_all(tx, ana.user_id, logged)
        assert workouts.insert_workouts(tx, ana.user_id, [logged])
        ((best, _),) = estimates(tx, ana.user_id, BENCH, Formula.EPLEY)
        records = analytics.records(tx, ana.user_id, BENCH, Formula.EPLEY)
        stairs = analytics.records(tx, ana.user_id, STAIRS, Formula.EPLEY)
        assert estimates(tx, ana.user_id, STAIRS, Formula.EPLEY) == []
    # Eleven reps give the higher estimate, with little confidence: the single stands for the day.
    assert (best.reps, best.low_confidence) == (1, False)
    assert next(one for one in records if one.kind == "one_rep_max").value == Decimal("102.058")
    assert [(str(one.line), one.value) for one in stairs] == [("reps", Decimal(4500))]


def logs_a_five(tx: Connection, user_id: UUID) -> None:
    """Whoever this is has an account, and has benched 100 kg for five."""
    act_for(tx, user_id)
    create_account(
        tx,
        user_id,
        email="ana@example.org",
        password_hash="",
        weight_unit=WeightUnit.KG,
        time_zone="UTC",
        now=NOW,
    )
    logged = workout_of((BENCH, [working(kg("100"), 5)]))
    adopt_all(tx, user_id, logged)
    assert workouts.insert_workouts(tx, user_id, [logged])


def test_a_database_with_a_history_has_its_figures_after_the_migration(server: TestServer) -> None:
    with server.scratch_database(f"scratch_{uuid4().hex[:8]}") as owner_url:
        migrate.upgrade(owner_url)
        user_id = uuid4()
        engine = create_engine(sqlalchemy_url(owner_url))
        with engine.begin() as tx:
            logs_a_five(tx, user_id)
        migrate.downgrade(owner_url, "20261124_1020")
        migrate.upgrade(owner_url)
        with engine.begin() as tx:
            ((best, _),) = estimates(tx, user_id, BENCH, Formula.EPLEY)
        assert best.one_rep_max_kg == pytest.approx(116.6667, abs=1e-4)
        assert list(rollup_maintenance.check(owner_url)) == []
        assert rollup_maintenance.fill(owner_url) == 0
        assert [days for _, days in rollup_maintenance.rebuild(owner_url, "ANA@example.org")] == [1]
        for of_nobody in (rollup_maintenance.rebuild, rollup_maintenance.check):
            with pytest.raises(NotFoundError):
                list(of_nobody(owner_url, "nobody@example.org"))
        engine.dispose()


def test_what_an_upgrade_changes_of_the_catalogue_is_in_all_figures(server: TestServer) -> None:
    with server.scratch_database(f"scratch_{uuid4().hex[:8]}") as owner_url:
        migrate.upgrade(owner_url)
        user_id = uuid4()
        engine = create_engine(sqlalchemy_url(owner_url))
        with engine.begin() as tx:
            logs_a_five(tx, user_id)
            version_before = version(tx, user_id)
        migrate.upgrade(owner_url)
        with engine.begin() as tx:
            assert version(tx, user_id) == version_before
            # As the catalogue of before would have it.
            tx.execute(
                text("UPDATE catalogue_exercise SET load_kind = 'reps' WHERE id = :id"),
                {"id": BENCH},
            )
            rollups.rebuild(tx, user_id)
            assert estimates(tx, user_id, BENCH, Formula.EPLEY) == []
            version_before = version(tx, user_id)
        migrate.upgrade(owner_url)
        with engine.begin() as tx:
            assert len(estimates(tx, user_id, BENCH, Formula.EPLEY)) == 1
            of_exercise = tx.execute(text("SELECT rev FROM exercise")).scalar_one()
            assert version_before < of_exercise <= version(tx, user_id)
            tx.execute(
                text("UPDATE catalogue_exercise SET primary_muscles = '{}' WHERE id = :id"),
                {"id": BENCH},
            )
            version_before = version(tx, user_id)
        migrate.upgrade(owner_url)
        with engine.begin() as tx:
            assert version(tx, user_id) > version_before
        assert list(rollup_maintenance.check(owner_url)) == []
        engine.dispose()


def test_figures_by_rules_of_before_are_made_anew_by_migrating(server: TestServer) -> None:
    with server.scratch_database(f"scratch_{uuid4().hex[:8]}") as owner_url:
        migrate.upgrade(owner_url)
        user_id = uuid4()
        engine = create_engine(sqlalchemy_url(owner_url))
        with engine.begin() as tx:
            logs_a_five(tx, user_id)
        migrate.downgrade(owner_url, "20261128_1230")
        with engine.begin() as tx:
            tx.execute(text("UPDATE exercise_day SET estimates = '{}'"))
            before = version(tx, user_id)
        migrate.upgrade(owner_url)
        with engine.begin() as tx:
            ((best, _),) = estimates(tx, user_id, BENCH, Formula.EPLEY)
            assert version(tx, user_id) > before
        assert best.one_rep_max_kg == pytest.approx(116.6667, abs=1e-4)
        assert list(rollup_maintenance.check(owner_url)) == []
        assert rollup_maintenance.fill(owner_url) == 0
        engine.dispose()


def test_nobody_touches_the_figures_of_somebody_else(
    database: Database, ana: Person, cid: Person
) -> None:
    with database.transaction() as tx:
        logged = workout_of((BENCH, [working(kg("100"), 5)]))
        as_person(tx, ana)
        adopt_all(tx, ana.user_id, logged)
        assert workouts.insert_workouts(tx, ana.user_id, [logged])
        as_person(tx, cid)
        for table in ("exercise_day", "exercise_month", "exercise_record"):
            assert tx.execute(text(f"DELETE FROM {table}")).rowcount == 0  # noqa: S608 A constant.
        as_person(tx, ana)
        assert rollups.differences(tx, ana.user_id) == []
