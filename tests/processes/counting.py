"""Figures of an export counted with nothing but csv and Decimal, to compare LiftLog's with."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

# Exact by the international agreement of 1959.
KG_PER_LB = Decimal("0.45359237")


@dataclass(frozen=True, slots=True)
class Line:
    """One set of a file. `workout` is what tells its workout from others."""

    workout: tuple[str, str]
    day: date
    exercise: str
    warm_up: bool
    weight_kg: Decimal
    reps: int


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def strong_in_pounds(path: Path) -> list[Line]:
    """Strong writes 74.99999999999999 where the lifter typed 75: two decimals are what was typed."""
    return [
        Line(
            workout=(row["Date"], row["Workout Name"]),
            day=datetime.fromisoformat(row["Date"]).date(),
            exercise=row["Exercise Name"].strip(),
            warm_up=row["Set Order"] == "W",
            weight_kg=Decimal(row["Weight"] or 0).quantize(Decimal("0.01")) * KG_PER_LB,
            reps=int(Decimal(row["Reps"] or 0)),
        )
        for row in _rows(path)
        if row["Set Order"] != "Rest Timer"
    ]


def hevy_in_kilograms(path: Path) -> list[Line]:
    return [
        Line(
            workout=(row["start_time"], row["title"]),
            day=datetime.strptime(row["start_time"], "%d %b %Y, %H:%M").date(),  # noqa: DTZ007 The file's clock is the lifter's.
            exercise=row["exercise_title"].strip(),
            warm_up=row["set_type"] == "warmup",
            weight_kg=Decimal(row["weight_kg"] or 0),
            reps=int(row["reps"] or 0),
        )
        for row in _rows(path)
    ]


Reader = Callable[[Path], list[Line]]


def summary(lines: Iterable[Line]) -> dict[str, int | Decimal]:
    """Warm-ups count for nothing but that there was a workout; assistance is no weight lifted."""
    lines = list(lines)
    counted = [line for line in lines if not line.warm_up]
    lifted = [line for line in counted if "Assisted" not in line.exercise]
    return {
        "workouts": len({line.workout for line in lines}),
        "sets": len(counted),
        "reps": sum(line.reps for line in counted),
        "volume_kg": sum((line.weight_kg * line.reps for line in lifted), Decimal(0)),
    }


def workouts_of_months(lines: Iterable[Line]) -> Counter[str]:
    """By "2025-05"."""
    return Counter(f"{day:%Y-%m}" for _, day in {(line.workout, line.day) for line in lines})


def epley_of_days(lines: Iterable[Line], exercise: str) -> dict[str, Decimal]:
    """The best estimate of each day in kilograms: weight x (1 + reps / 30), a single as it is.

    Of more than ten reps only with at least the weight of the best of the others.
    """
    best: dict[str, tuple[Decimal, Decimal]] = {}
    long: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for line in lines:
        if line.exercise != exercise or line.warm_up or not 1 <= line.reps <= 12:
            continue
        extra = 0 if line.reps == 1 else line.reps
        estimate = line.weight_kg * (30 + extra) / 30
        day, found = line.day.isoformat(), (estimate, line.weight_kg)
        if estimate and line.reps > 10:
            long[day].append(found)
        elif estimate:
            best[day] = max(found, best.get(day, found))
    nothing = Decimal(0), Decimal(0)
    return {
        day: max([highest, *(one for one, with_kg in long[day] if with_kg >= weight_kg)])
        for day in sorted(best.keys() | long.keys())
        for highest, weight_kg in [best.get(day, nothing)]
    }
