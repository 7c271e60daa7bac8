"""Figures of a history counted by hand, straight from the rows of another app's export.

Nothing here knows the product's reading of files, its SQL or its equations: they are written once
more, from the same sources. Only which exercise a name means, and how that one is loaded, is taken
from the product: those are decisions, not figures.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.shared import reference

POUND_KG = Decimal("0.45359237")
MILE_MM = Decimal(1_609_344)
KILOMETRE_MM = Decimal(1_000_000)
WARM_UPS = frozenset({"warmup", "W"})
FAILURES = frozenset({"failure", "F"})
NO_SET = "Rest Timer"


@dataclass(frozen=True, slots=True)
class DoneSet:
    """A row of an export that is a set. `workout` is when it began, as the file has it, and its title."""

    workout: tuple[datetime, str]
    exercise: str
    warm_up: bool
    weight_kg: Decimal | None
    reps: int | None
    rpe: Decimal | None
    duration_ms: Decimal
    distance_mm: Decimal
    failure: bool = False
    workout_s: int | None = None

    @property
    def day(self) -> date:
        return self.workout[0].date()

    @property
    def counts(self) -> bool:
        """Unlike warm-ups and failed tries, which are no reps and nothing else."""
        return not self.warm_up and bool(self.reps != 0 or self.duration_ms or self.distance_mm)

    @property
    def moved_kg(self) -> Decimal:
        return (self.weight_kg or 0) * Decimal(self.reps or 0)


def hevy(path: Path) -> list[DoneSet]:
    return [
        DoneSet(
            workout=(_hevy_start(row["start_time"]), row["title"].strip()),
            exercise=row["exercise_title"],
            warm_up=row["set_type"] in WARM_UPS,
            failure=row["set_type"] in FAILURES,
            weight_kg=_kilograms(row.get("weight_kg"), row.get("weight_lbs")),
            reps=int(row["reps"]) if row["reps"] else None,
            rpe=Decimal(row["rpe"]) if row["rpe"] else None,
            duration_ms=_number(row["duration_seconds"]) * 1000,
            distance_mm=_number(row.get("distance_km")) * KILOMETRE_MM
            + _number(row.get("distance_miles")) * MILE_MM,
            workout_s=_hevy_length_s(row),
        )
        for row in _rows(path)
    ]


def strong_in_pounds(path: Path) -> list[DoneSet]:
    return [
        DoneSet(
            workout=(datetime.fromisoformat(row["Date"]), row["Workout Name"].strip()),
            exercise=row["Exercise Name"],
            warm_up=row["Set Order"] in WARM_UPS,
            failure=row["Set Order"] in FAILURES,
            weight_kg=_kilograms(None, row["Weight"]),
            reps=int(Decimal(row["Reps"])),
            rpe=None,
            duration_ms=_number(row["Seconds"]) * 1000,
            distance_mm=_number(row["Distance"]) * MILE_MM,
            workout_s=_strong_length_s(row["Duration"]),
        )
        for row in _rows(path)
        if row["Set Order"] != NO_SET
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _hevy_start(text: str) -> datetime:
    form = "%b %d, %Y, %I:%M %p" if text[-1] == "M" else "%d %b %Y, %H:%M"
    return datetime.strptime(text, form)  # noqa: DTZ007 The file names no zone.


def _hevy_length_s(row: Mapping[str, str]) -> int | None:
    if not row["end_time"]:
        return None
    return int((_hevy_start(row["end_time"]) - _hevy_start(row["start_time"])).total_seconds())


def _strong_length_s(text: str) -> int:
    sizes = {"h": 3600, "m": 60, "s": 1}
    return sum(int(part[:-1]) * sizes[part[-1]] for part in text.split())


def _number(cell: str | None) -> Decimal:
    return Decimal(cell or 0)


def _kilograms(kilograms: str | None, pounds: str | None) -> Decimal | None:
    """A weight of nothing is no weight; pounds are in hundredths, finer is noise of the other app."""
    return (_number(kilograms) or round(_number(pounds), 2) * POUND_KG) or None


class Sums(NamedTuple):
    workouts: int
    sets: int
    reps: int
    volume_kg: Decimal


def sums(done: Iterable[DoneSet], assisted: Iterable[str]) -> Sums:
    """Warm-ups and failed tries count for nothing but the workout that they are in."""
    every = list(done)
    counted = [one for one in every if one.counts]
    helped = set(assisted)
    return Sums(
        workouts=len({one.workout for one in every}),
        sets=len(counted),
        reps=sum(one.reps or 0 for one in counted),
        volume_kg=sum((one.moved_kg for one in counted if one.exercise not in helped), Decimal(0)),
    )


# As the sources of the equations print them; of a single the weight itself is the answer.
EQUATIONS: Mapping[str, Callable[[float, float], float]] = {
    "epley": lambda weight, reps: weight * (1 + reps / 30),
    "brzycki": lambda weight, reps: weight * 36 / (37 - reps),
    "lander": lambda weight, reps: 100 * weight / (101.3 - 2.67123 * reps),
    "lombardi": lambda weight, reps: weight * reps**0.1,
    "mayhew": lambda weight, reps: 100 * weight / (52.2 + 41.9 * math.exp(-0.055 * reps)),
    "oconner": lambda weight, reps: weight * (1 + 0.025 * reps),
    "wathan": lambda weight, reps: 100 * weight / (48.8 + 53.8 * math.exp(-0.075 * reps)),
}


@cache
def rts_chart() -> Mapping[tuple[Decimal, int], float]:
    with reference("rpe_chart_rts.csv").open(newline="") as file:
        return {
            (Decimal(row["rpe"]), int(row["reps"])): float(row["fraction_of_1rm"])
            for row in csv.DictReader(file)
        }


def one_rep_max_kg(one: DoneSet, formula: str) -> float | None:
    if one.warm_up or not one.weight_kg or not one.reps or one.reps > 12:
        return None
    weight_kg = float(one.weight_kg)
    if formula == "rts":
        share = rts_chart().get((one.rpe, one.reps)) if one.rpe else None
        return weight_kg / share if share else None
    return weight_kg if one.reps == 1 else EQUATIONS[formula](weight_kg, one.reps)


def possible_reps(one: DoneSet) -> float | None:
    """With those left in reserve; of less than RPE 6 nobody knows how many that were."""
    if not one.rpe:
        return one.reps
    return float((one.reps or 0) + 10 - one.rpe) if one.rpe >= 6 else None


def one_rep_max_by_effort_kg(one: DoneSet, formula: str) -> float | None:
    possible = possible_reps(one)
    if formula == "rts" or one_rep_max_kg(one, formula) is None:
        return one_rep_max_kg(one, formula)
    if possible is None or possible > 12:
        return None
    weight_kg = float(one.weight_kg or 0)
    if possible >= 2:
        return EQUATIONS[formula](weight_kg, possible)
    of_two = EQUATIONS[formula](weight_kg, 2)
    return weight_kg * (2 - possible) + of_two * (possible - 1)


def weighed(weigh_ins: Mapping[date, Decimal], day: date) -> Decimal | None:
    """Between two weigh-ins half a year apart or less on the line, else that of the nearest two months."""
    before = max((one for one in weigh_ins if one <= day), default=None)
    after = min((one for one in weigh_ins if one >= day), default=None)
    if before and after and (after - before).days <= 180:
        span = (after - before).days
        share = Decimal((day - before).days) / span if span else Decimal(0)
        return weigh_ins[before] * (1 - share) + weigh_ins[after] * share
    near = [one for one in (before, after) if one and abs((one - day).days) <= 60]
    return weigh_ins[min(near, key=lambda one: abs((one - day).days))] if near else None


def with_the_body(
    done: Iterable[DoneSet], weigh_ins: Mapping[date, Decimal], *, assisted: bool
) -> list[DoneSet]:
    """The same sets with what was moved as their weight; without those of which it is not known."""
    found = []
    for one in done:
        body_kg = weighed(weigh_ins, one.day)
        if body_kg is None or (assisted and one.weight_kg is None):
            continue
        moved_kg = body_kg + (-1 if assisted else 1) * (one.weight_kg or 0)
        if moved_kg > 0:
            found.append(replace(one, weight_kg=moved_kg))
    return found


def heavy_sets(done: Iterable[DoneSet]) -> Iterator[tuple[DoneSet, list[DoneSet]]]:
    """Each day's heaviest set of three reps or fewer that was to the limit, with eight weeks before."""
    by_day: dict[date, list[DoneSet]] = defaultdict(list)
    for one in done:
        if not one.warm_up and one.weight_kg and one.reps and one.reps <= 12:
            by_day[one.day].append(one)
    for day, of_day in sorted(by_day.items()):
        nearby = [by_day.get(day - timedelta(days=days), []) for days in range(1, 57)]
        before = [one for sets in nearby for one in sets]
        heaviest = max((one.weight_kg or 0 for one in before), default=Decimal(10**6))
        heavy = [
            one
            for one in of_day
            if (one.reps or 0) <= 3
            and (one.failure or (one.rpe >= 9 if one.rpe else (one.weight_kg or 0) >= heaviest))
        ]
        if heavy:
            yield max(heavy, key=lambda one: (one.weight_kg or 0, one.reps or 0)), before


