"""A whole workout at the desk without a mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import DESK
from tests.browser.gym import BOUNCE_MS, Gym, at_the_gym, log_button, logged
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


def hold(page: Page, key: str) -> None:
    """A key that stays down says so again and again, later than a tap that bounces."""
    for _ in range(3):
        page.keyboard.down(key)
        page.wait_for_timeout(BOUNCE_MS)
    page.keyboard.up(key)


@pytest.mark.parametrize("where", ["body", ".bar-log .log", ".amount", "#line"])
def test_enter_that_is_held_logs_one_set(page: Page, where: str) -> None:
    if where == "#line":
        page.locator(where).fill("100x5")
    if where != "body":
        page.locator(where).first.focus()
    hold(page, "Enter")
    expect(logged(page)).to_have_count(1)


def test_a_line_that_looks_like_a_slip_is_asked_about_with_its_unit(page: Page) -> None:
    line(page, "3x5 365lb")
    question = page.get_by_role("group", name="365 or 165 lb?")
    expect(question).to_be_visible()
    expect(logged(page)).to_have_count(0)
    page.wait_for_timeout(BOUNCE_MS)
    page.get_by_role("button", name="Log 165 lb").click()
    expect(logged(page)).to_have_count(3)
    expect(logged(page).last).to_contain_text("74.84")


def test_a_slash_searches_and_enter_takes_what_is_found(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("heading", name="Add exercise")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("squat")
    expect(page.locator(".picker li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".open-card h2")).to_contain_text("Squat")


def test_an_exercise_of_ones_own_is_named_at_once(page: Page) -> None:
    page.keyboard.press("/")
    page.get_by_role("button", name="Make an exercise of your own").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


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


def focused(page: Page) -> str:
    name: str = page.evaluate(
        "document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"
    )
    return name


def test_a_dialog_gives_the_focus_back_to_what_opened_it(page: Page) -> None:
    page.keyboard.press("Enter")
    edit = page.get_by_role("button", name="Warm-up 1: edit")
    for leave in ("Save", "Remove set"):
        edit.focus()
        page.keyboard.press("Enter")
        button = page.get_by_role("dialog").get_by_role("button", name=leave, exact=True)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator("body")).not_to_be_focused()
        if leave == "Save":
            expect(edit).to_be_focused()
    assert logged(page).count() == 0
    page.keyboard.press("Enter")
    assert logged(page).count() == 0


@pytest.mark.parametrize("action", ["Move down", "Superset with the next one"])
def test_an_action_of_the_menu_leaves_the_focus_at_its_exercise(page: Page, action: str) -> None:
    page.get_by_role("button", name="Options for Bench press").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=action).focus()
    page.keyboard.press("Enter")
    card = page.locator("section[data-entry]", has_text="Bench press")
    expect(card.get_by_role("button").first).to_be_focused()


def test_of_an_exercise_that_is_removed_the_focus_goes_where_enter_is_no_surprise(
    page: Page,
) -> None:
    page.get_by_role("button", name="Options for Bench press").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove exercise").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bench press")).to_have_count(0)
    expect(log_button(page)).to_be_focused()


def test_a_tap_outside_a_sheet_leaves_the_focus_at_what_opened_it(page: Page) -> None:
    page.get_by_role("button", name="Options for Bench press").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.mouse.click(5, 5)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Options for Bench press")).to_be_focused()


def test_a_set_that_is_ticked_off_keeps_the_focus_in_its_row(page: Page) -> None:
    page.get_by_role("checkbox", name="Warm-up 1: log it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Warm-up 1: logged")).to_be_focused()
    page.wait_for_timeout(BOUNCE_MS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Warm-up 1: log it")).to_be_focused()
    expect(logged(page)).to_have_count(0)


def test_a_question_about_a_weight_has_the_focus_and_its_answer_gives_it_to_the_next_set(
    page: Page,
) -> None:
    page.keyboard.press("Enter")
    expect(logged(page)).to_have_count(1)
    page.wait_for_timeout(BOUNCE_MS)
    page.get_by_label("kg", exact=True).fill("262.5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Log 262.5 kg")).to_be_focused()
    page.wait_for_timeout(BOUNCE_MS)
    page.keyboard.press("Enter")
    expect(logged(page)).to_have_count(2)
    expect(log_button(page)).to_be_focused()


def test_the_keys_live_on_when_a_workout_ends_elsewhere_while_a_dialog_is_open(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    gym = Gym()
    with at_the_gym(browser, liftlog, ana, DESK, gym) as (page, _):
        expect(page.locator(".chip.sent")).to_have_text("all sent")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        gym.changed = {"workouts": [{**gym.running(), "running": False, "duration_s": 60}]}
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("html")).to_have_attribute("data-screen", "start")
        page.get_by_role("button", name="Start Push A").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("Enter")
        expect(logged(page)).to_have_count(1)
