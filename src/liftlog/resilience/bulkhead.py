"""A bulkhead: so many calls at a time in threads of their own, refused at once when it is full."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")


class BulkheadFullError(Exception):
    """Every slot is taken. Says nothing about the health of what lies behind."""


class DeadlineExceededError(Exception):
    """The caller's patience ended before the work did; the work's outcome is dropped."""


class Slot:
    """One of a bulkhead's places. Given back when the work in it really ends, not when its caller leaves."""

    def __init__(self, name: str, give_back: Callable[[], None]) -> None:
        self._name = name
        self._give_back = give_back
        self._handed_on = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not self._handed_on:
            self._give_back()

    def run(self, work: Callable[[], T], *, timeout_s: float) -> T:
        """Do `work` in a thread and wait `timeout_s` for it at most. Once per slot.

        The thread is a daemon: one that is stuck in the resolver can't keep the process from
        leaving, which the threads of `concurrent.futures` would.
        """
        outcome: Future[T] = Future()
        thread = threading.Thread(
            target=self._work, args=(work, outcome), name=self._name, daemon=True
        )
        thread.start()
        self._handed_on = True
        try:
            return outcome.result(timeout=timeout_s)
        except TimeoutError:
            if outcome.done():
                raise
            raise DeadlineExceededError from None

    def _work(self, work: Callable[[], T], outcome: Future[T]) -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 The caller's thread raises it.
            self._give_back()
            outcome.set_exception(error)
        else:
            self._give_back()
            outcome.set_result(result)


class Bulkhead:
    """At most `slots` pieces of work at a time; nobody queues."""

    def __init__(self, name: str, slots: int) -> None:
        self.slots = slots
        self._name = name
        self._lock = threading.Lock()
        self._in_flight = 0

    @property
    def in_flight(self) -> int:
        with self._lock:
            return self._in_flight

    def enter(self) -> Slot:
        """A slot to be used in a `with`; BulkheadFullError when there is none."""
        with self._lock:
            if self._in_flight >= self.slots:
                raise BulkheadFullError(f"All {self.slots} slots of {self._name} are taken.")
            self._in_flight += 1
        return Slot(self._name, self._leave)

    def _leave(self) -> None:
        with self._lock:
            self._in_flight -= 1
