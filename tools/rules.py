"""Write the rules that the phone shares with the server as JavaScript: python -m tools.rules

Python is their only source. The equations are translated from their source code, so that one that is
new or changed in the domain is so on the phone too.
"""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from liftlog.core.exercises import search as exercise_search
from liftlog.domain import records, routines, units
from liftlog.domain.exercises import catalogue
from liftlog.domain.exercises.exercise import EXERCISE_NAME_MAX, LoadKind
from liftlog.domain.one_rep_max import estimates, rpe_chart
from liftlog.domain.workouts import loading, set_codec, sets

MODEL = Path(__file__).resolve().parents[1] / "src/liftlog/core/web/static/js/log/model"
COLUMNS_MAX = 100
HEAD = """\
// @ts-check
/** Generated from the domain by `make rules`. Do not edit. */
"""
_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_NAMES = {"weight_kg": "kg"}
_IDENTIFIER = re.compile(r"[a-z_]\w*", re.IGNORECASE)


def limits() -> dict[str, Any]:
    return {
        "reps": sets.REPS_MAX,
        "rpe": {"min": sets.RPE_MIN, "max": sets.RPE_MAX, "step": sets.RPE_STEP},
        "weight_g": units.WEIGHT_MAX_G,
        "duration_s": units.DURATION_MAX_MS // 1000,
        "distance_mm": units.DISTANCE_MAX_MM,
        "workout_duration_s": sets.WORKOUT_DURATION_MAX_S,
        "rest_s": routines.REST_MAX_S,
        "bar_g": loading.EQUIPMENT_WEIGHT_MAX_G,
        "increment_g": {
            "min": loading.INCREMENT_MIN_G,
            "max": loading.EQUIPMENT_WEIGHT_MAX_G,
        },
        "title": sets.TITLE_MAX,
        "note": sets.NOTE_MAX,
        "exercise_name": EXERCISE_NAME_MAX,
        "routine_name": routines.ROUTINE_NAME_MAX,
    }


def steps() -> dict[str, Decimal]:
    found = {unit.value: step for unit, step in units.WEIGHT_STEP.items()}
    found |= {unit.value: step for unit, step in units.DISTANCE_STEP.items()}
    return {**found, "s": units.SECONDS_STEP}


def defaults() -> dict[str, Any]:
    return {
        "bars": loading.DEFAULT_BARS,
        "plates": loading.DEFAULT_PLATES,
        "increments": loading.DEFAULT_INCREMENTS,
        "dumbbell_increments": loading.DUMBBELL_INCREMENTS,
        "rest_s": loading.DEFAULT_REST_S,
    }


def ledger() -> dict[str, Any]:
    return {
        "kinds": list(records.RecordKind),
        "less_is_better": sorted(records.LESS_IS_BETTER),
        "reps_max": records.REP_COUNT_MAX,
        "estimated_loads": sorted(estimates.ESTIMATED_LOADS),
        "estimated_reps_max": estimates.REPS_MAX,
        "low_confidence_reps": estimates.LOW_CONFIDENCE_REPS,
        "counted_kinds": sorted(sets.COUNTED_KINDS),
        "without_volume": [LoadKind.ASSISTED],
    }


def rts() -> dict[str, Any]:
    return {
        "rpe_min": rpe_chart.RPE_MIN,
        "rpe_max": rpe_chart.RPE_MAX,
        "reps_max": rpe_chart.REPS_MAX,
        "thousandths": rpe_chart.THOUSANDTHS,
    }


def search() -> str:
    data = {
        "FIT": {
            "beginning": exercise_search.BEGINNING,
            "slipped": exercise_search.SLIPPED,
            "joined": exercise_search.JOINED,
            "name_not_alias": exercise_search.NAME_NOT_ALIAS,
            "from_the_start": exercise_search.FROM_THE_START,
            "per_word": exercise_search.PER_WORD,
            "per_variant": exercise_search.PER_VARIANT,
            "variants_max": exercise_search.VARIANTS_MAX,
            "one_slip_from": exercise_search.ONE_SLIP_FROM,
            "two_slips_from": exercise_search.TWO_SLIPS_FROM,
            "query_max": exercise_search.QUERY_MAX,
            "query_words_max": exercise_search.QUERY_WORDS_MAX,
        },
        "IMPLEMENTS": list(exercise_search.IMPLEMENTS),
        "SPELLINGS": catalogue.SPELLINGS,
        "DIRECTIONS": catalogue.DIRECTIONS,
        "EMPTY_WORDS": sorted(catalogue.EMPTY_WORDS),
        "APOSTROPHES": catalogue.APOSTROPHES,
        "ACCENTS": catalogue.ACCENTS,
    }
    return "\n".join([HEAD, *_exports(data)])


