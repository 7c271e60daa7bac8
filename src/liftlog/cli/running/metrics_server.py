"""`/metrics` on a port of its own, in a thread of its own: it answers also when all others wait."""

from __future__ import annotations

import socket
import threading
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from liftlog.telemetry.metrics import Meter

EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"
PATIENCE_S = 10


def serve_metrics(meter: Meter, host: str, port: int) -> None:
    """Answer GET `/metrics`, and GET `/health` for a probe that shall not queue behind requests."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "GET" or path not in {"/metrics", "/health"}:
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        body = meter.exposition() if path == "/metrics" else b"ok\n"
        headers = [("Content-Type", EXPOSITION), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    server = make_server(host, port, answer, _server_class(host), _Quiet)
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


class _Quiet(WSGIRequestHandler):
    # Whoever says nothing holds a thread no longer than this.
    timeout = PATIENCE_S

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 The library's signature.
        pass


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Threaded6(_Threaded):
    address_family = socket.AF_INET6


def _server_class(host: str) -> type[WSGIServer]:
    return _Threaded6 if ":" in host else _Threaded
