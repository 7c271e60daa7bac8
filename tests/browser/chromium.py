"""Chromium for the tests: the system's own, at the sizes of a phone and a desk."""

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from tests.browsing import FROM_OUR_PAGE
from tests.cast import PASSWORD
from tests.processes.running import Member

MISSING = (
    "The browser tests need Chromium: apt-get install --no-install-recommends "
    "chromium fonts-dejavu-core"
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = (390, 844)
DESK = (1280, 900)
TIMEOUT_MS = 20_000
PAGES = pytest.StashKey[list[Page]]()
"""The pages of a test, to keep a picture of when it fails."""


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Heard:
    """What the browser complained about, and what it loaded."""

    complaints: list[str] = field(default_factory=list)
    loaded: list[Response] = field(default_factory=list)

    def listen_to(self, page: Page) -> None:
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._loaded)

    def _loaded(self, response: Response) -> None:
        self.loaded.append(response)

    def _said(self, kind: str, text: str) -> None:
        # A refused form and a page that is not there are answered with 4xx on purpose.
        if kind in {"error", "warning"} and "responded with a status of 4" not in text:
            self.complaints.append(text)

    def compressed_bytes(self, content_type: str) -> int:
        """What was loaded of a kind, as a proxy would send it."""
        return sum(
            len(gzip.compress(one.body(), compresslevel=6))
            for one in self.loaded
            if one.status == 200 and one.headers.get("content-type", "").startswith(content_type)
        )


@contextmanager
def opened(
    browser: Browser,
    address: str,
    size: tuple[int, int],
    *,
    member: Member | None = None,
    javascript: bool = True,
) -> Iterator[tuple[Page, Heard]]:
    """Open a page in a context of its own, signed in as `member`."""
    width, height = size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        java_script_enabled=javascript,
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
    )
    try:
        context.set_default_timeout(TIMEOUT_MS)
        if member is not None:
            _carry_session(context, address, member)
        page, heard = context.new_page(), Heard()
        heard.listen_to(page)
        yield page, heard
    finally:
        context.close()


SESSIONS: dict[tuple[str, str], dict[str, str]] = {}
"""Signing in costs more than most of what is looked at: once for each account, while it lasts."""


def _carry_session(context: BrowserContext, address: str, member: Member) -> None:
    cookies = SESSIONS.get((address, member.email))
    if cookies is None or not _lasts(address, cookies):
        cookies = SESSIONS[address, member.email] = _signed_in(address, member)
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )


def _signed_in(address: str, member: Member) -> dict[str, str]:
    form = {"email": member.email, "password": PASSWORD}
    answer = httpx2.post(f"{address}/login", data=form, headers=FROM_OUR_PAGE, timeout=20)
    assert answer.status_code == 303, answer.text
    return dict(answer.cookies.items())


def _lasts(address: str, cookies: dict[str, str]) -> bool:
    return httpx2.get(f"{address}/trash", cookies=cookies, timeout=20).status_code == 200


def screenshot(page: Page, folder: Path, name: str) -> Path:
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=True, timeout=TIMEOUT_MS)
    return path
