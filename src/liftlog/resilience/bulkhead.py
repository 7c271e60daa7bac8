"""A bulkhead: so many calls at a time; one more is refused at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class BulkheadFullError(Exception):
    """Every slot is taken. Says nothing about the health of what lies behind."""


class Bulkhead:
    """At most `slots` calls at a time; nobody queues."""

    def __init__(self, name: str, slots: int) -> None:
        self.slots = slots
        self._name = name
        self._lock = threading.Lock()
        self._in_flight = 0

    @property
    def in_flight(self) -> int:
        with self._lock:
            return self._in_flight

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Hold a slot; BulkheadFullError when there is none."""
        with self._lock:
            if self._in_flight >= self.slots:
                raise BulkheadFullError(f"All {self.slots} slots of {self._name} are taken.")
            self._in_flight += 1
        try:
            yield
        finally:
            with self._lock:
                self._in_flight -= 1
