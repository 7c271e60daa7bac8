"""`make mutants` tries what can change behaviour, and says what no test noticed."""

from pathlib import Path

from tools.mutants.choosing import chosen, mutants
from tools.mutants.trying import survived

SOURCE = """
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 10

@dataclass(frozen=True, slots=True)
class Load:
    kg: int | None = None

@lru_cache(maxsize=64)
def allowed(count: int | str) -> bool | None:
    return count <= LIMIT
"""


def source(folder: Path) -> Path:
    path = folder / "limits.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_annotations_and_decorators_that_store_or_cache_are_never_changed(tmp_path: Path) -> None:
    changed = {(one.start_pos[0], one.operator_name) for one in mutants([source(tmp_path)])}
    assert changed == {
        (5, "core/NumberReplacer"),
        (13, "core/ReplaceComparisonOperator_LtE_Lt"),
        (13, "core/ReplaceComparisonOperator_LtE_Gt"),
    }


def test_the_same_seed_gives_the_same_mutants_each_in_a_place_of_its_own(tmp_path: Path) -> None:
    files = [source(tmp_path)]
    assert chosen(files, 2, seed=1) == chosen(files, 2, seed=1)
    assert sorted(one.start_pos[0] for one in chosen(files, 99, seed=1)) == [5, 13]


def test_a_mutant_survives_only_a_test_that_never_asks_about_it(tmp_path: Path) -> None:
    path = source(tmp_path)
    (boundary,) = (one for one in mutants([path]) if one.operator_name.endswith("LtE_Lt"))
    asked = "import runpy; allowed = runpy.run_path({!r})['allowed']; assert allowed({})"
    noticed, missed = (f'python3 -c "{asked.format(str(path), count)}"' for count in (10, 9))
    assert survived(boundary, noticed) is None
    assert "+    return count < LIMIT" in (survived(boundary, missed) or "")
    assert path.read_text(encoding="utf-8") == SOURCE
