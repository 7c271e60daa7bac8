"""A server on loopback that answers as stats would, or in each of the ways a server can go wrong."""

import json
import socket
import threading
from collections import Counter
from enum import StrEnum
from types import TracebackType
from typing import Self


class Mood(StrEnum):
    WELL = "answers a JSON object at once"
    PROBLEM = "answers 404 with problem+json"
    UNAUTHORIZED = "answers 401 with problem+json"
    HANGS = "accepts, reads the request and says nothing"
    DRIPS_HEADERS = "sends its headers byte by byte"
    DRIPS_BODY = "sends its body byte by byte"
    DROPS = "accepts and closes without a word"
    FAILS_500 = "answers 500"
    FAILS_503 = "answers 503"
    NOT_HTTP = "answers bytes that are not HTTP"
    NOT_JSON = "answers prose that it calls JSON"
    HTML = "answers a page"
    NAN = "answers NaN, which JSON has not"
    DEEP = "answers JSON nested a hundred thousand deep"
    COMPRESSED = "answers gzip that nobody asked for"
    HALF_BODY = "promises more bytes than it sends"
    LIST = "answers a JSON list"
    HUGE = "answers without end"
    REDIRECT = "answers 302"


OBJECT = json.dumps({"workouts": 3, "sets": 41}).encode()
_PROBLEM = json.dumps({"type": "about:blank", "status": 404, "code": "not_found"}).encode()


def _answer(
    status: int, body: bytes, content_type: str = "application/json", more: str = ""
) -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


_WHOLE: dict[Mood, bytes] = {
    Mood.WELL: _answer(200, OBJECT, more='ETag: "one"\r\n'),
    Mood.PROBLEM: _answer(404, _PROBLEM, "application/problem+json"),
    Mood.UNAUTHORIZED: _answer(401, _PROBLEM, "application/problem+json"),
    Mood.FAILS_500: _answer(500, b"{}"),
    Mood.FAILS_503: _answer(503, b"{}"),
    Mood.NOT_HTTP: b"220 mail.example ESMTP\r\n\r\n",
    Mood.NOT_JSON: _answer(200, b"All is well."),
    Mood.HTML: _answer(200, b"<p>{}</p>", "text/html"),
    Mood.NAN: _answer(200, b'{"volume_kg": NaN}'),
    Mood.DEEP: _answer(200, b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    Mood.COMPRESSED: _answer(200, OBJECT, more="Content-Encoding: gzip\r\n"),
    Mood.HALF_BODY: _answer(200, OBJECT)[: -len(OBJECT) // 2],
    Mood.LIST: _answer(200, b"[1, 2, 3]"),
    Mood.REDIRECT: _answer(302, b"{}", more="Location: /elsewhere\r\n"),
    Mood.DROPS: b"",
}
_ENDS_CONNECTION = {Mood.DROPS, Mood.NOT_HTTP, Mood.HALF_BODY, Mood.HUGE}


class UnrulyStats:
    """Used in a `with`. `mood` may be changed at any time; `moods`, if not empty, are used up first."""

    def __init__(self, mood: Mood = Mood.WELL) -> None:
        self.mood = mood
        self.moods: list[Mood] = []
        self.requests: list[str] = []
        """The head of each request as it came."""
        self.connections = 0
        self.seen: Counter[Mood] = Counter()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                _hang_up(connection)
        for thread in self._threads:
            thread.join(timeout=2)

    def _start(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type] # any callable
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.add(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while self._one_request(connection):
                    pass
            except OSError:
                pass
            with self._lock:
                self._open.discard(connection)

    def _one_request(self, connection: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(65536)
            if not received:
                return False
            head += received
        with self._lock:
            self.requests.append(head.decode())
            mood = self.moods.pop(0) if self.moods else self.mood
            self.seen[mood] += 1
        self._behave(connection, mood)
        return mood not in _ENDS_CONNECTION

    def _behave(self, connection: socket.socket, mood: Mood) -> None:
        if mood in _WHOLE:
            connection.sendall(_WHOLE[mood])
        elif mood is Mood.HANGS:
            self._over.wait(10)
        elif mood is Mood.HUGE:
            self._without_end(connection)
        else:
            at_once, slowly = _dripping(mood)
            connection.sendall(at_once)
            for byte in slowly:
                if self._over.wait(0.05):
                    return
                connection.sendall(bytes([byte]))

    def _without_end(self, connection: socket.socket) -> None:
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
        connection.sendall(head.encode() + b'{"a": "')
        while not self._over.is_set():
            connection.sendall(b"a" * 65536)


def _dripping(mood: Mood) -> tuple[bytes, bytes]:
    if mood is Mood.DRIPS_HEADERS:
        return b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a" * 1000
    head = _answer(200, b" " * 1000)[:-1000]
    return head, OBJECT + b" " * (1000 - len(OBJECT))


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def closed_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