def foretold_percent(heavy: DoneSet, before: Iterable[DoneSet], formula: str) -> float | None:
    """How far an equation was off, from the sets of four to ten reps, effort left aside."""
    known = [one for one in before if 4 <= (one.reps or 0) <= 10]
    best = max((kg for one in known if (kg := one_rep_max_kg(one, formula))), default=None)
    stands_for = one_rep_max_kg(heavy, formula)
    if best is None or stands_for is None:
        return None
    return 100 * (best / stands_for - 1)


def is_low_confidence(reps: float, rpe: Decimal | None, formula: str) -> bool:
    return reps + (10 - float(rpe) if formula == "rts" and rpe else 0) > 10


def best_by_day(
    done: Iterable[DoneSet], formula: str, *, by_effort: bool = False
) -> dict[date, float]:
    """The highest of each day; of more than ten reps only with at least the weight of the other."""
    told = one_rep_max_by_effort_kg if by_effort else one_rep_max_kg
    sure: dict[date, tuple[float, Decimal]] = {}
    unsure: dict[date, list[tuple[float, Decimal]]] = defaultdict(list)
    for one in done:
        found = told(one, formula)
        if found is None:
            continue
        reps = possible_reps(one) if by_effort and formula != "rts" else one.reps
        if is_low_confidence(reps or 0, one.rpe, formula):
            unsure[one.day].append((found, one.weight_kg or Decimal(0)))
        elif one.day not in sure or _is_better((found, one), sure[one.day]):
            sure[one.day] = found, one.weight_kg or Decimal(0)
    best = {}
    for day in sorted(sure | unsure):
        highest, weight_kg = sure.get(day, (0.0, Decimal(0)))
        best[day] = max([highest, *(kg for kg, with_kg in unsure[day] if with_kg >= weight_kg)])
    return best


