"""How a workout ends: what was left open, when it was, and what is asked before it is thrown away."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from liftlog.kit.clock import system_clock
from tests.browser.chromium import PHONE, opened
from tests.browser.gym import (
    BENCH,
    PRESS,
    ROUTINE,
    Gym,
    at_the_gym,
    log_button,
    logged,
    of_routine,
    planned,
)
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("finish-ana")


@pytest.fixture
def gym() -> Gym:
    return Gym(
        routine=[
            of_routine(BENCH, [planned(102.5, 5) for _ in range(3)]),
            of_routine(PRESS, [planned(50, 8)]),
        ]
    )


@pytest.fixture
def page(browser: Browser, liftlog: LiftLog, ana: Member, gym: Gym) -> Iterator[Page]:
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, heard):
        yield page
        assert heard.complaints == []


def finish(page: Page) -> None:
    page.get_by_role("link", name="Finish").click()


def test_planned_sets_that_were_not_done_are_named(page: Page) -> None:
    log_button(page).click()
    expect(logged(page)).to_have_count(1)
    finish(page)
    told = page.locator("#log .notice")
    expect(told).to_contain_text("Planned sets that were not done: 3.")
    expect(told).to_contain_text("Bench press: 2 · Overhead press: 1")


def test_when_a_workout_was_can_be_corrected(page: Page, gym: Gym) -> None:
    log_button(page).click()
    finish(page)
    began = (system_clock() - timedelta(hours=2)).replace(second=0, microsecond=0, tzinfo=None)
    page.get_by_label("Ended").fill((began - timedelta(hours=1)).isoformat())
    page.get_by_label("Began").fill(began.isoformat())
    page.get_by_role("button", name="Finish workout").click()
    expect(page.locator("#finish-ended-wrong")).to_have_text("A workout ends after it began.")
    expect(page.get_by_label("Ended")).to_be_focused()
    page.get_by_label("Ended").fill((began + timedelta(minutes=75)).isoformat())
    page.get_by_role("button", name="Finish workout").click()
    expect(page.get_by_role("heading", name="Push A is done")).to_be_visible()
    expect(page.get_by_text("1:15:00")).to_be_visible()
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    end = next(one["fields"] for one in gym.said if one["fields"].get("running") is False)
    assert end["duration_s"] == 75 * 60
    assert end["started_at"].startswith(began.isoformat())


def test_a_workout_that_was_forgotten_overnight_ends_with_its_last_set(
    browser: Browser, liftlog: LiftLog, ana: Member, gym: Gym
) -> None:
    with opened(browser, liftlog.address, PHONE, member=ana) as (page, _):
        page.clock.install(time=system_clock() - timedelta(hours=14))
        page.route("**/api/v1/sync", gym.answer)
        page.goto(f"/log?start=routine:{ROUTINE}")
        page.clock.run_for(2000)
        expect(log_button(page)).to_be_visible()
        page.clock.fast_forward(30 * 60_000)
        log_button(page).click()
        page.clock.fast_forward(13 * 3_600_000)
        finish(page)
        page.clock.run_for(1000)
        expect(page.get_by_text("The last set was a while ago")).to_be_visible()
        page.get_by_role("button", name="Finish workout").click()
        page.clock.run_for(5000)
        expect(page.get_by_role("heading", name="Push A is done")).to_be_visible()
        # Sending takes time that the clock of the page does not know.
        for _ in range(100):
            ends = [one["fields"] for one in gym.said if one["fields"].get("running") is False]
            if ends:
                break
            page.clock.run_for(1000)
            page.wait_for_timeout(100)
    [end] = ends
    assert 29 * 60 < end["duration_s"] < 32 * 60
    assert "started_at" not in end


def test_discarding_asks_once_and_can_be_undone(page: Page) -> None:
    log_button(page).click()
    finish(page)
    page.get_by_role("button", name="Discard this workout").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Discard this workout")).to_be_focused()
    page.get_by_role("button", name="Discard this workout").click()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("The workout is discarded.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(logged(page)).to_have_count(1)


def test_an_empty_workout_is_asked_about_before_it_is_finished(page: Page) -> None:
    finish(page)
    expect(page.get_by_text("No set is logged in this workout.")).to_be_visible()
    expect(page.get_by_role("button", name="Finish it empty")).to_be_visible()
    page.get_by_role("button", name="Discard this workout").click()
    expect(page.get_by_text("The workout is discarded.")).to_be_visible()
