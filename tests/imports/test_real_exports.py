import csv
import io
from collections import Counter
from decimal import Decimal
from functools import cache
from uuid import UUID

import pytest

from liftlog.domain.units import WeightUnit
from liftlog.imports import (
    MatchKind,
    ParsedWorkout,
    StoredWorkout,
    UnknownFormatError,
    match,
    parse_history,
)
from tests.imports.reading import all_sets
from tests.shared import exports

# File, delimiter, rows that repeat a workout by mistake.
STRONG = [
    ("pair-strong-shifted-early.csv", ",", 12),
    ("pair-strong-shifted-late.csv", ",", 0),
    ("strong-10col-lb-large-same-log.csv", ",", 0),
    ("strong-12col-french.csv", ",", 0),
    ("strong-12col-lb-floatnoise.csv", ",", 0),
    ("strong-12col-lb-large.csv", ",", 0),
    ("strong-8col-2016.csv", ",", 177),
    ("strong-old10-lb.csv", ",", 18),
    ("strong-semicolon-units.csv", ";", 0),
    ("strong-semicolon13.csv", ";", 0),
    ("strong-workoutnum-quoted.csv", ";", 0),
]
HEVY = [
    "hevy-kg-large.csv",
    "hevy-kg-portuguese.csv",
    "hevy-kg-us-dates.csv",
    "hevy-lb-large.csv",
    "hevy-mixed-units.csv",
    "pair-hevy-additions-early.csv",
    "pair-hevy-additions-late.csv",
    "pair-hevy-retitled-early.csv",
    "pair-hevy-retitled-late.csv",
]
PAIRS = [
    ("pair-hevy-additions-early.csv", "pair-hevy-additions-late.csv", 24),
    ("pair-hevy-retitled-early.csv", "pair-hevy-retitled-late.csv", 0),
    ("pair-strong-shifted-early.csv", "pair-strong-shifted-late.csv", 162),
    ("strong-10col-lb-large-same-log.csv", "strong-12col-lb-large.csv", 3),
]


def table(name: str, delimiter: str = ",") -> tuple[list[str], list[list[str]]]:
    text = exports(name).read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return header, rows


def amount(cell: str) -> Decimal:
    return Decimal(cell.replace(",", ".") or "0")


@pytest.mark.parametrize(("name", "delimiter", "repeated"), STRONG)
def test_a_strong_export_is_read_to_the_last_set(name: str, delimiter: str, repeated: int) -> None:
    _, rows = table(name, delimiter)
    # The date is the first column but for the numbered form; the set order follows the exercise.
    date = 1 if name == "strong-workoutnum-quoted.csv" else 0
    timers = sum("Rest Timer" in row for row in rows)
    history = parse_history(exports(name).read_bytes())
    assert history.skipped == ()
    assert history.set_count == len(rows) - timers - repeated
    assert history.left_out_count == timers + repeated
    assert len(history.workouts) == len({(row[date], row[date + 1].strip()) for row in rows})


# Where workouts are repeated by mistake, a plain sum over the rows says nothing.
@pytest.mark.parametrize(
    ("name", "delimiter"),
    [(name, delimiter) for name, delimiter, repeated in STRONG if not repeated],
)
def test_reps_and_weights_of_a_strong_export_add_up(name: str, delimiter: str) -> None:
    header, rows = table(name, delimiter)
    weight = next(at for at, cell in enumerate(header) if cell.startswith(("Weight", "Poids")))
    reps = next(at for at, cell in enumerate(header) if cell in {"Reps", "Réps"})
    history = parse_history(exports(name).read_bytes(), unit=WeightUnit.LB)
    sets = all_sets(history)
    assert sum(logged.reps or 0 for logged in sets) == sum(amount(row[reps]) for row in rows)
    total = sum((logged.weight.amount for logged in sets if logged.weight), Decimal(0))
    assert abs(total - sum(amount(row[weight]) for row in rows)) < Decimal("0.001")


