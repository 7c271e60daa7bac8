"""A server that goes and comes back, and a device that keeps what it has in the meantime."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

import httpx2
from playwright.sync_api import Browser, BrowserContext, Page
from tools.ports import free_port

from tests.browser.chromium import ARGUMENTS, PHONE, TIMEOUT_MS
from tests.cast import PASSWORD
from tests.processes.running import LiftLog, Member, Service, until

# A page without a screen of its own, so that nothing but the test uses the store.
STILL = "/help/install"
OPEN_STORE = """async () => {
  const styles = document.querySelector("link[rel=stylesheet]").href;
  const { openStore, newId } = await import(styles.replace(/css\\/.*/, "js/log/sync/store.js"));
  globalThis.store = await openStore();
  globalThis.newId = newId;
}"""


@dataclass
class Server:
    """Core once more, at an address of its own, on the database of the running LiftLog."""

    liftlog: LiftLog
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    _running: ExitStack | None = None
    _service: Service | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        if self._running is None:
            self._running = ExitStack()
            self._service = self._running.enter_context(
                self.liftlog.service("core", self.port, self.folder, **self.environment)
            )
        return self

    def stop(self) -> None:
        if self._running is not None:
            self._running.close()
            self._running = None

    def hold(self) -> None:
        """Go on taking connections, and answer none."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._service is not None
        os.killpg(self._service.process.pid, number)


@contextmanager
def device(browser: Browser, folder: Path, *more: str) -> Iterator[BrowserContext]:
    """A browser with a profile on the disk: opened again, it has what it had."""
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=[*ARGUMENTS, *more],
        viewport={"width": PHONE[0], "height": PHONE[1]},
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
    )
    context.set_default_timeout(TIMEOUT_MS)
    try:
        yield context
    finally:
        context.close()


def sign_in(page: Page, address: str, member: Member) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("Email address").fill(member.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


def wait_for_worker(page: Page) -> None:
    """`navigator.serviceWorker.ready` never answers when the worker could not start."""
    assert until(
        lambda: bool(page.evaluate("navigator.serviceWorker.controller !== null")), within_s=20
    ), "no worker controls the page"


def open_store(page: Page, address: str, path: str = STILL) -> None:
    page.goto(f"{address}{path}")
    page.evaluate(OPEN_STORE)


def snapshot(page: Page) -> dict[str, Any]:
    """What a screen would see."""
    seen: dict[str, Any] = page.evaluate(
        """() => ({
          ...store.snapshot,
          workouts: [...store.snapshot.workouts.values()],
          routines: [...store.snapshot.routines.values()],
          exercises: store.snapshot.exercises.size,
          bests: store.snapshot.bests.size,
        })"""
    )
    return seen


def is_settled(page: Page) -> bool:
    seen = snapshot(page)
    return seen["pending"] == 0 and seen["status"] == "idle" and seen["lastSyncAt"] is not None


def wait_until_sent(page: Page) -> None:
    page.evaluate("void store.sync()")
    assert until(lambda: is_settled(page), within_s=20), snapshot(page)


def commit(page: Page, *operations: dict[str, Any]) -> None:
    """Waits until the device has kept it."""
    page.evaluate("(operations) => store.commit(operations)", list(operations))


@dataclass
class Training:
    """The operations of a workout with one exercise."""

    exercise_id: str
    workout: str = field(default_factory=lambda: str(uuid4()))
    entry: str = field(default_factory=lambda: str(uuid4()))
    sets: list[str] = field(default_factory=list)

    def begin(self) -> list[dict[str, Any]]:
        workout = {
            "title": "In the basement",
            "started_at": "2026-11-20T18:00:00+00:00",
            "time_zone": "UTC",
            "note": "",
            "running": True,
        }
        entry = {"workout_id": self.workout, "exercise_id": self.exercise_id, "position": 0}
        return [
            {"kind": "workout", "verb": "put", "target": self.workout, "fields": workout},
            {"kind": "entry", "verb": "put", "target": self.entry, "fields": entry},
        ]

    def log(self, reps: int, *, weight: float = 100) -> dict[str, Any]:
        self.sets.append(str(uuid4()))
        fields = {
            "workout_id": self.workout,
            "entry_id": self.entry,
            "exercise_id": self.exercise_id,
            "position": len(self.sets),
            "kind": "working",
            "weight": weight,
            "weight_unit": "kg",
            "reps": reps,
            "logged_at": "2026-11-20T18:05:00+00:00",
        }
        return {"kind": "set", "verb": "put", "target": self.sets[-1], "fields": fields}

    def finish(self) -> dict[str, Any]:
        fields = {"running": False, "duration_s": 1800}
        return {"kind": "workout", "verb": "put", "target": self.workout, "fields": fields}


def any_exercise(address: str, member: Member) -> str:
    answer = httpx2.get(f"{address}/api/v1/exercises", headers=member.headers, timeout=20)
    items = answer.json()["items"]
    return str(next(one["id"] for one in items if one["load_kind"] == "weight_reps"))


def reps_on_the_server(address: str, member: Member, workout: str | UUID) -> list[int] | None:
    """The reps of a workout's sets in order; None when the server has no such workout."""
    answer = httpx2.get(f"{address}/api/v1/workouts/{workout}", headers=member.headers, timeout=20)
    if answer.status_code == 404:
        return None
    entries = answer.json()["exercises"]
    return [one["reps"] for entry in entries for one in entry["sets"]]


def reps_on_the_device(page: Page, workout: str) -> list[int]:
    found = next(one for one in snapshot(page)["workouts"] if one["id"] == workout)
    return [one["reps"] for entry in found["exercises"] for one in entry["sets"]]
