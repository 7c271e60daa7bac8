"""What the logging screen says of a workout is what the server says of it afterwards."""

import re
from datetime import timedelta

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from liftlog.domain.exercises.catalogue import exercise_id
from liftlog.kit.clock import system_clock
from tests.browser.chromium import PHONE, opened
from tests.browser.gym import BOUNCE_MS, log, logged
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

BENCH, DIP = (str(exercise_id(slug)) for slug in ("bench-press", "dip"))


def trained_before(liftlog: LiftLog, member: Member) -> str:
    """A workout of last week: the bench press, and dips with weight added."""
    sets = {BENCH: [(100, 5)] * 2, DIP: [(10, 8)]}
    workout = {
        "title": "Push A",
        "started_at": (system_clock() - timedelta(days=7)).isoformat(),
        "exercises": [
            {
                "exercise_id": exercise,
                "sets": [
                    {"weight": weight, "weight_unit": "kg", "reps": reps} for weight, reps in done
                ],
            }
            for exercise, done in sets.items()
        ],
    }
    url = f"{liftlog.address}/api/v1/workouts"
    answer = httpx2.post(url, json=workout, headers=member.headers, timeout=20)
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    return made


def typed(page: Page, line: str, count: int) -> None:
    page.wait_for_timeout(BOUNCE_MS)
    page.locator("#line").fill(line)
    page.locator("#line").press("Enter")
    expect(logged(page)).to_have_count(count)


def stat(page: Page, name: str) -> str:
    return page.locator(".stat").filter(has_text=name).locator("dd").inner_text()


def test_the_finish_card_says_what_the_calendar_says(browser: Browser, liftlog: LiftLog) -> None:
    member = liftlog.member("figures-ana")
    before = trained_before(liftlog, member)
    with opened(browser, liftlog.address, PHONE, member=member) as (page, heard):
        page.goto(f"/log?start=workout:{before}")
        typed(page, "5 105", 1)
        log(page)
        # A failed try: it is logged, and counts for nothing.
        page.locator(".card.closed", has_text="Bench press").get_by_role("button").click()
        page.get_by_role("button", name="Set 2: edit").click()
        page.get_by_label("Reps", exact=True).last.fill("0")
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".card.closed", has_text="Dip").get_by_role("button").click()
        typed(page, "8 12.5", 1)
        page.get_by_role("link", name="Finish").click()
        sets, volume, records = (stat(page, name) for name in ("Sets", "Volume", "Records"))
        page.get_by_role("button", name="Finish workout").click()
        expect(page.locator(".chip.sent")).to_have_text("all sent")
        page.goto("/calendar")
        told = page.locator(".agenda").inner_text().replace("\xa0", " ")
        assert heard.complaints == []
    assert (sets, volume) == ("2", "625 kg")
    assert int(records) > 1
    assert re.search(rf"\b{records} records", told), (records, told)
    assert "625 kg" in told
