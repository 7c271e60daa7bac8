"""A routine from its page to the last set of a workout: by keyboard on a phone's width, and without a script."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PHONE, opened
from tests.browser.gym import BENCH, log, log_button, logged
from tests.browser.test_every_page import looked_at
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser


@pytest.fixture
def ana(liftlog: LiftLog, request: pytest.FixtureRequest) -> Member:
    """Somebody of the test's own, whose account is empty."""
    return liftlog.member(f"routines-{request.node.name[-40:].replace('_', '-')}")


@pytest.fixture
def page(browser: Browser, liftlog: LiftLog, ana: Member) -> Iterator[Page]:
    with opened(browser, liftlog.address, PHONE, member=ana) as (page, heard):
        yield page
        assert heard.complaints == []


class Keys:
    """Somebody who has no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str, *, role: str | None = None) -> None:
        """Press Tab until what has the focus is called so."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(
                "(() => { const one = document.activeElement;"
                " const label = one.labels?.[0]?.textContent.trim();"
                " return [one.getAttribute('aria-label') || label || one.textContent.trim(),"
                " one.getAttribute('type') ?? one.tagName.toLowerCase()]; })()"
            )
            if found[0] == name and (role is None or found[1] == role):
                return
        raise AssertionError(f"Tab never came to {name!r}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


def make_push(page: Page) -> None:
    """By keyboard alone: a routine of two exercises, the first with two sets of 8 to 12."""
    keys = Keys(page)
    page.goto("/routines")
    keys.to("New routine")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="New routine")).to_be_visible()
    keys.to("Name")
    keys.type("Push")
    for exercise in ("bench press", "overhead press"):
        keys.to("Add an exercise")
        keys.type(exercise)
        keys.press("Enter")
        expect(page.get_by_role("heading", name=exercise, exact=False)).to_be_visible()
    page.locator("body").focus()
    keys.to("Set 1, weight")
    keys.type("60")
    keys.to("Set 1, reps")
    keys.type("8-12")
    keys.to("Set 1, RPE")
    keys.type("8")
    keys.to("Add set")
    keys.press("Enter")
    expect(page.get_by_label("Set 2, reps").first).to_have_value("8-12")
    keys.to("Rest between sets of Bench press")
    keys.type("1:30")
    keys.to("Save routine")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Push", exact=True)).to_be_visible()


def test_a_routine_is_made_by_keyboard_started_with_one_tap_and_trained(page: Page) -> None:
    make_push(page)
    expect(page.locator("table.sets tbody tr").first).to_contain_text("8\N{EN DASH}12")
    page.get_by_role("link", name="Start Push").first.click()
    expect(page.locator(".open-card h2")).to_contain_text("Bench press")
    current = page.locator("tr.current")
    expect(current).to_contain_text("8\N{EN DASH}12")
    expect(log_button(page)).to_have_text("Log set 1: 60 kg × 8")
    log(page)
    expect(logged(page)).to_have_count(1)
    expect(page.locator("[data-rest-left]")).to_have_text(re.compile(r"1:(30|[12]\d)"))
    expect(log_button(page)).to_contain_text("Log set 2: 60 kg")
    expect(page.locator(".chip.sent.green")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Running since")).to_contain_text("1 set")
    assert looked_at(page, Axe(), "/") == {}
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_role("link", name="Continue").click()
    page.get_by_role("link", name="Finish").click()
    page.get_by_role("button", name="Finish workout").click()
    expect(page.get_by_role("heading", name="Push is done")).to_be_visible()


def made(liftlog: LiftLog, member: Member, name: str = "Push") -> None:
    planned = {"weight": 60, "weight_unit": "kg", "reps_min": 8, "reps_max": 12, "rpe": 8}
    body = {"name": name, "exercises": [{"exercise_id": BENCH, "sets": [planned] * 2}]}
    address = f"{liftlog.address}/api/v1/routines"
    answer = httpx2.post(address, json=body, headers=member.headers, timeout=20)
    assert answer.status_code == 201, answer.text


def test_what_is_changed_on_the_page_is_what_the_logging_screen_offers(
    page: Page, liftlog: LiftLog, ana: Member
) -> None:
    made(liftlog, ana)
    page.goto("/routines")
    page.goto("/log")
    expect(page.get_by_role("button", name="Start Push")).to_be_visible()
    page.goto("/routines")
    page.get_by_role("link", name="Push", exact=True).click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Name").fill("Push, heavier")
    page.get_by_label("Set 1, weight").first.fill("62.5")
    page.get_by_role("button", name="Save routine").click()
    page.goto("/log")
    page.get_by_role("button", name="Start Push, heavier").click()
    expect(log_button(page)).to_have_text("Log set 1: 62.5 kg × 8")


def test_a_routine_saved_from_a_finished_workout_is_on_its_page(
    page: Page, liftlog: LiftLog, ana: Member
) -> None:
    made(liftlog, ana)
    page.goto("/routines")
    page.get_by_role("link", name="Start Push").click()
    log(page)
    page.get_by_role("link", name="Finish").click()
    page.get_by_label("Save as a routine").check()
    page.get_by_role("button", name="Finish workout").click()
    expect(page.locator(".chip.sent.green")).to_be_visible()
    page.goto("/routines")
    expect(page.locator(".routines > li")).to_have_count(2)


def test_a_menu_puts_routines_in_order(page: Page, liftlog: LiftLog, ana: Member) -> None:
    for name in ("Push", "Pull"):
        made(liftlog, ana, name)
    page.goto("/routines")
    page.get_by_role("button", name="Options for Pull").click()
    page.get_by_role("button", name="Move up").click()
    expect(page.locator(".routines .lines > a")).to_have_text(["Pull", "Push"])


def test_without_a_script_a_routine_is_made_started_in_the_form_and_trained(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with opened(browser, liftlog.address, PHONE, member=ana, javascript=False) as (page, heard):
        page.goto("/routines/new")
        page.get_by_label("Name").fill("Push")
        page.get_by_text("Mon", exact=True).click()
        page.get_by_label("Add an exercise").fill("bench press")
        page.get_by_role("button", name="Add exercise").click()
        page.get_by_label("Set 1, weight").fill("60")
        page.get_by_label("Set 1, reps").fill("8-12")
        page.get_by_role("button", name="Save routine").click()
        page.get_by_role("link", name="Start Push").first.click()
        expect(page.get_by_role("heading", name="Log a workout")).to_be_visible()
        expect(page.get_by_label("Title")).to_have_value("Push")
        expect(page.get_by_label("Set 1, weight")).to_have_value("60")
        page.get_by_label("Set 1, reps").fill("9")
        page.get_by_role("button", name="Save workout").click()
        expect(page.get_by_role("status")).to_contain_text("Workout saved.")
        expect(page.locator("table.sets tbody tr")).to_contain_text("9")
        assert heard.complaints == []