def _exports(data: Mapping[str, Any]) -> Iterator[str]:
    for name, one in data.items():
        before = len(f"export const {name} = ")
        yield f"{_type(name)}export const {name} = {_literal(one, 0, before)};\n"


def rules() -> str:
    data = {
        "GRAMS": units.GRAMS,
        "MILLIMETRES": units.MILLIMETRES,
        "STEPS": steps(),
        "LIMITS": limits(),
        "DEFAULTS": defaults(),
        "SET": set_codec.json_of(sets.LoggedSet()),
        "LEDGER": ledger(),
        "RTS": rts(),
    }
    parts = [HEAD]
    parts += _exports(data)
    equations = ",\n".join(
        f"  {formula}: (kg, reps) => {_expression(function)}"
        for formula, function in estimates.EQUATIONS.items()
    )
    parts.append(f"{_type('EQUATIONS')}export const EQUATIONS = {{\n{equations},\n}};\n")
    return "\n".join(parts)


_TYPES = {
    "SET": "Omit<LoggedSet, 'id' | 'plan_id' | 'position' | 'weight_kg' | 'logged_at'>",
    "GRAMS": "Record<Unit, number>",
    "STEPS": "Record<string, number>",
    "MILLIMETRES": "Record<string, number>",
    "SPELLINGS": "Record<string, string>",
    "DIRECTIONS": "Record<string, string>",
    "EQUATIONS": "Record<string, (kg: number, reps: number) => number>",
}


def _type(name: str) -> str:
    return f"/** @type {{{_TYPES[name]}}} */\n" if name in _TYPES else ""


def _literal(value: Any, depth: int, before: int = 20) -> str:
    """As the formatter has it: on one line where that fits."""
    flat = _flat(value)
    if "\n" not in flat and 2 * depth + before + len(flat) < COLUMNS_MAX:
        return flat
    indent = "  " * (depth + 1)
    if isinstance(value, Mapping):
        lines = [
            f"{indent}{_key(name)}: {_literal(one, depth + 1, len(name) + 3)},\n"
            for name, one in value.items()
        ]
        return f"{{\n{''.join(lines)}{'  ' * depth}}}"
    items = [f"{_flat(one)}," for one in value]
    if any(isinstance(one, str) for one in value):
        return "[\n" + "".join(f"{indent}{one}\n" for one in items) + "  " * depth + "]"
    filled = textwrap.fill(
        " ".join(items), COLUMNS_MAX, initial_indent=indent, subsequent_indent=indent
    )
    return f"[\n{filled}\n{'  ' * depth}]"


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)}: {_flat(one)}" for name, one in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else str(value.normalize())
    if value is None or isinstance(value, str | int | float):
        return json.dumps(str(value) if isinstance(value, str) else value)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_flat, value))}]"
    raise TypeError(value)


def _key(name: str) -> str:
    return str(name) if _IDENTIFIER.fullmatch(name) else json.dumps(str(name))


def _expression(function: Any) -> str:
    """What a function of one `return` computes, as JavaScript."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    match definition:
        case ast.FunctionDef(body=[*_, ast.Return(value=ast.expr() as value)]):
            return _translated(value)
    raise TypeError(ast.dump(definition))


def _translated(node: ast.expr, parent: ast.expr | None = None) -> str:
    if isinstance(node, ast.BinOp):
        text = (
            f"{_translated(node.left, node)} {_OPERATORS[type(node.op)]} "
            f"{_translated(node.right, node)}"
        )
        return f"({text})" if isinstance(parent, ast.BinOp) and _is_apart(node, parent) else text
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return f"-{_translated(node.operand, node)}"
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return _NAMES.get(node.id, node.id)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        arguments = [_translated(one) for one in node.args]
        return (
            f"{arguments[0]} ** {arguments[1]}"
            if node.func.attr == "pow"
            else f"Math.{node.func.attr}({', '.join(arguments)})"
        )
    raise TypeError(ast.dump(node))


def _is_apart(node: ast.BinOp, parent: ast.BinOp) -> bool:
    """Whether the formatter, or the order of operations, wants parentheses."""
    if isinstance(parent.op, ast.Add | ast.Sub):
        return isinstance(node.op, ast.Add | ast.Sub) and node is parent.right
    return isinstance(node.op, ast.Add | ast.Sub) or isinstance(parent.op, ast.Div)


FILES: Mapping[str, Callable[[], str]] = {"rules.js": rules, "search_rules.js": search}


if __name__ == "__main__":
    for name, written in FILES.items():
        (MODEL / name).write_text(written(), encoding="utf-8")
