"""Each reading beside pgbench with the same SQL, in turns, so that a noisy machine is noisy to both."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import httpx2

from liftlog.clock import system_clock
from liftlog.core.identity import IdentitySigner
from liftlog.domain.units import WeightUnit
from liftlog.identity_token import StatsIdentity
from tools.bench.capture import Capture, Captured
from tools.bench.loads import Load, http_load, sql_load
from tools.bench.scenarios import Read
from tools.bench.seeding import Lifter
from tools.bench.stack import Stack

CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of the rounds. `unchanged` is asked with the tag of an answer that still holds."""

    read: Read
    years: int
    captured: Captured
    size: int
    core: Load
    stats: Load | None
    unchanged: Load
    sql: Load

    @property
    def ratio(self) -> float:
        return self.core.per_s / self.sql.per_s


class Measuring:
    def __init__(self, stack: Stack, *, rounds: int, seconds: int) -> None:
        self._stack = stack
        self._rounds, self._seconds = rounds, seconds
        self._capture = Capture(stack)

    def row(self, read: Read, lifter: Lifter) -> Row:
        captured, answer = self._capture.of(lifter, read.path)
        core, sql, stats, unchanged = [], [], [], []
        for _ in range(self._rounds):
            core.append(self._http(read, lifter.token, self._stack.core))
            sql.append(self._sql(lifter, captured))
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
        )

    def _http(self, read: Read, token: str, service: str) -> Load:
        return self._wrk(service + read.path, token, read.script())

    def _unchanged(self, read: Read, lifter: Lifter) -> Load:
        address = self._stack.core + read.path
        answer = httpx2.get(address, headers={"Authorization": f"Bearer {lifter.token}"})
        tag = answer.headers["ETag"].replace('"', '\\"')
        return self._wrk(address, lifter.token, f'wrk.headers["If-None-Match"] = "{tag}"\n')

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
    )