def _is_better(found: tuple[float, DoneSet], than: tuple[float, Decimal]) -> bool:
    """Higher to the gram, else of fewer reps, which is heavier."""
    one_rep_max_kg, weight_kg = round(found[0], 3), found[1].weight_kg or Decimal(0)
    return (one_rep_max_kg, weight_kg) > (round(than[0], 3), than[1])


LineOfLedger = tuple[str, int | None]


class Held(NamedTuple):
    """A record, with the day on which it was beaten."""

    day: date
    value: Decimal
    gain: Decimal | None
    until: date | None


def ledger(
    done: Iterable[DoneSet], *, assisted: bool, estimated: bool, formula: str
) -> dict[LineOfLedger, list[Held]]:
    """Every record of one exercise: what was the best by the end of a day, and better than before."""
    counted = [one for one in done if not one.warm_up]
    best: dict[LineOfLedger, dict[date, Decimal]] = defaultdict(dict)
    offers = [(one.day, offer) for one in counted for offer in _offers(one, assisted=assisted)]
    if estimated:
        offers += _estimates(counted, formula)
    if not assisted:
        offers += _session_volumes(counted)
    for day, (line, value) in offers:
        best[line][day] = _better(line)(value, best[line].get(day, value))
    return {line: _climb(by_day, _better(line)) for line, by_day in best.items()}


