"""Clocks that tests move."""

import time
from datetime import UTC, datetime, timedelta


class HandClock:
    """A wall clock and a monotonic clock that stand still until moved, both at once."""

    def __init__(self, now: datetime = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)) -> None:
        self.now = now
        self.monotonic_s = 1000.0

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.monotonic_s

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.monotonic_s += seconds


class AheadClock:
    """A monotonic clock that runs, and can be put ahead."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s
