"""What a page costs: CPU by process from outside, and by part in this process."""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from uuid import UUID, uuid4

from flask import before_render_template, template_rendered
from sqlalchemy import event
from sqlalchemy.engine import Engine

from liftlog.core.app import create_app
from liftlog.core.request.cookies import PLAIN_NAME
from liftlog.core.statistics.client import StatsAnswer, StatsClient
from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.sync.stamps import stamp_at
from liftlog.kit.clock import system_clock
from liftlog.settings import Settings
from liftlog.telemetry import logs
from tools.bench import bare
from tools.bench.histories import MAIN_LIFT
from tools.bench.pages import PAGES, Page, PageLifter
from tools.bench.stack import Stack, precise_cpu_s

WARM_UPS = 3
BARE_REQUESTS = 30
# As a browser asks over HTTPS.
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en-GB,en;q=0.9"}
KNOWN_TO_THE_API = "/api/v1/workouts?limit=1"


@dataclass(frozen=True, slots=True)
class Parts:
    """CPU of core in milliseconds: within statements, within the call to stats, within templates."""

    statements: float
    statistics: float
    templates: float
    rest: float


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU of one request in milliseconds by process, and bytes of the answer as it was sent.

    `unchanged_ms` is core's for a request with the tag of the answer, None where it has no tag.
    """

    name: str
    years: int
    cpu_ms: Mapping[str, float]
    size: int = 0
    status: int = 200
    unchanged_ms: float | None = None
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class PageCosts:
    """`bare_ms` is the yardstick's CPU: the median of what it cost beside each page."""

    bare_ms: float
    pages: list[Cost]
    known_ms: dict[int, float]
    """Core's CPU for KNOWN_TO_THE_API with its tag, by years of history."""
    logged_sets: list[Cost]


@dataclass
class PageBench:
    stack: Stack
    bare_port: int
    bare_pid: int
    requests: int
    _bare: list[float] = field(default_factory=list)

    def measure(self, lifters: list[PageLifter]) -> PageCosts:
        parts = PartMeter(self.stack)
        pages, known, logged = [], {}, []
        for lifter in lifters:
            known[lifter.years] = self._known(lifter)
            for page in PAGES:
                pages.append(self._page(page, lifter, parts))
                self._bare.append(self._bare_ms())
            logged.append(self._logged_set(lifter))
        return PageCosts(statistics.median(self._bare), pages, known, logged)

    def _page(self, page: Page, lifter: PageLifter, parts: "PartMeter") -> Cost:
        path, headers = lifter.path(page), _headers(page, lifter)
        with (
            _connected(self.stack.core) as connection,
            self.stack.changing(lifter.user_id) as change,
        ):

            def after_a_change() -> None:
                change()
                _get(connection, path, headers)

            cpu_ms = self._repeated(after_a_change)
            part_ms = parts.of(path, headers, change)
            first = _get(connection, path, headers)
            unchanged_ms = None
            if first.tag is not None:
                known = {**headers, "If-None-Match": first.tag}
                cpu = self._repeated(lambda: _get(connection, path, known))
                unchanged_ms = cpu["core"]
        return Cost(
            name=page.path,
            years=lifter.years,
            cpu_ms=cpu_ms,
            size=first.size,
            status=first.status,
            unchanged_ms=unchanged_ms,
            parts=part_ms,
        )

    def _known(self, lifter: PageLifter) -> float:
        headers = {"Authorization": f"Bearer {lifter.token}"}
        with _connected(self.stack.core) as connection:
            tag = _get(connection, KNOWN_TO_THE_API, headers).tag or ""
            known = {**headers, "If-None-Match": tag}
            return self._repeated(lambda: _get(connection, KNOWN_TO_THE_API, known))["core"]

    def _logged_set(self, lifter: PageLifter) -> Cost:
        """A device's sync with one set in it, of the workout that it has begun before."""
        sets = RunningWorkout(lifter)
        with _connected(self.stack.core) as connection:
            sets.begin(connection)
            cpu_ms = self._repeated(lambda: sets.log(connection))
            sets.discard(connection)
        return Cost("One set by the API", lifter.years, cpu_ms)

    def _repeated(self, ask: Callable[[], object]) -> dict[str, float]:
        for _ in range(WARM_UPS):
            ask()
        before = self.stack.precise_cpu_s()
        for _ in range(self.requests):
            ask()
        after = self.stack.precise_cpu_s()
        return {name: 1000 * (after[name] - before[name]) / self.requests for name in after}

    def _bare_ms(self) -> float:
        with _connected(f"http://127.0.0.1:{self.bare_port}") as connection:
            _get(connection, bare.PATH, BROWSER)
            before = precise_cpu_s(self.bare_pid)
            for _ in range(BARE_REQUESTS):
                _get(connection, bare.PATH, BROWSER)
            return 1000 * (precise_cpu_s(self.bare_pid) - before) / BARE_REQUESTS


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    size: int
    tag: str | None
    body: bytes


@contextmanager
def _connected(address: str) -> Iterator[HTTPConnection]:
    connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def _get(connection: HTTPConnection, path: str, headers: Mapping[str, str]) -> Answered:
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status >= 400:
        raise SystemExit(f"{path} answered {answer.status}.")
    return Answered(answer.status, len(body), answer.getheader("ETag"), body)