def _better(line: LineOfLedger) -> Callable[[Decimal, Decimal], Decimal]:
    return min if line[0] == "assistance" else max


_Offer = tuple[LineOfLedger, Decimal]


def _offers(one: DoneSet, *, assisted: bool) -> Iterator[_Offer]:
    if one.weight_kg and one.reps and one.reps <= 12:
        yield ("assistance" if assisted else "weight", one.reps), one.weight_kg
    amounts = {
        "set_volume": Decimal(0) if assisted else one.moved_kg,
        "reps": Decimal(one.reps or 0),
        "duration": one.duration_ms,
        "distance": one.distance_mm,
    }
    yield from (((kind, None), amount) for kind, amount in amounts.items() if amount)


def _estimates(counted: Iterable[DoneSet], formula: str) -> Iterator[tuple[date, _Offer]]:
    for one in counted:
        found = one_rep_max_kg(one, formula)
        if found is not None and not is_low_confidence(one.reps or 0, one.rpe, formula):
            yield one.day, (("one_rep_max", None), Decimal(found).quantize(Decimal("0.001")))


def _session_volumes(counted: Iterable[DoneSet]) -> Iterator[tuple[date, _Offer]]:
    moved: dict[tuple[datetime, str], Decimal] = defaultdict(Decimal)
    for one in counted:
        moved[one.workout] += one.moved_kg
    for (started_at, _), volume_kg in moved.items():
        if volume_kg:
            yield started_at.date(), (("session_volume", None), volume_kg)


def _climb(
    by_day: Mapping[date, Decimal], better: Callable[[Decimal, Decimal], Decimal]
) -> list[Held]:
    held: list[Held] = []
    for day, value in sorted(by_day.items()):
        if held and better(value, held[-1].value) == held[-1].value:
            continue
        gain = abs(value - held[-1].value) if held else None
        held[-1:] = [one._replace(until=day) for one in held[-1:]]
        held.append(Held(day, value, gain, None))
    return held


@cache
def week_of(day: date, week_start: int) -> date:
    """The week's first day, walked back to."""
    while day.isoweekday() != week_start:
        day -= timedelta(days=1)
    return day


def is_strength_work(load_kind: str, pattern: str) -> bool:
    if load_kind == "distance" and pattern != "carry":
        return False
    return pattern != "cardio"


class Share(NamedTuple):
    """What an exercise's sets are worth for something, and whether as the one it trains."""

    worth: Decimal
    direct: bool = True


class WeekOf(NamedTuple):
    direct: int
    helping: int
    sets: Decimal
    volume_kg: Decimal


def weeks_of(
    done: Iterable[DoneSet],
    shares: Mapping[str, Share],
    assisted: Iterable[str],
    week_start: int,
) -> dict[date, WeekOf]:
    """Hard sets and volume of each week; `shares` by exercise, the others have no part in it."""
    found: dict[date, WeekOf] = {}
    helped = set(assisted)
    for one in done:
        share = shares.get(one.exercise)
        if share is None or not one.counts:
            continue
        week = week_of(one.day, week_start)
        direct, helping, sets, volume_kg = found.get(week, (0, 0, Decimal(0), Decimal(0)))
        moved = Decimal(0) if one.exercise in helped else one.moved_kg
        found[week] = WeekOf(
            direct + share.direct,
            helping + (not share.direct),
            sets + share.worth,
            volume_kg + moved * share.worth,
        )
    return found


def streaks(days: Iterable[date], week_start: int, goal: int) -> list[list[date]]:
    """Weeks in a row with at least `goal` days, each as the list of its weeks."""
    by_week: dict[date, set[date]] = defaultdict(set)
    for day in days:
        by_week[week_of(day, week_start)].add(day)
    runs: list[list[date]] = []
    for week in sorted(week for week, trained in by_week.items() if len(trained) >= goal):
        if runs and week - runs[-1][-1] == timedelta(days=7):
            runs[-1].append(week)
        else:
            runs.append([week])
    return runs


def middle(ordered: list[int], share: float) -> float:
    """The value at a share of the way through the ordered values, on the line between two."""
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
