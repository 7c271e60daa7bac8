"""The rest between sets, with a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from liftlog.kit.clock import system_clock
from tests.browser.chromium import PHONE, opened
from tests.browser.gym import ROUTINE, Gym, log, log_button
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

# What the device was asked for, since a test can neither hear nor feel it.
WATCH = """
globalThis.asked = { vibrations: 0, locks: 0, released: 0 };
navigator.vibrate = () => { asked.vibrations += 1; return true; };
navigator.wakeLock.request = async () => {
  asked.locks += 1;
  return { addEventListener() {}, async release() { asked.released += 1; } };
};
"""


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("rest-ana")


@contextmanager
def resting(browser: Browser, liftlog: LiftLog, ana: Member, **preferences: Any) -> Iterator[Page]:
    """One set is logged, and the clock stands still but for what the test does."""
    with opened(browser, liftlog.address, PHONE, member=ana) as (page, heard):
        page.clock.install(time=system_clock())
        page.add_init_script(WATCH)
        page.route("**/api/v1/sync", Gym(preferences=preferences).answer)
        page.goto(f"/log?start=routine:{ROUTINE}")
        page.clock.run_for(2000)
        expect(log_button(page)).to_be_visible()
        log(page)
        page.clock.run_for(300)
        yield page
        assert heard.complaints == []


def rest(page: Page) -> Locator:
    return page.locator(".rest")


def left(page: Page) -> Locator:
    return page.locator("[data-rest-left]")


def test_rest_begins_with_a_logged_set_counts_down_and_says_that_it_is_over(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with resting(browser, liftlog, ana, rest_s=90) as page:
        expect(left(page)).to_have_text("1:30")
        page.clock.run_for(30_000)
        expect(left(page)).to_have_text("1:00")
        assert page.title().startswith("1:00 · ")
        assert page.evaluate("[asked.locks, asked.vibrations]") == [1, 0]
        page.clock.run_for(60_000)
        expect(left(page)).to_have_text("over")
        assert page.evaluate("[asked.released, asked.vibrations]") == [1, 1]
        assert "·" in page.title()
        assert not page.title()[0].isdigit()
        page.clock.run_for(20_000)
        assert page.evaluate("asked.vibrations") == 1


def test_rest_is_lengthened_shortened_and_skipped_by_one_tap_each(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with resting(browser, liftlog, ana, rest_s=90) as page:
        page.get_by_role("button", name="Rest 15 seconds more").click()
        expect(left(page)).to_have_text("1:45")
        page.get_by_role("button", name="Rest 15 seconds less").click()
        page.get_by_role("button", name="Rest 15 seconds less").click()
        expect(left(page)).to_have_text("1:15")
        page.get_by_role("button", name="Skip the rest").click()
        expect(rest(page)).to_have_count(0)


def test_rest_survives_a_reload_and_a_sleeping_phone(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with resting(browser, liftlog, ana, rest_s=90) as page:
        page.clock.run_for(10_000)
        page.reload()
        page.clock.run_for(1000)
        expect(rest(page)).to_be_visible()
        shown = left(page).inner_text()
        assert "1:10" <= shown <= "1:20", shown
        # Nothing runs while a phone sleeps; then it wakes far later.
        page.clock.fast_forward(50_000)
        page.clock.run_for(500)
        shown = left(page).inner_text()
        assert "0:15" <= shown <= "0:30", shown


def test_no_rest_is_timed_for_who_wants_none(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with resting(browser, liftlog, ana, rest_timer=False) as page:
        expect(page.locator("#log-said")).to_have_text("Set warm-up logged, 60 kg by 8.")
        expect(rest(page)).to_have_count(0)


def test_a_rest_without_vibration_stays_still(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with resting(browser, liftlog, ana, rest_s=15, rest_vibration=False) as page:
        page.clock.run_for(16_000)
        expect(left(page)).to_have_text("over")
        assert page.evaluate("asked.vibrations") == 0


def test_the_end_of_a_rest_is_said_aloud_once(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with resting(browser, liftlog, ana, rest_s=15) as page:
        said = page.locator("#log-said")
        expect(said).not_to_have_text("The rest is over.")
        page.clock.run_for(16_000)
        expect(said).to_have_text("The rest is over.")
        said.evaluate("(one) => { one.textContent = '' }")
        page.clock.run_for(5_000)
        expect(said).to_have_text("")


def test_a_clock_that_is_put_back_makes_no_rest_of_hours(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with resting(browser, liftlog, ana, rest_s=90) as page:
        page.clock.set_system_time(system_clock() - timedelta(hours=3))
        page.clock.run_for(500)
        assert left(page).inner_text() in {"1:29", "1:30"}
        page.clock.run_for(60_000)
        assert left(page).inner_text() in {"0:29", "0:30"}


def test_a_sound_that_a_call_interrupted_is_taken_up_again_by_the_next_set(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with resting(browser, liftlog, ana, rest_s=15) as page:
        page.evaluate(
            """() => {
              Object.defineProperty(AudioContext.prototype, "state", { get: () => "interrupted" });
              AudioContext.prototype.resume = async () => { asked.resumed = true; };
            }"""
        )
        log_button(page).click()
        assert page.evaluate("asked.resumed") is True
