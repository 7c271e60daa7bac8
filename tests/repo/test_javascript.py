"""The JavaScript: what its tools can't hold themselves."""

import json
import re
from pathlib import Path

import pytest
from tools.vendor import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "src" / "liftlog" / "core" / "web" / "static" / "js"
FILES = sorted(SCRIPTS.rglob("*.js"))
COLUMNS_MAX = 100
ENTRIES_MAX = 16


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SCRIPTS)))
def test_a_script_is_type_checked_and_its_lines_are_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "// @ts-check"
    assert [line for line in lines if len(line) > COLUMNS_MAX or "@ts-nocheck" in line] == []


def test_no_folder_of_scripts_is_too_full() -> None:
    folders = [SCRIPTS, *(path for path in SCRIPTS.rglob("*") if path.is_dir())]
    assert [path for path in folders if len(list(path.iterdir())) > ENTRIES_MAX] == []


def test_tools_have_exact_versions_and_types_are_those_of_the_vendored_packages() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = package["devDependencies"]
    assert package["private"] is True
    assert "dependencies" not in package
    assert all(version[0].isdigit() for version in wanted.values())
    vendored = {one.name: one.version for one in PACKAGES}
    assert {name: wanted[name] for name in ("idb", "uplot")} == {
        name: vendored[name] for name in ("idb", "uplot")
    }


def test_every_script_that_is_fetched_ahead_for_a_running_workout_is_there() -> None:
    text = (SCRIPTS / "offline.js").read_text(encoding="utf-8")
    listed = re.search(r"const LIFTING = \[(.*?)\];", text, re.DOTALL)
    assert listed is not None
    names = re.findall(r'"([\w/]+)"', listed[1])
    assert len(names) > 1
    assert [name for name in names if not (SCRIPTS / "log" / f"{name}.js").is_file()] == []
