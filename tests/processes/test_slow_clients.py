"""Clients that send slowly, or never end: they hold a socket, and no thread."""

import contextlib
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.processes.running import LiftLog, Member, browsing

pytestmark = pytest.mark.processes

SOCKETS = 200
# A page takes a tenth of it on an idle machine.
SERVED_WITHIN_S = 2.0

HALF_SENT = {
    "body": b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 300\r\n\r\nx",
    "chunks": b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "headers": b"POST /login HTTP/1.1\r\nHost: x\r\nX-A: ",
}


@contextlib.contextmanager
def half_sent(address: str, request: bytes) -> Iterator[list[socket.socket]]:
    """That many sockets with a request that does not go on."""
    place = urlsplit(address)
    with contextlib.ExitStack() as opened:
        sockets = []
        for _ in range(SOCKETS):
            one = opened.enter_context(socket.create_connection((place.hostname, place.port)))
            one.sendall(request)
            sockets.append(one)
        yield sockets


def told(one: socket.socket) -> bytes:
    """The answer, until the other end closes."""
    one.settimeout(30)
    answer = b""
    while piece := one.recv(65_536):
        answer += piece
    return answer


@pytest.mark.alone
@pytest.mark.parametrize("request_sent", HALF_SENT.values(), ids=HALF_SENT.keys())
def test_pages_are_served_while_hundreds_send_slowly(
    liftlog: LiftLog, lifter: Member, request_sent: bytes
) -> None:
    with browsing(liftlog.address, lifter) as browser, half_sent(liftlog.address, request_sent):
        for path in ("/health", "/health/ready", "/", "/calendar", "/progress", "/login"):
            began_s = time.monotonic()
            assert browser.get(path).status_code == 200
            assert time.monotonic() - began_s < SERVED_WITHIN_S, path


@pytest.mark.alone
@pytest.mark.parametrize("request_sent", HALF_SENT.values(), ids=HALF_SENT.keys())
def test_stats_answers_while_hundreds_send_slowly(liftlog: LiftLog, request_sent: bytes) -> None:
    with half_sent(liftlog.stats_address, request_sent):
        for path in ("/health", "/health/ready"):
            began_s = time.monotonic()
            assert httpx2.get(liftlog.stats_address + path).status_code == 200
            assert time.monotonic() - began_s < SERVED_WITHIN_S, path


def test_what_does_not_arrive_in_time_is_refused(liftlog: LiftLog) -> None:
    """Bodies, headers, and a body of which a byte a second arrives, all at the same time."""
    with contextlib.ExitStack() as opened:
        sockets = {
            kind: opened.enter_context(half_sent(liftlog.address, request))
            for kind, request in HALF_SENT.items()
        }
        dripping = sockets["body"].pop()
        began_s = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - began_s < 30 and not _answered(dripping):
                dripping.sendall(b"x")
        assert time.monotonic() - began_s < 20
        for kind in ("body", "chunks"):
            assert {told(one)[:30] for one in sockets[kind]} == {
                b"HTTP/1.1 408 Request Timeout\r\n"
            }
        assert {told(one)[:12] for one in sockets["headers"]} <= {b"", b"HTTP/1.1 408"}


def _answered(one: socket.socket) -> bool:
    one.settimeout(1)
    try:
        return b"408" in one.recv(1_024)
    except TimeoutError:
        return False


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_that_breaks_off_is_not_acted_upon(
    liftlog: LiftLog, *, chunked: bool, whole: bool
) -> None:
    """granian tells of it by how it ends a body; an upgrade may change that."""
    member = liftlog.member(f"cut-{chunked}-{whole}".lower())
    workout = b'{"title": "Cut off", "exercises": []}'
    head = "POST /api/v1/workouts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    head += f"Authorization: Bearer {member.token}\r\n"
    if chunked:
        end = b"\r\n0\r\n\r\n" if whole else b""
        head += f"Transfer-Encoding: chunked\r\n\r\n{len(workout):x}\r\n"
    else:
        end = b""
        head += f"Content-Length: {len(workout) + (not whole)}\r\n\r\n"
    place = urlsplit(liftlog.address)
    with socket.create_connection((place.hostname, place.port)) as one:
        one.sendall(head.encode() + workout + end)
        if whole:
            assert one.recv(1_024).startswith(b"HTTP/1.1 201 ")
        else:
            one.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):
                assert b" 201 " not in told(one)
    found = httpx2.get(f"{liftlog.address}/api/v1/workouts", headers=member.headers).json()
    assert len(found["items"]) == whole


def test_a_file_that_is_too_large_is_told_on_the_page(liftlog: LiftLog, lifter: Member) -> None:
    """It is read to its end: a browser shows no answer that comes while it still sends."""
    with browsing(liftlog.address, lifter) as browser:
        answer = browser.post("/import", files={"file": ("log.csv", b"x" * 25_000_000)})
    assert answer.status_code == 413
    assert "The file is larger than 20 MB." in answer.text