def _headers(page: Page, lifter: PageLifter) -> dict[str, str]:
    return BROWSER if page.stranger else {**BROWSER, "Cookie": f"{PLAIN_NAME}={lifter.session}"}


class RunningWorkout:
    """A workout that a device has begun, and logs set after set into."""

    def __init__(self, lifter: PageLifter) -> None:
        self._headers = {
            "Authorization": f"Bearer {lifter.token}",
            "Content-Type": "application/json",
        }
        self._device, self._workout = uuid4(), uuid4()
        self._entries: list[UUID] = []
        self._cursor: int | None = None
        self._sets = 0

    def begin(self, connection: HTTPConnection) -> None:
        begun = {
            "title": "Bench",
            "started_at": system_clock().isoformat(),
            "time_zone": "Europe/Berlin",
            "running": True,
        }
        self._sync(connection, self._operation("workout", self._workout, begun))

    def log(self, connection: HTTPConnection) -> None:
        operations = []
        if self._sets % 50 == 0:
            operations.append(self._next_entry())
        said = {
            "workout_id": str(self._workout),
            "entry_id": str(self._entries[-1]),
            "exercise_id": str(exercise_id(MAIN_LIFT)),
            "position": self._sets % 50,
            "weight": 100,
            "weight_unit": "kg",
            "reps": 5,
        }
        self._sets += 1
        self._sync(connection, *operations, self._operation("set", uuid4(), said))

    def discard(self, connection: HTTPConnection) -> None:
        gone = {**self._operation("workout", self._workout, {}), "verb": "delete"}
        self._sync(connection, gone)

    def _next_entry(self) -> dict[str, Any]:
        self._entries.append(uuid4())
        said = {
            "workout_id": str(self._workout),
            "exercise_id": str(exercise_id(MAIN_LIFT)),
            "position": len(self._entries),
        }
        return self._operation("entry", self._entries[-1], said)

    def _operation(self, kind: str, target: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": str(uuid4()),
            "kind": kind,
            "verb": "put",
            "target": str(target),
            "stamp": stamp_at(system_clock()),
            "fields": fields,
        }

    def _sync(self, connection: HTTPConnection, *operations: dict[str, Any]) -> None:
        body = {
            "device": str(self._device),
            "cursor": self._cursor,
            "operations": list(operations),
        }
        connection.request("POST", "/api/v1/sync", json.dumps(body), self._headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        if answer.status >= 400 or any(ack["status"] != "applied" for ack in told["acks"]):
            raise SystemExit(f"The set was not taken: {told}")
        self._cursor = told["cursor"]


class TimedStats(StatsClient):
    """Core's way to stats that says what it used."""

    used_s = 0.0

    def get(self, *asked: Any, **more: Any) -> StatsAnswer:
        before_s = time.process_time()
        try:
            return super().get(*asked, **more)
        finally:
            self.used_s += time.process_time() - before_s


class PartMeter:
    """Core in this process, with the stack's stats: what it uses, and within which part."""

    def __init__(self, stack: Stack, *, repeats: int = 12) -> None:
        settings = Settings(
            data_dir=stack.folder,
            secret_key=stack.secret_key,
            database_url=stack.core_url,
            stats_database_url=stack.stats_url,
        )
        logs.configure("error")
        self._stats = TimedStats(
            stack.stats, signer=IdentitySigner(settings.secret_key, system_clock)
        )
        self._app = create_app(settings, stats=self._stats)
        self._repeats = repeats
        self._began_s: dict[str, float] = {}
        self._used_s = {"statements": 0.0, "templates": 0.0}

    def of(self, path: str, headers: Mapping[str, str], change: Callable[[], None]) -> Parts:
        """Medians of one request each, each after a change."""
        client = self._app.test_client(use_cookies=False)
        seen = []
        with self._listening():
            for _ in range(self._repeats):
                change()
                seen.append(self._once(client, path, headers))
        seen = seen[WARM_UPS:]
        return Parts(
            *(
                statistics.median(getattr(one, name) for one in seen)
                for name in Parts.__dataclass_fields__
            )
        )

    def _once(self, client: Any, path: str, headers: Mapping[str, str]) -> Parts:
        self._used_s = dict.fromkeys(self._used_s, 0.0)
        self._stats.used_s = 0.0
        began_s = time.process_time()
        answer = client.get(path, headers=headers)
        answer.get_data()
        whole_s = time.process_time() - began_s
        known = (self._used_s["statements"], self._stats.used_s, self._used_s["templates"])
        return Parts(*(1000 * used_s for used_s in (*known, whole_s - sum(known))))

    @contextmanager
    def _listening(self) -> Iterator[None]:
        def begin(name: str) -> Callable[..., None]:
            def note(*_what: object, **_named: object) -> None:
                self._began_s[name] = time.process_time()

            return note

        def end(name: str) -> Callable[..., None]:
            def note(*_what: object, **_named: object) -> None:
                self._used_s[name] += time.process_time() - self._began_s[name]

            return note

        before, after = begin("statements"), end("statements")
        opened, closed = begin("templates"), end("templates")
        event.listen(Engine, "before_cursor_execute", before)
        event.listen(Engine, "after_cursor_execute", after)
        try:
            with (
                before_render_template.connected_to(opened, self._app),
                template_rendered.connected_to(closed, self._app),
            ):
                yield
        finally:
            event.remove(Engine, "before_cursor_execute", before)
            event.remove(Engine, "after_cursor_execute", after)
