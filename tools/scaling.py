"""What one lifter costs: processor time of each thing they do, connections, and space on disk.

`python -m tools.scaling` prints the table of docs/scaling.md. Processor time is asked of the kernel,
so that a busy machine changes it far less than it changes how long things take.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import psycopg

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.sync.stamps import stamp_at
from liftlog.ops.embedded import DataFolder
from liftlog.ops.embedded.cluster import SUPERUSER
from tools.bench.seeding import Lifter, seeded
from tools.bench.stack import Stack, _descendants, running_stack

TIMES = 100
TICKS_S = os.sysconf("SC_CLK_TCK")
BENCH = exercise_id("bench-press")
LAST = date(2026, 11, 20)
_TABLES = (
    "SELECT sum(pg_total_relation_size(oid)) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)


def processor_s(pid: int) -> float:
    """Of a process and all its children so far."""
    total = 0
    for one in [pid, *_descendants(pid)]:
        stat = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        # utime, stime, and those of children that are gone.
        total += sum(map(int, stat[11:15]))
    return total / TICKS_S


class Costs:
    def __init__(self, stack: Stack) -> None:
        postmaster = DataFolder(stack.folder / "instance").cluster / "postmaster.pid"
        self._pids = {**stack.processes, "postgresql": int(postmaster.read_text().split()[0])}

    @contextmanager
    def of(self, what: str, times: int) -> Iterator[None]:
        """Print the milliseconds of each process for one of `times`."""
        before = {name: processor_s(pid) for name, pid in self._pids.items()}
        began_s = time.monotonic()
        yield
        took_ms = (time.monotonic() - began_s) * 1000 / times
        spent = [
            (processor_s(pid) - before[name]) * 1000 / times for name, pid in self._pids.items()
        ]
        columns = " | ".join(f"{ms:.1f}" for ms in (*spent, sum(spent), took_ms))
        print(f"| {what} | {columns} |")  # noqa: T201 It is for a table.


class Client:
    def __init__(self, stack: Stack, lifter: Lifter) -> None:
        self._http = httpx2.Client(
            base_url=stack.core, headers={"Authorization": f"Bearer {lifter.token}"}, timeout=30
        )
        self._workout, self._entry, self._second = str(uuid4()), str(uuid4()), 0
        self._device, self._cursor = str(uuid4()), None

    def get(self, path: str) -> None:
        self._http.get(path).raise_for_status()

    def begin(self) -> None:
        started = datetime.combine(LAST, datetime.min.time(), UTC).isoformat()
        self._sync(
            self._put(
                "workout",
                self._workout,
                title="Push",
                started_at=started,
                time_zone="Europe/Berlin",
                running=True,
            ),
            self._put(
                "entry",
                self._entry,
                workout_id=self._workout,
                exercise_id=str(BENCH),
                position=0,
            ),
        )

    def log_set(self) -> None:
        self._sync(
            self._put(
                "set",
                str(uuid4()),
                workout_id=self._workout,
                entry_id=self._entry,
                exercise_id=str(BENCH),
                position=self._second % 200,
                weight=100,
                weight_unit="kg",
                reps=5,
            )
        )

    def _sync(self, *operations: dict[str, Any]) -> None:
        """As a device does that knows everything up to its cursor."""
        body = {"device": self._device, "cursor": self._cursor, "operations": list(operations)}
        answer = self._http.post("/api/v1/sync", json=body).raise_for_status().json()
        self._cursor = answer["cursor"]

    def _put(self, kind: str, target: str, **fields: Any) -> dict[str, Any]:
        self._second += 1
        moment = datetime(2026, 11, 20, 8, tzinfo=UTC) + timedelta(seconds=self._second)
        return {
            "id": str(uuid4()),
            "kind": kind,
            "verb": "put",
            "target": target,
            "stamp": stamp_at(moment),
            "fields": fields,
        }


def repeated(action: Callable[[int], None], times: int) -> None:
    for number in range(times):
        action(number)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder)) as stack:
        with psycopg.connect(stack.server.url(SUPERUSER)) as owner:
            empty = owner.execute(_TABLES).fetchone()
            seeded(stack.database, years=20, seed=1, last=LAST)
            owner.commit()
            full = owner.execute(_TABLES).fetchone()
        assert empty is not None  # noqa: S101 A sum has a row.
        assert full is not None  # noqa: S101 The same.
        print(f"20 years of one lifter: {float(full[0] - empty[0]) / 1e6:.0f} MB\n")  # noqa: T201
        lifter = seeded(stack.database, years=1, seed=2, last=LAST)
        client, costs = Client(stack, lifter), Costs(stack)
        client.begin()
        first = date(2026, 1, 1)
        actions: dict[str, Callable[[int], None]] = {
            "log a set": lambda _number: client.log_set(),
            "calendar month": lambda number: client.get(
                f"/api/v1/calendar?month=2026-{number % 11 + 1:02}"
            ),
            "overview of a year": lambda number: client.get(
                f"/api/v1/stats/overview?from={first + timedelta(days=number)}"
            ),
            "one-rep max of a year": lambda number: client.get(
                f"/api/v1/stats/exercises/{BENCH}/one-rep-max?from={first + timedelta(days=number)}"
            ),
        }
        for action in actions.values():
            repeated(action, 20)
        print("| what | core ms | stats ms | PostgreSQL ms | together | took ms |")  # noqa: T201
        print("| --- | ---: | ---: | ---: | ---: | ---: |")  # noqa: T201
        for what, action in actions.items():
            with costs.of(what, TIMES):
                repeated(action, TIMES)


if __name__ == "__main__":
    main()
