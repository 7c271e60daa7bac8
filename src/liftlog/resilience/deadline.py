"""The moment by which a whole undertaking has to be over, however many steps it takes."""

import time
from collections.abc import Callable
from typing import Final

Monotonic = Callable[[], float]
"""Seconds on a clock that never goes back; only differences mean anything."""

monotonic: Final[Monotonic] = time.monotonic


class Deadline:
    """So many seconds from now, shared by everything that is done in them."""

    __slots__ = ("_at_s", "_monotonic")

    def __init__(self, seconds: float, monotonic: Monotonic = monotonic) -> None:
        self._monotonic = monotonic
        self._at_s = monotonic() + seconds

    def remaining_s(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._at_s - self._monotonic())

    @property
    def expired(self) -> bool:
        return self.remaining_s() <= 0.0
