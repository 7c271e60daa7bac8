"""Kept on a device: copies of pages, new versions, and addresses where none of it is allowed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

import liftlog as package
from tests.browser.away import (
    Server,
    Training,
    any_exercise,
    commit,
    open_store,
    reps_on_the_device,
    sign_in,
    wait_for_worker,
    wait_until_sent,
)
from tests.browser.chromium import ARGUMENTS
from tests.processes.running import LiftLog, Member, until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(liftlog: LiftLog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(liftlog, tmp_path_factory.mktemp("installed"))
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def _back_again(server: Server) -> Iterator[None]:
    yield
    server.start()


@pytest.fixture(scope="module")
def ana(liftlog: LiftLog) -> Member:
    return liftlog.member("installed-ana")


@pytest.fixture(scope="module")
def ben(liftlog: LiftLog) -> Member:
    return liftlog.member("installed-ben")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Server, ana: Member) -> Page:
    page = context.new_page()
    sign_in(page, server.address, ana)
    wait_for_worker(page)
    return page


def copies(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """caches.open("pages").then((pages) => pages.keys())
          .then((all) => all.map((one) => new URL(one.url).pathname))"""
    )
    return found


def test_a_page_that_was_seen_opens_as_a_copy_that_says_when_it_was_made(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.address}/calendar")
    assert until(lambda: "/calendar" in copies(page), within_s=10)
    expect(page.get_by_text("Copy from")).to_be_hidden()
    server.stop()
    page.goto(f"{server.address}/calendar")
    expect(page.get_by_text("Copy from")).to_be_visible()
    assert page.get_by_text("Copy from").text_content() != "Copy from ."
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.response["violations"] == []
    page.goto(f"{server.address}/exercises")
    expect(page.get_by_role("heading", level=1)).to_have_text("No network")


def test_a_server_that_does_not_answer_is_waited_for_three_seconds_and_no_longer(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.address}/calendar")
    assert until(lambda: "/calendar" in copies(page), within_s=10)
    server.hold()
    try:
        page.goto(f"{server.address}/calendar")
        expect(page.get_by_text("Copy from")).to_be_visible()
    finally:
        server.go_on()


def test_a_page_with_secrets_is_never_kept(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/settings")
    page.goto(f"{server.address}/calendar")
    assert until(lambda: "/calendar" in copies(page), within_s=10)
    assert "/settings" not in copies(page)


def test_nobody_sees_the_copies_of_somebody_else(
    context: BrowserContext, page: Page, server: Server, ben: Member
) -> None:
    page.goto(f"{server.address}/calendar")
    assert until(lambda: "/calendar" in copies(page), within_s=10)
    context.clear_cookies()
    sign_in(page, server.address, ben)
    page.goto(f"{server.address}/exercises")
    assert until(lambda: "/exercises" in copies(page), within_s=10)
    assert "/calendar" not in copies(page)


def test_a_new_version_waits_while_a_workout_runs_and_then_for_a_word(
    page: Page, server: Server, ana: Member, liftlog: LiftLog, tmp_path: Path
) -> None:
    training = Training(any_exercise(server.address, ana))
    open_store(page, server.address)
    wait_until_sent(page)
    commit(page, *training.begin(), training.log(5))
    before = shell_names(page)
    server.stop()
    newer = Server(liftlog, tmp_path, environment=_newer(tmp_path), port=server.port)
    newer.start()
    try:
        update = page.get_by_text("A new version is ready.")
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        assert until(lambda: is_waiting(page), within_s=20)
        expect(update).to_be_hidden()
        commit(page, training.log(4), training.finish())
        expect(update).to_be_visible()
        assert set(before) <= set(shell_names(page))
        with page.expect_navigation():
            page.get_by_role("button", name="Use it now").click()
        assert until(lambda: set(shell_names(page)).isdisjoint(before), within_s=10)
        open_store(page, server.address)
        assert reps_on_the_device(page, training.workout) == [5, 4]
        wait_until_sent(page)
    finally:
        newer.stop()


def _newer(folder: Path) -> dict[str, str]:
    """The next release: the same with one more line of style."""
    source = folder / "newer" / "liftlog"
    shutil.copytree(Path(package.__file__).parent, source, ignore=shutil.ignore_patterns("*.pyc"))
    style = source / "core" / "web" / "static" / "css" / "base.css"
    style.write_text(style.read_text("utf-8") + "/* newer */\n", "utf-8")
    path = [str(source.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(path)}


def is_waiting(page: Page) -> bool:
    waiting: bool = page.evaluate(
        "navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)"
    )
    return waiting


def shell_names(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        "caches.keys().then((all) => all.filter((one) => one.startsWith('shell-')))"
    )
    return names


def test_an_address_that_is_not_secure_says_what_it_can_not_do_and_still_works(
    browser: Browser, server: Server, ana: Member
) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    rules = "--host-resolver-rules=MAP gym.test 127.0.0.1"
    plain = browser.browser_type.launch(executable_path=chromium, args=[*ARGUMENTS, rules])
    try:
        page = plain.new_page()
        page.set_default_timeout(20_000)
        sign_in(page, f"http://gym.test:{server.port}", ana)
        assert page.evaluate("isSecureContext") is False
        told = page.get_by_text("This address can't work offline.")
        expect(told).to_be_visible()
        open_store(page, f"http://gym.test:{server.port}")
        wait_until_sent(page)
        training = Training(any_exercise(server.address, ana))
        commit(page, *training.begin(), training.log(3), training.finish())
        wait_until_sent(page)
        page.get_by_role("link", name="How to change that").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("A secure address")
    finally:
        plain.close()


def test_a_page_that_the_worker_missed_asks_for_it(page: Page) -> None:
    """As a page does that is loading while the worker becomes active."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    with page.expect_navigation():
        session.send("Page.reload", {"ignoreCache": True})
    wait_for_worker(page)


def test_a_secure_address_says_nothing_of_it(page: Page) -> None:
    expect(page.get_by_text("This address can't work offline.")).to_be_hidden()


def test_the_browser_finds_nothing_wrong_with_the_manifest(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].endswith("/manifest.webmanifest")
    problems = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window of a test is a private one, which no browser installs from.
    assert [one["errorId"] for one in problems if one["errorId"] != "in-incognito"] == []
