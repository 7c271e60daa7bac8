"""A TCP proxy on loopback that can be told to dawdle, to cut everybody off, or whom to lead to."""

import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

_CHUNK_BYTES = 65536
_CONNECT_S = 2

Address = tuple[str, int] | str
"""Host and port, or the path of a socket."""

Choose = Callable[[], Address | None]


class Proxy:
    """Connections go to the address that `choose` says at that moment; None closes them at once.

    `delay_s` is waited before each chunk in either direction. While `cut` is set nothing passes and
    nobody is told, as with a pulled cable: what is open stays open and silent.
    """

    def __init__(self, choose: Choose) -> None:
        self._choose = choose
        self.delay_s = 0.0
        self.cut = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closed = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop_all()

    def drop_all(self) -> None:
        """Break every open connection."""
        with self._lock:
            sockets = list(self._open)
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            while self.cut.is_set() and not self._closed:
                time.sleep(0.02)
            address = self._choose()
            if address is None:
                return
            try:
                server = _connected(address)
            except OSError:
                return
            with server:
                self._pump(client, server)

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        with self._lock:
            self._open |= {client, server}
        try:
            with selectors.DefaultSelector() as selector, suppress(OSError):
                selector.register(client, selectors.EVENT_READ, server)
                selector.register(server, selectors.EVENT_READ, client)
                while self._pass_on(selector):
                    pass
        finally:
            with self._lock:
                self._open -= {client, server}

    def _pass_on(self, selector: selectors.BaseSelector) -> bool:
        for key, _ in selector.select(timeout=1.0):
            source, target = key.fileobj, key.data
            assert isinstance(source, socket.socket)  # noqa: S101 Nothing else is registered.
            chunk = source.recv(_CHUNK_BYTES)
            while self.cut.is_set() and not self._closed:
                time.sleep(0.02)
            if not chunk:
                return False
            if self.delay_s:
                time.sleep(self.delay_s)
            target.sendall(chunk)
        return not self._closed


def _connected(address: Address) -> socket.socket:
    if isinstance(address, str):
        local = socket.socket(socket.AF_UNIX)
        try:
            local.connect(address)
        except OSError:
            local.close()
            raise
        return local
    connection = socket.create_connection(address, timeout=_CONNECT_S)
    connection.settimeout(None)
    return connection
