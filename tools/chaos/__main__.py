"""One fault after the other under a stream of logged sets and page views; exit status 1 when a bar is missed."""

import argparse
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx2
import psycopg

from liftlog.ops.embedded.cluster import CORE, SUPERUSER
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase
from tools.chaos.faults import Fault, faults
from tools.chaos.people import Attempt, Crowd
from tools.chaos.stack import Stack, running_stack

USUAL_S = 3.0
RECOVERY_MAX_S = 45.0
PAGES_TO_WARM_UP = 16
# What stats gets of a page; the rest is what the page takes anyway, on a machine that does all at once.
STATS_DEADLINE_S = 1.0
NOISE_S = 0.5


@dataclass(slots=True)
class Row:
    fault: Fault
    acknowledged: int
    found: int
    lost: int
    failed: int
    asked: int
    usual_page_s: float
    longest_page_s: float
    recovered_s: float | None
    breaker_open_page_s: float | None
    missed: list[str] = field(default_factory=list)

    def judge(self) -> None:
        if self.lost:
            self.missed.append(f"{self.lost} acknowledged writes are lost")
        if self.recovered_s is None:
            self.missed.append(f"no recovery within {RECOVERY_MAX_S:.0f} s")
        if self.fault.target != "stats":
            return
        if self.longest_page_s > STATS_DEADLINE_S + self.usual_page_s + NOISE_S:
            self.missed.append("a page took too long with stats away")
        if self.failed:
            self.missed.append("requests failed with stats away")
        open_s = self.breaker_open_page_s
        if open_s is not None and open_s > self.usual_page_s + NOISE_S:
            self.missed.append("pages were slow though the breaker was open")


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="liftlog-chaos-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder)) as stack:
            rows = _all(stack, asked)
    written = _markdown(rows, asked)
    print(written)  # noqa: T201 It is what was asked for.
    if asked.write:
        _write_into(asked.write, written)
    missed = [f"{row.fault.target}, {row.fault.name}: {one}" for row in rows for one in row.missed]
    if missed:
        sys.exit("\n".join(missed))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="that each fault lasts")
    parser.add_argument("--lifters", type=int, default=3)
    parser.add_argument("--viewers", type=int, default=2)
    parser.add_argument("--only", default="", help="faults whose target and name contain this")
    parser.add_argument("--write", type=Path, help="the file whose measured part is replaced")
    return parser.parse_args()


def _all(stack: Stack, asked: argparse.Namespace) -> list[Row]:
    database = PostgresDatabase(stack.postgres.url(CORE), CORE_ROLE)
    crowd = Crowd(stack.address, database, lifters=asked.lifters, viewers=asked.viewers)
    database.close()
    chosen = [one for one in faults(stack) if asked.only in f"{one.target} {one.name}"]
    crowd.start()
    try:
        usual: list[Attempt] = _warmed_up(crowd)
        rows = [_one(stack, crowd, fault, asked.seconds, usual) for fault in chosen]
    finally:
        crowd.stop()
    # Whoever had a set unsent has sent it by now: what was acknowledged and what is there are one.
    rows[-1].found, rows[-1].lost = _kept(stack, crowd)
    rows[-1].acknowledged = crowd.count_acknowledged()
    if rows[-1].found != rows[-1].acknowledged:
        rows[-1].missed.append("there are other sets than those that were acknowledged")
    return rows


def _warmed_up(crowd: Crowd) -> list[Attempt]:
    """Everybody has signed in and been everywhere; the pages of the second round are the usual ones."""
    for _ in range(2):
        began_s = time.monotonic()
        while len(_pages(crowd.attempts(began_s))) < PAGES_TO_WARM_UP:
            time.sleep(0.1)
    return _pages(crowd.attempts(began_s))


