"""The end of a service: not ready at once, finish what is under way and what still comes, leave."""

from __future__ import annotations

import mmap
import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from granian.server.mp import MPServer

if TYPE_CHECKING:
    from types import FrameType

# From the first signal until the process is gone, whatever hangs in it; Kubernetes waits 30.
LIFE_AFTER_SIGTERM_S = 18
# Without a drain somebody waits at the terminal.
STOP_S = 5


class Drain:
    """Whether the service has been told to end: written by the parent, read by its worker.

    It has to be made before the worker is, which inherits the page of memory it is kept in.
    """

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, 1)

    def begin(self) -> None:
        self._page[0] = 1

    def begun(self) -> bool:
        return self._page[0] == 1


class DrainingServer(MPServer):
    """A server that goes on for `drain_s` after SIGTERM, while readiness tells everyone to go
    elsewhere. Ctrl-C skips that, and a second signal ends everything at once.
    """

    def __init__(self, *args: Any, drain: Drain, drain_s: int, **named: Any) -> None:
        named["workers_kill_timeout"] = LIFE_AFTER_SIGTERM_S - drain_s if drain_s else STOP_S
        super().__init__(*args, **named)
        self._drain = drain
        self._drain_s = drain_s
        self._told = False

    def signal_handler_interrupt(
        self, number: int = signal.SIGTERM, _frame: FrameType | None = None
    ) -> None:
        if os.getpid() != self.pid:
            # A worker that is still being made has inherited this handler, and serves nobody yet.
            os._exit(0)
        if self._told:
            self._end_at_once()
            return
        self._told = True
        self._drain.begin()
        if self._drain_s == 0 or number == signal.SIGINT:
            self._end()
            return
        timer = threading.Timer(self._drain_s, self._end)
        timer.daemon = True
        timer.start()

    def _end(self) -> None:
        self.interrupt_signal = True
        self.main_loop_interrupt.set()

    def _end_at_once(self) -> None:
        for worker in self.wrks:
            worker.kill()  # type: ignore[no-untyped-call]
        self._end()
