"""One LiftLog and one Chromium for all browser tests; a page of its own for each."""

import re
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.chromium import (
    DESK,
    PAGES,
    PHONE,
    TIMEOUT_MS,
    Heard,
    chromium,
    opened,
    screenshot,
)
from tests.processes.running import LiftLog, Member

expect.set_options(timeout=TIMEOUT_MS)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def liftlog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiftLog]:
    liftlog = LiftLog(tmp_path_factory.mktemp("browser"))
    with liftlog.up():
        yield liftlog


@pytest.fixture(scope="package")
def lifter(liftlog: LiftLog) -> Member:
    """Somebody with three years of training. Tests look at it and leave it as it is."""
    return liftlog.demo("lifter")


@pytest.fixture(scope="package")
def newcomer(liftlog: LiftLog) -> Member:
    """Somebody whose account is empty and stays so."""
    return liftlog.member("newcomer")


def _page(
    request: pytest.FixtureRequest,
    browser: Browser,
    liftlog: LiftLog,
    size: tuple[int, int],
    *,
    javascript: bool = True,
) -> Iterator[Page]:
    with opened(browser, liftlog.address, size, javascript=javascript) as (page, heard):
        request.node.stash.setdefault(PAGES, []).append(page)
        yield page
        assert heard.complaints == []


@pytest.fixture
def phone(request: pytest.FixtureRequest, browser: Browser, liftlog: LiftLog) -> Iterator[Page]:
    """A stranger with a phone. What the console complains about fails the test."""
    yield from _page(request, browser, liftlog, PHONE)


@pytest.fixture
def phone_without_scripts(
    request: pytest.FixtureRequest, browser: Browser, liftlog: LiftLog
) -> Iterator[Page]:
    yield from _page(request, browser, liftlog, PHONE, javascript=False)


@pytest.fixture
def desk(request: pytest.FixtureRequest, browser: Browser, liftlog: LiftLog) -> Iterator[Page]:
    yield from _page(request, browser, liftlog, DESK)


@pytest.fixture
def look(
    request: pytest.FixtureRequest, browser: Browser, liftlog: LiftLog, lifter: Member
) -> Iterator[tuple[Page, Heard]]:
    """The lifter's own page, and what the browser says of it."""
    with opened(browser, liftlog.address, PHONE, member=lifter) as (page, heard):
        request.node.stash.setdefault(PAGES, []).append(page)
        yield page, heard


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of what the browser showed when a test failed, and say where it is."""
    report = yield
    if report.when == "call" and report.failed:
        folder = Path(tempfile.gettempdir()) / "liftlog-screenshots"
        folder.mkdir(exist_ok=True)
        pages: list[Page] = item.stash.get(PAGES, [])
        for number, page in enumerate(pages):
            name = f"{re.sub(r'[^a-z0-9]+', '-', item.name.lower())[:120]}-{number}"
            try:
                report.sections.append(("screenshot", str(screenshot(page, folder, name))))
            except Error as error:
                report.sections.append(("screenshot", f"There is none: {error}"))
    return report
