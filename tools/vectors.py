"""Examples that hold phone and server to the same rules: python -m tools.vectors

Hypothesis makes the inputs, from a fixed seed; the domain says what follows. pytest asks the domain
again for every committed example, and `node --test` asks the JavaScript.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from liftlog.core.exercises.search import search
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.one_rep_max import estimates as one_rep_max
from liftlog.domain.one_rep_max.estimates import Formula
from liftlog.domain.records import ledger, standing
from liftlog.domain.sync.merging import Documents, Kind, Operation, RefusedError, Row, Verb, apply
from liftlog.domain.units import (
    DISTANCE_UNITS,
    WEIGHT_UNITS,
    Distance,
    DistanceUnit,
    Weight,
    WeightUnit,
    kg_in,
    milliseconds,
)
from liftlog.domain.workouts import loading
from liftlog.domain.workouts.sets import LoggedSet, SetKind
from liftlog.domain.workouts.volume import PerformedSet
from liftlog.domain.workouts.workout import ExerciseEntry, SetEntry, Workout
from liftlog.kit import typed_amounts
from liftlog.kit.typed_amounts import UnreadableError
from liftlog.store.exercises.catalogue import catalogue

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "contract" / "vectors"
SEED = 13
FIRST_DAY = date(2026, 1, 5)

Case = dict[str, Any]
Strategy = st.SearchStrategy[Case]


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked, and what the rules answer. Of answers that say little a tenth is kept."""

    asked: Strategy
    answer: Callable[[Case], Any]
    examples: int = 100
    says_much: Callable[[Any], bool] = bool


# Sets as JSON, and as the domain has them.


def amounts(most: int, places: int = 2) -> st.SearchStrategy[float]:
    return st.integers(0, most * 10**places).map(lambda number: number / 10**places)


weights = st.sampled_from((0, 20, 60, 100, 102.5, 225)) | amounts(300)
# Around what is a limit of some rule, so that it is met from both sides.
rep_counts = st.sampled_from((0, 1, 5, 10, 11, 12, 13))
weight_units = st.sampled_from([unit.value for unit in WeightUnit])


@st.composite
def logged_sets(draw: st.DrawFn, reps: st.SearchStrategy[int] = rep_counts) -> Case:
    weight = draw(st.none() | weights)
    distance = draw(st.none() | st.none() | amounts(50))
    said = {
        "kind": draw(st.sampled_from(["working", "working", *(kind.value for kind in SetKind)])),
        "weight": weight,
        "weight_unit": None if weight is None else draw(weight_units),
        "reps": draw(st.none() | reps | reps),
        "rpe": draw(st.none() | st.integers(8, 20).map(lambda half: half / 2)),
        "duration_s": draw(st.none() | st.none() | st.integers(0, 300)),
        "distance": distance,
        "distance_unit": None if distance is None else draw(st.sampled_from(list(DistanceUnit))),
    }
    return {name: value for name, value in said.items() if value is not None}


