"""A whole workout at the desk without a mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import DESK
from tests.browser.gym import Gym, at_the_gym, log_button, logged
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("keys-ana")


@pytest.fixture
def page(browser: Browser, liftlog: LiftLog, ana: Member) -> Iterator[Page]:
    with at_the_gym(browser, liftlog, ana, DESK) as (page, heard):
        yield page
        assert heard.complaints == []


def line(page: Page, text: str) -> None:
    page.keyboard.press("l")
    expect(page.locator("#line")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_enter_logs_u_undoes_and_n_goes_to_the_next_exercise(page: Page) -> None:
    page.keyboard.press("Enter")
    expect(logged(page)).to_have_count(1)
    page.keyboard.press("u")
    expect(logged(page)).to_have_count(0)
    page.keyboard.press("n")
    expect(log_button(page)).to_have_text("Log set 1: 50 kg × 8")
    page.keyboard.press("Enter")
    expect(logged(page)).to_have_count(1)


def test_a_line_logs_as_many_sets_as_it_says(page: Page) -> None:
    line(page, "3x5 100 @8")
    expect(logged(page)).to_have_count(3)
    expect(page.locator("#line")).to_have_value("")
    for row in logged(page).all()[1:]:
        expect(row).to_contain_text("100")
        expect(row.locator("td").nth(3)).to_have_text("8")
    page.locator(".bar-log .undo").click()
    expect(logged(page)).to_have_count(0)


def test_a_line_that_is_not_understood_stays_and_says_so(page: Page) -> None:
    line(page, "five by five")
    expect(page.locator("#line")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#line")).to_have_value("five by five")
    expect(page.locator("#log-said")).to_contain_text("not understood")
    expect(logged(page)).to_have_count(0)


def test_a_slash_searches_and_enter_takes_what_is_found(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("heading", name="Add exercise")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("squat")
    expect(page.locator(".picker li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".open-card h2")).to_contain_text("Squat")


def test_a_question_mark_explains_and_escape_closes(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Log the next set")
    page.keyboard.press("Enter")
    expect(logged(page)).to_have_count(0)
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_every_key_types_where_one_types(page: Page) -> None:
    page.keyboard.press("l")
    page.keyboard.type("n?u/")
    expect(page.locator("#line")).to_have_value("n?u/")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_keys_can_be_turned_off(browser: Browser, liftlog: LiftLog, ana: Member) -> None:
    gym = Gym(preferences={"shortcuts": False})
    with at_the_gym(browser, liftlog, ana, DESK, gym) as (page, _):
        for key in ("Enter", "n", "?", "/"):
            page.keyboard.press(key)
        expect(page.locator("html")).to_have_attribute("data-screen", "workout")
        expect(logged(page)).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        log_button(page).focus()
        page.keyboard.press("Enter")
        expect(logged(page)).to_have_count(1)
