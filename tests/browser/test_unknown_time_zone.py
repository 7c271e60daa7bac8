"""A browser in a zone that nobody knows: registering and logging work as everywhere."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import PHONE, opened
from tests.browser.gym import log, log_button
from tests.cast import PASSWORD
from tests.processes.running import LiftLog

pytestmark = pytest.mark.browser

SAYS = """
  const options = Intl.DateTimeFormat.prototype.resolvedOptions;
  Intl.DateTimeFormat.prototype.resolvedOptions = function () {
    return { ...options.call(this), timeZone: "%s" };
  };
"""

SETS_KEPT = """
  fetch("/api/v1/workouts")
    .then((answer) => answer.json())
    .then(({ items: [kept] }) => kept.exercises.flatMap((exercise) => exercise.sets).length)
"""


@pytest.mark.parametrize(
    ("zone", "chip"),
    [("Etc/Unknown", "all sent"), ("Moon/Tranquility", "refused: 1")],
)
def test_a_browser_in_an_unknown_zone_registers_and_logs(
    browser: Browser, liftlog: LiftLog, zone: str, chip: str
) -> None:
    with opened(browser, liftlog.address, PHONE) as (page, _):
        page.add_init_script(SAYS % zone)
        page.goto("/register")
        page.get_by_label("Email").fill(f"zone-{zone[:4].lower()}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Make the account").click()
        expect(page.locator("h1")).to_have_text("Today")
        page.goto("/settings")
        expect(page.get_by_label("Time zone")).to_have_value("UTC")

        page.goto("/log")
        page.get_by_role("button", name=re.compile("empty", re.IGNORECASE)).click()
        page.get_by_role("searchbox").fill("squat")
        page.locator(".picker button", has_text="Squat").first.click()
        expect(log_button(page)).to_be_visible()
        page.get_by_label("Reps", exact=True).fill("5")
        log(page)
        expect(page.locator(".chip.sent")).to_have_text(re.compile(chip, re.IGNORECASE))

        # The workout goes on after a reload, by what the server says too.
        page.reload()
        expect(log_button(page)).to_be_visible()
        # The start may be refused in part before the set is sent.
        page.wait_for_function(f"{SETS_KEPT}.then((count) => count === 1)")
        workouts = page.evaluate("fetch('/api/v1/workouts').then((answer) => answer.json())")
        [kept] = workouts["items"]
        assert kept["time_zone"] == "UTC"
