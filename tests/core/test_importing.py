"""Real exports of other apps in the real database, against an independent count of their rows."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from liftlog.core.imports import service as imports
from liftlog.core.imports.service import ImportSummary
from liftlog.domain.units import WeightUnit
from liftlog.domain.workouts.workout import Workout
from liftlog.store.database.engine import Database, Transaction
from liftlog.store.workouts import workouts
from liftlog.store.workouts.workouts import Cursor
from tests.cast import NOW, Person, as_person
from tests.shared import exports

pytestmark = pytest.mark.database

POUND_KG = Decimal("0.45359237")


def imported(
    tx: Transaction, person: Person, path: Path, unit: WeightUnit | None = None
) -> ImportSummary:
    as_person(tx, person)
    plan = imports.plan_import(tx, person.account, path.read_bytes(), filename=path.name, unit=unit)
    return imports.import_history(tx, person.account, plan, filename=path.name, now=NOW)


def everything(tx: Transaction, person: Person) -> Iterator[Workout]:
    cursor = None
    while page := workouts.workouts_page(tx, person.user_id, after=cursor, limit=500):
        yield from page
        cursor = Cursor(page[-1].day, page[-1].started_at, page[-1].id)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_strong_export_in_pounds_adds_up(database: Database, ben: Person) -> None:
    path = exports("strong-12col-lb-floatnoise.csv")
    rows = rows_of(path)
    with database.transaction() as tx:
        summary = imported(tx, ben, path, WeightUnit.LB)
        kept = list(everything(tx, ben))
    # Pounds are logged in hundredths at the finest; what is finer is noise of the other app.
    counted_lb = sum(
        round(Decimal(row["Weight"]), 2) * Decimal(row["Reps"])
        for row in rows
        if row["Set Order"] != "W" and "ssist" not in row["Exercise Name"]
    )
    days = {row["Date"][:10] for row in rows}
    assert summary.workouts == len(kept) == len({row["Date"] for row in rows})
    assert summary.sets == len(rows) == sum(_sets(one) for one in kept)
    assert {one.day.isoformat() for one in kept} == days
    assert sum(one.volume_kg for one in kept) == counted_lb * POUND_KG
    assert summary.skipped == 0


def test_a_hevy_export_in_kilograms_adds_up(database: Database, ana: Person) -> None:
    path = exports("hevy-kg-large.csv")
    rows = rows_of(path)
    with database.transaction() as tx:
        summary = imported(tx, ana, path)
        kept = list(everything(tx, ana))
    counted_kg = sum(
        Decimal(row["weight_kg"]) * Decimal(row["reps"])
        for row in rows
        if row["weight_kg"] and row["reps"] and row["set_type"] != "warmup"
        if "ssisted" not in row["exercise_title"]
    )
    assert summary.workouts == len(kept) == len({(row["start_time"], row["title"]) for row in rows})
    assert summary.sets == len(rows) == sum(_sets(one) for one in kept)
    assert sum(one.volume_kg for one in kept) == counted_kg
    assert summary.skipped == 0


def _sets(workout: Workout) -> int:
    return sum(len(entry.sets) for entry in workout.exercises)


@pytest.mark.parametrize(
    ("early", "late", "new"),
    [
        ("pair-hevy-additions-early.csv", "pair-hevy-additions-late.csv", 24),
        ("pair-hevy-retitled-early.csv", "pair-hevy-retitled-late.csv", 0),
        ("pair-strong-shifted-early.csv", "pair-strong-shifted-late.csv", 162),
    ],
)
def test_a_later_export_adds_exactly_what_is_new_and_then_nothing(
    database: Database, ana: Person, early: str, late: str, new: int
) -> None:
    with database.transaction() as tx:
        first = imported(tx, ana, exports(early))
        assert imported(tx, ana, exports(early)).workouts == 0
        second = imported(tx, ana, exports(late))
        again = imported(tx, ana, exports(late))
        kept = sum(1 for _ in everything(tx, ana))
    assert second.workouts == new
    assert kept == first.workouts + new
    assert (again.workouts, again.sets, again.exercises_created) == (0, 0, 0)
    assert again.import_id is None


def test_an_import_is_seen_by_nobody_else(database: Database, ana: Person, cid: Person) -> None:
    path = exports("pair-hevy-retitled-early.csv")
    with database.transaction() as tx:
        made = imported(tx, ana, path)
        as_person(tx, cid)
        assert list(everything(tx, cid)) == []
        assert imported(tx, cid, path).workouts == made.workouts


def test_a_taken_back_import_leaves_nothing_but_what_was_there(
    database: Database, ana: Person
) -> None:
    with database.transaction() as tx:
        imported(tx, ana, exports("pair-hevy-retitled-early.csv"))
        before = list(everything(tx, ana))
        made = imported(tx, ana, exports("strong-12col-lb-floatnoise.csv"), WeightUnit.LB)
        assert made.import_id is not None
        imports.undo_import(tx, ana.user_id, made.import_id, now=NOW)
        assert list(everything(tx, ana)) == before
        again = imported(tx, ana, exports("strong-12col-lb-floatnoise.csv"), WeightUnit.LB)
    assert (again.workouts, again.sets) == (made.workouts, made.sets)
    assert again.exercises_created == made.exercises_created
