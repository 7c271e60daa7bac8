"""The words of the logging screen: in the page, translated, and none of them missing."""

import re
from pathlib import Path

from flask.testing import FlaskClient

from liftlog.domain.exercises.exercise import Equipment, LoadKind, Muscle
from liftlog.domain.records import RecordKind

SCRIPTS = Path(__file__).parents[2] / "src/liftlog/core/web/static/js/log"
ASKED = re.compile(r"\bt\(([^`]*?)[,)]")
LITERAL = re.compile(r'"([a-z][A-Za-z]*)"')


def camel(attribute: str) -> str:
    return re.sub(r"-(\w)", lambda found: found[1].upper(), attribute)


# Keys made of a part that changes.
MADE = (
    *(f"kind{mark}" for mark in "WDF"),
    *(f"mark{mark}" for mark in "WDF"),
    *(f"record{camel(f'-{kind.value}'.replace('_', '-'))}" for kind in RecordKind),
    *(f"key{name}" for name in ("Log", "Next", "Line", "Undo", "Search", "Help")),
    *(f"load{name}" for name in ("WeightReps", "Bodyweight", "Assisted", "Reps", "Time")),
)
NOT_WORDS = {"warm_up", "offline", "signed_out", "working", "weight"}


def in_the_page(client: FlaskClient) -> set[str]:
    page = client.get("/log/shell").get_data(as_text=True)
    template = re.search(r'<template data-words="log"(.*?)></template>', page, re.DOTALL)
    assert template is not None
    found = {camel(name) for name in re.findall(r'data-([\w-]+)="', template[1])}
    return found | {name.removesuffix("Other") for name in found}


def test_every_word_that_a_script_asks_for_is_in_the_page(client: FlaskClient) -> None:
    asked = {
        key
        for path in SCRIPTS.rglob("*.js")
        for call in ASKED.findall(path.read_text("utf-8"))
        for key in LITERAL.findall(call)
    }
    assert len(asked) > 100
    assert {*asked, *MADE} - in_the_page(client) - NOT_WORDS == set()


def test_every_muscle_equipment_and_kind_of_load_has_a_word(client: FlaskClient) -> None:
    there = in_the_page(client)
    for name, kinds in (("muscle", Muscle), ("equipment", Equipment), ("load", LoadKind)):
        wanted = {camel(f"{name}-{kind.value.replace('_', '-')}") for kind in kinds}
        assert wanted - there == set()


def test_the_shell_that_devices_keep_is_nobodys(client: FlaskClient) -> None:
    page = client.get("/log/shell").get_data(as_text=True)
    assert "@" not in re.sub(r'data-[\w-]+="[^"]*"', "", page)
    assert "data-user=" not in page


def test_without_scripts_the_screen_leads_to_the_plain_form(client: FlaskClient) -> None:
    page = client.get("/log/shell").get_data(as_text=True)
    without = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert without is not None
    assert 'href="/workouts/new"' in without[1]
