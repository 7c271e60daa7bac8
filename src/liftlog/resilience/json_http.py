"""Fetching one JSON object over HTTP by a deadline, from a server that may do anything."""

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2
from pydantic_core import from_json

from liftlog.resilience.deadline import Deadline
from liftlog.resilience.name_lookup import addresses_of

JSON_TYPES = frozenset({"application/json", "application/problem+json"})

# Statuses by which a proxy or a service says that it can't answer just now but may in a moment.
_PASSING_STATUSES = frozenset({502, 503, 504})

_deadline_of_thread: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


class FailureKind(StrEnum):
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    STATUS = "status"
    GARBAGE = "garbage"
    TOO_LARGE = "too_large"
    UNEXPECTED = "unexpected"


class FetchError(Exception):
    """No usable answer. The sentence names no address, parameter or header: they may be secret."""

    def __init__(self, kind: FailureKind, sentence: str, *, passing: bool = False) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence
        self.passing = passing
        """Worth another try at once."""


@dataclass(frozen=True, slots=True)
class JsonReply:
    """An answer below 500 whose body is a JSON object. `raw` is the body as it came.

    A 304 has no body: the answer with the tag that was sent still holds.
    """

    status: int
    raw: bytes
    body: dict[str, Any]
    content_type: str
    etag: str | None
    headers: Mapping[str, str] = field(default_factory=dict)


