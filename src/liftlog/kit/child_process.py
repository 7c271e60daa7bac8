"""Child processes that end when their parent does, however it ended."""

import os
import signal
import sys
import threading
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def ending_with_parent(signal_number: signal.Signals) -> Callable[[], None]:
    """Return what has the kernel send this process a signal when its parent dies; Linux only.

    Everything is loaded before, since a forked child may no longer be allowed to read our files.
    """
    if not sys.platform.startswith("linux"):
        return lambda: None
    import ctypes

    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, int(signal_number))


def end_with_lifeline(file_descriptor: int) -> None:
    """Stop this process once the other end of the pipe is closed, as a dying parent does."""

    def watch() -> None:
        while os.read(file_descriptor, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
