"""Requests that another site made a browser send are refused."""

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from liftlog.core.request.cross_site import refuse_cross_site
from liftlog.kit.errors import CrossSiteRequestError
from liftlog.settings import Settings

COOKIE = "session=something"


def request(
    method: str = "POST", base_url: str = "http://lift.example:25590", **headers: str
) -> Request:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return EnvironBuilder(method=method, headers=named, base_url=base_url).get_request()


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


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("http://lift.example", "http://lift.example"),
        ("http://lift.example:80", "http://lift.example"),
        # The proxy in between has https and hands the request on without.
        ("http://lift.example", "https://lift.example"),
        ("http://lift.example:443", "https://lift.example"),
        ("http://[::1]:25590", "http://[::1]:25590"),
        ("http://xn--bcher-kva.example", "http://xn--bcher-kva.example"),
    ],
)
def test_an_origin_that_is_written_otherwise_is_the_same(base_url: str, origin: str) -> None:
    assert not refused(request(base_url=base_url, Origin=origin, Cookie=COOKIE))


@pytest.mark.parametrize("typed", ["https://lift.example:443", "HTTPS://Lift.Example/"])
def test_a_public_origin_with_the_port_of_its_scheme_lets_its_own_pages_in(typed: str) -> None:
    settings = Settings.from_environment({"HOME": "/home/ana", "PUBLIC_ORIGIN": typed})
    assert not refused(
        request(Origin="https://lift.example", Cookie=COOKIE), settings.public_origin
    )
    assert refused(
        request(Origin="https://lift.example:8443", Cookie=COOKIE), settings.public_origin
    )


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "https://a:99999", "x" * 9000, "é"])
def test_an_origin_that_cannot_be_read_is_refused(origin: str) -> None:
    assert refused(request(Origin=origin, Cookie=COOKIE))
    assert refused(request(Origin=origin, Cookie=COOKIE), "https://lift.example")


@pytest.mark.parametrize("headers", [{}, {"Sec_Fetch_Site": "cross-site"}])
def test_a_refusal_names_both_addresses_and_the_setting_also_in_the_log(
    headers: dict[str, str],
) -> None:
    asked = request(Origin="http://lift.example:8080", Cookie=COOKIE, **headers)
    with capture_logs() as log, pytest.raises(CrossSiteRequestError) as refusal:
        refuse_cross_site(asked, "https://lift.example")  # type: ignore[arg-type] # As above.
    for told in ("http://lift.example:8080", "PUBLIC_ORIGIN is https://lift.example."):
        assert told in refusal.value.message
    (line,) = log
    assert line["event"] == "request.cross_site"
    assert (line["origin"], line["expected"], line["setting"]) == (
        "http://lift.example:8080",
        "https://lift.example",
        "PUBLIC_ORIGIN",
    )


def test_a_refusal_without_the_setting_says_where_this_is_and_what_to_set() -> None:
    asked = request(Origin="https://other.example", Cookie=COOKIE)
    with pytest.raises(CrossSiteRequestError) as refusal:
        refuse_cross_site(asked, None)  # type: ignore[arg-type] # As above.
    assert "https://other.example" in refusal.value.message
    assert "lift.example:25590" in refusal.value.message
    assert "set PUBLIC_ORIGIN" in refusal.value.message


@pytest.mark.database
def test_the_page_of_a_refusal_says_so_too(client: FlaskClient) -> None:
    client.set_cookie("flash", "x")
    answer = client.post("/login", data={}, headers={"Origin": "https://other.example<b>"})
    assert answer.status_code == 403
    page = answer.get_data(as_text=True)
    assert "https://other.example&lt;b&gt;" in page
    assert "set PUBLIC_ORIGIN" in page
