"""Why something is not sent, in five states, and what was typed when the page is loaded anew."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chromium import PHONE, opened
from tests.browser.gym import ROUTINE, Gym, at_the_gym, log, log_button, logged
from tests.processes.running import LiftLog, Member

pytestmark = pytest.mark.browser

SYNC = "**/api/v1/sync"
Answer = Callable[[Route], None]


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("states-ana")


@pytest.fixture
def page(browser: Browser, liftlog: LiftLog, ana: Member) -> Iterator[Page]:
    with at_the_gym(browser, liftlog, ana, PHONE) as (page, _):
        yield page


def html(status: int) -> Answer:
    return lambda route: route.fulfill(
        status=status, content_type="text/html", body="<h1>Log in to the proxy</h1>"
    )


def problem(status: int, code: str) -> Answer:
    body: dict[str, Any] = {"status": status, "code": code}
    return lambda route: route.fulfill(
        status=status, content_type="application/problem+json", json=body
    )


def redirected(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "https://proxy.example.org/login"})


AT_THE_PROXY = (
    "sign in at the proxy, unsent: 1",
    "A proxy before the server wants you to sign in.",
)
SERVER_ERROR = (
    "server error, unsent: 1",
    "The server has an error. LiftLog tries again by itself.",
)
STATES: dict[str, tuple[Answer, tuple[str, str]]] = {
    "a redirect to the page of a proxy": (redirected, AT_THE_PROXY),
    "a page of a proxy": (html(200), AT_THE_PROXY),
    "a refusal by a proxy": (html(401), AT_THE_PROXY),
    "another refusal by a proxy": (html(403), AT_THE_PROXY),
    "a gateway without a server": (html(502), SERVER_ERROR),
    "a server with an error": (problem(503, "database_unavailable"), SERVER_ERROR),
    "a server that is busy": (problem(429, "too_many_requests"), SERVER_ERROR),
    "signed out": (
        problem(401, "not_signed_in"),
        ("signed out, unsent: 1", "Signed out. Sign in to send what waits here."),
    ),
    "no network": (
        lambda route: route.abort(),
        ("offline, unsent: 1", "sent as soon as LiftLog can be reached"),
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_the_reason_why_nothing_is_sent_is_told(page: Page, state: str) -> None:
    answer, (chip, sentence) = STATES[state]
    expect(page.locator(".chip.sent")).to_have_text("all sent")
    page.unroute(SYNC)
    page.route(SYNC, answer)
    log(page)
    expect(page.locator(".chip.sent")).to_have_text(chip)
    page.locator(".chip.sent").click()
    expect(page.locator("#log")).to_contain_text(sentence)
    if chip == AT_THE_PROXY[0]:
        # This one comes from the network, never from what the device keeps.
        link = page.get_by_role("link", name="Sign in at the proxy")
        assert link.get_attribute("href") == "/login?next=/log"
    page.unroute(SYNC)
    page.route(SYNC, Gym().answer)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#log")).to_contain_text("Everything is sent.")


def test_a_history_that_is_loading_is_not_called_offline(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with opened(browser, liftlog.address, PHONE, member=ana) as (page, _):
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route(SYNC, hold)
        page.goto("/log")
        expect(page.locator(".chip.sent")).to_have_text("Loading your history")
        expect(page.get_by_role("heading", name="Loading your history")).to_be_visible()
        expect(page.get_by_role("button", name="Start empty")).to_be_enabled()
        Gym().answer(held.pop())
        expect(page.get_by_role("button", name=re.compile("^Start Push"))).to_be_visible()
        expect(page.locator(".chip.sent")).to_have_text("all sent")


def test_a_weight_that_was_typed_is_there_after_a_reload(page: Page) -> None:
    page.get_by_label("kg", exact=True).fill("91.25")
    page.get_by_role("button", name="Reps: 1 more").click()
    reps = page.get_by_label("Reps", exact=True).input_value()
    page.get_by_label("kg", exact=True).fill("92.5")
    page.reload()
    expect(page.get_by_label("kg", exact=True)).to_have_value("92.5")
    expect(page.get_by_label("Reps", exact=True)).to_have_value(reps)
    log(page)
    expect(logged(page)).to_contain_text("92.5")
    expect(page.locator(".chip.sent")).to_have_attribute("data-kept", "")
    page.reload()
    expect(logged(page)).to_contain_text("92.5")
    expect(log_button(page)).to_contain_text("Log set 1: 102.5")


def test_what_was_typed_wrong_is_there_after_a_reload(page: Page) -> None:
    page.get_by_label("kg", exact=True).fill("1o5")
    page.reload()
    field = page.get_by_label("kg", exact=True)
    expect(field).to_have_value("1o5")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_a_dialog_is_open_with_what_was_typed_after_a_reload(page: Page) -> None:
    page.get_by_role("button", name="Title and note").click()
    page.get_by_role("textbox", name="Note").fill("Slept badly.")
    page.reload()
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Slept badly.")
    page.get_by_role("button", name="Save").click()
    page.reload()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_was_typed_to_finish_is_there_after_a_reload(page: Page) -> None:
    log(page)
    page.get_by_role("link", name="Finish").click()
    page.get_by_label("Title").fill("Push, heavy")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Push, heavy")


def test_what_was_typed_for_one_workout_is_not_put_into_another(
    browser: Browser, liftlog: LiftLog, ana: Member
) -> None:
    with at_the_gym(browser, liftlog, ana, PHONE) as (page, _):
        before = page.get_by_label("kg", exact=True).input_value()
        page.get_by_label("kg", exact=True).fill("92.5")
        page.reload()
        kept = page.evaluate("localStorage['liftlog.typed']")
    with at_the_gym(browser, liftlog, ana, PHONE, start="") as (page, _):
        page.evaluate("(kept) => { localStorage['liftlog.typed'] = kept; }", kept)
        page.goto(f"/log?start=routine:{ROUTINE}")
        expect(page.get_by_label("kg", exact=True)).to_have_value(before)
