"""Every state of the logging screen is for everybody: light and dark, phone and desk, narrow and zoomed."""

import json
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.gym import (
    BENCH,
    DIP,
    PRESS,
    Gym,
    at_the_gym,
    log,
    log_button,
    of_routine,
    planned,
)
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

NARROW = (320, 640)
ZOOMED = (640, 450)
"""What a desk of 1,280 by 900 has left at 200 %."""
LOOKS = ((PHONE, "light"), (DESK, "light"), (DESK, "dark"), (PHONE, "dark"), (NARROW, "light"))
TARGET = 48

# Between its own two buttons of full size a number may be narrower where there is no room: at 320 px.
SMALL_TARGETS = """(least) => {
  const narrowest = (one) => (one.matches(".amount") ? 24 : 44);
  const all = document.querySelectorAll("#log :is(button, a, input, select, textarea, label.check)");
  const seen = [...all].filter((one) => one.checkVisibility() && !one.closest("label.check, .choice, p, [aria-hidden]"));
  return seen
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width > 0 && (box.height < least - 0.5 || box.width < narrowest(one)))
    .map(([text, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${text.outerHTML.slice(0, 90)}`);
}"""
HIDDEN_FOCUS = """() => {
  const focused = document.activeElement.getBoundingClientRect();
  const [x, y] = [focused.x + focused.width / 2, focused.y + focused.height / 2];
  const top = document.elementFromPoint(x, y);
  const shown = top === document.activeElement || document.activeElement.contains(top) || top?.contains(document.activeElement);
  return shown ? null : document.activeElement.outerHTML.slice(0, 120);
}"""


def running(page: Page) -> None:
    for _ in range(3):
        before = log_button(page).inner_text()
        log(page)
        expect(log_button(page)).not_to_have_text(before)


def doubted(page: Page) -> None:
    page.get_by_label("kg", exact=True).fill("262.5")
    page.get_by_label("kg", exact=True).press("Enter")
    expect(page.locator(".doubt")).to_be_visible()


def in_menu(page: Page) -> None:
    page.get_by_role("button", name="Options for").first.click()


def in_set(page: Page) -> None:
    page.get_by_role("button", name="Set 1: edit").first.click()


def wrong_typed(page: Page) -> None:
    for name, text in (("kg", "1o5"), ("Reps", "5.5")):
        page.get_by_label(name, exact=True).fill(text)
        page.get_by_label(name, exact=True).press("Tab")
    expect(page.locator(".wrong")).to_have_count(2)


def in_rest(page: Page) -> None:
    in_menu(page)
    page.get_by_role("button", name="Rest between sets").click()
    page.get_by_label("Rest between sets").fill("soon")
    page.get_by_role("button", name="Save").click()


def in_title(page: Page) -> None:
    page.get_by_role("button", name="Title and note").click()


def discarding(page: Page) -> None:
    running(page)
    page.get_by_role("link", name="Finish").click()
    page.get_by_label("Ended").fill("2020-01-01T10:00")
    page.get_by_role("button", name="Finish workout").click()
    page.get_by_role("button", name="Discard this workout").click()
    expect(page.get_by_role("button", name="Discard it")).to_be_visible()


def wrong_settings(page: Page) -> None:
    at(f"exercise-{BENCH}")(page)
    page.get_by_label("Weight step (kg)").fill("much")
    page.get_by_role("button", name="Save").click()


def signed_out(page: Page) -> None:
    page.unroute("**/api/v1/sync")
    page.route("**/api/v1/sync", lambda route: route.fulfill(status=401, json={}))
    running(page)
    page.locator(".chip.sent", has_text="signed out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def at(place: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.evaluate("(hash) => { location.hash = hash }", place)
        expect(page.locator("html")).to_have_attribute(
            "data-screen", place.split("-", maxsplit=1)[0]
        )

    return go


STATES: dict[str, Callable[[Page], None]] = {
    "running": running,
    "doubted": doubted,
    "wrong number": wrong_typed,
    "rest": in_rest,
    "title": in_title,
    "discarding": discarding,
    "wrong settings": wrong_settings,
    "signed out": signed_out,
    "menu": in_menu,
    "set": in_set,
    "picker": at("pick"),
    "exercise": at(f"exercise-{BENCH}"),
    "finish": at("finish"),
    "unsent": at("unsent"),
}


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("axe-ana")


@pytest.fixture
def page(browser: Browser, liftlog: LiftLog, ana: Member) -> Iterator[Page]:
    gym = Gym(
        routine=[
            of_routine(BENCH, [planned(102.5, 5) for _ in range(3)], superset=1),
            of_routine(PRESS, [planned(50, 8) for _ in range(3)], superset=1),
            of_routine(DIP, [planned(None, 10)]),
        ]
    )
    with at_the_gym(browser, liftlog, ana, PHONE, gym) as (page, heard):
        yield page
        assert heard.complaints == []


def wrong_in(page: Page) -> dict[str, list[str]]:
    axe, found = Axe(), {}
    for (width, height), scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # One of its literals.
        violations = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        wrong = [
            f"{one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"]
        ]
        wrong += [f"too small: {one}" for one in page.evaluate(SMALL_TARGETS, TARGET)]
        needed = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"scrolls sideways: {needed}"] if needed > width else []
        if wrong:
            found[f"{width} {scheme}"] = wrong
    return found


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_for_everybody(page: Page, state: str) -> None:
    STATES[state](page)
    found = wrong_in(page)
    assert found == {}, json.dumps(found)


def test_the_start_is_for_everybody(browser: Browser, liftlog: LiftLog, ana: Member) -> None:
    with at_the_gym(browser, liftlog, ana, PHONE, start="") as (page, _):
        found = wrong_in(page)
    assert found == {}, json.dumps(found)


@pytest.mark.parametrize("size", [PHONE, NARROW, ZOOMED], ids=["phone", "narrow", "zoomed"])
def test_what_has_the_focus_is_never_behind_the_bar(page: Page, size: tuple[int, int]) -> None:
    running(page)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("document.querySelector('#log a').focus()")
    hidden, visited = [], 0
    for _ in range(60):
        if page.evaluate("document.activeElement === document.body"):
            break
        visited += 1
        behind = page.evaluate(HIDDEN_FOCUS)
        if behind:
            hidden.append(behind)
        page.keyboard.press("Tab")
    assert visited > 20
    assert hidden == []


def test_at_two_hundred_percent_everything_can_be_reached(page: Page) -> None:
    page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED[0]
    page.get_by_role("button", name="RPE 8", exact=True).click()
    page.get_by_role("button", name="kg: 2.5 more").click()
    log(page)
    expect(page.locator("tr.record")).to_contain_text("105")


def test_colours_that_the_system_forces_leave_the_current_set_and_the_effort_to_be_seen(
    page: Page,
) -> None:
    page.emulate_media(forced_colors="active")
    page.get_by_role("button", name="RPE 8", exact=True).click()
    border = "(one) => getComputedStyle(one).borderTopWidth"
    assert page.locator('.effort[aria-pressed="true"]').evaluate(border) == "3px"
    assert (
        page.locator("tr.current").evaluate("(one) => getComputedStyle(one).outlineWidth") == "3px"
    )
