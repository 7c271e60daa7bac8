"""Which of Cosmic Ray's mutants are tried: N places by seed, and one change in each."""

import ast
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.work_item import MutationSpec

# A boundary or the opposite. Of the others a suite notices nearly all, which flatters it.
COMPARISONS = frozenset(
    f"core/ReplaceComparisonOperator_{swap}"
    for swap in (
        "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt",
        "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
    )
)  # fmt: skip
# What they say changes no answer: how an object is stored, or how long an answer is kept.
DECORATORS = frozenset({"dataclass", "cache", "lru_cache"})

Position = tuple[int, int]
Span = tuple[Position, Position]


def chosen(files: list[Path], count: int, seed: int) -> list[MutationSpec]:
    """One change in each of `count` places, the same ones for the same code and seed."""
    places: dict[tuple[str, Position, str], list[MutationSpec]] = defaultdict(list)
    for mutant in mutants(files):
        family = mutant.operator_name.partition("_")[0]
        places[str(mutant.module_path), mutant.start_pos, family].append(mutant)
    choice = random.Random(seed)  # noqa: S311 A sample, no secret.
    sample = choice.sample(sorted(places), min(count, len(places)))
    return [choice.choice(places[place]) for place in sample]


def mutants(files: list[Path]) -> Iterator[MutationSpec]:
    for path in files:
        spans = list(unaffected(path.read_text(encoding="utf-8")))
        tree = get_ast_from_path(path)
        for name in operator_names():
            operator = get_operator(name)
            if operator.arguments() or (
                name.startswith("core/ReplaceComparison") and name not in COMPARISONS
            ):
                continue
            positions = (
                position
                for node in ast_nodes(tree)
                for position in operator().mutation_positions(node)
            )
            for occurrence, (start, end) in enumerate(positions):
                if not any(first <= start and end <= last for first, last in spans):
                    yield MutationSpec(path, name, occurrence, start, end)


def unaffected(source: str) -> Iterator[Span]:
    """Where a change can't change behaviour: annotations, and decorators that store or cache."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield _span(node.annotation)
        if isinstance(node, ast.FunctionDef) and node.returns:
            yield _span(node.returns)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(called, ast.Name) and called.id in DECORATORS:
                    (line, column), end = _span(decorator)
                    # With its @, and the line's end, which the removal of a decorator takes along.
                    yield (line, column - 1), (end[0] + 1, 0)


def _span(node: ast.expr) -> Span:
    assert node.end_lineno is not None  # noqa: S101 Of a parsed file.
    assert node.end_col_offset is not None  # noqa: S101 The same.
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
