"""A database of 100,000 sets, backed up, proven and restored by the product's own commands."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from liftlog.kit.clock import system_clock
from liftlog.ops.embedded import EmbeddedPostgres
from liftlog.ops.embedded.cluster import CORE, OWNER
from liftlog.settings import SETTINGS
from liftlog.store.database.engine import CORE_ROLE, PostgresDatabase
from liftlog.store.server import migrate
from tools.bench.seeding import seeded

LIFTERS = 5
YEARS = 4
COMMAND_S = 1200


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="liftlog-backup-proof-") as folder:
        Path(folder).chmod(0o755)
        here, there = Path(folder) / "here", Path(folder) / "there"
        with _timed("seed") as seeding:
            size_bytes = _seed(here, asked.lifters, asked.years)
        with _timed("back up") as backing_up:
            _liftlog(here, "backup")
        (made,) = json.loads(_liftlog(here, "backups", "--json"))
        dump = here / "backups" / f"{made['name']}.dump"
        with _timed("restore") as restoring:
            said = _liftlog(there, "restore", str(dump))
        with _timed("check") as checking:
            agreed = _liftlog(there, "stats", "check")
    rows = sum(table["rows"] for table in made["census"]["tables"].values())
    totals = made["census"]["totals"]
    lines = {
        "sets, reps, kilograms": f"{totals['sets']:,}, {totals['reps']:,}, {totals['volume_kg']}",
        "rows in tables": f"{rows:,} in {len(made['census']['tables'])}",
        "database": f"{size_bytes / 1e6:,.1f} MB",
        "backup": f"{made['size_bytes'] / 1e6:,.1f} MB",
        "to count and dump": f"{made['took_ms'] / 1000:.1f} s",
        "to restore and compare (the proof)": f"{made['proof']['took_ms'] / 1000:.1f} s",
        "`liftlog backup` as a whole": f"{backing_up[0]:.1f} s",
        "`liftlog restore` into a new data folder": f"{restoring[0]:.1f} s",
        "state": made["proof"]["state"],
    }
    print(f"Seeded in {seeding[0]:.0f} s. {said.strip()} {agreed.strip()} ({checking[0]:.1f} s)\n")  # noqa: T201 It is what was asked for.
    print("\n".join(["| what | |", "|---|---|", *(f"| {k} | {v} |" for k, v in lines.items())]))  # noqa: T201 It is what was asked for.


def _seed(folder: Path, lifters: int, years: int) -> int:
    """Return how large the database is."""
    with EmbeddedPostgres(folder) as server:
        migrate.upgrade(server.url(OWNER))
        database = PostgresDatabase(server.url(CORE), CORE_ROLE)
        for seed in range(lifters):
            seeded(database, years=years, seed=seed, last=system_clock().date())
        database.close()
        with psycopg.connect(server.url(OWNER)) as connection:
            row: Any = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            return int(row[0])


def _liftlog(folder: Path, *arguments: str) -> str:
    ours = {s.name for s in SETTINGS}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(  # noqa: S603 The product's own command.
        [sys.executable, "-m", "liftlog", *arguments],
        env={**environment, "LIFTLOG_DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=COMMAND_S,
    )
    if done.returncode != 0:
        raise SystemExit(f"liftlog {arguments[0]} failed.")
    return done.stdout


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make backup-proof", description=__doc__)
    parser.add_argument("--lifters", type=int, default=LIFTERS)
    parser.add_argument("--years", type=int, default=YEARS, help="of each; 5,000 sets a year")
    return parser.parse_args()


@contextmanager
def _timed(what: str) -> Iterator[list[float]]:
    took_s: list[float] = []
    began_s = time.perf_counter()
    yield took_s
    took_s.append(time.perf_counter() - began_s)
    print(f"{what}: {took_s[0]:.1f} s", flush=True)  # noqa: T201 It takes a while.


if __name__ == "__main__":
    main()
