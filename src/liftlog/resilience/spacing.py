"""A turn every so many seconds, for a service that blocks whoever asks more often."""

import threading

from liftlog.resilience.deadline import Monotonic, monotonic


class Spacing:
    """Nobody waits here: a turn is free now or it is not."""

    def __init__(self, gap_s: float, monotonic: Monotonic = monotonic) -> None:
        self._gap_s = gap_s
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._last_s: float | None = None

    def take(self) -> bool:
        now_s = self._monotonic()
        with self._lock:
            if self._last_s is not None and now_s - self._last_s < self._gap_s:
                return False
            self._last_s = now_s
            return True