@pytest.mark.parametrize("name", HEVY)
def test_a_hevy_export_is_read_to_the_last_set(name: str) -> None:
    header, rows = table(name)
    history = parse_history(exports(name).read_bytes())
    sets = all_sets(history)
    assert history.skipped == ()
    assert len(sets) == len(rows)
    assert len(history.workouts) == len({(row[1], row[0]) for row in rows})
    assert sum(logged.reps or 0 for logged in sets) == sum(amount(row[10]) for row in rows)
    total = sum((logged.weight.amount for logged in sets if logged.weight), Decimal(0))
    assert total == sum(amount(row[9]) for row in rows)
    assert history.weight_unit.value == header[9].removeprefix("weight_").removesuffix("s")
    kinds = Counter(logged.kind.value for logged in sets)
    types = {"normal": "working", "warmup": "warm_up", "dropset": "drop", "failure": "failure"}
    assert kinds == Counter(types[row[8]] for row in rows)


def test_exercises_that_come_twice_in_a_hevy_workout_stay_two() -> None:
    _, rows = table("hevy-kg-large.csv")
    begun = sum(row[7] == "0" for row in rows)
    history = parse_history(exports("hevy-kg-large.csv").read_bytes())
    assert sum(len(workout.exercises) for workout in history.workouts) == begun


def test_broken_rows_are_told_by_line() -> None:
    history = parse_history(exports("strong-bad-rows.csv").read_bytes())
    assert [line.line_number for line in history.skipped] == [2, 3]
    assert history.workouts == ()


@pytest.mark.parametrize(
    ("name", "app"),
    [
        ("fitnotes-lb-large.csv", "FitNotes"),
        ("fitnotes-unitcol-unquoted-comma.csv", "FitNotes"),
        ("fitnotes-bodyweight.csv", "FitNotes"),
        ("gymbook-italian.csv", "GymBook"),
        ("stronglifts-lb.csv", "StrongLifts"),
    ],
)
def test_exports_that_are_not_read_yet_are_called_by_name(name: str, app: str) -> None:
    with pytest.raises(UnknownFormatError, match=app):
        parse_history(exports(name).read_bytes())


@cache
def load(name: str, unit: WeightUnit = WeightUnit.LB) -> tuple[ParsedWorkout, ...]:
    return parse_history(exports(name).read_bytes(), unit=unit).workouts


def stored(workouts: tuple[ParsedWorkout, ...], first_id: int = 0) -> list[StoredWorkout]:
    return [
        StoredWorkout(UUID(int=first_id + at), each.started_at_local, each.fingerprint)
        for at, each in enumerate(workouts)
    ]


def added(
    incoming: tuple[ParsedWorkout, ...], known: list[StoredWorkout]
) -> tuple[ParsedWorkout, ...]:
    found = match(incoming, known)
    return tuple(
        each for each, verdict in zip(incoming, found, strict=True) if verdict.kind is MatchKind.NEW
    )


@pytest.mark.parametrize(("early", "late", "new"), PAIRS)
def test_a_later_export_adds_exactly_what_is_new(early: str, late: str, new: int) -> None:
    known, incoming = stored(load(early)), load(late)
    fresh = added(incoming, known)
    assert len(fresh) == new == len(incoming) - len(known)
    # What a later export has and an earlier one lacks lies after it, whatever the times shift by.
    assert all(each.started_at_local > known[-1].started_at_local for each in fresh)


@pytest.mark.parametrize(("early", "late", "new"), PAIRS)
def test_importing_either_file_again_adds_nothing(early: str, late: str, new: int) -> None:
    known = stored(load(early))
    known += stored(added(load(late), known), first_id=100_000)
    assert added(load(late), known) == ()
    assert added(load(early), known) == ()


@pytest.mark.parametrize(("early", "late", "new"), PAIRS)
def test_an_earlier_export_adds_nothing_to_a_later_one(early: str, late: str, new: int) -> None:
    assert added(load(early), stored(load(late))) == ()


def test_a_log_first_read_in_the_wrong_unit_is_still_known() -> None:
    early, late, new = PAIRS[2]
    known = stored(load(early, WeightUnit.KG))
    fresh = added(load(late, WeightUnit.LB), known)
    assert len(fresh) == new
    assert added(load(late, WeightUnit.LB), [*known, *stored(fresh, first_id=100_000)]) == ()
