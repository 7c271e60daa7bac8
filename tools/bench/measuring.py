"""Each reading beside pgbench with the same SQL, in turns, so that a noisy machine is noisy to both."""

import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2

from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.domain.units import WeightUnit
from liftlog.kit.clock import system_clock
from liftlog.statistics.identity_token import StatsIdentity
from tools.bench.capture import Capture, Captured
from tools.bench.loads import Load, http_load, sql_load
from tools.bench.scenarios import Read
from tools.bench.seeding import Lifter
from tools.bench.stack import Stack

CONNECTIONS = 4
TRIES = 20


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of the rounds. `unchanged` is asked with the tag of an answer that still holds.

    `cpu_ms` is by process, of one request to core; `sql_cpu_ms` of one transaction of pgbench,
    pgbench included. Other programs on the machine change it little, unlike the rates.
    """

    read: Read
    years: int
    captured: Captured
    size: int
    core: Load
    stats: Load | None
    unchanged: Load
    sql: Load
    cpu_ms: Mapping[str, float]
    sql_cpu_ms: float

    @property
    def ratio(self) -> float:
        return self.core.per_s / self.sql.per_s

    @property
    def cpu_ratio(self) -> float:
        return self.sql_cpu_ms / sum(self.cpu_ms.values())


class Measuring:
    def __init__(self, stack: Stack, *, rounds: int, seconds: int) -> None:
        self._stack = stack
        self._rounds, self._seconds = rounds, seconds
        self._capture = Capture(stack)

    def row(self, read: Read, lifter: Lifter) -> Row:
        captured, answer = self._capture.of(lifter, read.path)
        core, sql, stats, unchanged = [], [], [], []
        spent, sql_spent_s = Counter[str](), 0.0
        for _ in range(self._rounds):
            with self._spending() as used_s:
                core.append(self._http(read, lifter.token, self._stack.core))
            spent.update(used_s)
            with self._spending() as used_s:
                sql.append(self._sql(lifter, captured))
            sql_spent_s += used_s["postgres"] + sql[-1].cpu_s
            if captured.stats:
                stats.append(self._http(read, self._identity(lifter), self._stack.stats))
            unchanged.append(self._unchanged(read, lifter))
        return Row(
            read=read,
            years=lifter.years,
            captured=captured,
            size=len(answer),
            core=_median(core),
            stats=_median(stats) if stats else None,
            unchanged=_median(unchanged),
            sql=_median(sql),
            cpu_ms={name: 1000 * used_s / _count(core) for name, used_s in spent.items()},
            sql_cpu_ms=1000 * sql_spent_s / _count(sql),
        )

    @contextmanager
    def _spending(self) -> Iterator[dict[str, float]]:
        """What each process uses of the processors while the block runs, in seconds."""
        used_s: dict[str, float] = {}
        before = self._stack.cpu_s()
        yield used_s
        used_s.update({name: now - before[name] for name, now in self._stack.cpu_s().items()})

    def _http(self, read: Read, token: str, service: str) -> Load:
        return self._wrk(service + read.path, token, read.script())

    def _unchanged(self, read: Read, lifter: Lifter) -> Load:
        address = self._stack.core + read.path
        tag = self._tag(address, lifter).replace('"', '\\"')
        return self._wrk(address, lifter.token, f'wrk.headers["If-None-Match"] = "{tag}"\n')

    def _tag(self, address: str, lifter: Lifter) -> str:
        """Of an answer; on a busy machine stats may have been too slow for core just before."""
        for _ in range(TRIES):
            answer = httpx2.get(
                address, headers={"Authorization": f"Bearer {lifter.token}"}, timeout=30
            )
            if answer.is_success:
                return answer.headers["ETag"]
            time.sleep(1)
        raise SystemExit(f"{address} answered {answer.status_code}.")

    def _wrk(self, address: str, token: str, script: str) -> Load:
        return http_load(
            self._stack.folder,
            address,
            token,
            seconds=self._seconds,
            script=script,
            connections=CONNECTIONS,
        )

    def _identity(self, lifter: Lifter) -> str:
        """What core would sign; it holds for a minute, longer than a round."""
        signer = IdentitySigner(self._stack.secret_key, system_clock)
        identity = StatsIdentity(lifter.user_id, "Europe/Berlin", 1, WeightUnit.KG)
        return signer.authorization(identity).removeprefix("Bearer ")

    def _sql(self, lifter: Lifter, captured: Captured) -> Load:
        return sql_load(
            self._stack.folder,
            self._stack.core_url,
            lifter.user_id,
            (*captured.core, *captured.stats),
            seconds=self._seconds,
            connections=CONNECTIONS,
        )


def _median(loads: Sequence[Load]) -> Load:
    return Load(
        per_s=statistics.median(one.per_s for one in loads),
        p50_ms=statistics.median(one.p50_ms for one in loads),
        p99_ms=statistics.median(one.p99_ms for one in loads),
        errors=sum(one.errors for one in loads),
        count=_count(loads),
        cpu_s=sum(one.cpu_s for one in loads),
    )


def _count(loads: Sequence[Load]) -> int:
    return sum(one.count for one in loads) or 1
