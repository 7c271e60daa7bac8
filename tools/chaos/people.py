"""People who log sets as a device does, sending each until it is acknowledged, and people who look at pages."""

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx2

from liftlog.core.accounts import service as accounts
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.domain.sync.stamps import stamp_at
from liftlog.kit.clock import system_clock
from liftlog.store.database.engine import PostgresDatabase

PASSWORD = "correct horse battery"  # noqa: S105 Of invented people.
PAGES = ("/calendar", "/progress", "/", "/one-rep-max")
SETS_PER_WORKOUT = 40
# What a device waits before it gives an attempt up, and between two attempts.
PATIENCE_S = 20.0
PAUSE_S = 0.1
BENCH = str(exercise_id("bench-press"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request. `what` is "write" or the path of a page; moments are of the monotonic clock."""

    what: str
    began_s: float
    ended_s: float
    ok: bool

    @property
    def took_s(self) -> float:
        return self.ended_s - self.began_s


class Crowd:
    """Everybody who uses it while it is mistreated, and what they saw."""

    def __init__(self, address: str, database: PostgresDatabase, *, lifters: int, viewers: int):
        self._address = address
        self._attempts: list[Attempt] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.acknowledged: set[UUID] = set()
        self.user_ids: list[UUID] = []
        people = [self._joined(database) for _ in range(lifters + viewers)]
        self._threads = [
            threading.Thread(target=self._lift, args=(token,)) for token, _ in people[:lifters]
        ] + [threading.Thread(target=self._look, args=(email,)) for _, email in people[lifters:]]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Everybody finishes what they are at; whoever has a set unsent sends it."""
        self._over.set()
        for thread in self._threads:
            thread.join(120)

    def attempts(self, since_s: float, until_s: float | None = None) -> list[Attempt]:
        """Those that began in between and are over."""
        with self._lock:
            return [
                one
                for one in self._attempts
                if one.began_s >= since_s and (until_s is None or one.began_s < until_s)
            ]

    def under_way(self, since_s: float, until_s: float) -> list[Attempt]:
        """Those of which any part lies in between, such as what hung from the beginning on."""
        with self._lock:
            return [
                one for one in self._attempts if one.ended_s >= since_s and one.began_s < until_s
            ]

    def count_acknowledged(self) -> int:
        with self._lock:
            return len(self.acknowledged)

    def _joined(self, database: PostgresDatabase) -> tuple[str, str]:
        email, now = f"{uuid4().hex}@example.org", system_clock()
        with database.transaction() as tx:
            user_id = accounts.register(tx, email=email, password=PASSWORD, now=now)
            token = accounts.create_token(tx, user_id, name="chaos", now=now)
        self.user_ids.append(user_id)
        return token.text, email

    def _try(self, what: str, send: Callable[[], httpx2.Response]) -> httpx2.Response | None:
        began_s = time.monotonic()
        try:
            answer: httpx2.Response | None = send()
        except httpx2.TransportError:
            answer = None
        ok = answer is not None and answer.status_code == httpx2.codes.OK
        with self._lock:
            self._attempts.append(Attempt(what, began_s, time.monotonic(), ok))
        return answer if ok else None

    def _lift(self, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        with httpx2.Client(base_url=self._address, headers=headers, timeout=PATIENCE_S) as client:
            while not self._over.is_set():
                workout, entry = uuid4(), uuid4()
                self._send(client, _begun(workout, entry))
                for position in range(SETS_PER_WORKOUT):
                    if self._over.is_set():
                        break
                    logged = uuid4()
                    self._send(client, [_set(logged, workout, entry, position)])
                    with self._lock:
                        self.acknowledged.add(logged)
                    time.sleep(PAUSE_S)

    def _send(self, client: httpx2.Client, operations: Sequence[dict[str, Any]]) -> None:
        """The same operations again and again until each is acknowledged, also when all is over."""
        body = {"device": str(uuid4()), "operations": list(operations)}
        while True:
            answer = self._try("write", lambda: client.post("/api/v1/sync", json=body))
            if answer is not None:
                statuses = {ack["status"] for ack in answer.json()["acks"]}
                if not statuses <= {"applied", "duplicate"}:
                    raise SystemExit(f"An operation was refused: {answer.text}")
                return
            time.sleep(PAUSE_S)

    def _look(self, email: str) -> None:
        ours = {"Sec-Fetch-Site": "same-origin"}
        with httpx2.Client(base_url=self._address, headers=ours, timeout=PATIENCE_S) as client:
            client.post("/login", data={"email": email, "password": PASSWORD})
            for path in itertools.cycle(PAGES):
                if self._over.is_set():
                    return
                self._try(path, lambda path=path: client.get(path))  # type: ignore[misc]
                time.sleep(PAUSE_S)


def _begun(workout: UUID, entry: UUID) -> list[dict[str, Any]]:
    now = system_clock()
    return [
        _put("workout", workout, title="Chaos", started_at=now.isoformat(), time_zone="UTC"),
        _put("entry", entry, workout_id=str(workout), exercise_id=BENCH, position=0),
    ]


def _set(logged: UUID, workout: UUID, entry: UUID, position: int) -> dict[str, Any]:
    return _put(
        "set",
        logged,
        workout_id=str(workout),
        entry_id=str(entry),
        exercise_id=BENCH,
        position=position,
        weight=100,
        weight_unit="kg",
        reps=5,
    )


def _put(kind: str, target: UUID, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "kind": kind,
        "verb": "put",
        "target": str(target),
        "stamp": stamp_at(system_clock()),
        "fields": fields,
    }
