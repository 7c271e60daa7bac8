"""What operations come to does not depend on the order in which they arrive."""

from copy import deepcopy
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from liftlog.domain.sync.merging import Documents, Kind, Operation, Status, Verb, apply

WORKOUT, EXERCISE = UUID(int=1), UUID(int=2)
ENTRIES = [UUID(int=number) for number in (10, 11)]
SETS = [UUID(int=number) for number in (20, 21, 22, 23)]


def entry_of(one: UUID) -> UUID:
    return ENTRIES[SETS.index(one) % 2]


def operation(at: int, target: UUID, verb: Verb, value: int) -> Operation:
    kind = Kind.ENTRY if target in ENTRIES else Kind.SET
    fields: dict[str, Any] = {}
    if target == WORKOUT:
        fields = {"title": str(value)} if verb is Verb.PUT and value % 5 else {}
        stamp = f"{at:015d}-0000-0000000a"
        return Operation(UUID(int=at), Kind.WORKOUT, verb, target, stamp, fields)
    if verb is Verb.PUT:
        fields = {"workout_id": WORKOUT, "exercise_id": EXERCISE, "position": value}
    if verb is Verb.PUT and kind is Kind.SET:
        fields["entry_id"] = entry_of(target)
    return Operation(UUID(int=at), kind, verb, target, f"{at:015d}-0000-0000000a", fields)


SAID = st.lists(
    st.tuples(
        st.sampled_from([WORKOUT, *ENTRIES, *SETS]),
        st.sampled_from([Verb.PUT, Verb.PUT, Verb.DELETE]),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=14,
).map(lambda all_: [operation(at, *one) for at, one in enumerate(all_, start=1)])


def last(said: list[Operation], targets: list[UUID], verb: Verb) -> Operation | None:
    found = [one for one in said if one.target in targets and one.verb is verb]
    return max(found, key=lambda one: one.stamp, default=None)


def later(one: Operation | None, other: Operation | None) -> bool:
    return one is not None and (other is None or one.stamp > other.stamp)


def expected(said: list[Operation]) -> dict[UUID, int | None]:
    """Position by document; None for a place that nobody gave a word of its own."""
    found: dict[UUID, int | None] = {}
    for entry in ENTRIES:
        inside = [one for one in SETS if entry_of(one) == entry]
        if not later(last(said, [entry, *inside], Verb.PUT), last(said, [entry], Verb.DELETE)):
            continue
        own = last(said, [entry], Verb.PUT)
        found[entry] = own.fields["position"] if own else None
        for one in inside:
            put = last(said, [one], Verb.PUT)
            if put and later(put, last(said, [one], Verb.DELETE)):
                found[one] = put.fields["position"]
    return found


def is_wanted(said: list[Operation], there: set[UUID]) -> bool:
    """Whether somebody wrote of the workout, or of what is in it, later than it was discarded."""
    put = last(said, [WORKOUT, *there], Verb.PUT)
    discarded = last(said, [WORKOUT], Verb.DELETE)
    return discarded is None or later(put, discarded)


@given(said=SAID, order=st.randoms(use_true_random=False))
@settings(max_examples=1000)
def test_in_whatever_order_operations_arrive_they_come_to_the_same(said: Any, order: Any) -> None:
    arriving = deepcopy(said)
    order.shuffle(arriving)
    documents = Documents({}, {})
    for one in arriving:
        assert apply(documents, one) in {Status.APPLIED, Status.SUPERSEDED}
    wanted = expected(said)
    there = {target for kind, target in documents.rows if kind in {Kind.ENTRY, Kind.SET}}
    assert there == wanted.keys()
    workout = documents.rows.get((Kind.WORKOUT, WORKOUT))
    assert workout is None or workout.deleted is not is_wanted(said, there)
    for (kind, target), row in documents.rows.items():
        if kind in {Kind.ENTRY, Kind.SET} and wanted[target] is not None:
            assert row.fields["position"] == wanted[target]
        if kind in {Kind.ENTRY, Kind.SET}:
            assert row.fields["workout_id"] == WORKOUT
    assert not {target for _, target in documents.tombstones} & there


@given(said=SAID, order=st.randoms(use_true_random=False))
def test_doing_all_of_it_again_changes_nothing(said: Any, order: Any) -> None:
    documents = Documents({}, {})
    for one in deepcopy(said):
        apply(documents, one)
    before = deepcopy(documents.rows)
    again = deepcopy(said)
    order.shuffle(again)
    for one in again:
        apply(documents, one)
    assert documents.rows == before
