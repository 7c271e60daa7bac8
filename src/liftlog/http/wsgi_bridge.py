"""A WSGI application behind granian's RSGI: a request takes a thread once it is there whole.

Read by a thread, a request that arrives slowly holds it: as many slow ones as there are threads, and
nobody else is served. See docs/decisions/0042-whole-requests-before-threads.md.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final, Protocol, TypeAlias

import structlog

from liftlog.kit.errors import (
    LiftLogError,
    ServerBusyError,
    SlowRequestError,
    TooLargeError,
)

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

Headers: TypeAlias = list[tuple[str, str]]

_CONTENT_HEADERS: Final = {"content-length": "CONTENT_LENGTH", "content-type": "CONTENT_TYPE"}
# Whoever asks for these has to hear it when all threads are at work; they have two of their own.
_HEALTH_PATHS: Final = frozenset({"/health", "/health/ready"})
_HEALTH_THREADS: Final = 2
# Larger bodies go to a file, which keeps memory for those who work.
_IN_MEMORY_BYTES: Final = 256 * 1024

_log = structlog.get_logger("liftlog.requests")


class RsgiHeaders(Protocol):
    def items(self) -> Headers: ...


class RsgiScope(Protocol):
    """A request as RSGI 1.6 describes it. `client` and `server` are an address and a port."""

    method: str
    path: str
    query_string: str
    http_version: str
    scheme: str
    client: str
    server: str

    @property
    def headers(self) -> RsgiHeaders: ...


class RsgiProtocol(Protocol):
    """The request's body, by chunk, and the way of the answer."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """What a request may take. A body has to be there after `patience_s` and a second for each `bytes_per_s`.

    `waiting_max` requests wait for a thread, none longer than `waiting_s`. `connection_requests_max`
    is after how many requests a connection is closed, so that new replicas get their share.
    """

    body_max_bytes: int
    bodies_max_bytes: int = 256 * 1024 * 1024
    patience_s: float = 10.0
    bytes_per_s: int = 8 * 1024
    waiting_max: int = 128
    waiting_s: float = 10.0
    connection_requests_max: int = 200
    connections_counted: int = 4_096


class WsgiBridge:
    """What granian runs. Made in the worker's process, used by its event loop alone."""

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        threads: int,
        limits: RequestLimits,
        refused: Callable[[str, int], None] = lambda _method, _status: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`refused` hears the method and the status of what the application never saw."""
        self._application = application
        self._refused = refused
        self._threads = threads
        self._limits = limits
        self._monotonic = monotonic
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._health_executor = ThreadPoolExecutor(_HEALTH_THREADS, thread_name_prefix="health")
        self._taken = 0
        self._bodies_bytes = 0
        self._requests_of: dict[str, int] = {}

    async def __rsgi__(self, scope: RsgiScope, protocol: RsgiProtocol) -> None:
        headers = scope.headers.items()
        last = self._is_last(scope.client)
        try:
            _refuse_two_hosts(headers)
            with self._empty_body() as body:
                await self._receive(body, headers, protocol)
                status, answer_headers, content = await self._answer(scope, headers, body)
        except LiftLogError as error:
            status, answer_headers, content = _refusal(error, headers)
            self._refused(scope.method, status)
        if last and not any(name.lower() == "connection" for name, _ in answer_headers):
            answer_headers.append(("connection", "close"))
        if content:
            protocol.response_bytes(status, answer_headers, content)
        else:
            protocol.response_empty(status, answer_headers)

    def _is_last(self, client: str) -> bool:
        """Whether the connection ends with this request. `client` is its address and port."""
        count = self._requests_of.pop(client, 0) + 1
        if count >= self._limits.connection_requests_max:
            return True
        self._requests_of[client] = count
        if len(self._requests_of) > self._limits.connections_counted:
            del self._requests_of[next(iter(self._requests_of))]
        return False

    @contextmanager
    def _empty_body(self) -> Iterator["_Body"]:
        with SpooledTemporaryFile(_IN_MEMORY_BYTES) as file:
            body = _Body(file)
            try:
                yield body
            finally:
                self._bodies_bytes -= body.kept_bytes

    async def _receive(self, body: "_Body", headers: Headers, protocol: RsgiProtocol) -> None:
        """Raises SlowRequestError, TooLargeError and ServerBusyError."""
        declared = next((value for name, value in headers if name == "content-length"), None)
        if declared is None and not any(name == "transfer-encoding" for name, _ in headers):
            return
        began_s, seen_bytes, empty_chunks = self._monotonic(), 0, 0
        chunks = aiter(protocol)
        while True:
            allowed_s = self._limits.patience_s + seen_bytes / self._limits.bytes_per_s
            try:
                async with asyncio.timeout(began_s + allowed_s - self._monotonic()):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                break
            except TimeoutError:
                raise SlowRequestError("The request did not arrive in time.") from None
            seen_bytes += len(chunk)
            empty_chunks += not chunk
            if seen_bytes <= self._limits.body_max_bytes:
                self._keep(body, chunk)
            # With a length the application refuses it, in its own words.
            elif declared is None or seen_bytes > 2 * self._limits.body_max_bytes:
                raise TooLargeError("The request is too large.")
        # granian ends a body with one empty chunk, and one that breaks off with two.
        if int(declared) != seen_bytes if declared is not None else empty_chunks > 1:
            raise LiftLogError("The request ended early.")
        body.file.seek(0)

    def _keep(self, body: "_Body", chunk: bytes) -> None:
        if self._bodies_bytes + len(chunk) > self._limits.bodies_max_bytes:
            raise _busy()
        self._bodies_bytes += len(chunk)
        body.kept_bytes += len(chunk)
        body.file.write(chunk)

    async def _answer(
        self, scope: RsgiScope, headers: Headers, body: "_Body"
    ) -> tuple[int, Headers, bytes]:
        """The application's answer. Raises ServerBusyError where it would come too late."""
        environ = _environ(scope, headers, body)
        due_s = self._monotonic() + self._limits.waiting_s
        loop = asyncio.get_running_loop()
        if scope.path in _HEALTH_PATHS:
            return await loop.run_in_executor(self._health_executor, self._run, environ, due_s)
        if self._taken >= self._threads + self._limits.waiting_max:
            raise _busy()
        self._taken += 1
        try:
            return await loop.run_in_executor(self._executor, self._run, environ, due_s)
        finally:
            self._taken -= 1

    def _run(self, environ: "WSGIEnvironment", due_s: float) -> tuple[int, Headers, bytes]:
        if self._monotonic() > due_s:
            raise _busy()
        try:
            return _called(self._application, environ)
        except Exception as error:
            _log.exception("request_failed", path=environ["PATH_INFO"])
            raise FailedError("Something went wrong here.") from error


