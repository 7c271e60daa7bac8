"""What operations make of documents on a device, and what puts operations in order."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import PHONE, opened
from tests.processes.running import LiftLog

pytestmark = pytest.mark.browser

LOAD = """async () => {
  const styles = document.querySelector("link[rel=stylesheet]").href;
  const module = (name) => import(styles.replace(/css\\/.*/, `js/log/${name}.js`));
  Object.assign(globalThis, await module("model/documents"), await module("sync/stamps"));
  globalThis.after = (...operations) => {
    const documents = emptyDocuments();
    documents.exercises.set("row", { id: "row", name: "Barbell row", load_kind: "weight_reps" });
    for (const one of operations) apply(documents, one);
    return documents;
  };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, liftlog: LiftLog) -> Iterator[Page]:
    with opened(browser, liftlog.address, PHONE) as (page, heard):
        page.goto("/help/install")
        page.evaluate(LOAD)
        yield page
        assert heard.complaints == []


def put(kind: str, target: str, **fields: object) -> dict[str, Any]:
    return {"kind": kind, "verb": "put", "target": target, "fields": fields}


def delete(kind: str, target: str) -> dict[str, Any]:
    return {"kind": kind, "verb": "delete", "target": target, "fields": {}}


def one_set(target: str, position: int, **fields: object) -> dict[str, Any]:
    place = {"workout_id": "w", "entry_id": "e", "exercise_id": "row", "position": position}
    return put("set", target, **{**place, **fields})


def workouts(page: Page, *operations: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        "(operations) => [...after(...operations).workouts.values()]", list(operations)
    )
    return found


def sets(page: Page, *operations: dict[str, Any]) -> list[str]:
    return [
        one["id"]
        for workout in workouts(page, *operations)
        for entry in workout["exercises"]
        for one in entry["sets"]
    ]


def test_a_set_that_comes_before_its_workout_and_exercise_is_not_lost(page: Page) -> None:
    alone = one_set("s", 0, reps=5)
    assert sets(page, alone) == ["s"]
    later = put("entry", "e", workout_id="w", exercise_id="row", position=0, note="slow")
    (workout,) = workouts(page, alone, put("workout", "w", title="Back"), later)
    assert workout["title"] == "Back"
    assert workout["exercises"][0]["name"] == "Barbell row"
    assert workout["exercises"][0]["note"] == "slow"
    assert workout["exercises"][0]["sets"][0]["reps"] == 5


def test_sets_stand_by_position_and_never_by_id(page: Page) -> None:
    assert sets(page, one_set("a", 2), one_set("c", 0), one_set("b", 1)) == ["c", "b", "a"]


def test_an_edit_keeps_what_it_does_not_name(page: Page) -> None:
    edit = put("set", "s", reps=4)
    first = one_set("s", 0, weight=100, weight_unit="lb", reps=5)
    (workout,) = workouts(page, first, edit)
    (one,) = workout["exercises"][0]["sets"]
    assert (one["weight"], one["reps"]) == (100, 4)
    assert one["weight_kg"] == pytest.approx(45.359237)


def test_a_deletion_that_is_taken_back_brings_back_everything(page: Page) -> None:
    first = one_set("s", 0, weight=100, weight_unit="kg", reps=5)
    again = put("set", "s", workout_id="w", entry_id="e", exercise_id="row", position=0)
    assert sets(page, first, delete("set", "s")) == []
    (workout,) = workouts(page, first, delete("set", "s"), again)
    assert workout["exercises"][0]["sets"][0]["reps"] == 5
    (workout,) = workouts(page, first, delete("workout", "w"), put("workout", "w", note="back"))
    assert workout["exercises"][0]["sets"][0]["reps"] == 5
    entry = put("entry", "e", workout_id="w")
    (workout,) = workouts(page, first, delete("entry", "e"), entry)
    assert workout["exercises"][0]["sets"][0]["reps"] == 5


def test_a_set_that_moves_stands_in_one_place(page: Page) -> None:
    other = put("entry", "other", workout_id="w", exercise_id="row", position=1)
    moved = one_set("s", 0, entry_id="other")
    (workout,) = workouts(page, one_set("s", 0, reps=5), other, moved)
    assert [[one["id"] for one in entry["sets"]] for entry in workout["exercises"]] == [[], ["s"]]
    assert workout["exercises"][1]["sets"][0]["reps"] == 5


def test_the_first_finish_of_a_workout_wins(page: Page) -> None:
    (workout,) = workouts(
        page,
        put("workout", "w", running=True, started_at="2026-11-20T23:30:00+01:00"),
        put("workout", "w", running=False, duration_s=1800),
        put("workout", "w", running=False, duration_s=9999),
    )
    assert workout["duration_s"] == 1800
    assert workout["running"] is False
    assert workout["day"] == "2026-11-20"


def test_what_somebody_holds_of_a_document_never_changes(page: Page) -> None:
    held = page.evaluate(
        """(operations) => {
          const documents = after(operations[0]);
          const held = documents.workouts.get("w");
          for (const one of operations.slice(1)) apply(documents, one);
          return [held.exercises[0].sets.length, documents.workouts.get("w").exercises[0].sets.length];
        }""",
        [one_set("s", 0), one_set("t", 1), delete("set", "s"), one_set("u", 2)],
    )
    assert held == [1, 2]


def test_stamps_go_up_as_text_whatever_the_clock_does(page: Page) -> None:
    stamps = page.evaluate(
        """() => {
          const real = Date.now, clock = new StampClock(newDevice());
          const made = [];
          for (const now of [5e12, 5e12, 4e12, 5e12 + 1, 1e12]) {
            Date.now = () => now;
            made.push(clock.next());
          }
          clock.seen(6e12);
          made.push(clock.next());
          Date.now = real;
          return made;
        }"""
    )
    assert stamps == sorted(set(stamps))
    assert all(len(one) == 15 + 1 + 4 + 1 + 8 for one in stamps)


def test_ids_are_of_version_7_and_never_the_same(page: Page) -> None:
    ids = page.evaluate("Array.from({ length: 10000 }, newId)")
    assert len(set(ids)) == 10000
    assert ids == sorted(ids)
    assert {one[14] for one in ids} == {"7"}
    assert {one[19] for one in ids} <= set("89ab")
