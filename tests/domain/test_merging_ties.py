"""What two words with the same stamp come to, and what one operation does by itself."""

from typing import Any
from uuid import UUID

import pytest

from liftlog.domain.sync.merging import (
    Documents,
    Kind,
    Operation,
    RefusedError,
    Row,
    Status,
    Verb,
    apply,
)
from liftlog.domain.sync.stamps import NEVER

WORKOUT, OTHER_WORKOUT, EXERCISE = UUID(int=1), UUID(int=2), UUID(int=3)
ENTRY, OTHER_ENTRY, SET = UUID(int=10), UUID(int=11), UUID(int=20)
OF_WORKOUT = {"workout_id": WORKOUT, "exercise_id": EXERCISE}
OF_ENTRY = {**OF_WORKOUT, "entry_id": ENTRY}


def stamp(at: int) -> str:
    return f"{at:015d}-0000-0000000a"


def put(at: int, kind: Kind, target: UUID, **fields: Any) -> Operation:
    return Operation(UUID(int=at), kind, Verb.PUT, target, stamp(at), fields)


def delete(at: int, kind: Kind, target: UUID) -> Operation:
    return Operation(UUID(int=at), kind, Verb.DELETE, target, stamp(at))


def after(*operations: Operation) -> tuple[Documents, list[Status]]:
    documents = Documents({}, {})
    return documents, [apply(documents, one) for one in operations]


def put_set(at: int, **fields: Any) -> Operation:
    return put(at, Kind.SET, SET, **{**OF_ENTRY, **fields})


def put_entry(at: int, target: UUID = ENTRY, **fields: Any) -> Operation:
    return put(at, Kind.ENTRY, target, **{**OF_WORKOUT, **fields})


def test_of_two_words_with_one_stamp_the_first_to_arrive_stays() -> None:
    row = Row({"note": "first"}, {"note": stamp(2)})
    assert row.put({"note": "second"}, stamp(2)) is row
    assert row.put({"note": "second"}, stamp(3)).fields == {"note": "second"}


def test_the_stamp_of_all_fields_holds_for_each_and_a_later_one_of_its_own_wins() -> None:
    row = Row({"note": "first"}, {"*": stamp(5), "note": stamp(2), "title": stamp(7)})
    assert [row.stamp_of(name) for name in ("note", "title", "rest_s")] == list(
        map(stamp, (5, 7, 5))
    )
    assert row.put({"note": "second", "title": "second"}, stamp(6)).fields == {"note": "second"}
    assert row.written == stamp(7)
    assert Row({"note": "first"}).written == NEVER


def test_a_set_comes_back_only_by_a_word_later_than_its_deletion() -> None:
    documents, told = after(put_set(1), delete(2, Kind.SET, SET), put_set(2, reps=5))
    assert told == [Status.APPLIED, Status.APPLIED, Status.SUPERSEDED]
    assert (Kind.SET, SET) not in documents.rows
    assert documents.tombstones[Kind.SET, SET].row.fields["reps"] == 5
    assert documents.deleted == {(Kind.SET, SET)}
    assert apply(documents, put_set(3)) is Status.APPLIED
    assert documents.rows[Kind.SET, SET].fields["reps"] == 5
    assert documents.restored == {(Kind.SET, SET)}


@pytest.mark.parametrize(("kind", "target"), [(Kind.SET, SET), (Kind.ENTRY, ENTRY)])
def test_a_deletion_with_the_stamp_of_the_last_word_deletes_nothing(
    kind: Kind, target: UUID
) -> None:
    documents, told = after(put_entry(1), put_set(2), put_entry(2), delete(2, kind, target))
    assert told[-1] is Status.SUPERSEDED
    assert (kind, target) in documents.rows
    assert apply(documents, delete(3, kind, target)) is Status.APPLIED
    assert (kind, target) not in documents.rows


def test_an_entry_stays_with_a_set_that_was_written_when_it_was_deleted() -> None:
    documents, told = after(put_entry(1), put_set(3), delete(3, Kind.ENTRY, ENTRY))
    assert told[-1] is Status.SUPERSEDED
    assert documents.rows.keys() >= {(Kind.ENTRY, ENTRY), (Kind.SET, SET)}
    assert apply(documents, delete(4, Kind.ENTRY, ENTRY)) is Status.APPLIED
    assert documents.tombstones[Kind.SET, SET].own == NEVER
    assert documents.latest == stamp(4)


