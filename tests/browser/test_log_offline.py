"""A whole workout in a basement: the server is away from before the page was opened until after the end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from liftlog.kit.clock import system_clock
from tests.browser.away import Server, device, sign_in, wait_for_worker
from tests.browser.gym import BENCH, PRESS, SQUAT, log, log_button, logged, of_routine, planned
from tests.processes.running import LiftLog, Member, until

pytestmark = pytest.mark.browser

ROUTINE = {
    "name": "Push A",
    "note": "",
    "weekdays": [],
    "position": 0,
    "exercises": [
        of_routine(BENCH, [planned(60, 8, kind="warm_up")] + [planned(100, 5) for _ in range(4)]),
        of_routine(PRESS, [planned(50, 8) for _ in range(4)]),
        of_routine(SQUAT, [planned(None, 10) for _ in range(3)]),
    ],
}
SETS = 12


@pytest.fixture
def server(liftlog: LiftLog, tmp_path: Path) -> Iterator[Server]:
    server = Server(liftlog, tmp_path)
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("basement-ana")


def keep_routine(server: Server, member: Member) -> None:
    stamp = f"{int(system_clock().timestamp() * 1000):015d}-0000-0a0a0a0a"
    operation = {
        "id": str(uuid4()),
        "kind": "routine",
        "verb": "put",
        "target": str(uuid4()),
        "stamp": stamp,
        "base_rev": None,
        "fields": ROUTINE,
    }
    asked = {
        "user_id": None,
        "device": str(uuid4()),
        "cursor": None,
        "operations": [operation],
    }
    url = f"{server.address}/api/v1/sync"
    answer = httpx2.post(url, json=asked, headers=member.headers, timeout=20)
    assert answer.status_code == 200, answer.text
    assert answer.json()["acks"][0]["status"] == "applied", answer.text


def asked(liftlog: LiftLog, member: Member, path: str) -> Any:
    answer = httpx2.get(f"{liftlog.address}{path}", headers=member.headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


def tap_next(page: Page) -> None:
    """Log the next set with one tap, and see that it is done."""
    before = log_button(page).inner_text()
    log(page)
    expect(log_button(page)).not_to_have_text(before)


def train(page: Page) -> None:
    """Twelve sets with a tap each; one exercise swapped, one set edited, one undone, the page loaded anew."""
    page.get_by_role("button", name="Start Push A").click()
    for _ in range(5):
        tap_next(page)
    # A page that goes in the moment of a tap can't say that the disk has it.
    expect(page.locator(".chip.sent")).to_have_attribute("data-kept", "")
    page.reload()
    expect(page.locator(".card.closed.done")).to_contain_text("100 × 5, 5, 5, 5")

    expect(log_button(page)).to_have_text("Log set 1: 50 kg × 8")
    tap_next(page)
    tap_next(page)
    page.locator(".bar-log .undo").click()
    expect(logged(page)).to_have_count(1)
    for _ in range(3):
        tap_next(page)

    expect(page.locator(".open-card h2")).to_contain_text("Squat")
    page.get_by_role("link", name="Swap").click()
    page.get_by_role("searchbox").fill("deadlift")
    page.locator(".picker button", has_text="Deadlift").first.click()
    for count in range(3):
        expect(log_button(page)).to_contain_text(f"Log set {count + 1}:")
        log(page)

    page.locator(".card.closed", has_text="Overhead press").get_by_role("button").click()
    page.get_by_role("button", name="Set 2: edit").click()
    page.get_by_label("Reps", exact=True).last.fill("6")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(logged(page).nth(1)).to_contain_text("6")


def finish(page: Page) -> None:
    page.get_by_role("link", name="Finish").click()
    page.get_by_label("Note").fill("No reception down here.")
    page.get_by_role("button", name="Finish workout").click()
    expect(page.get_by_role("heading", name="is done")).to_have_text("Push A is done")


def test_a_workout_without_a_server_is_all_there_once_it_is_back(
    browser: Browser, liftlog: LiftLog, server: Server, ana: Member, tmp_path: Path
) -> None:
    keep_routine(server, ana)
    with device(browser, tmp_path / "phone") as context:
        page = context.new_page()
        sign_in(page, server.address, ana)
        wait_for_worker(page)
        page.goto(f"{server.address}/log")
        expect(page.get_by_role("button", name="Start Push A")).to_be_visible()
        expect(page.locator(".chip.sent")).to_have_text("all sent")
        page.close()
        server.stop()

        page = context.new_page()
        page.goto(f"{server.address}/log")
        train(page)
        expect(page.locator(".chip.sent")).to_contain_text("offline, unsent:")
        finish(page)
        assert asked(liftlog, ana, "/api/v1/workouts")["items"] == []

        server.start()
        page.reload()
        expect(page.locator(".chip.sent")).to_have_text("all sent")
        page.goto(f"{server.address}/calendar")
        expect(page.locator(".agenda")).to_contain_text("Push A")

    (workout,) = asked(liftlog, ana, "/api/v1/workouts")["items"]
    assert (workout["title"], workout["note"]) == ("Push A", "No reception down here.")
    assert workout["duration_s"] is not None
    bench, press, deadlift = workout["exercises"]
    assert [(one["weight"], one["reps"]) for one in bench["sets"]] == [(60, 8)] + [(100, 5)] * 4
    assert [one["kind"] for one in bench["sets"]] == ["warm_up"] + ["working"] * 4
    assert [one["reps"] for one in press["sets"]] == [8, 6, 8, 8]
    assert "Deadlift" in deadlift["name"]
    assert len(deadlift["sets"]) == 3
    assert sum(len(one["sets"]) for one in workout["exercises"]) == SETS

    counted = SETS - 1
    assert until(
        lambda: asked(liftlog, ana, "/api/v1/stats/summary")["sets"] == counted, within_s=10
    )
    assert asked(liftlog, ana, "/api/v1/stats/summary")["workouts"] == 1
