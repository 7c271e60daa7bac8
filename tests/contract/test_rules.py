"""The rules that the phone has are those of the domain."""

import json
import subprocess
from decimal import Decimal

import pytest
from tools.rules import FILES, MODEL

from liftlog.domain.one_rep_max.estimates import EQUATIONS, Formula

ASK = """
import * as rules from {path};
process.stdout.write(JSON.stringify({expression}));
"""


def asked(expression: str) -> object:
    """What an expression over the committed file comes to, in Node."""
    script = ASK.format(path=json.dumps((MODEL / "rules.js").as_uri()), expression=expression)
    told = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize("name", FILES)
def test_the_committed_rules_are_those_of_the_domain(name: str) -> None:
    """`make rules` writes them."""
    assert (MODEL / name).read_text(encoding="utf-8") == FILES[name]()


@pytest.mark.parametrize("formula", EQUATIONS)
def test_an_equation_is_translated_without_changing_it(formula: Formula) -> None:
    cases = [(weight / 4, reps) for weight in (1, 250, 1001) for reps in (2, 5, 9.5, 12)]
    expression = f"{json.dumps(cases)}.map(([kg, reps]) => rules.EQUATIONS.{formula}(kg, reps))"
    assert asked(expression) == pytest.approx(
        [EQUATIONS[formula](weight_kg, reps) for weight_kg, reps in cases], rel=1e-12
    )


def test_a_limit_is_the_number_that_the_database_has() -> None:
    from liftlog.store.schema import metadata

    checks = " ".join(
        str(one.sqltext)
        for table in metadata.tables.values()
        for one in table.constraints
        if hasattr(one, "sqltext")
    )
    limits = asked("rules.LIMITS")
    assert isinstance(limits, dict)
    for check in (
        f"reps BETWEEN 0 AND {limits['reps']}",
        f"weight_g BETWEEN 0 AND {limits['weight_g']}",
        f"duration_ms BETWEEN 0 AND {limits['duration_s'] * 1000}",
        f"distance_mm BETWEEN 0 AND {limits['distance_mm']}",
        f"rest_s BETWEEN 0 AND {limits['rest_s']}",
        f"rpe BETWEEN {limits['rpe']['min']} AND {limits['rpe']['max']}",
        f"char_length(title) <= {limits['title']}",
        f"char_length(note) <= {limits['note']}",
        f"char_length(name) BETWEEN 1 AND {limits['exercise_name']}",
    ):
        assert check in checks
    assert Decimal(str(limits["rpe"]["step"])) == Decimal("0.5")