class JsonFetcher:
    """One server's connections, kept alive and made anew in each process that uses them."""

    def __init__(
        self,
        *,
        connections: int,
        body_max_bytes: int,
        content_types: frozenset[str] | None = JSON_TYPES,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """`content_types` None takes any; `transport` replaces the network in tests."""
        self._connections = connections
        self._body_max_bytes = body_max_bytes
        self._content_types = content_types
        self._given = transport
        self._by_process: dict[int, httpx2.BaseTransport] = {}
        self._lock = threading.Lock()

    def get(
        self,
        url: str,
        *,
        params: Sequence[tuple[str, str]],
        headers: Mapping[str, str],
        deadline: Deadline,
        known_etag: str | None = None,
    ) -> JsonReply:
        """FetchError for everything but an answer below 500 with a JSON object.

        With the tag of an answer that is at hand, the reply may be a 304 instead.
        """
        if known_etag is not None:
            headers = {**headers, "If-None-Match": known_etag}
        with _failures_named(), _until(deadline):
            response = self._transport().handle_request(_request(url, params, headers, deadline))
            try:
                if known_etag is not None and response.status_code == HTTPStatus.NOT_MODIFIED:
                    return JsonReply(
                        response.status_code, b"", {}, "", known_etag, response.headers
                    )
                return self._reply(response, deadline)
            finally:
                response.close()

    def close(self) -> None:
        with self._lock:
            made = list(self._by_process.values())
            self._by_process.clear()
        for transport in made:
            transport.close()

    def _transport(self) -> httpx2.BaseTransport:
        # A client with cookies, redirects and proxies from the environment, and with a log line that
        # names the address, is more than is wanted: the transport alone is enough.
        if self._given is not None:
            return self._given
        process = os.getpid()
        with self._lock:
            if process not in self._by_process:
                self._by_process[process] = _PooledTransport(self._connections)
            return self._by_process[process]

    def _reply(self, response: httpx2.Response, deadline: Deadline) -> JsonReply:
        _refuse_bad_status(response.status_code)
        content_type = self._content_type(response.headers)
        raw = self._body(response, deadline)
        return JsonReply(
            status=response.status_code,
            raw=raw,
            body=parse_object(raw),
            content_type=content_type,
            etag=response.headers.get("etag"),
            headers=response.headers,
        )

    def _content_type(self, headers: httpx2.Headers) -> str:
        if headers.get("content-encoding", "identity") != "identity":
            raise FetchError(FailureKind.GARBAGE, "It answered compressed without being asked to.")
        content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if self._content_types is not None and content_type not in self._content_types:
            raise FetchError(FailureKind.GARBAGE, "It answered something that is not JSON.")
        return content_type

    def _body(self, response: httpx2.Response, deadline: Deadline) -> bytes:
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self._body_max_bytes:
                raise FetchError(
                    FailureKind.TOO_LARGE, f"It answered more than {self._body_max_bytes} bytes."
                )
            if deadline.expired:
                raise FetchError(FailureKind.TIMEOUT, "It did not finish its answer in time.")
        return bytes(body)


def parse_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in `raw`, by RFC 8259: no NaN, no Infinity. FetchError(GARBAGE) otherwise."""
    try:
        parsed = from_json(raw, allow_inf_nan=False)
    except ValueError:
        raise FetchError(FailureKind.GARBAGE, "It answered something that is not JSON.") from None
    if not isinstance(parsed, dict):
        raise FetchError(FailureKind.GARBAGE, "It answered JSON, but not an object.")
    return parsed


def _refuse_bad_status(status: int) -> None:
    if status >= 500:
        raise FetchError(
            FailureKind.STATUS, f"It answered {status}.", passing=status in _PASSING_STATUSES
        )
    if status < 200 or 300 <= status < 400:
        raise FetchError(FailureKind.GARBAGE, f"It answered {status}, which was not asked for.")


def _request(
    url: str, params: Sequence[tuple[str, str]], headers: Mapping[str, str], deadline: Deadline
) -> httpx2.Request:
    patience = dict.fromkeys(("connect", "read", "write", "pool"), deadline.remaining_s())
    return httpx2.Request(
        "GET",
        url,
        params=list(params),
        headers={"Accept": "application/json", "Accept-Encoding": "identity", **headers},
        extensions={"timeout": patience},
    )


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except FetchError:
        raise
    except httpx2.TimeoutException:
        raise FetchError(FailureKind.TIMEOUT, "It did not answer in time.") from None
    except httpx2.TransportError as error:
        sentence = "The connection could not be made or broke off."
        raise FetchError(FailureKind.CONNECTION, sentence, passing=True) from error
    except Exception as error:
        # An application called in this process may raise anything; so may a library with a defect.
        raise FetchError(FailureKind.UNEXPECTED, f"{type(error).__name__} was raised.") from error


@contextmanager
def _until(deadline: Deadline) -> Iterator[None]:
    token = _deadline_of_thread.set(deadline)
    try:
        yield
    finally:
        _deadline_of_thread.reset(token)


class _PooledTransport(httpx2.BaseTransport):
    """Connections whose every read and write ends by the thread's deadline.

    A time-out of the usual kind starts anew with each byte that arrives, so that a server which
    drips its headers could hold a thread for hours.
    """

    def __init__(self, connections: int) -> None:
        self._pool = httpcore2.ConnectionPool(
            max_connections=connections,
            keepalive_expiry=15.0,
            network_backend=_DeadlineBackend(),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _core_errors_translated():
            reply = self._pool.handle_request(
                httpcore2.Request(
                    method=request.method,
                    url=url,
                    headers=request.headers.raw,
                    extensions=request.extensions,
                )
            )
        return httpx2.Response(reply.status, headers=reply.headers, stream=_PooledStream(reply))

    def close(self) -> None:
        self._pool.close()


class _PooledStream(httpx2.SyncByteStream):
    def __init__(self, reply: httpcore2.Response) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        with _core_errors_translated():
            yield from self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()


@contextmanager
def _core_errors_translated() -> Iterator[None]:
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise httpx2.ReadTimeout(str(error)) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise httpx2.ReadError(str(error)) from error


class _DeadlineBackend(httpcore2.NetworkBackend):
    def __init__(self) -> None:
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        refused = httpcore2.ConnectError("The name has no address.")
        for address in _addresses_of(host, port, timeout):
            left_s = _left_s(timeout)
            try:
                stream = self._network.connect_tcp(
                    address, port, left_s, local_address, socket_options
                )
            except httpcore2.ConnectError as error:
                refused = error
            else:
                return _DeadlineStream(stream)
        raise refused


def _addresses_of(host: str, port: int, timeout_s: float | None) -> list[str]:
    try:
        return addresses_of(host, port, _left_s(timeout_s))
    except TimeoutError as error:
        raise httpcore2.ConnectTimeout("The name was not looked up in time.") from error
    except OSError as error:
        raise httpcore2.ConnectError("The name could not be looked up.") from error


class _DeadlineStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left_s(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left_s(timeout))

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        return _DeadlineStream(
            self._stream.start_tls(ssl_context, server_hostname, _left_s(timeout))
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


def _left_s(timeout_s: float | None) -> float | None:
    deadline = _deadline_of_thread.get()
    if deadline is None:
        return timeout_s
    left_s = deadline.remaining_s()
    if left_s <= 0:
        raise httpcore2.ReadTimeout
    return left_s if timeout_s is None else min(left_s, timeout_s)
