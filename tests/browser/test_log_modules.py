"""The logging screen's arithmetic, by tables: each module is asked in the browser, as the screen asks it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import PHONE, opened
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

ASK = """async ([name, call, args]) => {
  const here = document.querySelector('script[src$="js/log/main.js"]').src;
  const found = (await import(new URL(name, here)))[call](...args);
  return found instanceof Map ? [...found] : found;
}"""
KG = [25, 20, 15, 10, 5, 2.5, 1.25]
LB = [45, 35, 25, 10, 5, 2.5]
BEST = {"one_rep_max_kg": 116.7, "by_reps": [[5, 100], [8, 90]], "top_weight_kg": 100}


@pytest.fixture(scope="module")
def page(browser: Browser, liftlog: LiftLog) -> Iterator[Page]:
    member: Member = liftlog.member("modules-ana")
    with opened(browser, liftlog.address, PHONE, member=member) as (page, _):
        page.goto("/log")
        yield page


@pytest.mark.parametrize(
    ("text", "sets", "seconds", "rpe"),
    [
        ("60", 1, 60, None),
        ("1:15", 1, 75, None),
        ("3x45s @8", 3, 45, 8),
        ("w 30", 1, 30, None),
        ("7x60", None, None, None),
        ("60 100", None, None, None),
        ("0", None, None, None),
        ("60 @11", None, None, None),
    ],
)
def test_a_line_for_what_is_timed_says_a_time(
    page: Page, text: str, sets: int | None, seconds: int | None, rpe: float | None
) -> None:
    found = asked(page, "model/entry", "parseTimedLine", text)
    if sets is None:
        assert found is None
    else:
        assert (found["sets"], found["duration_s"], found["rpe"]) == (sets, seconds, rpe)
        assert found["reps"] is None


@pytest.mark.parametrize("value", [1500, 1234.5, 100, 102.125, 0])
def test_a_number_in_a_field_is_read_back_as_itself(page: Page, value: float) -> None:
    shown = asked(page, "text", "entered", value)
    assert asked(page, "model/entry", "parseNumber", shown) == value


def asked(page: Page, module: str, call: str, *arguments: Any) -> Any:
    return page.evaluate(ASK, [f"./{module}.js", call, list(arguments)])


@pytest.mark.parametrize(
    ("weight", "bar", "sizes", "side"),
    [
        (20, 20, KG, []),
        (102.5, 20, KG, [25, 15, 1.25]),
        (142.5, 20, KG, [25, 25, 10, 1.25]),
        (225, 45, LB, [45, 45]),
        (65, 20, [20, 15], None),
        (90, 20, [20, 15], [20, 15]),
        # The largest first would leave 5 that no plate makes: 15 and 15 do.
        (80, 20, [25, 15], [15, 15]),
        (27.5, 20, [2.5, 1.25], [2.5, 1.25]),
    ],
)
def test_plates_for_each_side_are_exact(
    page: Page, weight: float, bar: float, sizes: list[float], side: list[float] | None
) -> None:
    found = asked(page, "model/plates", "load", weight, bar, sizes)
    assert found["exact"] == (side is not None)
    if side is not None:
        assert found["side"] == side


def test_of_a_weight_that_no_plates_make_the_neighbours_are_named(page: Page) -> None:
    found = asked(page, "model/plates", "load", 101, 20, KG)
    assert (found["exact"], found["below"], found["above"]) == (False, 100, 102.5)
    found = asked(page, "model/plates", "load", 15, 20, KG)
    assert (found["side"], found["exact"], found["above"]) == ([], False, 20)
    assert asked(page, "model/plates", "load", 60, 20, [])["exact"] is False


@pytest.mark.parametrize(
    ("weight", "bar", "step", "sets"),
    [
        (100, 20, 2.5, [(20, 10), (40, 5), (60, 3), (80, 2), (90, 1)]),
        (30, 20, 2.5, [(20, 10), (22.5, 2), (25, 1)]),
        (20, 20, 2.5, []),
        (40, 0, 2, [(16, 5), (24, 3), (32, 2), (36, 1)]),
        (225, 45, 5, [(45, 10), (90, 5), (135, 3), (180, 2), (200, 1)]),
        (0, 0, 2.5, []),
    ],
)
def test_a_ramp_rises_to_the_working_weight_and_never_reaches_it(
    page: Page, weight: float, bar: float, step: float, sets: list[tuple[float, int]]
) -> None:
    found = asked(page, "model/warm_up", "ramp", weight, bar, step)
    assert [(one["weight"], one["reps"]) for one in found] == sets


def _line(sets: int, reps: int, weight: float | None = None, **more: Any) -> dict[str, Any]:
    usual = {"weight_unit": None, "rpe": None, "kind": None}
    return {"sets": sets, "reps": reps, "weight": weight, **usual, **more}


LINES = {
    "3x5 100 @8": _line(3, 5, 100, rpe=8),
    "3x5 @8 100kg": _line(3, 5, 100, rpe=8, weight_unit="kg"),
    "3 × 5 102,5": _line(3, 5, 102.5),
    "100x5": _line(1, 5, 100),
    "5x100": _line(1, 5, 100),
    "102,5 x 5 x 3": _line(3, 5, 102.5),
    "225lb x 5": _line(1, 5, 225, weight_unit="lb"),
    "3x5": _line(3, 5),
    "5 100": _line(1, 5, 100),
    "8": _line(1, 8),
    "8 @9.5": _line(1, 8, rpe=9.5),
    "w 60x8": _line(1, 8, 60, kind="warm_up"),
    "f 100x5": _line(1, 5, 100, kind="failure"),
    "62.5*8": _line(1, 8, 62.5),
}


@pytest.mark.parametrize("text", LINES)
def test_a_line_is_understood_as_documented(page: Page, text: str) -> None:
    assert asked(page, "model/entry", "parseLine", text) == LINES[text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bench",
        "3x",
        "x5",
        "3x5x2x2",
        "100 @11",
        "5 100 @8.3",
        "0x0",
        "99x5000",
        "1 2 3",
        "1,500kg x 5",
        "1,500.5kg x 5",
        "5 1,500",
        "5 100 @8,500",
        "3x8x20",
        "10x12",
    ],
)
def test_a_line_that_is_not_understood_is_refused_rather_than_guessed(
    page: Page, text: str
) -> None:
    assert asked(page, "model/entry", "parseLine", text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("102.5", 102.5),
        ("102,5", 102.5),
        (" 80 ", 80),
        ("1,25", 1.25),
        ("", None),
        ("-5", None),
        ("1e3", None),
        ("1.2.3", None),
        ("NaN", None),
        ("1500", 1500),
        ("1,500", None),
        ("12,500", None),
        ("0,125", 0.125),
        ("1,500.5", None),
    ],
)
def test_a_number_has_a_comma_or_a_point(page: Page, text: str, value: float | None) -> None:
    assert asked(page, "model/entry", "parseNumber", text) == value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("75", 75), ("1:15", 75), ("1:02:03", 3723), ("1:2:3:4", None), ("x", None)],
)
def test_a_time_is_seconds_or_minutes_and_seconds(
    page: Page, text: str, seconds: int | None
) -> None:
    assert asked(page, "model/entry", "parseTime", text) == seconds


def _set(weight: float, reps: int = 5, id_: str = "a", **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "weight": weight,
        "weight_unit": "kg",
        "reps": reps,
        "kind": "working",
        **more,
    }


@pytest.mark.parametrize(
    ("weight", "meant"),
    [(162.5, 62.5), (1025, 102.5), (130, None), (105, None), (131, 100), (100, None)],
)
def test_a_weight_is_doubted_only_far_above_the_heaviest(
    page: Page, weight: float, meant: float | None
) -> None:
    assert asked(page, "model/bests", "probablyMeant", _set(weight), BEST) == meant


def test_nothing_is_doubted_without_a_history(page: Page) -> None:
    assert asked(page, "model/bests", "probablyMeant", _set(500), None) is None
    assert asked(page, "model/bests", "probablyMeant", _set(162.5), {"top_weight_kg": 0}) is None
    pounds = _set(225, weight_unit="lb")
    assert asked(page, "model/bests", "probablyMeant", pounds, BEST) is None


@pytest.mark.parametrize(
    ("sets", "records"),
    [
        ([_set(100)], []),
        ([_set(100.5)], [("a", "weight")]),
        ([_set(100, 6)], [("a", "1rm")]),
        ([_set(92.5, 7)], [("a", "reps")]),
        ([_set(102.5), _set(102.5, id_="b")], [("a", "weight")]),
        ([_set(102.5), _set(105, id_="b")], [("a", "weight"), ("b", "weight")]),
        ([_set(140, kind="warm_up")], []),
    ],
    ids=["equal", "heavier", "estimate", "reps", "repeated", "twice", "warm-up"],
)
def test_a_record_beats_everything_before_it(
    page: Page, sets: list[dict[str, Any]], records: list[tuple[str, str]]
) -> None:
    found = asked(page, "model/bests", "recordsOf", sets, BEST, "epley")
    assert [(id_, one["kind"]) for id_, one in found] == records


def test_a_first_time_sets_no_record(page: Page) -> None:
    assert asked(page, "model/bests", "recordsOf", [_set(100)], None, "epley") == []


@pytest.mark.parametrize(
    ("value", "step", "direction", "after"),
    [
        (100, 2.5, 1, 102.5),
        (1, 2.5, -1, 0),
        (102.5, 5, 1, 107.5),
        (0.3, 0.1, -1, 0.2),
        (None, 5, 1, 5),
    ],
)
def test_a_step_is_exact_and_never_below_nothing(
    page: Page, value: float | None, step: float, direction: int, after: float
) -> None:
    assert asked(page, "model/workout", "stepped", value, step, direction) == after


# Two exercises of two sets each, as they were logged: the turn is whose set comes next.
TURNS = [
    ([], "a"),
    (["a"], "b"),
    (["a", "b"], "a"),
    (["a", "b", "a"], "b"),
    (["b"], "a"),
    (["a", "a"], "b"),
    (["a", "b", "a", "b"], "c"),
]


@pytest.mark.parametrize(("logged", "turn"), TURNS, ids=lambda value: "".join(value) or "none")
def test_whose_turn_it_is_in_a_superset(page: Page, logged: list[str], turn: str) -> None:
    workout = _workout({"a": 1, "b": 1, "c": None}, logged)
    assert asked(page, "model/workout", "nextEntry", workout)["id"] == turn


def _workout(supersets: Mapping[str, int | None], logged: list[str]) -> dict[str, Any]:
    entries: dict[str, dict[str, Any]] = {
        name: {
            "id": name,
            "exercise_id": name,
            "position": position,
            "superset": superset,
            "plan": [{"id": f"{name}{number}"} for number in range(2)],
            "sets": [],
        }
        for position, (name, superset) in enumerate(supersets.items())
    }
    for minute, name in enumerate(logged):
        sets = entries[name]["sets"]
        at = f"2026-11-20T18:{minute:02}:00Z"
        sets.append({"id": f"{name}{len(sets)}", "position": len(sets), "logged_at": at})
    started_at = "2026-11-20T17:59:00Z"
    return {"id": "w", "started_at": started_at, "exercises": list(entries.values())}


def test_an_exercise_that_is_done_makes_way_for_the_first_that_is_open(page: Page) -> None:
    plain = {"a": None, "b": None, "c": None}
    for logged, comes in (
        (["a"], "a"),
        (["a", "a"], "b"),
        (["b", "b"], "c"),
        (["c", "c"], "a"),
        (["a", "a", "b", "b", "c", "c"], "c"),
    ):
        assert asked(page, "model/workout", "nextEntry", _workout(plain, logged))["id"] == comes, (
            logged
        )
    assert asked(page, "model/workout", "nextEntry", _workout(plain, ["a"]), "c")["id"] == "c"
    assert asked(page, "model/workout", "nextEntry", _workout({}, [])) is None


MODEL = """async ([call, names, given]) => {
  const here = document.querySelector('script[src$="js/log/main.js"]').src;
  const model = await import(new URL("./model/workout.js", here));
  let count = 0;
  const snapshot = { user: { weight_unit: given.unit }, preferences: {} };
  for (const name of ["workouts", "exercises", "routines"]) {
    snapshot[name] = new Map((given[name] ?? []).map((one) => [one.id, one]));
  }
  const known = {
    ...given, snapshot, newId: () => `new${++count}`,
    entry: given.workout.exercises.find((one) => one.id === given.entry),
  };
  return model[call](...names.split(" ").map((name) => known[name]));
}"""


def told(page: Page, call: str, names: str, workout: dict[str, Any], **given: Any) -> Any:
    """What model.js says, called with `names`; an entry is given by its id."""
    known = {"workout": workout, "unit": "kg", "entry": "a", **given}
    return page.evaluate(MODEL, [call, names, known])


def _bench(plan: list[dict[str, Any]], sets: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    entry = {"id": "a", "exercise_id": "bench", "position": 0, "superset": None, **more}
    started_at = "2026-11-20T17:59:00Z"
    return {
        "id": "w",
        "started_at": started_at,
        "exercises": [{**entry, "plan": plan, "sets": sets}],
    }


def _planned(
    id_: str, weight: float | None = 100, reps: int | None = 5, **more: Any
) -> dict[str, Any]:
    unit = None if weight is None else "kg"
    usual = {"id": id_, "kind": "working", "weight": weight, "weight_unit": unit, "rpe": None}
    return {
        **usual,
        "reps_min": reps,
        "reps_max": reps,
        "duration_s": None,
        "distance": None,
        **more,
    }


def test_a_set_has_an_id_of_its_own_and_names_its_plan(page: Page) -> None:
    """Two devices that log the same planned set make two sets, and neither is lost."""
    plan = [_planned("p1"), _planned("p2")]
    workout = _bench(plan, [])
    following = told(page, "nextSet", "snapshot workout entry", workout)
    assert following["plan_id"] == "p1"
    put = told(
        page, "putSet", "workout entry id at values", workout, id="new", at=0, values=following
    )
    assert (put["target"], put["fields"]["plan_id"]) == ("new", "p1")
    both = [_set(100, id_=id_, plan_id="p1") for id_ in ("phone", "desk")]
    rows = told(page, "rowsOf", "entry", _bench(plan, both))
    assert [(one["id"], one["plan"]["id"]) for one in rows] == [
        ("phone", "p1"),
        ("desk", "p1"),
        ("p2", "p2"),
    ]


def test_a_set_that_was_logged_under_the_id_of_its_plan_still_closes_it(page: Page) -> None:
    workout = _bench([_planned("p1"), _planned("p2")], [_set(100, id_="p1")])
    assert [one["id"] for one in told(page, "openPlans", "entry", workout)] == ["p2"]


def test_another_weight_than_planned_goes_on_while_the_plan_stays_the_same(page: Page) -> None:
    plan = [_planned("p1"), _planned("p2"), _planned("p3", 110)]
    for sets, weight in (
        ([_set(105, plan_id="p1")], 105),
        ([_set(105, plan_id="p1"), _set(105, id_="b", plan_id="p2")], 110),
    ):
        following = told(page, "nextSet", "snapshot workout entry", _bench(plan, sets))
        assert following["weight"] == weight


def test_undoing_a_logged_set_opens_its_plan_again(page: Page) -> None:
    before = _bench([_planned("p1")], [])
    after = _bench([_planned("p1")], [_set(100, id_="new", plan_id="p1")])
    found = told(page, "undoing", "workout after", before, after=after)
    assert [(one["verb"], one["target"]) for one in found] == [("delete", "new")]


def test_swapping_takes_only_what_is_open_over_to_the_other_exercise(page: Page) -> None:
    workout = _bench([_planned("p1"), _planned("p2")], [_set(100, plan_id="p1")])
    names = "newId workout entry other"
    found = told(page, "swapExercise", names, workout, other="squat")["operations"]
    plans = {one["target"]: [plan["id"] for plan in one["fields"]["plan"]] for one in found}
    assert plans == {"a": ["p1"], "new2": ["new1"]}


POUNDS = _set(225, weight_unit="lb", rpe=8, note="", position=0, distance=None, duration_s=75.5)


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ({}, None),
        ({"note": "Paused."}, {"note": "Paused."}),
        ({"rpe": 9}, {"rpe": 9}),
        ({"rpe": None}, {"rpe": None}),
        ({"weight": 100}, {"weight": 100, "weight_unit": "kg"}),
        ({"kind": "failure", "reps": 4}, {"kind": "failure", "reps": 4}),
    ],
    ids=["nothing", "note", "rpe", "no-rpe", "weight", "kind"],
)
def test_an_edit_sends_only_what_it_changes(
    page: Page, said: dict[str, Any], changes: dict[str, Any] | None
) -> None:
    """A set of 225 lb shows as 102.06 kg and is 225 lb again after its note was edited."""
    shown = {"kind": "working", "weight": 102.06, "weight_unit": "kg", "reps": 5, "rpe": 8}
    values = {**shown, "note": "", "duration_s": 75, **said}
    names = "workout entry set values unit"
    found = told(page, "editSet", names, _bench([], [POUNDS]), set=POUNDS, values=values)
    place = {"workout_id": "w", "entry_id": "a", "exercise_id": "bench", "position": 0}
    assert (found and found["fields"]) == (changes and {**place, **changes})


def test_editing_what_is_planned_keeps_a_range_of_reps(page: Page) -> None:
    plan = _planned("p1", 225, weight_unit="lb", reps_min=8, reps_max=12)
    values = {"kind": "working", "weight": 102.06, "weight_unit": "kg", "reps": 12, "rpe": 8}
    names = "workout entry set values unit"
    found = told(page, "editPlan", names, _bench([plan], []), set=plan, values=values)
    assert found["fields"]["plan"] == [{**plan, "rpe": 8}]
    found = told(page, "editPlan", names, _bench([plan], []), set=plan, values={"reps": 10})
    assert found["fields"]["plan"] == [{**plan, "reps_min": 10, "reps_max": 10}]


def test_undoing_an_edit_touches_only_what_was_edited(page: Page) -> None:
    before, after = (
        _bench([], [_set(100, position=0, note=note, plan_id="p1")]) for note in ("", "Paused.")
    )
    (found,) = told(page, "undoing", "workout after", before, after=after)
    place = {"workout_id": "w", "entry_id": "a", "exercise_id": "bench", "position": 0}
    assert found["fields"] == {**place, "note": ""}


def _members(
    plans: Mapping[str, list[str]], logged: list[tuple[str, str]], numbers: Mapping[str, int | None]
) -> dict[str, Any]:
    """Exercises with plans of these kinds, and what was logged in order: (exercise, kind)."""
    entries: dict[str, dict[str, Any]] = {
        name: {
            "id": name,
            "exercise_id": name,
            "position": at,
            "superset": numbers.get(name, 1),
            "plan": [{"id": f"{name}{place}", "kind": kind} for place, kind in enumerate(kinds)],
            "sets": [],
        }
        for at, (name, kinds) in enumerate(plans.items())
    }
    for minute, (name, kind) in enumerate(logged):
        sets, plan = entries[name]["sets"], entries[name]["plan"]
        plan_id = plan[len(sets)]["id"] if len(sets) < len(plan) else None
        at_ = f"2026-11-20T18:{minute:02}:00Z"
        sets.append({"id": f"set{minute}", "plan_id": plan_id, "kind": kind, "logged_at": at_})
    started_at = "2026-11-20T17:59:00Z"
    return {"id": "w", "started_at": started_at, "exercises": list(entries.values())}


def _course(page: Page, plans: Mapping[str, list[str]], count: int, **numbers: int | None) -> str:
    """Whose sets come one after another, and where one rests (a dash), when each is logged as offered."""
    logged: list[tuple[str, str]] = []
    course = ""
    for _ in range(count):
        workout = _members(plans, logged, numbers)
        name = asked(page, "model/workout", "nextEntry", workout)["id"]
        done = sum(1 for one, _ in logged if one == name)
        kind = plans[name][done] if done < len(plans[name]) else "working"
        logged.append((name, kind))
        after = _members(plans, logged, numbers)
        goes_on = told(page, "roundGoesOn", "workout entry", after, entry=name)
        course += (name.upper() if kind == "working" else name) + ("" if goes_on else "-")
    return course


W, X = "warm_up", "working"


@pytest.mark.parametrize(
    ("plans", "course"),
    [
        ({"a": [X, X, X], "b": [X, X, X]}, "AB-AB-AB-"),
        ({"a": [X, X, X], "b": []}, "AB-AB-AB-"),
        ({"a": [], "b": [X, X, X]}, "AB-AB-AB-"),
        ({"a": [], "b": []}, "AB-AB-AB-"),
        ({"a": [X, X, X], "b": [X, X]}, "AB-AB-A-"),
        ({"a": [X, X], "b": [X, X, X]}, "AB-AB-B-"),
        ({"a": [W, W, X, X], "b": [X, X]}, "a-a-AB-AB-"),
        ({"a": [X, X], "b": [W, X, X]}, "b-AB-AB-"),
        ({"a": [W, X], "b": [W, X], "c": [X]}, "a-b-ABC-"),
    ],
    ids=["even", "b-free", "a-free", "both-free", "a-more", "b-more", "warm-a", "warm-b", "three"],
)
def test_a_superset_goes_in_rounds_and_rests_between_them(
    page: Page, plans: dict[str, list[str]], course: str
) -> None:
    count = sum(one.isalpha() for one in course)
    assert _course(page, plans, count) == course


def test_only_neighbours_with_the_same_number_are_a_superset(page: Page) -> None:
    plans = {name: [X] for name in "abcd"}
    workout = _members(plans, [], {"b": None})
    names = [
        [one["id"] for one in told(page, "groupOf", "workout entry", workout, entry=name)]
        for name in "abcd"
    ]
    assert names == [["a"], ["b"], ["c", "d"], ["c", "d"]]


def _after(page: Page, call: str, entry: str, workout: dict[str, Any], **given: Any) -> str:
    """The exercises after an operation, in order; those of a superset in brackets."""
    names = "workout entry direction" if "direction" in given else "workout entry"
    found = told(page, call, names, workout, entry=entry, **given)
    entries = {one["id"]: dict(one) for one in workout["exercises"]}
    for one in found:
        entries[one["target"]].update(one["fields"])
    ordered = {**workout, "exercises": sorted(entries.values(), key=lambda one: one["position"])}
    groups = asked(page, "model/workout", "grouped", ordered)
    marked = ["".join(one["id"] for one in group) for group in groups]
    return " ".join(f"({one})" if len(one) > 1 else one for one in marked)


@pytest.mark.parametrize(
    ("entry", "direction", "order"),
    [
        ("a", 1, "(bc) a d"),
        ("b", 1, "a (cb) d"),
        ("b", -1, "(bc) a d"),
        ("c", 1, "a d (bc)"),
        ("d", -1, "a d (bc)"),
        ("d", 1, "a (bc) d"),
    ],
)
def test_a_superset_stays_together_when_exercises_move(
    page: Page, entry: str, direction: int, order: str
) -> None:
    workout = _members({name: [X] for name in "abcd"}, [], {"a": None, "d": None})
    assert _after(page, "moveEntry", entry, workout, direction=direction) == order


def test_a_third_exercise_joins_a_pair_from_above_and_from_below(page: Page) -> None:
    plans = {name: [X] for name in "abcd"}
    workout = _members(plans, [], {"a": None, "d": None})
    assert _after(page, "toggleSuperset", "a", workout) == "(abc) d"
    assert told(page, "supersetAbove", "workout entry", workout, entry="d") == 1
    assert told(page, "supersetAbove", "workout entry", workout, entry="a") is None
    assert _after(page, "joinAbove", "d", workout) == "a (bcd)"


def test_who_leaves_a_superset_of_three_leaves_the_others_together(page: Page) -> None:
    workout = _members({name: [X] for name in "abcd"}, [], {"d": None})
    assert _after(page, "toggleSuperset", "a", workout) == "a (bc) d"
    assert _after(page, "toggleSuperset", "b", workout) == "(ac) b d"
    pair = _members({name: [X] for name in "abc"}, [], {"c": None})
    assert _after(page, "toggleSuperset", "a", pair) == "a b c"


def _typed(page: Page, workout: dict[str, Any], text: str, load_kind: str = "weight_reps") -> Any:
    bench = {"id": "bench", "name": "Bench", "load_kind": load_kind, "equipment": "barbell"}
    parse = "parseTimedLine" if load_kind == "time" else "parseLine"
    found = asked(page, "model/entry", parse, text)
    following = told(page, "nextSet", "snapshot workout entry", workout, exercises=[bench])
    names = "snapshot workout entry found following"
    return told(
        page, "setsOfLine", names, workout, exercises=[bench], found=found, following=following
    )


def test_a_line_takes_the_plans_of_its_kind(page: Page) -> None:
    plan = [_planned("w1", 60, 8, kind="warm_up"), _planned("p1"), _planned("p2")]
    for text, taken in (
        ("3x5 100", [("working", "p1"), ("working", "p2"), ("working", None)]),
        ("w 60x8", [("warm_up", "w1")]),
        ("f 100x5", [("failure", "p1")]),
        ("2x5", [("working", "p1"), ("working", "p2")]),
    ):
        sets = _typed(page, _bench(plan, []), text)
        assert [(one["kind"], one["plan_id"]) for one in sets] == taken, text
    # What the line leaves out is that of the working set, not of the warm-up that comes first.
    assert [one["weight"] for one in _typed(page, _bench(plan, []), "5")] == [100]


def test_a_bare_number_for_what_is_timed_is_seconds(page: Page) -> None:
    plan = [_planned("p1", None, None, duration_s=45)]
    (found,) = _typed(page, _bench(plan, []), "60", "time")
    assert (found["duration_s"], found["reps"], found["plan_id"]) == (60, None, "p1")


def test_what_is_planned_as_effort_is_not_what_was_felt(page: Page) -> None:
    workout = _bench([_planned("p1", rpe=8)], [])
    assert told(page, "nextSet", "snapshot workout entry", workout)["rpe"] is None


def test_any_planned_set_has_values_of_its_own(page: Page) -> None:
    plan = [_planned("w1", 60, 8, kind="warm_up"), _planned("p1"), _planned("p2", 110, 3)]
    names = "snapshot workout entry other"
    found = told(page, "nextSet", names, _bench(plan, []), other=plan[2])
    assert (found["plan_id"], found["weight"], found["reps"]) == ("p2", 110, 3)


def test_a_ramp_replaces_the_warm_ups_that_are_open_and_begins_above_those_that_are_done(
    page: Page,
) -> None:
    ramp = [{"weight": weight, "reps": 5} for weight in (20, 40, 60, 80)]
    plan = [_planned("w1", 40, 8, kind="warm_up"), _planned("w2", 60, 5, kind="warm_up")]
    plan.append(_planned("p1"))
    names = "newId workout entry ramp unit"
    for sets, weights in (
        ([], [20, 40, 60, 80, 100]),
        ([_set(40, 8, kind="warm_up", plan_id="w1")], [40, 60, 80, 100]),
    ):
        (put,) = told(page, "insertWarmUps", names, _bench(plan, sets), ramp=ramp)
        assert [one["weight"] for one in put["fields"]["plan"]] == weights
    assert told(page, "insertWarmUps", names, _bench(plan, []), ramp=[]) == []
    working = told(page, "nextWorkingSet", "snapshot workout entry", _bench(plan, []))
    assert (working["kind"], working["weight"]) == ("working", 100)


def test_what_was_lifted_in_another_unit_is_told_in_that_of_the_lifter(page: Page) -> None:
    pounds = [_set(225, weight_unit="lb"), _set(225, 4, weight_unit="lb"), _set(100, 3)]
    for unit, short, line in (
        ("kg", "102.06 × 5", "102.06 × 5, 4, 100 × 3"),
        ("lb", "225 × 5", "225 × 5, 4, 220.46 × 3"),
    ):
        assert asked(page, "text", "short", pounds[0], unit).replace("\xa0", " ") == short
        assert asked(page, "text", "line", pounds, unit).replace("\xa0", " ") == line