class FailedError(LiftLogError):
    status = 500
    code = "internal_error"


class _Body:
    """What has arrived of a request's body."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.kept_bytes = 0


def _busy() -> ServerBusyError:
    return ServerBusyError("The server is busy. Try again.")


def _refuse_two_hosts(headers: Headers) -> None:
    """Which of two would be checked, and which used, differs between programs on the way."""
    if sum(name == "host" for name, _ in headers) > 1:
        raise LiftLogError("The request names two hosts.")


def _environ(scope: RsgiScope, headers: Headers, body: "_Body") -> "WSGIEnvironment":
    """By PEP 3333: text holds the bytes of UTF-8, one character each."""
    host, _, port = scope.server.rpartition(":")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/1.0" if scope.http_version == "1" else "HTTP/1.1",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body.file,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        key = _CONTENT_HEADERS.get(name) or "HTTP_" + name.upper().replace("-", "_")
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


def _called(
    application: "WSGIApplication", environ: "WSGIEnvironment"
) -> tuple[int, Headers, bytes]:
    """The answer, whole: a slow reader holds no thread either."""
    status, headers = 500, Headers()
    written: list[bytes] = []

    def start(line: str, given: Headers, _error: object = None) -> Callable[[bytes], None]:
        nonlocal status, headers
        status, headers = int(line[:3]), list(given)
        return written.append

    content = application(environ, start)
    try:
        written.extend(content)
    finally:
        if hasattr(content, "close"):
            content.close()
    return status, headers, b"".join(written)


def _refusal(error: LiftLogError, headers: Headers) -> tuple[int, Headers, bytes]:
    """An answer that costs next to nothing, as a page for browsers and as a problem for programs."""
    status = error.status
    answer_headers = [
        ("cache-control", "no-store"),
        ("connection", "close"),
        ("content-security-policy", "default-src 'none'"),
        ("x-content-type-options", "nosniff"),
    ]
    if error.retry_after_s is not None:
        answer_headers.append(("retry-after", str(error.retry_after_s)))
    accepted = next((value for name, value in headers if name == "accept"), "")
    if "text/html" in accepted:
        answer_headers.append(("content-type", "text/html; charset=utf-8"))
        page = _PAGE.format(escape(error.message))
        return status, answer_headers, page.encode()
    answer_headers.append(("content-type", "application/problem+json"))
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": error.code,
        "detail": error.message,
    }
    return status, answer_headers, json.dumps(problem).encode()


_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>LiftLog</title>
<h1>{}</h1>
"""
