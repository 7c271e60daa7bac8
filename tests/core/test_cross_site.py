"""Requests that another site made a browser send are refused."""

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from liftlog.core.request.cross_site import refuse_cross_site
from liftlog.kit.errors import CrossSiteRequestError

COOKIE = "session=something"


def request(method: str = "POST", **headers: str) -> Request:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return EnvironBuilder(
        method=method, headers=named, base_url="http://lift.example:25590"
    ).get_request()


def refused(asked: Request, public_origin: str | None = None) -> bool:
    try:
        refuse_cross_site(asked, public_origin)  # type: ignore[arg-type] # Flask's is one of these.
    except CrossSiteRequestError:
        return True
    return False


@pytest.mark.parametrize("site", ["cross-site", "same-site", "something-new"])
def test_a_write_from_elsewhere_is_refused(site: str) -> None:
    assert refused(request(Sec_Fetch_Site=site, Cookie=COOKIE))


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_write_from_our_own_page_or_the_address_bar_passes(site: str) -> None:
    assert not refused(request(Sec_Fetch_Site=site, Cookie=COOKIE))


def test_what_the_browser_says_outweighs_a_matching_origin() -> None:
    asked = request(Sec_Fetch_Site="cross-site", Origin="http://lift.example:25590", Cookie=COOKIE)
    assert refused(asked)


def test_without_fetch_metadata_the_origin_decides() -> None:
    assert not refused(request(Origin="http://lift.example:25590", Cookie=COOKIE))
    assert refused(request(Origin="http://evil.example", Cookie=COOKIE))
    assert refused(request(Origin="null", Cookie=COOKIE))


def test_behind_a_proxy_the_public_origin_is_the_one_that_counts() -> None:
    public = "https://lift.example"
    assert not refused(request(Origin=public, Cookie=COOKIE), public)
    assert refused(request(Origin="http://lift.example:25590", Cookie=COOKIE), public)


def test_a_cookie_without_any_word_of_where_from_is_refused() -> None:
    assert refused(request(Cookie=COOKIE))


def test_a_program_without_cookies_passes_and_has_to_authenticate_itself() -> None:
    assert not refused(request())


def test_a_bearer_token_is_no_cookie_that_a_browser_adds() -> None:
    assert not refused(request(Authorization="Bearer x", Sec_Fetch_Site="cross-site"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_open_to_links_from_elsewhere(method: str) -> None:
    assert not refused(request(method, Sec_Fetch_Site="cross-site", Cookie=COOKIE))
