"""Bulkhead, breaker and deadline around a call to something that may be slow, wrong or not there."""

from collections.abc import Callable
from typing import TypeVar

from liftlog.resilience.breaker import Breaker
from liftlog.resilience.bulkhead import Bulkhead
from liftlog.resilience.deadline import Deadline, Monotonic, monotonic

T = TypeVar("T")


class Guard:
    """Gives a call `deadline_s` in all, and asks a failing service nothing at all.

    The work keeps to the deadline it is handed.
    The bulkhead is outermost, so that a call it refuses is neither a failure nor a wasted probe.
    """

    def __init__(
        self,
        *,
        bulkhead: Bulkhead,
        breaker: Breaker,
        deadline_s: float,
        monotonic: Monotonic = monotonic,
    ) -> None:
        self.bulkhead = bulkhead
        self.breaker = breaker
        self._deadline_s = deadline_s
        self._monotonic = monotonic

    def call(self, work: Callable[[Deadline], T]) -> T:
        """BulkheadFullError or BreakerOpenError when not called, or what `work` raises."""
        with self.bulkhead.enter():
            deadline = Deadline(self._deadline_s, self._monotonic)
            return self.breaker.call(lambda: work(deadline))
