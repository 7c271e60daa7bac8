"""Turns at something costly: in order, a share for each source, and a place for those who are known."""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class TurnRefusedError(Exception):
    """Too many wait already."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who asks: turns of strangers with the same `key` are given one after the other."""

    key: str = ""
    is_known: bool = False


class FairTurns:
    """At most `places` at a time, one of them kept for those who are known. Thread-safe.

    Of strangers `waiting_max` wait, and of one source `waiting_of_source_max`; of those who are known
    as many as the strangers.
    """

    def __init__(
        self, *, places: int = 2, waiting_max: int = 6, waiting_of_source_max: int = 2
    ) -> None:
        self._places = places
        self._waiting_max = waiting_max
        self._waiting_of_source_max = waiting_of_source_max
        self._lock = threading.Lock()
        self._known: deque[threading.Event] = deque()
        self._strangers: OrderedDict[str, deque[threading.Event]] = OrderedDict()
        self._known_at_work = 0
        self._strangers_at_work = 0

    @contextmanager
    def turn(self, source: Source) -> Iterator[None]:
        """Wait for a turn, and have it for the block. Raises TurnRefusedError at once."""
        began = threading.Event()
        with self._lock:
            self._line_up(source, began)
            self._give()
        began.wait()
        try:
            yield
        finally:
            with self._lock:
                if source.is_known:
                    self._known_at_work -= 1
                else:
                    self._strangers_at_work -= 1
                self._give()

    def _line_up(self, source: Source, began: threading.Event) -> None:
        if source.is_known:
            if len(self._known) >= self._waiting_max:
                raise TurnRefusedError
            self._known.append(began)
            return
        waiting = self._strangers.get(source.key, ())
        if (
            len(waiting) >= self._waiting_of_source_max
            or sum(map(len, self._strangers.values())) >= self._waiting_max
        ):
            raise TurnRefusedError
        self._strangers.setdefault(source.key, deque()).append(began)

    def _give(self) -> None:
        while self._known and self._known_at_work + self._strangers_at_work < self._places:
            self._known_at_work += 1
            self._known.popleft().set()
        while (
            self._strangers
            and self._strangers_at_work < self._places - 1
            and self._known_at_work + self._strangers_at_work < self._places
        ):
            key, waiting = self._strangers.popitem(last=False)
            self._strangers_at_work += 1
            waiting.popleft().set()
            if waiting:
                # Behind all others: a source with many gets no more than one with few.
                self._strangers[key] = waiting
