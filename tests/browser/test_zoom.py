"""Zooming into a chart of one-rep maxes: only when asked for, by mouse and by keyboard, and never needed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from liftlog.domain.exercises.catalogue import exercise_id
from tests.browser.chromium import DESK, PHONE, Heard, opened
from tests.browser.test_every_page import ALL_RULES, violations
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

SQUAT, BENCH = exercise_id("squat"), exercise_id("bench-press")
PATHS = (f"/one-rep-max/{SQUAT}", f"/one-rep-max?exercise={SQUAT}&exercise={BENCH}")
ZOOM_BYTES_MAX = 32 * 1024
SHOWN = "[data-plot] canvas"


def darkness(page: Page) -> int:
    """How many points of the plot are painted."""
    painted: int = page.locator(SHOWN).evaluate(
        "c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"
    )
    return painted


def picture(page: Page) -> str:
    found: str = page.locator(SHOWN).evaluate("c => c.toDataURL()")
    return found


def libraries(heard: Heard) -> list[str]:
    return [one.url for one in heard.loaded if "uplot" in one.url.lower()]


@pytest.mark.parametrize("path", PATHS)
def test_it_is_loaded_when_it_is_pressed_and_not_before(
    look: tuple[Page, Heard], path: str
) -> None:
    page, heard = look
    page.goto(path)
    assert libraries(heard) == []
    heard.loaded.clear()
    page.get_by_role("link", name="Zoom", exact=True).click()
    page.wait_for_selector(SHOWN)
    assert len(libraries(heard)) == 2
    assert darkness(page) > 1000
    assert heard.compressed_bytes("text/javascript") <= ZOOM_BYTES_MAX
    assert heard.complaints == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_it(look: tuple[Page, Heard], path: str, scheme: str) -> None:
    page, heard = look
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # One of its literals.
    page.goto(path + ("&" if "?" in path else "?") + "zoom=1")
    page.wait_for_selector(SHOWN)
    assert violations(page, Axe(), ALL_RULES) == []
    for width in (320, PHONE[0]):
        page.set_viewport_size({"width": width, "height": 844})
        expect(page.locator("html")).to_have_js_property("scrollWidth", width)
    assert heard.complaints == []


def test_the_keyboard_zooms_and_moves_and_comes_back(look: tuple[Page, Heard]) -> None:
    page, heard = look
    page.goto(f"{PATHS[0]}?zoom=1&range=all")
    page.wait_for_selector(SHOWN)
    whole = picture(page)
    seen = [whole]
    for name in ("Closer", "Closer", "Earlier", "Wider"):
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        seen.append(picture(page))
    assert len(set(seen)) == len(seen)
    page.get_by_role("button", name="All of it").click()
    page.wait_for_timeout(100)
    assert picture(page) == whole
    assert heard.complaints == []


def test_a_mouse_drags_a_part_nearer_and_reads_it(
    browser: Browser, liftlog: LiftLog, lifter: Member
) -> None:
    with opened(browser, liftlog.address, DESK, member=lifter) as (page, heard):
        page.goto(f"{PATHS[0]}?zoom=1")
        page.wait_for_selector(SHOWN)
        before = picture(page)
        plot = page.locator(".u-over")
        plot.scroll_into_view_if_needed()
        box = plot.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] * 0.6, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.8, middle, steps=5)
        page.mouse.up()
        page.wait_for_timeout(100)
        assert picture(page) != before
        expect(page.locator("[data-read]")).to_contain_text("Squat")
        assert heard.complaints == []


def test_without_a_script_the_ranges_and_the_chart_are_there_and_nothing_is_promised(
    browser: Browser, liftlog: LiftLog, lifter: Member
) -> None:
    with opened(browser, liftlog.address, PHONE, member=lifter, javascript=False) as (page, _):
        page.goto(f"{PATHS[0]}?zoom=1")
        expect(page.locator("svg.chart.only-narrow").first).to_be_visible()
        expect(page.get_by_role("button", name="Closer")).to_be_hidden()
        page.get_by_role("link", name="All", exact=True).click()
        expect(page.locator("svg.chart.only-narrow").first).to_be_visible()


def test_points_that_do_not_come_are_said_to_be_missing(look: tuple[Page, Heard]) -> None:
    page, _ = look
    page.route("**/api/v1/stats/one-rep-max**", lambda route: route.abort())
    page.goto(f"{PATHS[0]}?zoom=1")
    expect(page.get_by_text("The points could not be loaded.")).to_be_visible()
