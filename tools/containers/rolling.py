"""Core is replaced under load, twice, and every request counts.

People reach core through a small proxy on this machine, as they would through any other: the next
core is started beside the first, the proxy sends new connections there once it is healthy, and only
then the first one is told to stop. Half of the load opens a connection for each request; the other
half keeps connections, as browsers do, and sends a GET again when a kept connection was closed before
anything was answered (RFC 9110, section 9.2.2), which is counted apart.
"""

import asyncio
import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2

from liftlog.kit.clock import system_clock
from liftlog.kit.ids import uuid7
from tools.containers.engine import FailedError
from tools.containers.installation import Installation, ready, until
from tools.containers.lifter import Lifter
from tools.ports import free_port

NEXT = "liftlog-core-next"
PAGES = ("/calendar?month=2026-01", "/", "/exercises", "/workouts")
LOADS = 4
STEADY_S = 3
REQUEST_S = 10
CHUNK = 64 * 1024


class Proxy:
    """Passes TCP connections on to the port it is told at the moment each is opened."""

    def __init__(self, port: int, target: int) -> None:
        self.port, self.target = port, target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()
        serving = asyncio.start_server(self._connection, "127.0.0.1", self.port, backlog=512)
        asyncio.run_coroutine_threadsafe(serving, self._loop).result(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            onward, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, back), _pass_on(onward, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(CHUNK):
            writer.write(piece)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


@dataclass(slots=True)
class Load:
    """What a number of people do at the same time, and what came of it."""

    lifter: Lifter
    address: str
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    longest_s: float = 0.0
    _stopping: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def running(self) -> Iterator[None]:
        threads = [
            threading.Thread(target=self._person, args=(number % 2 == 0,))
            for number in range(LOADS)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join(2 * REQUEST_S)

    def _person(self, keeps: bool) -> None:
        limits = httpx2.Limits(max_keepalive_connections=1 if keeps else 0)
        cookies = dict(self.lifter.client.cookies)
        with httpx2.Client(
            base_url=self.address, timeout=REQUEST_S, limits=limits, cookies=cookies
        ) as client:
            number = 0
            while not self._stopping.is_set():
                path = PAGES[number % len(PAGES)]
                if keeps or number % 3:
                    self._counted(f"GET {path}", lambda path=path: self._seen(client, path, keeps))  # type: ignore[misc]
                else:
                    self._counted("POST", lambda: self._logged(client))
                number += 1

    def _counted(self, what: str, request: Callable[[], int]) -> None:
        began_s = time.monotonic()
        try:
            status = request()
            failed = "" if status < 400 else f"{what}: {status}"
        except httpx2.HTTPError as error:
            failed = f"{what}: {type(error).__name__} {error}"
        with self._lock:
            self.counts["requests"] += 1
            self.longest_s = max(self.longest_s, time.monotonic() - began_s)
            if failed:
                self.failures.append(failed)

    def _seen(self, client: httpx2.Client, path: str, keeps: bool) -> int:
        try:
            return client.get(path).status_code
        except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
            if not keeps:
                raise
            with self._lock:
                self.counts["sent again"] += 1
            return client.get(path).status_code

    def _logged(self, client: httpx2.Client) -> int:
        workout_id = str(uuid7(system_clock()))
        status = self.lifter.log_by(client, workout_id)
        if status == 201:
            with self._lock:
                self.acknowledged.append(workout_id)
        return status


def replace_core_under_load(installation: Installation, lifter: Lifter) -> Load:
    proxy = Proxy(free_port(), installation.port)
    proxy.start()
    load = Load(lifter, f"http://127.0.0.1:{proxy.port}")
    try:
        with load.running():
            time.sleep(STEADY_S)
            _hand_over(installation, proxy)
            time.sleep(STEADY_S)
    finally:
        proxy.stop()
    load.counts["lost"] = sum(not lifter.has_workout(one) for one in load.acknowledged)
    if not load.acknowledged:
        raise FailedError("The load has written nothing.")
    return load


def _hand_over(installation: Installation, proxy: Proxy) -> None:
    port = free_port()
    published = f"127.0.0.1:{port}:25590"
    installation.compose(
        "run", "--detach", "--no-deps", "--name", NEXT, "--publish", published, "core"
    )
    until(lambda: ready(f"http://127.0.0.1:{port}"), "the next core is ready")
    proxy.target = port
    installation.compose("stop", "core")
    time.sleep(STEADY_S)
    installation.compose("up", "--detach", "--no-deps", "--force-recreate", "core")
    until(lambda: ready(installation.address), "the core that Compose made anew is ready")
    proxy.target = installation.port
    installation.engine.docker("stop", NEXT)
    installation.engine.docker("rm", NEXT)
