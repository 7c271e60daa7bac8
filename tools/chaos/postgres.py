"""An embedded PostgreSQL behind a TCP proxy, which can be killed, frozen and started again at the same address."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from liftlog.ops.embedded import EmbeddedPostgres, Server
from tools.chaos.proxy import Address, Proxy


class ReachedByProxy:
    """`server` is None while nothing runs. The URLs stay the same across restarts."""

    def __init__(self, folder: Path) -> None:
        self._embedded = EmbeddedPostgres(folder)
        self.cluster = self._embedded.folder.cluster
        self.server: Server | None = None
        self.proxy = Proxy(self._address)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.proxy.__exit__(None, None, None)
        self.resume()
        self.stop()

    def start(self) -> None:
        self.server = self._embedded.start()

    def stop(self) -> None:
        self.server = None
        self._embedded.stop()

    def kill(self) -> None:
        """As a power cut: no process gets to say or write anything more."""
        self._signal(signal.SIGKILL)
        self.stop()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def direct_url(self, role: str) -> str:
        """Past the proxy; another one after each restart."""
        assert self.server is not None  # noqa: S101 Asked for while it runs.
        return self.server.url(role)

    def url(self, role: str) -> str:
        assert self.server is not None  # noqa: S101 Asked for while it runs.
        parts = urlsplit(self.server.url(role))
        return f"postgresql://{parts.username}:{parts.password}@127.0.0.1:{self.proxy.port}{parts.path}"

    def _address(self) -> Address | None:
        return None if self.server is None else f"{self.server.socket_folder}/.s.PGSQL.5432"

    def _signal(self, number: signal.Signals) -> None:
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "cwd").samefile(self.cluster):
                    os.kill(int(process.name), number)
