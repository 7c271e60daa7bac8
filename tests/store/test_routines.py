"""Routines in the database: whose they are, from which version they change, and what can't be kept."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.routines import POSITION_MAX, PlannedExercise, Routine
from liftlog.store import routines
from liftlog.store.database.engine import Database, Transaction
from liftlog.store.exercises import read as exercises
from liftlog.store.exercises import write as exercise_changes
from liftlog.store.statistics import versions
from tests.cast import BENCH, NOW, Person, as_person

pytestmark = pytest.mark.database


def kept(tx: Transaction, person: Person, name: str = "Push", position: int = 0) -> Routine:
    entry = PlannedExercise(uuid4(), BENCH)
    made = Routine(uuid4(), name, position=position, exercises=(entry,))
    assert routines.insert(tx, as_person(tx, person), made, now=NOW) is not None
    found = routines.routine(tx, person.user_id, made.id)
    assert found is not None
    return found


def test_nobody_reads_or_writes_another_ones_routines(
    database: Database, ana: Person, cid: Person
) -> None:
    with database.transaction() as tx:
        made = kept(tx, ana)
        other = as_person(tx, cid)
        assert routines.routines(tx, other) == []
        assert routines.routine(tx, other, made.id) is None
        assert routines.replace_from(tx, other, replace(made, name="Mine"), made.rev) is None
        assert not routines.set_deleted(tx, other, made.id, at=NOW)
        routines.put_in_order(tx, other, [uuid4(), made.id])
        assert routines.places(tx, other) == routines.Places(0, 0)
        # Even a query that names her rows gets none of them.
        assert routines.routines(tx, ana.user_id) == []
        assert routines.routines(tx, as_person(tx, ana)) == [made]


def test_a_change_needs_the_version_that_is_there_and_gives_the_next(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        made = kept(tx, ana)
        changed = replace(made, name="Push B")
        assert routines.replace_from(tx, ana.user_id, changed, made.rev - 1) is None
        rev = routines.replace_from(tx, ana.user_id, changed, made.rev)
        assert rev == versions.version(tx, ana.user_id)
        assert rev is not None
        assert rev > made.rev
        assert routines.replace_from(tx, ana.user_id, changed, made.rev) is None
        (found,) = routines.routines(tx, ana.user_id)
        assert (found.name, found.rev) == ("Push B", rev)


def test_an_id_is_kept_once(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        made = kept(tx, ana)
        assert routines.insert(tx, ana.user_id, replace(made, name="B"), now=NOW) is None
        assert routines.routines(tx, ana.user_id) == [made]


def test_a_deleted_one_is_out_of_the_list_until_it_is_brought_back(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        made = kept(tx, ana)
        assert not routines.set_deleted(tx, ana.user_id, made.id, at=None)
        assert not routines.set_deleted(tx, ana.user_id, made.id, at=NOW, from_rev=made.rev + 1)
        assert routines.set_deleted(tx, ana.user_id, made.id, at=NOW, from_rev=made.rev)
        assert routines.routines(tx, ana.user_id) == []
        assert routines.replace_from(tx, ana.user_id, made, made.rev + 1) is None
        since = NOW - timedelta(days=30)
        assert routines.deleted(tx, ana.user_id, since=since, limit=5) == [made]
        late = NOW + timedelta(seconds=1)
        assert routines.deleted(tx, ana.user_id, since=late, limit=5) == []
        found = routines.routine(tx, ana.user_id, made.id)
        assert found is not None
        assert found.deleted
        assert routines.set_deleted(tx, ana.user_id, made.id, at=None)
        assert routines.routines(tx, ana.user_id) == [made]


def test_their_order_is_the_lifters_and_what_stays_is_not_written(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        made = [kept(tx, ana, name, position=place) for place, name in enumerate("abc")]
        assert routines.places(tx, user_id) == routines.Places(3, 3)
        wanted = [made[1], made[0], made[2]]
        routines.put_in_order(tx, user_id, [one.id for one in wanted])
        found = routines.routines(tx, user_id)
        assert [one.name for one in found] == ["b", "a", "c"]
        assert found[2].rev == made[2].rev
        assert found[0].rev == found[1].rev > made[2].rev
        kept(tx, ana, "last", position=POSITION_MAX)
        assert routines.places(tx, user_id).next == POSITION_MAX


def test_an_exercise_is_called_as_it_is_called_now(database: Database, ana: Person) -> None:
    with database.transaction() as tx:
        made = kept(tx, ana)
        assert [(one.name, one.load_kind) for one in made.exercises] == [
            ("Bench press", LoadKind.WEIGHT_REPS)
        ]
        found = exercises.exercise(tx, ana.user_id, BENCH)
        assert found is not None
        own = replace(found, id=uuid4(), name="Plank of mine", load_kind=LoadKind.TIME, own=True)
        assert exercise_changes.save_own(tx, ana.user_id, own)
        entries = (PlannedExercise(uuid4(), own.id), PlannedExercise(uuid4(), uuid4()))
        routines.replace_from(tx, ana.user_id, replace(made, exercises=entries), made.rev)
        assert exercise_changes.save_own(tx, ana.user_id, replace(own, name="Plank"))
        (again,) = routines.routines(tx, ana.user_id)
        shown = [(one.name, one.load_kind) for one in again.exercises]
        assert shown == [("Plank", LoadKind.TIME), ("", LoadKind.WEIGHT_REPS)]


@pytest.mark.parametrize(
    "content",
    [
        "'{}'",
        """'{"name": "", "exercises": []}'""",
        """'{"name": "Push", "exercises": {}}'""",
        """jsonb_build_object('name', repeat('x', 121), 'exercises', '[]'::jsonb)""",
        """jsonb_build_object('name', 'Push', 'note', repeat('x', 2001), 'exercises', '[]'::jsonb)""",
        "jsonb_build_object('name', 'Push', 'exercises', to_jsonb(array_fill(0, ARRAY[101])))",
    ],
)
def test_the_database_itself_keeps_no_other_document(
    database: Database, ana: Person, content: str
) -> None:
    statement = text(
        "INSERT INTO routine (user_id, id, content, created_at, rev) "  # noqa: S608 The cases above.
        f"VALUES (:user_id, gen_random_uuid(), {content}, now(), 1)"
    )
    with database.transaction() as tx:
        user_id = as_person(tx, ana)
        with pytest.raises(IntegrityError, match="routine_content_check"), tx.begin_nested():
            tx.execute(statement, {"user_id": user_id})
