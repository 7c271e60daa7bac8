"""Each mutant in a copy of the sources, and the tests that import what it changes."""

import os
import shlex
import shutil
import sys
from pathlib import Path

import grimp
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.testing import run_tests
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome

REPOSITORY = Path(__file__).resolve().parents[2]
TIMEOUT_S = 180.0
# Without the conftest of all tests, which imports both services; hypothesis draws the same each time.
PYTEST = (
    "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin",
    "--hypothesis-profile=ci",
)  # fmt: skip


class Tests:
    """The quick tests of one package."""

    def __init__(self, package: str, files: tuple[str, ...]) -> None:
        self.package = package
        self._conftests_from = files[0]
        self._files = [
            path.relative_to(REPOSITORY)
            for name in files
            for path in sorted(
                REPOSITORY.glob(name if name.endswith(".py") else f"{name}/test_*.py")
            )
        ]
        self._imports = grimp.build_graph("liftlog", "tests", "tools", cache_dir=None)

    def sources(self) -> list[Path]:
        folder = REPOSITORY / "src" / Path(*self.package.split("."))
        return [path.relative_to(REPOSITORY) for path in sorted(folder.rglob("*.py"))]

    def command(self, source: Path | None = None) -> str:
        """All tests, or those that import a source, the nearest first."""
        files = self._files if source is None else self._importing(source)
        return shlex.join(
            [sys.executable, *PYTEST, f"--confcutdir={self._conftests_from}", *map(str, files)]
        )

    def _importing(self, source: Path) -> list[Path]:
        distances = {}
        for file in self._files:
            chain = self._imports.find_shortest_chain(_module(file), _module(source))
            if chain:
                distances[file] = len(chain)
        return sorted(distances, key=lambda file: (distances[file], file))


def enter_copy(folder: Path) -> None:
    """Work in a copy from here on, so that no source of the repository is ever a mutant."""
    for name in ("src", "tests", "tools"):
        shutil.copytree(
            REPOSITORY / name,
            folder / name,
            ignore=shutil.ignore_patterns("__pycache__", "node_modules"),
        )
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    os.chdir(folder)
    os.environ["PYTHONPATH"] = os.pathsep.join((str(folder / "src"), str(folder)))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"


def failure_without_mutant(command: str) -> str | None:
    outcome, output = run_tests(command, TIMEOUT_S)
    return None if outcome is TestOutcome.SURVIVED else output


def survived(mutant: MutationSpec, command: str) -> str | None:
    """The difference that no test noticed, or None."""
    result = mutate_and_test([mutant], command, TIMEOUT_S)
    if result.worker_outcome is not WorkerOutcome.NORMAL:
        raise RuntimeError(result.output)
    return result.diff if result.test_outcome is TestOutcome.SURVIVED else None


def _module(file: Path) -> str:
    parts = file.with_suffix("").parts
    if parts[0] == "src":
        parts = parts[1:]
    return ".".join(part for part in parts if part != "__init__")