def test_an_entry_stays_with_a_deleted_set_that_was_written_when_it_was_deleted() -> None:
    documents, told = after(
        put_entry(1), put_set(3), delete(4, Kind.SET, SET), delete(3, Kind.ENTRY, ENTRY)
    )
    assert told[-1] is Status.SUPERSEDED
    assert (Kind.ENTRY, ENTRY) in documents.rows


def test_an_entry_that_comes_back_brings_no_set_that_was_deleted_when_it_was_written() -> None:
    documents, _ = after(
        put_entry(1),
        delete(2, Kind.SET, SET),
        put_set(2),
        delete(3, Kind.ENTRY, ENTRY),
        put_entry(4),
    )
    assert (Kind.ENTRY, ENTRY) in documents.rows
    assert (Kind.SET, SET) not in documents.rows
    assert documents.tombstones[Kind.SET, SET].stamp == stamp(2)


def test_an_entry_that_comes_back_brings_the_sets_it_took_along() -> None:
    documents, _ = after(
        put_entry(1), put_set(2, reps=5), delete(3, Kind.ENTRY, ENTRY), put_entry(4)
    )
    assert documents.rows[Kind.SET, SET].fields["reps"] == 5
    assert documents.tombstones == {}


def test_a_set_with_the_stamp_of_its_entrys_deletion_is_deleted_with_it() -> None:
    documents, told = after(put_entry(1), delete(3, Kind.ENTRY, ENTRY), put_set(3))
    assert told[-1] is Status.SUPERSEDED
    assert documents.tombstones[Kind.SET, SET].stamp == stamp(3)
    assert apply(documents, put_set(4)) is Status.APPLIED
    assert documents.rows.keys() >= {(Kind.ENTRY, ENTRY), (Kind.SET, SET)}


def test_a_deletion_before_the_first_word_holds_until_a_later_word() -> None:
    documents, told = after(
        delete(5, Kind.SET, SET), delete(3, Kind.SET, SET), put(5, Kind.SET, SET)
    )
    assert told == [Status.APPLIED, Status.APPLIED, Status.SUPERSEDED]
    tombstone = documents.tombstones[Kind.SET, SET]
    assert (tombstone.stamp, tombstone.own) == (stamp(5), stamp(5))
    with pytest.raises(RefusedError) as refused:
        apply(documents, put(6, Kind.SET, SET))
    assert refused.value.code == "incomplete"


def test_a_deletion_of_an_entry_before_its_first_word_has_no_stamp_of_its_own() -> None:
    documents, _ = after(delete(5, Kind.ENTRY, ENTRY))
    tombstone = documents.tombstones[Kind.ENTRY, ENTRY]
    assert (tombstone.stamp, tombstone.own) == (stamp(5), NEVER)
    assert documents.deleted == {(Kind.ENTRY, ENTRY)}


def workout_after(*operations: Operation) -> Row:
    documents, _ = after(*operations)
    return documents.rows[Kind.WORKOUT, WORKOUT]


def test_an_edit_brings_a_workout_back_only_when_it_is_later_than_its_deletion() -> None:
    titled, gone = put(1, Kind.WORKOUT, WORKOUT, title="Push"), delete(3, Kind.WORKOUT, WORKOUT)
    assert workout_after(titled, gone, put(3, Kind.WORKOUT, WORKOUT, title="Pull")).deleted
    assert not workout_after(titled, gone, put(4, Kind.WORKOUT, WORKOUT, title="Pull")).deleted


def test_bringing_a_workout_back_wins_over_a_deletion_with_the_same_stamp() -> None:
    titled, gone = put(1, Kind.WORKOUT, WORKOUT, title="Push"), delete(3, Kind.WORKOUT, WORKOUT)
    assert workout_after(titled, gone, put(2, Kind.WORKOUT, WORKOUT)).deleted
    assert not workout_after(titled, gone, put(3, Kind.WORKOUT, WORKOUT)).deleted
    back_twice = [put(at, Kind.WORKOUT, WORKOUT) for at in (3, 2)]
    assert not workout_after(titled, gone, *back_twice).deleted