def _one(stack: Stack, crowd: Crowd, fault: Fault, seconds: float, usual: list[Attempt]) -> Row:
    """`usual` are the pages of whenever nothing was the matter; those of before this fault are added."""
    began_s = time.monotonic()
    time.sleep(USUAL_S)
    usual += _pages(crowd.attempts(began_s))
    fault_s = time.monotonic()
    fault.begin()
    open_since_s = _watched(stack, until_s=time.monotonic() + seconds)
    ending_s = time.monotonic()
    fault.end()
    recovered_s = _recovery(stack, crowd, ending_s)
    # Requests of the time of the fault may still be on their way.
    time.sleep(1.0)
    during = crowd.under_way(fault_s, ending_s + (recovered_s or RECOVERY_MAX_S))
    at_open = [] if open_since_s is None else _pages(crowd.attempts(open_since_s, ending_s))
    acknowledged, (found, lost) = crowd.count_acknowledged(), _kept(stack, crowd)
    row = Row(
        fault=fault,
        acknowledged=acknowledged,
        found=found,
        lost=lost,
        failed=sum(not one.ok for one in during),
        asked=len(during),
        usual_page_s=max((one.took_s for one in usual), default=0.0),
        longest_page_s=max((one.took_s for one in _pages(during)), default=0.0),
        recovered_s=recovered_s,
        breaker_open_page_s=median(one.took_s for one in at_open) if at_open else None,
    )
    row.judge()
    print(_line(row), flush=True)  # noqa: T201 It takes minutes.
    return row


def _pages(attempts: list[Attempt]) -> list[Attempt]:
    return [one for one in attempts if one.what != "write"]


def _watched(stack: Stack, *, until_s: float) -> float | None:
    """Wait until then; since when the breaker on the way to stats was seen open."""
    seen_s: float | None = None
    while time.monotonic() < until_s:
        if seen_s is None and _breaker(stack) == "open":
            seen_s = time.monotonic()
        time.sleep(0.1)
    return seen_s


def _breaker(stack: Stack) -> str | None:
    with suppress(httpx2.TransportError, ValueError, KeyError):
        return str(httpx2.get(stack.resilience, timeout=0.5).json()["state"])
    return None


def _recovery(stack: Stack, crowd: Crowd, ending_s: float) -> float | None:
    """Seconds until a write and a page that began after the end went well and stats is asked again."""
    while time.monotonic() < ending_s + RECOVERY_MAX_S:
        well = [one for one in crowd.attempts(ending_s) if one.ok]
        writes = [one.ended_s for one in well if one.what == "write"]
        pages = [one.ended_s for one in well if one.what != "write"]
        if writes and pages and _breaker(stack) == "closed":
            both_s = max(min(writes), min(pages)) - ending_s
            # With the breaker closed all along, the first that went well say when it was over.
            return (
                both_s if time.monotonic() - ending_s < both_s + 1 else time.monotonic() - ending_s
            )
        time.sleep(0.1)
    return None


def _kept(stack: Stack, crowd: Crowd) -> tuple[int, int]:
    """How many sets there are, and how many of the acknowledged ones are not among them."""
    before = set(crowd.acknowledged)
    with psycopg.connect(stack.postgres.direct_url(SUPERUSER)) as connection:
        rows = connection.execute(
            "SELECT id FROM logged_set WHERE user_id = ANY(%s)", [crowd.user_ids]
        ).fetchall()
    there = {row[0] for row in rows}
    return len(there), len(before - there)


HEADER = (
    "| fault | writes acknowledged | found | lost | requests failed | longest page, usual | "
    "longest page, fault | recovered after |\n|---|---|---|---|---|---|---|---|"
)


def _line(row: Row) -> str:
    recovered = "never" if row.recovered_s is None else f"{row.recovered_s:.1f} s"
    return (
        f"| {row.fault.target}: {row.fault.name} | {row.acknowledged} | {row.found} | {row.lost} | "
        f"{row.failed} of {row.asked} | {row.usual_page_s:.2f} s | {row.longest_page_s:.2f} s | "
        f"{recovered} |"
    )


def _markdown(rows: list[Row], asked: argparse.Namespace) -> str:
    table = "\n".join([HEADER, *(_line(row) for row in rows)])
    return (
        f"Each fault lasted {asked.seconds:.0f} s, under {asked.lifters} lifters and "
        f"{asked.viewers} viewers. Sets are counted over the whole run; those found beyond those "
        f"acknowledged are on their way, and none is at the end.\n\n{table}\n"
    )


def _write_into(path: Path, written: str) -> None:
    text = path.read_text(encoding="utf-8")
    before, begin, rest = text.partition("<!-- measured -->\n")
    _, end, after = rest.partition("<!-- /measured -->")
    if not begin or not end:
        raise SystemExit(f"{path} has no measured part.")
    path.write_text(f"{before}{begin}{written}{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
