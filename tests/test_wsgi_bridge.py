"""The bridge from granian's RSGI to WSGI, over a protocol of its own."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from liftlog.http.wsgi_bridge import Headers, RequestLimits, WsgiBridge

FORM = [("host", "x"), ("content-length", "6")]


@dataclass
class Scope:
    given: Headers = field(default_factory=lambda: [("host", "x")])
    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    http_version: str = "1.1"
    scheme: str = "http"
    client: str = "127.0.0.1:40000"
    server: str = "127.0.0.1:25590"

    @property
    def headers(self) -> "Scope":
        return self

    def items(self) -> Headers:
        return list(self.given)


class Protocol:
    def __init__(self, *chunks: bytes, pause_s: float = 0) -> None:
        self._chunks = chunks
        self._pause_s = pause_s
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            await asyncio.sleep(self._pause_s)
            yield chunk
        yield b""

    def response_empty(self, status: int, headers: Headers) -> None:
        self.status, self.headers = status, dict(headers)

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.response_empty(status, headers)
        self.body = body


def echo(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("content-type", "text/plain")])
    return [environ["wsgi.input"].read()]


def bridge(application: Any = echo, *, threads: int = 2, **limits: Any) -> WsgiBridge:
    return WsgiBridge(
        application, threads=threads, limits=RequestLimits(**{"body_max_bytes": 100, **limits})
    )


def asked(of: WsgiBridge, scope: Scope, protocol: Protocol) -> Protocol:
    asyncio.run(of.__rsgi__(scope, protocol))
    return protocol


def test_a_body_comes_whole_from_its_chunks() -> None:
    answer = asked(bridge(), Scope(FORM, method="POST"), Protocol(b"abc", b"def"))
    assert (answer.status, answer.body) == (200, b"abcdef")


@pytest.mark.parametrize(
    ("headers", "chunks"),
    [
        (FORM, [b"abc"]),
        ([("host", "x"), ("transfer-encoding", "chunked")], [b"abc", b""]),
    ],
    ids=["length", "chunked"],
)
def test_a_body_that_breaks_off_reaches_nobody(headers: Headers, chunks: list[bytes]) -> None:
    answer = asked(bridge(), Scope(headers, method="POST"), Protocol(*chunks))
    assert answer.status == 400
    assert json.loads(answer.body)["detail"] == "The request ended early."


def test_a_body_that_arrives_slowly_is_refused_and_let_go() -> None:
    slow = bridge(patience_s=0.05, bytes_per_s=1_000)
    answer = asked(slow, Scope(FORM, method="POST"), Protocol(b"abc", b"def", pause_s=0.04))
    assert answer.status == 408
    assert json.loads(answer.body)["code"] == "slow_request"
    assert answer.headers["connection"] == "close"
    steady = bridge(patience_s=0.05, bytes_per_s=10)
    answer = asked(steady, Scope(FORM, method="POST"), Protocol(b"abc", b"def", pause_s=0.04))
    assert answer.status == 200


def test_a_large_body_with_a_length_is_refused_by_the_application() -> None:
    def length(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        start("413 Content Too Large", [])
        return [environ["CONTENT_LENGTH"].encode()]

    headers = [("host", "x"), ("content-length", "150")]
    answer = asked(bridge(length), Scope(headers, method="POST"), Protocol(b"x" * 90, b"x" * 60))
    assert (answer.status, answer.body) == (413, b"150")
    headers = [("host", "x"), ("transfer-encoding", "chunked")]
    answer = asked(bridge(length), Scope(headers, method="POST"), Protocol(b"x" * 90, b"x" * 60))
    assert json.loads(answer.body)["code"] == "too_large"


def test_bodies_have_a_limit_together() -> None:
    async def both() -> list[int]:
        of = bridge(bodies_max_bytes=10)
        protocols = [Protocol(b"abcdef", pause_s=0.02) for _ in range(2)]
        await asyncio.gather(*(of.__rsgi__(Scope(FORM), one) for one in protocols))
        later = Protocol(b"abcdef")
        await of.__rsgi__(Scope(FORM), later)
        return [one.status for one in (*protocols, later)]

    assert asyncio.run(both()) == [200, 503, 200]


def test_more_than_may_wait_are_told_to_come_back() -> None:
    release = threading.Event()

    def slow(_environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        release.wait(10)
        start("204 No Content", [])
        return []

    async def many() -> list[Protocol]:
        of = bridge(slow, threads=1, waiting_max=2)
        protocols = [Protocol() for _ in range(5)]
        running = [asyncio.create_task(of.__rsgi__(Scope(), one)) for one in protocols]
        await asyncio.sleep(0.05)
        release.set()
        await asyncio.gather(*running)
        return protocols

    answers = asyncio.run(many())
    assert sorted(one.status for one in answers) == [204, 204, 204, 503, 503]
    busy = next(one for one in answers if one.status == 503)
    assert busy.headers["retry-after"] == "2"
    assert json.loads(busy.body)["code"] == "server_busy"


def test_health_is_told_while_all_threads_are_at_work() -> None:
    release = threading.Event()

    def slow(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith("/health"):
            release.wait(10)
        start("200 OK", [])
        return [b"ok"]

    async def asked_meanwhile() -> list[int]:
        of = bridge(slow, threads=1, waiting_max=0)
        busy = asyncio.create_task(of.__rsgi__(Scope(), Protocol()))
        await asyncio.sleep(0.05)
        answers = [Protocol() for _ in range(3)]
        for path, answer in zip(("/health", "/health/ready", "/"), answers, strict=True):
            await of.__rsgi__(Scope(path=path), answer)
        release.set()
        await busy
        return [one.status for one in answers]

    assert asyncio.run(asked_meanwhile()) == [200, 200, 503]


def test_who_waited_too_long_is_told_to_come_back() -> None:
    moments = iter([0.0, 11.0])
    late = WsgiBridge(
        echo,
        threads=1,
        limits=RequestLimits(body_max_bytes=1),
        monotonic=lambda: next(moments),
    )
    browser = [("host", "x"), ("accept", "text/html,*/*")]
    answer = asked(late, Scope(browser), Protocol())
    assert answer.status == 503
    assert b"<h1>The server is busy. Try again.</h1>" in answer.body


def test_a_connection_ends_after_its_share_of_requests() -> None:
    of = bridge(connection_requests_max=3)
    ends = [asked(of, Scope(), Protocol()).headers.get("connection") for _ in range(6)]
    assert ends == [None, None, "close"] * 2
    assert asked(of, Scope(client="127.0.0.1:40001"), Protocol()).headers.get("connection") is None


def test_connections_that_are_counted_have_a_limit() -> None:
    of = bridge(connections_counted=2, connection_requests_max=2)
    for port in (1, 2, 3):
        asked(of, Scope(client=f"127.0.0.1:{port}"), Protocol())
    assert asked(of, Scope(client="127.0.0.1:1"), Protocol()).headers.get("connection") is None
    assert asked(of, Scope(client="127.0.0.1:3"), Protocol()).headers["connection"] == "close"


def test_a_request_that_names_two_hosts_is_refused() -> None:
    assert asked(bridge(), Scope([("host", "x"), ("host", "y")]), Protocol()).status == 400


def test_the_environment_is_that_of_pep_3333() -> None:
    seen: dict[str, Any] = {}

    def keep(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        seen.update(environ)
        start("200 OK", [])
        return [b"a", b"b"]

    headers = [("host", "x"), ("accept", "a"), ("accept", "b"), ("content-type", "text/plain")]
    scope = Scope(headers, path="/é", query_string="q=%ff", client="[::1]:40000", server="[::]:80")
    assert asked(bridge(keep), scope, Protocol()).body == b"ab"
    expected = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/Ã©",
        "QUERY_STRING": "q=%ff",
        "REMOTE_ADDR": "::1",
        "SERVER_NAME": "::",
        "SERVER_PORT": "80",
        "HTTP_HOST": "x",
        "HTTP_ACCEPT": "a,b",
        "CONTENT_TYPE": "text/plain",
        "wsgi.url_scheme": "http",
    }
    assert expected.items() <= seen.items()


def test_what_the_application_raises_is_an_error_of_ours() -> None:
    def broken(_environ: dict[str, Any], _start: Callable[..., object]) -> Iterable[bytes]:
        raise RuntimeError("secret")

    answer = asked(bridge(broken), Scope(), Protocol())
    assert answer.status == 500
    assert b"secret" not in answer.body
