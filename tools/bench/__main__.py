"""Seed, measure in turns, and print what came out; with --write into docs/performance.md."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liftlog.kit.clock import system_clock
from tools.bench import report
from tools.bench.loads import require_wrk
from tools.bench.measuring import Measuring
from tools.bench.scenarios import reads
from tools.bench.seeding import seeded
from tools.bench.stack import running_stack


def main() -> None:
    asked = _arguments()
    require_wrk()
    with tempfile.TemporaryDirectory(prefix="liftlog-bench-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder)) as stack:
            today = system_clock().date()
            with _told("Seeding"):
                one_year = seeded(stack.database, years=1, seed=1, last=today)
                twenty_years = seeded(stack.database, years=20, seed=20, last=today)
                for seed in range(100, 100 + asked.others):
                    seeded(stack.database, years=1, seed=seed, last=today)
                stack.analyze()
            measuring = Measuring(stack, rounds=asked.rounds, seconds=asked.seconds)
            rows = []
            for read in reads(today):
                with _told(read.name):
                    rows += [measuring.row(read, lifter) for lifter in (one_year, twenty_years)]
            written = report.markdown(rows, stack, asked)
    print(written)  # noqa: T201 It is what was asked for.
    if asked.write:
        report.write_into(asked.write, written)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of each load in each round")
    parser.add_argument("--others", type=int, default=30, help="lifters of one year besides")
    parser.add_argument("--write", type=Path, help="the file whose measured part is replaced")
    return parser.parse_args()


@contextmanager
def _told(what: str) -> Iterator[None]:
    began_s = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began_s:.0f} s", flush=True)  # noqa: T201 It takes minutes.


if __name__ == "__main__":
    main()