@pytest.mark.parametrize(("at", "stays"), [(3, False), (4, True)])
def test_a_set_keeps_its_workout_only_when_it_is_later_than_the_deletion(
    at: int, stays: bool
) -> None:
    documents, told = after(put_entry(1), delete(3, Kind.WORKOUT, WORKOUT), put_set(at))
    assert told == [Status.APPLIED] * 3
    assert documents.rows[Kind.WORKOUT, WORKOUT].deleted is not stays
    again = apply(documents, delete(3, Kind.WORKOUT, WORKOUT))
    assert again is Status.SUPERSEDED


def test_discarding_a_workout_that_holds_a_later_set_is_superseded() -> None:
    documents, told = after(put_entry(1), put_set(4), delete(3, Kind.WORKOUT, WORKOUT))
    assert told[-1] is Status.SUPERSEDED
    assert not documents.rows[Kind.WORKOUT, WORKOUT].deleted


def test_a_workout_is_finished_once() -> None:
    documents, _ = after(
        put(1, Kind.WORKOUT, WORKOUT, running=False, duration_s=3600),
        put(2, Kind.WORKOUT, WORKOUT, running=False, duration_s=7200, note="late"),
    )
    row = documents.rows[Kind.WORKOUT, WORKOUT]
    assert (row.fields["duration_s"], row.fields["note"]) == (3600, "late")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"running": True, "duration_s": 3600}, {"running": False, "duration_s": 7200}),
        ({"running": False, "duration_s": None}, {"running": False, "duration_s": 7200}),
        ({"running": False, "duration_s": 3600}, {"duration_s": 7200}),
        ({"running": False, "duration_s": 3600}, {"running": True, "duration_s": 7200}),
    ],
)
def test_a_duration_may_be_corrected_as_long_as_it_is_no_second_finish(
    before: dict[str, Any], now: dict[str, Any]
) -> None:
    row = workout_after(
        put(1, Kind.WORKOUT, WORKOUT, **before), put(2, Kind.WORKOUT, WORKOUT, **now)
    )
    assert row.fields["duration_s"] == 7200


def test_an_entry_that_is_known_only_by_its_sets_stands_after_the_others() -> None:
    documents, _ = after(put_entry(1, OTHER_ENTRY, position=0), put_set(2))
    entry = documents.rows[Kind.ENTRY, ENTRY]
    assert entry.fields == {**OF_WORKOUT, "position": 1}
    assert entry.stamps == {}
    assert documents.rows[Kind.WORKOUT, WORKOUT] == Row({})


def test_the_sets_of_an_entry_go_where_it_goes() -> None:
    documents, _ = after(put_entry(1), put_set(2), put_entry(3, workout_id=OTHER_WORKOUT))
    assert documents.rows[Kind.SET, SET].fields["workout_id"] == OTHER_WORKOUT
    assert documents.children(Kind.SET, "workout_id", WORKOUT) == []


@pytest.mark.parametrize(
    "operation",
    [
        put(1, Kind.ENTRY, ENTRY, workout_id=WORKOUT),
        put(1, Kind.ENTRY, ENTRY, exercise_id=EXERCISE),
        put(1, Kind.SET, SET, entry_id=ENTRY, workout_id=WORKOUT),
        put(1, Kind.SET, SET, entry_id=ENTRY, exercise_id=EXERCISE),
        put(1, Kind.SET, SET, **OF_WORKOUT),
        delete(1, Kind.EXERCISE, EXERCISE),
    ],
)
def test_what_does_not_say_where_it_belongs_is_refused(operation: Operation) -> None:
    with pytest.raises(RefusedError):
        after(operation)


def test_a_known_entry_or_set_need_not_say_again_where_it_belongs() -> None:
    documents, told = after(
        put_entry(1), put_set(2), put(3, Kind.ENTRY, ENTRY, note="x"), put(4, Kind.SET, SET, reps=5)
    )
    assert told == [Status.APPLIED] * 4
    assert documents.rows[Kind.SET, SET].fields == {**OF_ENTRY, "reps": 5}
    assert documents.rows[Kind.ENTRY, ENTRY].fields["note"] == "x"


