"""Looking up names: within a time limit, and never a reason to stay."""

import socket
import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from liftlog.resilience.name_lookup import addresses_of


def test_an_address_needs_no_lookup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: pytest.fail("It was asked."))
    assert addresses_of("127.0.0.1", 80, 1) == ["127.0.0.1"]
    assert addresses_of("::1", 80, 1) == ["::1"]


def test_a_name_has_the_addresses_of_the_resolver_each_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows: list[Any] = [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 80, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: rows)
    assert addresses_of("stats", 80, 1) == ["::1", "127.0.0.1"]


def test_a_name_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(socket.gaierror):
        addresses_of("stats", 80, 1)


def test_a_resolver_that_hangs_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: may_end.wait(10) and [])
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        addresses_of("stats", 80, 0.05)
    assert time.monotonic() - began < 0.5
    may_end.set()


def test_a_lookup_that_never_ends_does_not_keep_the_process() -> None:
    program = (
        "import socket, time\n"
        "from liftlog.resilience.name_lookup import addresses_of\n"
        "socket.getaddrinfo = lambda *_args, **_more: time.sleep(60)\n"
        "try: addresses_of('stats', 80, 0.01)\n"
        "except TimeoutError: print('left')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=10, check=True
    )
    assert ended.stdout == "left\n"
