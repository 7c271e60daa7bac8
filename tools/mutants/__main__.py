"""Try mutants of the domain and of the imports, and list those that no test notices."""

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.work_item import MutationSpec

from tools.mutants.choosing import chosen
from tools.mutants.trying import Tests, enter_copy, failure_without_mutant, survived


@dataclass(frozen=True)
class Part:
    """What is mutated, how many times, and the tests that should notice."""

    package: str
    count: int
    tests: tuple[str, ...]


PARTS = {
    "domain": Part("liftlog.domain", 100, ("tests/domain", "tests/contract/test_vectors.py")),
    "imports": Part("liftlog.imports", 60, ("tests/imports",)),
}


def main() -> int:
    options = _options()
    names = [options.part] if options.part else list(PARTS)
    return max([_try(PARTS[name], options) for name in names])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--part", choices=PARTS, help="only this part")
    parser.add_argument("--count", type=int, help="mutants of each part (100 and 60)")
    parser.add_argument("--seed", type=int, default=13, help="which ones (%(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="tried at once")
    parser.add_argument("--least", type=int, default=90, help="percent that must be noticed")
    return parser.parse_args()


def _try(part: Part, options: argparse.Namespace) -> int:
    tests = Tests(part.package, part.tests)
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="liftlog-mutants-") as folder,
        ProcessPoolExecutor(options.jobs, initializer=_begin, initargs=(folder,)) as pool,
    ):
        failure = pool.submit(failure_without_mutant, tests.command()).result()
        if failure is not None:
            print(f"The tests fail without a mutant:\n{failure}")  # noqa: T201
            return 1
        sample = chosen(tests.sources(), options.count or part.count, options.seed)
        commands = [tests.command(mutant.module_path) for mutant in sample]
        survivors = []
        for mutant, difference in zip(sample, pool.map(survived, sample, commands), strict=True):
            if difference is not None:
                survivors.append(mutant)
                print(_described(mutant, difference), flush=True)  # noqa: T201
    noticed = len(sample) - len(survivors)
    print(  # noqa: T201
        f"{part.package}: {noticed} of {len(sample)} mutants noticed, seed {options.seed}, "
        f"{time.monotonic() - started:.0f} s"
    )
    return int(noticed * 100 < options.least * len(sample))


def _begin(folder: str) -> None:
    enter_copy(Path(tempfile.mkdtemp(dir=folder)))


def _described(mutant: MutationSpec, difference: str) -> str:
    lines = [
        line
        for line in difference.splitlines()
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---"))
    ]
    operator = mutant.operator_name.removeprefix("core/")
    return "\n".join([f"{mutant.module_path}:{mutant.start_pos[0]}: {operator}", *lines])


if __name__ == "__main__":
    sys.exit(main())
