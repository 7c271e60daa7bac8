"""The last good of everything, as much as fits: bounded by count and by bytes, oldest use leaves first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LastGood(Generic[K, V]):
    """Thread-safe. What alone is larger than `max_bytes` is not kept, and what it replaces is gone too."""

    def __init__(self, *, max_count: int, max_bytes: int, size_of: Callable[[V], int]) -> None:
        self._max_count = max_count
        self._max_bytes = max_bytes
        self._size_of = size_of
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        with self._lock:
            return self._bytes

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)

    def get(self, key: K) -> V | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._drop(key)
            if self._size_of(value) > self._max_bytes:
                return
            self._kept[key] = value
            self._bytes += self._size_of(value)
            while len(self._kept) > self._max_count or self._bytes > self._max_bytes:
                self._drop(next(iter(self._kept)))

    def forget(self, unwanted: Callable[[K], bool]) -> None:
        with self._lock:
            for key in [key for key in self._kept if unwanted(key)]:
                self._drop(key)

    def _drop(self, key: K) -> None:
        value = self._kept.pop(key, None)
        if value is not None:
            self._bytes -= self._size_of(value)
