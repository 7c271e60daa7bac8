"""What is typed on the logging screen: read before anything is done with it, and told when it is no number."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import PHONE
from tests.browser.gym import (
    BENCH,
    BOUNCE_MS,
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
    return liftlog.member("fields-ana")


@pytest.fixture
def gym() -> Gym:
    return Gym(routine=[of_routine(BENCH, [planned(102.5, 5) for _ in range(3)], rest_s=75)])


@pytest.fixture
def page(browser: Browser, liftlog: LiftLog, ana: Member, gym: Gym) -> Iterator[Page]:
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, heard):
        yield page
        assert heard.complaints == []


def tap_that_leaves_the_focus(target: Locator) -> None:
    """As in Safari on a phone, where a button takes no focus from a field."""
    target.evaluate("(one) => one.click()")


def described(field: Locator) -> Locator:
    """The sentence that belongs to a field."""
    told = field.get_attribute("aria-describedby")
    return field.page.locator(f"#{told}")


def test_what_is_typed_is_logged_by_a_tap_that_leaves_the_focus_in_the_field(page: Page) -> None:
    page.get_by_label("kg", exact=True).fill("97,5")
    tap_that_leaves_the_focus(log_button(page))
    expect(logged(page)).to_contain_text("97.5")
    page.wait_for_timeout(BOUNCE_MS)
    page.get_by_label("Reps", exact=True).fill("3")
    tap_that_leaves_the_focus(page.get_by_role("checkbox", name="Set 2: log it"))
    expect(logged(page)).to_have_count(2)
    expect(logged(page).nth(1).locator("td").nth(2).locator(".cell")).to_have_text("3")
    page.get_by_label("Reps", exact=True).fill("9")
    tap_that_leaves_the_focus(page.get_by_role("button", name="Reps: 1 more"))
    expect(page.get_by_label("Reps", exact=True)).to_have_value("10")


@pytest.mark.parametrize(("name", "typed"), [("kg", "1o5"), ("Reps", "5.5")])
def test_a_wrong_number_is_told_beside_its_field_and_never_logged(
    page: Page, name: str, typed: str
) -> None:
    field = page.get_by_label(name, exact=True)
    field.fill(typed)
    log_button(page).click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(described(field)).to_contain_text("Write a")
    expect(field).to_have_value(typed)
    expect(field).to_be_focused()
    expect(logged(page)).to_have_count(0)
    page.get_by_role("button", name=f"{name}: ").last.click()
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(page.locator(".wrong")).to_have_count(0)
    log_button(page).click()
    expect(logged(page)).to_have_count(1)


def test_a_wrong_number_of_a_set_that_is_edited_is_told_beside_its_field(page: Page) -> None:
    log_button(page).click()
    page.get_by_role("button", name="Set 1: edit").click()
    field = page.get_by_role("dialog").get_by_label("Reps", exact=True)
    field.fill("many")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(described(field)).to_have_text("Write a whole number, such as 5.")
    expect(field).to_be_focused()
    field.fill("4")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(logged(page).locator("td").nth(2)).to_contain_text("4")


def test_a_note_on_an_exercise_leaves_what_is_usual_as_it_is(page: Page, gym: Gym) -> None:
    page.get_by_role("link", name="Bench press").click()
    expect(page.get_by_label("Weight step (kg)")).to_have_value("")
    expect(page.get_by_label("Weight step (kg)")).to_have_attribute("placeholder", "2.5")
    expect(page.get_by_label("Bar (kg)")).to_have_attribute("placeholder", "20")
    rest = page.get_by_label("Rest between sets")
    rest.fill("soon")
    page.get_by_label("Note").fill("Elbows in.")
    page.get_by_role("button", name="Save").click()
    expect(described(rest)).to_have_text("Write a time, such as 1:30.")
    rest.fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#log [data-saved]")).to_have_text("Saved.")
    page.get_by_role("link", name="Back").click()
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    (kept,) = [one["fields"] for one in gym.said if one["kind"] == "exercise"]
    assert kept == {"note": "Elbows in."}


def test_after_a_stepper_was_held_the_keys_step_again(page: Page) -> None:
    more = page.get_by_role("button", name="kg: 2.5 more")
    field = page.get_by_label("kg", exact=True)
    more.hover()
    page.mouse.down()
    expect(field).not_to_have_value("102.5")
    page.mouse.move(5, 5)
    page.mouse.up()
    held = float(field.input_value())
    page.get_by_role("button", name="kg: 2.5 less").focus()
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"{held - 2.5:g}")


def test_the_rest_of_an_exercise_is_set_from_its_menu(page: Page, gym: Gym) -> None:
    page.get_by_role("button", name="Options for Bench press").click()
    page.get_by_role("button", name="Rest between sets: 1:15").click()
    field = page.get_by_label("Rest between sets")
    expect(field).to_be_focused()
    field.fill("2:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Options for Bench press")).to_be_focused()
    log_button(page).click()
    expect(page.locator("[data-rest-left]")).to_have_text("2:30")
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    assert [one["fields"] for one in gym.said if one["kind"] == "exercise"] == [{"rest_s": 150}]


def test_a_running_workout_gets_a_title_and_a_note(page: Page, gym: Gym) -> None:
    page.get_by_role("button", name="Title and note").click()
    page.get_by_role("textbox", name="Title").fill("Push, short")
    page.get_by_role("textbox", name="Note").fill("Slept badly.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Push, short")
    expect(page.locator(".workout-note")).to_have_text("Slept badly.")
    expect(page.get_by_role("button", name="Title and note")).to_be_focused()
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    assert gym.said[-1]["fields"] == {"title": "Push, short", "note": "Slept badly."}


def test_a_note_can_be_typed_as_soon_as_it_is_asked_for(page: Page) -> None:
    page.get_by_role("button", name="Note", exact=True).click()
    expect(page.get_by_label("Note on Bench press")).to_be_focused()