def exact(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def weight_of(said: Case) -> Weight | None:
    amount = exact(said.get("weight"))
    return None if amount is None else Weight.entered(amount, WeightUnit(said["weight_unit"]))


def logged(said: Case) -> LoggedSet:
    distance = exact(said.get("distance"))
    return LoggedSet(
        kind=SetKind(said["kind"]),
        weight=weight_of(said),
        reps=said.get("reps"),
        rpe=exact(said.get("rpe")),
        duration_ms=milliseconds(exact(said.get("duration_s"))),
        distance=(
            None
            if distance is None
            else Distance.entered(distance, DistanceUnit(said["distance_unit"]))
        ),
    )


loads = st.sampled_from(["weight_reps", *(load.value for load in LoadKind)])

# Counted sets and volume


@st.composite
def workouts(draw: st.DrawFn) -> Case:
    entries = st.fixed_dictionaries(
        {"load_kind": loads, "sets": st.lists(logged_sets(), max_size=4)}
    )
    return {"exercises": draw(st.lists(entries, max_size=3))}


def totals(said: Case) -> Case:
    workout = Workout(
        id=UUID(int=0),
        title="",
        started_at=None,  # type: ignore[arg-type] # Nothing asks when it was.
        time_zone="UTC",
        day=FIRST_DAY,
        exercises=tuple(
            ExerciseEntry(
                id=UUID(int=0),
                exercise_id=UUID(int=0),
                load_kind=LoadKind(entry["load_kind"]),
                sets=tuple(SetEntry(UUID(int=0), logged(one)) for one in entry["sets"]),
            )
            for entry in said["exercises"]
        ),
    )
    return {
        "sets": sum(1 for _ in workout.counted_sets()),
        "volume_kg": float(workout.volume_kg),
    }


# Records


@st.composite
def training(draw: st.DrawFn) -> Case:
    """Sets of earlier days, and those of today."""
    # Of few rep counts, so that today's sets meet those of before.
    reps = st.sampled_from(draw(st.lists(rep_counts, min_size=1, max_size=2)))
    plain = st.fixed_dictionaries(
        {
            "kind": st.just("working"),
            "weight": weights,
            "weight_unit": weight_units,
            "reps": reps,
        },
        optional={"rpe": st.integers(12, 20).map(lambda half: half / 2)},
    )
    some = st.lists(plain | plain | logged_sets(reps), min_size=1, max_size=4)
    return {
        "load_kind": draw(loads),
        "formula": draw(st.sampled_from([formula.value for formula in Formula])),
        "before": draw(st.lists(some, min_size=1, max_size=3)),
        "today": draw(some),
    }


def _performed(sets: Sequence[Case], load: LoadKind, day: int) -> list[PerformedSet]:
    return [
        PerformedSet(
            day=FIRST_DAY + timedelta(days=day),
            workout_id=UUID(int=day + 1),
            exercise_id=UUID(int=0),
            set_id=UUID(int=at + 1),
            load=load,
            logged=logged(one),
            place=(0, 0, at),
        )
        for at, one in enumerate(sets)
    ]


def records(said: Case) -> Case:
    """`standing` is what a device is told; of today's records `set` is the place of the set."""
    load, formula = LoadKind(said["load_kind"]), Formula(said["formula"])
    before = [one for day, sets in enumerate(said["before"]) for one in _performed(sets, load, day)]
    today = len(said["before"])
    held = ledger([*before, *_performed(said["today"], load, today)], formula)
    return {
        "standing": {str(one.line): float(one.value) for one in standing(ledger(before, formula))},
        "records": [
            {
                "line": str(one.line),
                "set": one.set_id.int - 1,
                "value": float(one.value),
            }
            for one in held
            if one.day == FIRST_DAY + timedelta(days=today) and one.gain is not None
        ],
    }


# One-rep max


@st.composite
def estimates(draw: st.DrawFn) -> Case:
    return {
        "formula": draw(st.sampled_from([formula.value for formula in Formula])),
        "kg": draw(weights),
        "reps": draw(rep_counts | st.integers(0, 14)),
        "rpe": draw(st.none() | st.integers(8, 20).map(lambda half: half / 2)),
    }


def estimate(said: Case) -> Case:
    formula, rpe = Formula(said["formula"]), exact(said["rpe"])
    return {
        "one_rep_max_kg": one_rep_max.estimate(formula, exact(said["kg"]) or 0, said["reps"], rpe),
        "low_confidence": one_rep_max.is_low_confidence(formula, said["reps"], rpe),
    }


# Units


@st.composite
def conversions(draw: st.DrawFn) -> Case:
    return {
        "weight": draw(weights),
        "unit": draw(weight_units),
        "other": draw(weight_units),
    }


def converted(said: Case) -> Case:
    weight, other = (
        Weight.entered(Decimal(str(said["weight"])), WeightUnit(said["unit"])),
        said["other"],
    )
    same = said["unit"] == other
    shown = kg_in(weight.kg, WeightUnit(other)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return {
        "kg": float(weight.kg),
        "grams": weight.grams,
        "of_grams": float(weight.amount),
        "in_other": said["weight"] if same else float(shown),
    }


# A line as it is typed: it is written out of what it means.

_KIND_MARKS = {"warm_up": "w ", "drop": "d ", "failure": "f "}
_CROSSES = ("x", " x ", "×", "X", "*")


@st.composite
def lines(draw: st.DrawFn) -> Case:
    weight = draw(st.none() | st.integers(81, 1200).map(lambda quarter: quarter / 4))
    return {
        "kind": draw(st.none() | st.sampled_from(sorted(_KIND_MARKS))),
        "sets": draw(st.integers(1, 6)),
        "reps": draw(st.integers(1, 12)),
        "weight": weight,
        "unit": None if weight is None else draw(st.none() | weight_units),
        "rpe": draw(st.none() | st.integers(12, 20).map(lambda half: half / 2)),
        "weight_first": draw(st.booleans()),
        "cross": draw(st.sampled_from(_CROSSES)),
        "comma": draw(st.booleans()),
    }


def _written(number: float, *, comma: bool) -> str:
    text = f"{number:g}"
    return text.replace(".", ",") if comma else text


def line(said: Case) -> Case:
    """The text of it, and what it means."""
    kind, sets, reps, cross = said["kind"], said["sets"], said["reps"], said["cross"]
    rpe = "" if said["rpe"] is None else f" @{_written(said['rpe'], comma=said['comma'])}"
    weight = (
        None
        if said["weight"] is None
        else _written(said["weight"], comma=said["comma"]) + (said["unit"] or "")
    )
    if weight is None:
        done = f"{sets}{cross}{reps}"
    elif said["weight_first"]:
        done = f"{weight}{cross}{reps}" + (f"{cross}{sets}" if sets > 1 else "")
        # "100kg x 5 x 3" would be reps before sets: after a unit only sets x reps are left.
        done = done if said["unit"] is None or sets == 1 else f"{weight} {sets}{cross}{reps}"
    else:
        done = f"{sets}{cross}{reps} {weight}"
    return {
        "text": f"{_KIND_MARKS.get(kind or '', '')}{done}{rpe}",
        "means": {
            "sets": sets,
            "reps": reps,
            "weight": said["weight"],
            "weight_unit": said["unit"],
            "rpe": said["rpe"],
            "kind": kind,
        },
    }


# What is typed into a field: numbers written in many ways, and what looks like one.

_SEPARATORS = ("", "", ",", ".", "'", " ", "\u00a0", "\u202f", "\u066c", "\u066b", "\uff0c")
_ZEROS = ("0", "0", "0", "\uff10", "\u0660", "\u06f0", "\u0966", "\u0e50")
_SHAPES = (
    "{few}",
    "{few}.{some}",
    "{few},{some}",
    "{few},{three}",
    "{few}.{three}",
    "{few}.{some}0",
    "{few}'{three}",
    "{few}\u00a0{three}",
    "{few} {three},{some}",
    "{few},{three}.{some}",
    "{few}.{three},{some}",
    "{few},{three},{three}",
    "{few}:{sixty}",
    "{few}:{sixty}:{sixty}",
    "{few} h {sixty} min",
    "{few}h{sixty}m{sixty}s",
    "{few}.{some} min",
)
_UNITS_TYPED = ("", "", "", " kg", "KG", "lbs", " lb", " km", "m", " s", " min", "h", " cm")


@st.composite
def shaped_texts(draw: st.DrawFn) -> str:
    """As people write numbers and times, in good order."""
    digits = {
        "few": draw(st.from_regex("[1-9][0-9]{0,2}", fullmatch=True)),
        "some": draw(st.from_regex("[0-9]{1,2}", fullmatch=True)),
        "three": draw(st.from_regex("[0-9]{3}", fullmatch=True)),
        "sixty": draw(st.from_regex("[0-5][0-9]", fullmatch=True)),
    }
    return draw(st.sampled_from(_SHAPES)).format(**digits)


@st.composite
def mixed_texts(draw: st.DrawFn) -> str:
    groups = draw(st.lists(st.from_regex(r"[0-9]{1,4}", fullmatch=True), min_size=1, max_size=4))
    signs = draw(st.lists(st.sampled_from((*_SEPARATORS, ":", ":")), min_size=4, max_size=4))
    return "".join(part + sign for part, sign in zip(groups, signs, strict=False))


@st.composite
def typed_texts(draw: st.DrawFn) -> Case:
    text = draw(shaped_texts() | shaped_texts() | mixed_texts())
    zero = ord(draw(st.sampled_from(_ZEROS)))
    text = "".join(chr(zero + int(sign)) if sign.isdecimal() else sign for sign in text)
    return {
        "text": draw(st.sampled_from(("", "", "", "+", "-")))
        + text
        + draw(st.sampled_from(_UNITS_TYPED)),
        "field": draw(st.sampled_from(("number", "weight", "distance", "seconds", "minutes"))),
    }


def typed_meaning(said: Case) -> Case:
    text, field = said["text"], said["field"]
    try:
        if field == "number":
            return {"value": float(typed_amounts.number(text))}
        if field in {"seconds", "minutes"}:
            return {"value": float(typed_amounts.seconds(text, in_minutes=field == "minutes"))}
        units = WEIGHT_UNITS if field == "weight" else DISTANCE_UNITS
        value, unit = typed_amounts.amount(text, units)
        return {"value": float(value), "unit": unit}
    except UnreadableError as error:
        return {"readings": list(error.readings)} if error.readings else {}


# Warm-ups: the bar, then shares of the working weight, rounded down to what can be loaded.

_RAMP = (
    (Decimal(0), 10),
    *zip(map(Decimal, ("0.4", "0.6", "0.8", "0.9")), (5, 3, 2, 1), strict=True),
)
_NEAR = Decimal("0.95")


@st.composite
def ramps(draw: st.DrawFn) -> Case:
    unit = draw(st.sampled_from(list(WeightUnit)))
    bars = [0.0, *sorted({float(bar[unit]) for bar in loading.DEFAULT_BARS.values()})]
    steps = {float(loading.DEFAULT_INCREMENTS[unit]), float(loading.DUMBBELL_INCREMENTS[unit])}
    # A step of one's own may be a fraction, and the plates may make fewer weights than it.
    usual = [float(plate) for plate in loading.DEFAULT_PLATES[unit]]
    sizes = draw(st.just([]) | st.just(usual) | st.lists(st.sampled_from(usual), unique=True))
    return {
        "weight": draw(amounts(400, 1) | amounts(100, 3)),
        "bar": draw(st.sampled_from(bars)),
        "step": draw(st.sampled_from(sorted({*steps, 0.125, 1.375}))),
        "sizes": sorted(sizes, reverse=True),
    }


def ramp(said: Case) -> list[list[float]]:
    weight, bar, step = (Decimal(str(said[name])) for name in ("weight", "bar", "step"))
    found: list[tuple[Decimal, int]] = []
    for share, reps in _RAMP:
        wanted = bar if share == 0 else max(bar, weight * share // step * step)
        if bar and said["sizes"]:
            wanted = Decimal(str(loaded({**said, "weight": float(wanted)})["below"]))
        lighter = found[-1][0] if found else Decimal(0)
        if lighter < wanted < weight * _NEAR:
            found.append((wanted, reps))
    return [[float(weight), reps] for weight, reps in found]


# Plates: every weight that can be loaded, by trying them all.


@st.composite
def plates(draw: st.DrawFn) -> Case:
    unit = draw(st.sampled_from(list(WeightUnit)))
    usual = [float(plate) for plate in loading.DEFAULT_PLATES[unit]]
    sizes = draw(st.just(usual) | st.lists(st.sampled_from(usual), max_size=4, unique=True))
    return {
        "weight": draw(st.integers(0, 600).map(lambda quarter: quarter / 2) | amounts(250)),
        "bar": float(loading.DEFAULT_BARS[draw(st.sampled_from(list(loading.DEFAULT_BARS)))][unit]),
        "sizes": sorted(sizes, reverse=True),
    }


def loaded(said: Case) -> Case:
    """The weights next to it that can be loaded, itself where it can be."""
    weight, bar = (round(said[name] * 1000) for name in ("weight", "bar"))
    sizes = [round(size * 1000) for size in said["sizes"]]
    if weight < bar:
        return {"exact": False, "below": None, "above": bar / 1000}
    most = (weight - bar) // 2 + max(sizes, default=0)
    sides = {0}
    for side in range(most + 1):
        if side in sides:
            sides |= {side + size for size in sizes if side + size <= most}
    totals = sorted(bar + 2 * side for side in sides)
    below = max(total for total in totals if total <= weight)
    above = min((total for total in totals if total >= weight), default=None)
    return {
        "exact": below == weight,
        "below": below / 1000,
        "above": None if above is None else above / 1000,
    }


# Operations of one device in the order of their stamps

_WORKOUTS = ("w1", "w2")
_ENTRIES = {"e1": "w1", "e2": "w1", "e3": "w2"}
_SETS = ("s1", "s2", "s3")
_IDS = {
    name: UUID(int=at + 1) for at, name in enumerate((*_WORKOUTS, *_ENTRIES, *_SETS, "x1", "x2"))
}
_NAMES = {target: name for name, target in _IDS.items()}
_REFERENCES = ("workout_id", "entry_id", "exercise_id")


def _some(**fields: st.SearchStrategy[Any]) -> Strategy:
    """Some of the fields, as an edit writes only what it changes."""
    return st.fixed_dictionaries({}, optional=fields)


def _operation(kind: Kind, verb: Verb, target: str, fields: Case) -> Case:
    return {"kind": kind.value, "verb": verb.value, "target": target, "fields": fields}


@st.composite
def _operations(draw: st.DrawFn) -> Case:
    kind = draw(st.sampled_from((Kind.SET, Kind.SET, Kind.ENTRY, Kind.WORKOUT)))
    verb = draw(st.sampled_from((Verb.PUT, Verb.PUT, Verb.DELETE)))
    fields: Case
    texts, numbers = st.sampled_from(("", "slow", "hard")), st.integers(0, 3)
    if kind is Kind.WORKOUT:
        target = draw(st.sampled_from(_WORKOUTS))
        ends = st.fixed_dictionaries({"running": st.just(False), "duration_s": numbers})
        begins = st.just({"running": True})
        fields = draw(_some(title=texts, note=texts)) | draw(ends | begins | st.just({}))
    else:
        target = draw(st.sampled_from(_SETS if kind is Kind.SET else list(_ENTRIES)))
        # A set stays in its workout, as the screen moves none.
        entry = {"s1": "e1", "s2": "e2", "s3": "e3"}[target] if kind is Kind.SET else target
        if kind is Kind.SET and target != "s3" and draw(st.booleans()):
            entry = "e1"
        fields = {"workout_id": _ENTRIES[entry], "exercise_id": "x2" if entry == "e2" else "x1"}
        if kind is Kind.SET:
            fields |= {"entry_id": entry, "position": draw(numbers)}
            fields |= draw(_some(reps=numbers, note=texts))
        else:
            fields |= {"position": draw(numbers)} | draw(_some(note=texts))
    return _operation(kind, verb, target, fields if verb is Verb.PUT else {})


def _is_of_the_phone(said: Case) -> bool:
    """Where a set brings back a deleted workout and is deleted itself, the phone waits for the answer."""
    deleted = False
    for one in said["operations"]:
        if deleted and one["verb"] == Verb.DELETE and one["kind"] != Kind.WORKOUT:
            return False
        deleted |= one["verb"] == Verb.DELETE and one["kind"] == Kind.WORKOUT
    return True


def merged(said: Case) -> list[Case]:
    """The workouts that are there after the operations, as far as they were written."""
    documents = Documents({}, {})
    for at, one in enumerate(said["operations"]):
        fields = {
            name: _IDS[value] if name in _REFERENCES else value
            for name, value in one["fields"].items()
        }
        kind, verb, target = Kind(one["kind"]), Verb(one["verb"]), _IDS[one["target"]]
        stamp = f"{at + 1:015d}-0000-00000000"
        with suppress(RefusedError):
            apply(documents, Operation(UUID(int=at), kind, verb, target, stamp, fields))
    return sorted(
        (
            _workout(documents, target, row)
            for (kind, target), row in documents.rows.items()
            if kind is Kind.WORKOUT and not row.deleted
        ),
        key=itemgetter("id"),
    )


def _in_order(found: list[Case]) -> list[Case]:
    return sorted(found, key=lambda one: (one["position"], one["id"]))


def _workout(documents: Documents, target: UUID, row: Row) -> Case:
    fields = row.fields
    return {
        "id": _NAMES[target],
        "title": fields.get("title", ""),
        "note": fields.get("note", ""),
        "running": fields.get("running", False),
        "duration_s": fields.get("duration_s"),
        "exercises": _in_order(
            [_entry(documents, one) for one in documents.children(Kind.ENTRY, "workout_id", target)]
        ),
    }


def _entry(documents: Documents, target: UUID) -> Case:
    fields = documents.rows[Kind.ENTRY, target].fields
    sets = [
        {
            "id": _NAMES[one],
            **{
                name: documents.rows[Kind.SET, one].fields.get(name, default)
                for name, default in (("position", 0), ("reps", None), ("note", ""))
            },
        }
        for one in documents.children(Kind.SET, "entry_id", target)
    ]
    return {
        "id": _NAMES[target],
        "position": fields["position"],
        "note": fields.get("note", ""),
        "sets": _in_order(sets),
    }


# What is found for a query, and in which order


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    aliases: tuple[str, ...]


_OWN = (
    "Жим лёжа",
    "Πιέσεις στήθους",
    "تمرين الضغط",
    "לחיצת חזה",
    "बेंच प्रेस",
    "เบนช์เพรส",
    "ベンチプレス",
    "卧推",
)
_CATALOGUE = {
    **{one.name: one.aliases for one in catalogue()},
    **dict.fromkeys(_OWN, ()),
}


@st.composite
def queries(draw: st.DrawFn) -> Case:
    """A part of a name or an alias, perhaps with slips in it or without spaces."""
    name = draw(st.sampled_from(sorted(_CATALOGUE)))
    word = draw(st.sampled_from(name.split()))
    alike = sorted(other for other in _CATALOGUE if word in other)
    others = draw(st.lists(st.sampled_from(sorted(_CATALOGUE)), max_size=4))
    names = sorted({name, *draw(st.lists(st.sampled_from(alike), max_size=8)), *others})
    meant = draw(st.sampled_from([name, name, *_CATALOGUE[name]]))
    query = meant[: draw(st.integers(3, max(3, len(meant))))]
    for slip in draw(st.lists(st.sampled_from(("exchanged", "left out", "joined")), max_size=3)):
        at = draw(st.integers(0, max(0, len(query) - 2)))
        if slip == "exchanged":
            query = query[:at] + query[at + 1 : at + 2] + query[at : at + 1] + query[at + 2 :]
        elif slip == "left out":
            query = query[:at] + query[at + 1 :]
        else:
            query = query.replace(" ", "").replace("-", "")
    return {"query": query, "exercises": [[name, *_CATALOGUE[name]] for name in names]}


# Pairs that differ by a mark or a sign, in several scripts.
_ALIKE = (
    *(("Curl", "Curl+"), ("Presa", "Présa"), ("краи", "край"), ("βαρος", "βάρος")),
    *(("はり", "ばり"), ("बंच", "बेंच"), ("ไม่", "ไม้"), ("שיר", "שִׁיר"), ("قوة", "قُوة"), ("国", "國")),
)


@st.composite
def whole_names(draw: st.DrawFn) -> Case:
    """The whole of a name or an alias, among others that hold its words or differ by a mark."""
    names = draw(st.lists(st.sampled_from(sorted(_CATALOGUE)), min_size=1, max_size=3, unique=True))
    pairs = draw(st.lists(st.sampled_from(_ALIKE), min_size=1, max_size=2, unique=True))
    exercises = [
        *([name, *_CATALOGUE[name]] for name in names),
        *([one] for p in pairs for one in p),
    ]
    called = draw(st.sampled_from([name for known in exercises for name in known]))
    longer = [f"Slow {called}", f"{called} slowly", f"{called}ing"]
    return {"query": called, "exercises": [*exercises, *([one] for one in longer)]}


def ranked(said: Case) -> list[str]:
    candidates = [Candidate(name, tuple(aliases)) for name, *aliases in said["exercises"]]
    if not said["query"].strip():
        return []
    return [one.name for one in search(said["query"], candidates, len(candidates))]


TOPICS: Mapping[str, Topic] = {
    "totals": Topic(workouts(), totals),
    "records": Topic(training(), records, 500, lambda answer: bool(answer["records"])),
    "one_rep_max": Topic(estimates(), estimate, examples=200),
    "units": Topic(conversions(), converted),
    "merging": Topic(
        st.fixed_dictionaries(
            {"operations": st.lists(_operations(), min_size=2, max_size=9)}
        ).filter(_is_of_the_phone),
        merged,
        examples=200,
    ),
    "search": Topic(queries() | whole_names(), ranked, 700, lambda answer: len(answer) > 1),
    "lines": Topic(lines(), line, examples=300),
    "typed": Topic(typed_texts(), typed_meaning, examples=1500),
    "warm_ups": Topic(ramps(), ramp, examples=200),
    "plates": Topic(plates(), loaded),
}


def cases(topic: Topic) -> list[Case]:
    found: dict[str, Case] = {}

    @seed(SEED)
    @settings(
        max_examples=topic.examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(topic.asked)
    def collect(asked: Case) -> None:
        found[json.dumps(asked)] = asked

    collect()
    answered = [{"asked": asked, "answer": topic.answer(asked)} for asked in found.values()]
    return [
        case for at, case in enumerate(answered) if at % 10 == 0 or topic.says_much(case["answer"])
    ]


def committed(name: str) -> list[Case]:
    read: list[Case] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return read


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, topic in TOPICS.items():
        rows = ",\n".join(
            json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases(topic)
        )
        (FOLDER / f"{name}.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    write()
