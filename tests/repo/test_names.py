"""A class name has one meaning in the whole product."""

import ast
from collections import defaultdict
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src" / "liftlog"


def class_names(folder: Path) -> dict[str, list[str]]:
    """The files in which each class name is defined, nested classes too."""
    defined: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                defined[node.name].append(str(path.relative_to(folder)))
    return defined


def repeated(folder: Path) -> dict[str, list[str]]:
    return {name: files for name, files in class_names(folder).items() if len(files) > 1}


def test_no_class_name_is_defined_twice() -> None:
    assert len(class_names(SOURCES)) > 400
    assert repeated(SOURCES) == {}


def test_a_name_with_two_meanings_is_found(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("class Totals: ...\n", encoding="utf-8")
    (tmp_path / "two.py").write_text("class Sums:\n    class Totals: ...\n", encoding="utf-8")
    assert repeated(tmp_path) == {"Totals": ["one.py", "two.py"]}
