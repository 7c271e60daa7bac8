"""Hosts and origins: one form for each, whatever was typed."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.kit.hosts import host_of, is_of_this_machine, resolved, web_address, with_port
from liftlog.kit.origins import origin_of, web_address_of

NO_HOSTS = (
    "",
    " ",
    "a b",
    "a/b",
    "user@host",
    "host:80",
    "[::1",
    "::1]",
    "[127.0.0.1]",
    "[]",
    "[::1]:80",
    "fe80::1%lo",
    "1.2.3.4.5",
    "256.0.0.1",
    "0x100000000",
    "-a",
    "a..b",
    "a" * 64,
    ".".join(["abc"] * 70),
    "a\x00b",
    "\udcff",
    "\N{SNOWMAN}\N{VARIATION SELECTOR-16}.example\u200d",
)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("127.1", "127.0.0.1"),
        ("0", "0.0.0.0"),  # noqa: S104 It is compared.
        ("0x7f000001", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("[::1]", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("::", "::"),
        ("2001:DB8::A", "2001:db8::a"),
        ("LocalHost", "localhost"),
        ("lift_log.example.org.", "lift_log.example.org."),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("пример.example", "xn--e1afmkfd.example"),
    ],
)
def test_a_host_has_one_form(typed: str, host: str) -> None:
    assert host_of(typed) == host
    assert host_of(host) == host


@pytest.mark.parametrize("typed", NO_HOSTS)
def test_what_is_no_host_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 That it is refused is all.
        host_of(typed)


@given(st.text() | st.text("0123456789.:[]xafABC%-_", max_size=30))
def test_any_text_is_a_host_of_one_form_or_refused(typed: str) -> None:
    try:
        host = host_of(typed)
    except ValueError:
        return
    assert host_of(host) == host
    assert host.isascii()


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("::1", "http://[::1]:25590"),
        ("::", "http://[::1]:25590"),
        ("0.0.0.0", "http://127.0.0.1:25590"),  # noqa: S104 It is printed.
        ("lift.example.org", "http://lift.example.org:25590"),
    ],
)
def test_an_address_to_type_has_brackets_around_ipv6(host: str, shown: str) -> None:
    assert web_address(host, 25590) == shown


def test_a_name_is_listened_on_by_its_address() -> None:
    assert resolved("localhost") in {"127.0.0.1", "::1"}
    assert with_port(resolved("::1"), 80) == "[::1]:80"
    with pytest.raises(socket.gaierror):
        resolved("nowhere.invalid")


def test_addresses_of_this_machine() -> None:
    assert all(map(is_of_this_machine, ["127.0.0.1", "127.0.0.2", "::1", "localhost"]))
    assert not any(map(is_of_this_machine, ["0.0.0.0", "::", "lift.example.org"]))  # noqa: S104 Compared.


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("http://host:80", "http://host"),
        ("https://host:443", "https://host"),
        ("https://host:443/", "https://host"),
        ("HTTPS://Lift.Example.ORG:443", "https://lift.example.org"),
        ("http://host:443", "http://host:443"),
        ("https://host:80", "https://host:80"),
        ("http://host:", "http://host"),
        ("http://host:08080", "http://host:8080"),
        ("https://Bücher.example", "https://xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080"),
        ("http://127.1:25590", "http://127.0.0.1:25590"),
        ("http://example.org.", "http://example.org."),
    ],
)
def test_an_origin_has_the_form_in_which_browsers_send_it(typed: str, origin: str) -> None:
    assert origin_of(typed) == origin
    assert origin_of(origin) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "null",
        "host",
        "//host",
        "ftp://host",
        "http://",
        "http:///path",
        "http://user@host",
        "http://user:pass@host",
        "http://[::1",
        "http://::1",
        "http://[::1]x",
        "http://host:port",
        "http://host:65536",
        "http://host:0",
        "http://host:80:80",
        "http://ho st",
        "http://host\\path",
        "http://host\n",
        "http://host\x00",
        "http://a,b",
        "http://%6c",
        "http://ho\udcffst",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_origin_is_none(typed: str) -> None:
    assert origin_of(typed) is None


@given(st.text() | st.text("htps:/[]@.0123456789axX%\\ ", max_size=40).map("http://{}".format))
def test_any_text_is_an_origin_of_one_form_or_none(typed: str) -> None:
    origin = origin_of(typed)
    assert origin is None or origin_of(origin) == origin


def test_a_path_and_a_query_are_told_apart_from_the_origin() -> None:
    address = web_address_of("http://host/app")
    assert (address.origin, address.path, address.has_more) == ("http://host", "/app", False)
    assert web_address_of("http://host?a").has_more
    assert web_address_of("http://host#a").has_more
