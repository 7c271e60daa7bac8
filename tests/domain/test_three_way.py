"""What two sides made of one document comes together, and nothing is lost without a word."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.sync.three_way import ORDER, Conflict, changes, merge, reverted, written

TOGETHER = (("weight", "unit"),)


def one(element: str, **fields: Any) -> dict[str, Any]:
    return {"id": element, **fields}


def merged(base: Any, mine: Any, theirs: Any, **how: Any) -> tuple[Any, list[Conflict]]:
    found = merge({"x": base}, {"x": mine}, {"x": theirs}, **how)
    return found.document["x"], list(found.conflicts)


def test_a_field_has_the_value_of_the_side_that_changed_it() -> None:
    base = {"title": "a", "note": "b", "days": [1, 2]}
    found = merge(base, {**base, "title": "mine"}, {**base, "days": [3]})
    assert found.document == {"title": "mine", "note": "b", "days": [3]}
    assert found.conflicts == ()


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    assert merged(1, 2, 2) == (2, [])


def test_a_field_that_both_changed_is_named_with_both_values() -> None:
    assert merged(1, 2, 3) == (2, [Conflict(("x",), 2, 3)])
    assert merged(1, 2, 3, keeps_theirs=True) == (3, [Conflict(("x",), 2, 3)])


def test_an_amount_and_its_unit_are_one_value() -> None:
    base = {"weight": 10, "unit": "kg"}
    theirs = {"weight": 22, "unit": "lb"}
    found = merge(base, {**base, "weight": 11}, theirs, together=TOGETHER)
    assert found.document == {"weight": 11, "unit": "kg"}
    assert found.conflicts == (Conflict(("weight",), (11, "kg"), (22, "lb")),)


def test_elements_are_matched_by_id_and_merged_by_field() -> None:
    base = [one("a", reps=5, note=""), one("b", reps=5, note="")]
    mine = [one("a", reps=6, note=""), one("b", reps=5, note="")]
    theirs = [one("a", reps=5, note="hard"), one("b", reps=9, note="")]
    assert merged(base, mine, theirs) == (
        [one("a", reps=6, note="hard"), one("b", reps=9, note="")],
        [],
    )


def test_what_each_side_added_is_there_in_its_place() -> None:
    base = [one("a"), one("b")]
    found, conflicts = merged(
        base, [one("a"), one("mine"), one("b")], [one("a"), one("b"), one("theirs")]
    )
    assert [each["id"] for each in found] == ["a", "mine", "b", "theirs"]
    assert conflicts == []


def test_what_one_side_removed_and_the_other_left_alone_is_gone() -> None:
    base = [one("a", reps=1), one("b", reps=1), one("c", reps=1)]
    assert merged(base, base[1:], base[:2]) == ([base[1]], [])


def test_a_removal_against_a_change_is_a_conflict_on_either_side() -> None:
    base, changed = [one("a", reps=1)], [one("a", reps=2)]
    conflict = Conflict(("x", "a"), None, changed[0])
    assert merged(base, [], changed) == ([], [conflict])
    assert merged(base, [], changed, keeps_theirs=True) == (changed, [conflict])
    conflict = Conflict(("x", "a"), changed[0], None)
    assert merged(base, changed, []) == (changed, [conflict])
    assert merged(base, changed, [], keeps_theirs=True) == ([], [conflict])


def test_what_came_to_an_element_that_was_removed_stays_alone() -> None:
    base = [one("a", sets=[one("old")])]
    came = [one("a", sets=[one("old"), one("new")])]
    assert merged(base, [], came) == ([one("a", sets=[one("new")])], [])


def test_an_order_that_one_side_changed_holds_and_two_orders_are_a_conflict() -> None:
    base = [one("a"), one("b"), one("c")]
    other = [one("c"), one("a"), one("b")]
    third = [one("b"), one("a"), one("c")]
    assert merged(base, base, other) == (other, [])
    assert merged(base, other, base) == (other, [])
    found, conflicts = merged(base, other, third)
    assert found == other
    assert conflicts == [Conflict(("x", ORDER), ["c", "a", "b"], ["b", "a", "c"])]


def test_taking_the_other_value_reverts_my_change() -> None:
    base = {"x": [one("a", weight=1, unit="kg"), one("b", weight=1, unit="kg")]}
    mine = {"x": [one("a", weight=2, unit="lb")]}
    assert reverted(mine, base, ("x", "a", "weight"), together=TOGETHER)["x"] == base["x"][:1]
    assert reverted(mine, base, ("x", "b"))["x"] == [mine["x"][0], base["x"][1]]
    assert reverted({"x": [one("new"), *base["x"]]}, base, ("x", "new")) == base
    assert reverted({"x": base["x"][::-1]}, base, ("x", ORDER)) == base
    assert reverted(mine, base, ("x", "nobody", "weight")) == mine


def test_changes_are_counted_by_field_element_and_order() -> None:
    elements = [one("a", n=1, y=[one("s")]), one("b")]
    before = {"title": "a", "weight": 1, "unit": "kg", "x": elements}
    assert changes(before, before, together=TOGETHER) == 0
    after = {**before, "title": "b", "weight": 2, "unit": "lb"}
    assert changes(before, after, together=TOGETHER) == 2
    assert changes(before, {**before, "x": elements[::-1]}) == 1
    assert changes(before, {**before, "x": [one("a", n=2, y=[]), one("c")]}) == 4


def test_what_was_written_is_told_by_element() -> None:
    elements = [one("a", weight=1, unit="kg", y=[one("s", n=1)]), one("b", n=1)]
    before = {"title": "a", "x": elements}
    changed = [one("a", weight=2, unit="kg", y=[one("s", n=2)]), one("b", n=1), one("new", n=1)]
    found = written(before, {"title": "a", "x": changed}, together=TOGETHER)
    assert found == {"": set(), "a": {"weight", "unit"}, "s": {"n"}, "b": set()}
    found = written(before, {"title": "b", "x": elements[::-1]})
    assert found == {"": {"title"}, "a": {ORDER}, "s": set(), "b": {ORDER}}
    found = written(before, {"title": "a", "x": elements[1:]})
    assert found == {"": set(), "b": set()}


sets = st.lists(
    st.builds(one, st.sampled_from("stuv"), reps=st.integers(0, 2)),
    max_size=3,
    unique_by=lambda found: found["id"],
)
entries = st.lists(
    st.builds(one, st.sampled_from("abc"), note=st.sampled_from(("", "n")), sets=sets),
    max_size=3,
    unique_by=lambda found: found["id"],
)
documents = st.fixed_dictionaries({"title": st.sampled_from("xyz"), "entries": entries})


@given(base=documents, mine=documents, theirs=documents)
def test_any_three_documents_merge(base: Any, mine: Any, theirs: Any) -> None:
    before = copy.deepcopy((base, mine, theirs))
    found = merge(base, mine, theirs)
    assert (base, mine, theirs) == before
    assert merge(base, base, theirs).document == theirs
    assert merge(base, mine, base).document == mine
    assert merge(base, mine, mine) == type(found)(mine, ())
    for side, other in ((mine, theirs), (theirs, mine)):
        for entry in side["entries"]:
            if entry in base["entries"]:
                continue
            kept = next((e for e in found.document["entries"] if e["id"] == entry["id"]), None)
            said = any(
                conflict.path[:2] == ("entries", entry["id"]) for conflict in found.conflicts
            )
            known = any(e["id"] == entry["id"] for e in (*base["entries"], *other["entries"]))
            assert kept == entry or said or known


@given(base=documents, mine=documents, theirs=documents)
def test_after_an_answer_to_each_conflict_saving_again_asks_nothing(
    base: Any, mine: Any, theirs: Any
) -> None:
    first = merge(base, mine, theirs)
    again = first.document
    for conflict in first.conflicts:
        again = reverted(again, theirs, conflict.path)
    settled = merge(theirs, again, theirs)
    assert settled.conflicts == ()
    assert merge(theirs, first.document, theirs) == type(first)(first.document, ())
