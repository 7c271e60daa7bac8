"""Every form: change any of its fields and save; these are changed and no other.

LIFTLOG_FORM_EXAMPLES says how many are made up for each form; `make walks` takes many and prints
counts. A form that is new is walked here, or named with the reason why not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from tests.browsing import FROM_OUR_PAGE
from tests.core.test_exercise_pages import ANVIL
from tests.core.test_untouched_forms import (
    MADE_UP,
    Walk,
    both_units,
    people,
    routines,
    rows,
    walk,
    workouts,
)
from tests.pages import Browser, Node, Page, sent_fields

__all__ = ["people", "walk"]
pytestmark = pytest.mark.database

Fields = dict[str, list[str]]

# By endpoint, for forms that are posted.
WALKED = {
    "body.create",
    "exercises.create",
    "exercises.update",
    "logging_settings.change",
    "routines.create",
    "routines.update",
    "settings.change_preferences",
    "settings.change_statistics",
    "workouts.create",
    "workouts.update",
}
NOT_WALKED = {
    "accounts.create": "It shows nothing that is stored.",
    "accounts.destroy": "It asks for a password and ends the account.",
    "demo.create": "It has no field.",
    "imports.confirm": "It answers a preview, once; tests/core/test_import_pages.py has it.",
    "imports.create": "It has a file and no field.",
    "sessions.create": "It shows nothing that is stored.",
    "settings.change_password": "A password is never shown.",
    "settings.create_token": "A token is made and never changed.",
    "workouts.copy": "It has one field, a day.",
    "workouts.move": "It has one field, a day.",
}
BUTTONS = {
    *("body.delete", "body.restore", "exercises.archive", "exercises.unarchive"),
    *("imports.undo", "routines.destroy", "routines.move", "routines.restore"),
    *("sessions.destroy", "settings.end_session", "settings.revoke_token"),
    *("workouts.destroy", "workouts.repeat", "workouts.restore", "workouts.restore_all"),
    *("workouts.undo_change",),
}
"""They have nothing to fill in."""
# By template, for forms that are a question to a page.
ASKING = {
    "exercises/index.html": "test_a_filter_keeps_the_others",
    "imports/preview.html": "It has one choice; tests/core/test_import_pages.py has it.",
    "statistics/one_rep_max/index.html": "Its boxes begin anew on each page; tests/core/test_lift_pages.py has it.",
}


def test_every_form_that_is_posted_is_walked_or_has_a_reason_why_not(core_app: Flask) -> None:
    posted = {
        rule.endpoint
        for rule in core_app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    }
    assert posted == WALKED | NOT_WALKED.keys() | BUTTONS


def test_every_form_that_asks_is_walked_or_has_a_reason_why_not(core_app: Flask) -> None:
    environment = core_app.jinja_env
    loader = environment.loader
    assert loader is not None
    asking = {
        name
        for name in environment.list_templates()
        if re.search(r"<form(?![^>]*method=\"post\")", loader.get_source(environment, name)[0])
    }
    assert asking == ASKING.keys()


names = st.text("abc é\N{GREEK SMALL LETTER ALPHA}", min_size=1, max_size=12).filter(str.strip)
# Never a stored text with other spaces: that one would stay as it is stored.
lines = names.map(lambda one: f"z {one}".strip())
decimals = st.integers(1, 1200).map(lambda quarter: f"{quarter / 4:g}")
# By the end of the name; what has options or is a box needs none.
TYPED: Mapping[str, st.SearchStrategy[str]] = {
    "title": lines,
    "name": lines,
    "note": lines,
    "day": st.integers(1, 18).map(lambda day: f"2026-11-{day:02}"),
    "time": st.tuples(st.integers(0, 23), st.integers(0, 59)).map(
        lambda at: f"{at[0]:02}:{at[1]:02}"
    ),
    "duration_min": st.integers(0, 600).map(str),
    "weight": decimals,
    "distance": decimals,
    "reps": st.integers(0, 99).map(str),
    "rpe": st.sampled_from(("1", "7.5", "10")),
    "duration": st.integers(1, 59).map(lambda seconds: f"1:{seconds:02}"),
    "rest": st.integers(0, 59).map(lambda seconds: f"2:{seconds:02}"),
    "bar": st.sampled_from(("0", "7.5", "15", "20")),
    "plates": st.sampled_from(("20", "20 10", "25 5 1.25")),
}
# What a form carries along, and fields that only buttons read.
CARRIED = re.compile(
    r"opened|rev|action|exercise_name|time_zone_shown|id|routine_id|"
    r".*-(id|exercise_id|name|load_kind|weight_unit|distance_unit)"
)
MUSCLES_MAX = 5


def form_of(page: Page, button: str, field: str) -> Node:
    """The form with the button that has the field."""
    return next(
        form
        for form in page.all("form")
        if any(one.text == button for one in form.all("button")) and any(form.all(name=field))
    )


def shown(form: Node) -> Fields:
    return {name: values for name, values in sent_fields(form).items() if not carried(name)}


def carried(name: str) -> bool:
    return CARRIED.fullmatch(name) is not None


def fillable(form: Node) -> Iterator[tuple[str, st.SearchStrategy[list[str]]]]:
    """The fields that a person can change, with what they may hold."""
    boxes: dict[str, list[str]] = {}
    options: dict[str, list[str]] = {}
    for one in form.all("input", "select", "textarea"):
        name, kind = one.attributes.get("name", ""), one.attributes.get("type", "")
        if not name or carried(name) or kind == "hidden":
            continue
        if kind in ("checkbox", "radio"):
            group = boxes if kind == "checkbox" else options
            group.setdefault(name, []).append(one.attributes["value"])
        elif one.tag == "select":
            options[name] = [option.attributes["value"] for option in one.all("option")]
        else:
            yield name, TYPED[name.rpartition("-")[2]].map(lambda value: [value])
    for name, values in options.items():
        yield name, st.sampled_from(values).map(lambda value: [value])
    for name, values in boxes.items():
        yield name, ticked(name, values)


def ticked(name: str, values: list[str]) -> st.SearchStrategy[list[str]]:
    """In the order of the boxes. A muscle that is ticked as main and as helping is a main one."""
    offered = values
    if name.endswith("_muscles"):
        main = name.startswith("primary")
        of_the_other = ANVIL["secondary_muscles" if main else "primary_muscles"]
        offered = [one for one in values[not main :: 2] if one not in of_the_other]
    chosen = st.lists(st.sampled_from(offered), unique=True, max_size=MUSCLES_MAX)
    return chosen.map(lambda some: sorted(some, key=values.index))


def change(form: Node, data: st.DataObject) -> Fields:
    """Some of the fields, each with another value or none."""
    offered = dict(fillable(form))
    some = data.draw(st.lists(st.sampled_from(sorted(offered)), unique=True), "fields")
    # Usual plates are those of the unit that is written on them.
    with_it = ["plates"] if "plates_unit" in some and "plates" not in some else []
    return {name: data.draw(offered[name], name) for name in (*some, *with_it)}


def with_changes(before: Fields, changed: Fields) -> Fields:
    """A box that is not ticked is not sent."""
    return {name: values for name, values in {**before, **changed}.items() if values}


def save(browser: Browser, page: Page, button: str, field: str, changed: Fields) -> str:
    """Where it leads."""
    form = form_of(page, button, field)
    filled: dict[str, Any] = with_changes(sent_fields(form), changed)
    if any(one.attributes.get("value") == "save" for one in form.all("button")):
        filled["action"] = "save"
    answer = browser.client.post(form.attributes["action"], data=filled, headers=FROM_OUR_PAGE)
    assert answer.status_code == 303, Page(answer).text[:600]
    return answer.headers["Location"]


def walked(
    browser: Browser, path: str, button: str, field: str, data: st.DataObject
) -> tuple[Fields, str]:
    """Change some fields of the form at `path`, save, and see that it has these and no other."""
    page = browser.open(path)
    form = form_of(page, button, field)
    before, changed = shown(form), change(form, data)
    led_to = save(browser, page, button, field, changed)
    again = f"{led_to}/edit" if path.endswith("/new") else path
    after = shown(form_of(browser.open(again), button, field))
    assert after == with_changes(before, changed)
    return changed, led_to


def untouched(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], changed: set[str]
) -> None:
    """Every column that no changed field stands for is as it was."""
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert {k: v for k, v in old.items() if k not in changed} == {
            k: v for k, v in new.items() if k not in changed
        }


COLUMNS: Mapping[str, set[str]] = {
    "day": {"day", "started_at"},
    "time": {"day", "started_at"},
    "duration_min": {"duration_s", "running"},
    "weight": {"weight_g", "weight_unit", "weight_kg"},
    "distance": {"distance_mm", "distance_unit", "distance_um"},
    "duration": {"duration_ms"},
    "rest": {"rest_s"},
}


def columns(changed: Fields, place: str) -> set[str]:
    """The columns of what stands at a place of the form, such as `exercises-0-sets-1-`."""
    fields = [name.removeprefix(place) for name in changed if name.startswith(place)]
    return {column for one in fields for column in COLUMNS.get(one, {one})}


@MADE_UP
@given(workout=workouts, who=both_units, data=st.data())
def test_any_fields_of_a_workout(
    walk: Walk, workout: dict[str, Any], who: str, data: st.DataObject
) -> None:
    workout_id = walk.made(who, "/api/v1/workouts", workout)
    before = rows(walk.connection, workout_id)
    path = f"/workouts/{workout_id}/edit"
    changed, _led_to = walked(walk.browser(who), path, "Save workout", "title", data)
    after = rows(walk.connection, workout_id)
    untouched(before["workout"], after["workout"], columns(changed, ""))
    at = 0
    for place, entry in enumerate(workout["exercises"]):
        prefix = f"exercises-{place}-"
        ours = slice(place, place + 1)
        untouched(before["entries"][ours], after["entries"][ours], columns(changed, prefix))
        for number in range(len(entry["sets"])):
            those = columns(changed, f"{prefix}sets-{number}-")
            untouched([before["sets"][at]], [after["sets"][at]], those)
            at += 1
    walk.counts["fields"] += len(changed)


@MADE_UP
@given(routine=routines, who=both_units, data=st.data())
def test_any_fields_of_a_routine(
    walk: Walk, routine: dict[str, Any], who: str, data: st.DataObject
) -> None:
    routine_id = walk.made(who, "/api/v1/routines", routine)
    path = f"/routines/{routine_id}/edit"
    changed, _led_to = walked(walk.browser(who), path, "Save routine", "name", data)
    walk.counts["fields"] += len(changed)


def row_of(connection: Connection, table: str, column: str, value: object) -> dict[str, Any]:
    return next(rows_of(connection, table, column, value))


def rows_of(
    connection: Connection, table: str, column: str, value: object
) -> Iterator[dict[str, Any]]:
    query = text(f"SELECT * FROM {table} WHERE {column} = :value")  # noqa: S608 Both are ours.
    yield from map(dict, connection.execute(query, {"value": value}).mappings().all())


UNWRITTEN = {"rev", "stamps", "updated_at", "version"}


def without_exercises(walk: Walk, who: str) -> None:
    """No name is taken by an example of before."""
    mine = text("DELETE FROM exercise WHERE user_id = :id AND catalogue_id IS NULL")
    walk.connection.execute(mine, {"id": walk.people[who].user_id})


@MADE_UP
@given(who=both_units, data=st.data())
def test_any_fields_of_an_exercise(walk: Walk, who: str, data: st.DataObject) -> None:
    without_exercises(walk, who)
    browser = walk.browser(who)
    answer = browser.client.post("/exercises", data=ANVIL, headers=FROM_OUR_PAGE)
    path = answer.headers["Location"]
    exercise_id = path.rpartition("/")[2]
    before = row_of(walk.connection, "exercise", "id", exercise_id)
    changed, _led_to = walked(browser, f"{path}/edit", "Save exercise", "equipment", data)
    after = row_of(walk.connection, "exercise", "id", exercise_id)
    untouched([before], [after], {*changed, *UNWRITTEN})
    walk.counts["fields"] += len(changed)


ACCOUNT_FORMS = {
    "/settings": (("theme", "account"), ("goal_days", "preference")),
    "/settings/logging": (("bar", "preference"),),
}


@MADE_UP
@given(who=both_units, data=st.data())
def test_any_fields_of_the_settings(walk: Walk, who: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(ACCOUNT_FORMS)))
    field, table = data.draw(st.sampled_from(ACCOUNT_FORMS[path]))
    browser, user_id = walk.browser(who), walk.people[who].user_id
    every = [
        (one, browser_path, place)
        for browser_path, places in ACCOUNT_FORMS.items()
        for one, place in places
    ]
    others = {
        one: shown(form_of(browser.open(where), "Save", one))
        for one, where, _place in every
        if one != field
    }
    before = list(rows_of(walk.connection, table, "user_id", user_id))
    changed, _led_to = walked(browser, path, "Save", field, data)
    if before:
        after = [row_of(walk.connection, table, "user_id", user_id)]
        own = {"goal_set", "logging", *UNWRITTEN} if table == "preference" else UNWRITTEN
        untouched(before, after, {*changed, *own})
    for one, where, _place in every:
        # The page of how somebody logs shows its bar in the unit of the account.
        if one != field and not (one == "bar" and "weight_unit" in changed):
            assert shown(form_of(browser.open(where), "Save", one)) == others[one]
    walk.counts["fields"] += len(changed)


NEW: Mapping[str, tuple[str, str]] = {
    "/workouts/new": ("Save workout", "title"),
    "/routines/new": ("Save routine", "name"),
    "/exercises/new": ("Save exercise", "equipment"),
}


@MADE_UP
@given(who=both_units, path=st.sampled_from(sorted(NEW)), data=st.data())
def test_any_fields_of_something_new(walk: Walk, who: str, path: str, data: st.DataObject) -> None:
    without_exercises(walk, who)
    browser = walk.browser(who)
    button, field = NEW[path]
    page = browser.open(path)
    for _ in range(2 if field != "equipment" else 0):
        page = browser.press(page, "Add exercise", {"exercise_name": "bench press"})
    form = form_of(page, button, field)
    before, changed = shown(form), change(form, data)
    if path != "/workouts/new":
        changed.setdefault("name", ["Another"])
    led_to = save(browser, page, button, field, changed)
    after = shown(form_of(browser.open(f"{led_to}/edit"), button, field))
    assert after == with_changes(before, changed)
    walk.counts["fields"] += len(changed)


@MADE_UP
@given(who=both_units, value=st.integers(40, 100), kind=st.sampled_from(("waist", "hips")))
def test_any_fields_of_a_measurement(walk: Walk, who: str, value: int, kind: str) -> None:
    mine = {"id": walk.people[who].user_id}
    walk.connection.execute(text("DELETE FROM body_measurement WHERE user_id = :id"), mine)
    browser = walk.browser(who)
    form = form_of(browser.open("/body"), "Save", "day")
    filled = {**sent_fields(form), "value": [str(value)], "kind": [kind], "day": ["2026-11-02"]}
    answer = browser.client.post(form.attributes["action"], data=filled, headers=FROM_OUR_PAGE)
    assert answer.status_code == 303
    said = browser.client.get("/api/v1/body", headers=walk.people[who].headers).get_json()
    (taken,) = said["items"]
    wanted = (kind, value, "cm" if who == "ana" else "in", "2026-11-02")
    assert (taken["kind"], taken["value"], taken["unit"], taken["day"]) == wanted


@MADE_UP
@given(data=st.data())
def test_a_filter_keeps_the_others(walk: Walk, data: st.DataObject) -> None:
    browser = walk.browser("ana")
    form = form_of(browser.open("/exercises"), "Apply", "muscle")
    asked: Fields = {}
    for name in data.draw(st.lists(st.sampled_from(sorted(shown(form))), unique=True)):
        options = [one.attributes["value"] for one in form.first(name=name).all("option")]
        asked[name] = [data.draw(st.sampled_from(options or ["", "press", "x y"]))]
    answer = browser.client.get("/exercises", query_string={**shown(form), **asked})
    assert answer.status_code == 200
    assert shown(form_of(Page(answer), "Apply", "muscle")) == {**shown(form), **asked}