def test_what_changes_nothing_is_not_touched() -> None:
    documents, _ = after(put_entry(1), put_set(2, reps=5))
    documents.touched.clear()
    assert apply(documents, put_set(2, reps=6)) is Status.SUPERSEDED
    assert documents.touched == set()
    assert apply(documents, put_set(3, reps=6)) is Status.APPLIED
    assert documents.touched == {(Kind.SET, SET)}


def test_the_latest_word_may_be_a_deletion() -> None:
    documents, _ = after(put_entry(1), put_set(5), delete(6, Kind.SET, SET))
    assert documents.latest == stamp(6)
    assert Documents({}, {}).latest == NEVER


ROUTINE = UUID(int=30)


def routine(verb: Verb, base_rev: int | None, **fields: Any) -> Operation:
    return Operation(UUID(int=1), Kind.ROUTINE, verb, ROUTINE, stamp(1), fields, base_rev)


@pytest.mark.parametrize(
    ("rev", "base_rev", "status"),
    [
        (4, 4, Status.APPLIED),
        (4, 3, Status.SUPERSEDED),
        (4, 5, Status.SUPERSEDED),
        (4, None, Status.SUPERSEDED),
        (0, None, Status.APPLIED),
        (1, None, Status.SUPERSEDED),
    ],
)
@pytest.mark.parametrize("verb", Verb)
def test_a_routine_is_changed_only_from_the_version_there_is(
    verb: Verb, rev: int, base_rev: int | None, status: Status
) -> None:
    before = Row({"name": "Push"}, rev=rev)
    documents = Documents({(Kind.ROUTINE, ROUTINE): before}, {})
    assert apply(documents, routine(verb, base_rev, name="Pull")) is status
    row = documents.rows[Kind.ROUTINE, ROUTINE]
    if status is Status.SUPERSEDED:
        assert row == before
    else:
        assert row.deleted is (verb is Verb.DELETE)
        assert row.fields == {"name": "Push" if verb is Verb.DELETE else "Pull"}


def test_a_routine_that_was_never_there_can_be_made_and_deleted() -> None:
    documents = Documents({}, {})
    assert apply(documents, routine(Verb.DELETE, 3)) is Status.APPLIED
    assert documents.rows == {}
    assert apply(documents, routine(Verb.PUT, None, name="Push")) is Status.APPLIED
    row = documents.rows[Kind.ROUTINE, ROUTINE]
    documents.rows[Kind.ROUTINE, ROUTINE] = Row(row.fields, deleted=True)
    assert apply(documents, routine(Verb.PUT, 0, name="Push")) is Status.APPLIED
    assert not documents.rows[Kind.ROUTINE, ROUTINE].deleted


def test_an_entry_that_comes_back_leaves_the_sets_of_others_where_they_are() -> None:
    other_set = UUID(int=21)
    documents, _ = after(
        put_entry(1),
        put_entry(1, OTHER_ENTRY),
        put_set(2),
        put(2, Kind.SET, other_set, **{**OF_ENTRY, "entry_id": OTHER_ENTRY}),
        delete(3, Kind.ENTRY, ENTRY),
        delete(3, Kind.ENTRY, OTHER_ENTRY),
        put_entry(4),
    )
    assert (Kind.SET, SET) in documents.rows
    assert documents.tombstones.keys() == {(Kind.ENTRY, OTHER_ENTRY), (Kind.SET, other_set)}


def test_a_set_of_another_entry_does_not_keep_an_entry() -> None:
    other_set = UUID(int=21)
    of_other = {**OF_ENTRY, "entry_id": OTHER_ENTRY}
    _, told = after(
        put_entry(1),
        put_entry(1, OTHER_ENTRY),
        put(5, Kind.SET, other_set, **of_other),
        delete(6, Kind.SET, other_set),
        delete(3, Kind.ENTRY, ENTRY),
    )
    assert told[-1] is Status.APPLIED


def test_the_sets_of_another_workout_do_not_keep_a_workout() -> None:
    documents, told = after(
        put_entry(1),
        put_entry(5, OTHER_ENTRY, workout_id=OTHER_WORKOUT),
        delete(3, Kind.WORKOUT, WORKOUT),
    )
    assert told[-1] is Status.APPLIED
    assert documents.rows[Kind.WORKOUT, WORKOUT].deleted
    assert not documents.rows[Kind.WORKOUT, OTHER_WORKOUT].deleted
