"""Seed, measure in turns, and print what came out; with --write into docs/performance.md."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from liftlog.kit.clock import system_clock
from tools.bench import page_report, report
from tools.bench.loads import require_wrk
from tools.bench.measuring import Measuring
from tools.bench.page_cost import PageBench
from tools.bench.pages import page_lifters
from tools.bench.scenarios import reads
from tools.bench.seeding import Lifter, seeded
from tools.bench.stack import Stack, running_bare_page, running_stack


def main() -> None:
    asked = _arguments()
    require_wrk()
    with tempfile.TemporaryDirectory(prefix="liftlog-bench-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder)) as stack:
            # A workout that begins later today would change figures without a write.
            today = system_clock().date() - timedelta(days=1)
            with _told("Seeding"):
                twenty_years = seeded(stack.database, years=20, seed=20, last=today)
                stack.analyze()
            if asked.only != "pages":
                _show(asked, report.API, _api(stack, twenty_years, asked, today))
            if asked.only != "api":
                _show(asked, report.PAGES, _pages(stack, twenty_years, asked, today))


def _api(stack: Stack, twenty_years: Lifter, asked: argparse.Namespace, today: date) -> str:
    with _told("Seeding lifters of one year"):
        one_year = seeded(stack.database, years=1, seed=1, last=today)
        for seed in range(100, 100 + asked.others):
            seeded(stack.database, years=1, seed=seed, last=today)
        stack.analyze()
    measuring = Measuring(stack, rounds=asked.rounds, seconds=asked.seconds)
    rows = []
    for read in reads(today):
        with _told(read.name):
            rows += [measuring.row(read, lifter) for lifter in (one_year, twenty_years)]
    return report.markdown(rows, stack, asked)


def _pages(stack: Stack, twenty_years: Lifter, asked: argparse.Namespace, today: date) -> str:
    with _told("Seeding what is on the pages"):
        lifters = page_lifters(stack.database, twenty_years, today)
        stack.analyze()
    with _told("Pages"), running_bare_page() as (port, pid):
        costs = PageBench(stack, port, pid, asked.requests).measure(lifters)
    return page_report.markdown(costs, asked.requests)


def _show(asked: argparse.Namespace, mark: str, written: str) -> None:
    print(written, flush=True)  # noqa: T201 It is what was asked for.
    if asked.write:
        report.write_into(asked.write, mark, written)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=("api", "pages"), help="one half of it")
    parser.add_argument("--requests", type=int, default=30, help="to each page")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=1, help="of each load in each round")
    parser.add_argument("--others", type=int, default=10, help="lifters of one year besides")
    parser.add_argument("--write", type=Path, help="the file whose measured parts are replaced")
    return parser.parse_args()


@contextmanager
def _told(what: str) -> Iterator[None]:
    began_s = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began_s:.0f} s", flush=True)  # noqa: T201 It takes minutes.


if __name__ == "__main__":
    main()
