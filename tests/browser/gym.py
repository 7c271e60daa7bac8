"""A phone in the gym: it has synced once, and from then on has what it needs.

The server's part of the sync is tried in tests/core and, with both ends real, in test_log_offline.py.
Here an answer is given in its place, so that each test begins from the state it is about.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Locator, Page, Route, expect

from liftlog.core.sync.schemas import SyncOutput
from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.kit.clock import system_clock
from tests.browser.chromium import Heard, opened
from tests.processes.running import LiftLog, Member

BENCH, PRESS, PULL_UP, PLANK, SQUAT = (
    str(exercise_id(slug))
    for slug in ("bench-press", "overhead-press", "pull-up", "plank", "squat")
)
DIP = str(uuid4())
RUN = str(uuid4())
ROUTINE = str(uuid4())
BOUNCE_MS = 300
"""What js/log/session.js takes for one tap."""


def exercise(id_: str, name: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "name": name,
        "aliases": [],
        "load_kind": "weight_reps",
        "equipment": "barbell",
        "pattern": "isolation",
        "primary_muscles": ["chest"],
        "secondary_muscles": ["triceps"],
        "increment_g": None,
        "bar_g": None,
        "rest_s": None,
        "note": "",
        "own": False,
        "archived": False,
        **fields,
    }


def planned(weight: float | None, reps: int | None, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "kind": "working",
        "weight": weight,
        "weight_unit": None if weight is None else "kg",
        "reps_min": reps,
        "reps_max": reps,
        "rpe": None,
        "duration_s": None,
        "distance": None,
        "distance_unit": None,
        **fields,
    }


def of_routine(
    id_: str, sets: list[dict[str, Any]], superset: int | None = None, rest_s: int | None = None
) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "exercise_id": id_,
        "superset": superset,
        "note": "",
        "rest_s": rest_s,
        "sets": sets,
    }


def done(weight: float | None, reps: int | None, position: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "position": position,
        "kind": "working",
        "weight": weight,
        "weight_unit": None if weight is None else "kg",
        "weight_kg": weight,
        "reps": reps,
        "rpe": None,
        "duration_s": None,
        "distance": None,
        "distance_unit": None,
        "note": "",
        "logged_at": None,
        "plan_id": None,
        **fields,
    }


def past(
    days_ago: int, title: str, *entries: tuple[str, str, list[dict[str, Any]]]
) -> dict[str, Any]:
    started_at = (system_clock() - timedelta(days=days_ago)).isoformat()
    return {
        "id": str(uuid4()),
        "title": title,
        "started_at": started_at,
        "time_zone": "UTC",
        "day": started_at[:10],
        "duration_s": 3000,
        "note": "",
        "running": False,
        "routine_id": None,
        "rev": 1,
        "exercises": [
            {
                "id": str(uuid4()),
                "exercise_id": id_,
                "name": name,
                "load_kind": "weight_reps",
                "superset": None,
                "note": "",
                "position": position,
                "rest_s": None,
                "plan": [],
                "sets": sets,
            }
            for position, (id_, name, sets) in enumerate(entries)
        ],
    }


def hundred(count: int = 4, reps: int = 5, weight: float = 100) -> list[dict[str, Any]]:
    return [done(weight, reps, position) for position in range(count)]


@dataclass
class Gym:
    """What the server answers a device that asks, and what the device said."""

    weight_unit: str = "kg"
    preferences: dict[str, Any] = field(default_factory=dict)
    routine: list[dict[str, Any]] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[str, Any] = field(default_factory=dict)
    """What another device changed meanwhile: told with the next answer."""
    also: dict[str, Any] = field(default_factory=dict)
    """What else an answer has."""

    def running(self) -> dict[str, Any]:
        """The workout that was begun, as far as this has heard."""
        begun = next(one for one in self.said if one["fields"].get("running"))
        nothing: dict[str, Any] = {"note": "", "duration_s": None, "exercises": [], "rev": 2}
        fields = begun["fields"]
        return {**nothing, **fields, "id": begun["target"], "day": fields["started_at"][:10]}

    def documents(self) -> dict[str, Any]:
        bodyweight = {"load_kind": "bodyweight", "equipment": "bodyweight"}
        return {
            "workouts": [
                past(7, "Push A", (BENCH, "Bench press", hundred())),
                past(14, "Push A", (BENCH, "Bench press", hundred(weight=97.5))),
                past(21, "Push A", (BENCH, "Bench press", hundred(weight=95))),
            ],
            "routines": [self._routine()],
            "exercises": [
                exercise(BENCH, "Bench press"),
                exercise(PRESS, "Overhead press", primary_muscles=["front_delts"]),
                exercise(SQUAT, "Squat", primary_muscles=["quads"]),
                exercise(DIP, "Dip", **bodyweight),
                exercise(PULL_UP, "Assisted pull-up", load_kind="assisted", equipment="machine"),
                exercise(PLANK, "Plank", load_kind="time", equipment="none"),
                exercise(RUN, "Rowing machine", load_kind="distance", equipment="cardio_machine"),
            ],
            "preferences": self.preferences,
            "bests": [
                {
                    "exercise_id": BENCH,
                    "one_rep_max_kg": 116.667,
                    "by_reps": [[5, 100]],
                    "top_weight_kg": 100,
                    "standing": {
                        "weight:5": 100,
                        "one_rep_max:epley": 116.667,
                        "set_volume": 500,
                        "session_volume": 2000,
                        "reps": 5,
                    },
                }
            ],
            "deleted": [],
        }

    def _routine(self) -> dict[str, Any]:
        exercises = self.routine or [
            of_routine(
                BENCH, [planned(60, 8, kind="warm_up")] + [planned(102.5, 5) for _ in range(4)]
            ),
            of_routine(PRESS, [planned(50, 8) for _ in range(3)]),
            of_routine(DIP, [planned(None, 10) for _ in range(3)]),
        ]
        return {
            "id": ROUTINE,
            "name": "Push A",
            "note": "",
            "weekdays": [],
            "position": 0,
            "rev": 1,
            "exercises": exercises,
        }

    def answer(self, route: Route) -> None:
        asked: dict[str, Any] = route.request.post_data_json or {}
        self.said += asked["operations"]
        nothing: dict[str, Any] = {
            "workouts": [],
            "routines": [],
            "exercises": [],
            "preferences": None,
        }
        changes = (
            self.documents()
            if asked["cursor"] is None
            else {**nothing, "bests": [], "deleted": [], **self.changed}
        )
        self.changed = {} if asked["cursor"] is not None else self.changed
        user = {
            "id": asked["user_id"],
            "email": "ana@example.org",
            "weight_unit": self.weight_unit,
            "time_zone": "UTC",
            "week_start": 1,
            "formula": "epley",
            "theme": "auto",
        }
        body = {
            "user": user,
            "acks": [
                {"id": one["id"], "status": "applied", "rev": 2, "code": None, "reason": None}
                for one in asked["operations"]
            ],
            "changes": changes,
            "cursor": 2,
            "more": False,
            "server_time": system_clock().isoformat(),
            **self.also,
        }
        text = json.dumps(body)
        SyncOutput.model_validate_json(text)
        route.fulfill(status=200, content_type="application/json", body=text)


@contextmanager
def at_the_gym(
    browser: Browser,
    liftlog: LiftLog,
    member: Member,
    size: tuple[int, int],
    gym: Gym | None = None,
    *,
    start: str = f"routine:{ROUTINE}",
) -> Iterator[tuple[Page, Heard]]:
    """The logging screen of a phone that has synced, with a workout begun as `start` says."""
    with opened(browser, liftlog.address, size, member=member) as (page, heard):
        page.route("**/api/v1/sync", (gym or Gym()).answer)
        page.goto("/log" + (f"?start={start}" if start else ""))
        if start:
            expect(page.locator("html")).to_have_attribute(
                "data-screen", "pick" if start == "empty" else "workout"
            )
        else:
            expect(page.get_by_role("heading", name="Start a workout")).to_be_visible()
        yield page, heard


def log_button(page: Page) -> Locator:
    return page.locator(".bar-log .log")


def log(page: Page) -> None:
    """One set on purpose: later than a tap that bounces."""
    page.wait_for_timeout(BOUNCE_MS)
    log_button(page).click()


def logged(page: Page) -> Locator:
    """The rows of sets that are done."""
    return page.locator("tr:is(.done, .record)[data-row]")
