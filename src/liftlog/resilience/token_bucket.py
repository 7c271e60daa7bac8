"""So many at once, then one every so often: a limit on what costs something, for each key."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from liftlog.resilience.deadline import Monotonic, monotonic

K = TypeVar("K", bound=Hashable)


class TokenBuckets(Generic[K]):
    """A bucket of `capacity` for each key, filled by one every `refill_s` seconds. Thread-safe.

    Of more than `max_count` keys the one that was used longest ago is forgotten.
    """

    def __init__(
        self,
        *,
        capacity: int,
        refill_s: float,
        max_count: int = 10_000,
        monotonic: Monotonic = monotonic,
    ) -> None:
        self._slack_s = (capacity - 1) * refill_s
        self._refill_s = refill_s
        self._max_count = max_count
        self._monotonic = monotonic
        self._lock = threading.Lock()
        # When the bucket of a key will be full again: all that has to be known of it.
        self._full_at_s: OrderedDict[K, float] = OrderedDict()

    def take(self, key: K) -> float:
        """0 when there was one to take, else in how many seconds there will be."""
        with self._lock:
            now_s = self._monotonic()
            full_at_s = max(self._full_at_s.get(key, now_s), now_s)
            wait_s = full_at_s - now_s - self._slack_s
            if wait_s > 0:
                return wait_s
            self._full_at_s[key] = full_at_s + self._refill_s
            self._full_at_s.move_to_end(key)
            if len(self._full_at_s) > self._max_count:
                self._full_at_s.popitem(last=False)
            return 0.0

    def give_back(self, key: K) -> None:
        """What was taken last, as if it had not been."""
        with self._lock:
            if key in self._full_at_s:
                self._full_at_s[key] -= self._refill_s

    def fill(self, key: K) -> None:
        """As if nothing had ever been taken."""
        with self._lock:
            self._full_at_s.pop(key, None)
