"""A bulkhead: so many calls at a time in threads of their own, refused at once when it is full."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")


class BulkheadFullError(Exception):
    """Every slot is taken. Says nothing about the health of what lies behind."""


class DeadlineExceededError(Exception):
    """The caller's patience ended before the work did; the work's outcome is dropped."""


class _Worker(threading.Thread):
    """Does one piece of work after another; a thread for each would cost more than most of the work.

    It is a daemon: one that is stuck in the resolver can't keep the process from leaving, which the
    threads of `concurrent.futures` would.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._given: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def give(self, work: Callable[[], None]) -> None:
        self._given.put(work)

    def run(self) -> None:
        while True:
            self._given.get()()


class Slot:
    """One of a bulkhead's places. Given back when the work in it really ends, not when its caller leaves."""

    def __init__(self, bulkhead: "Bulkhead") -> None:
        self._bulkhead = bulkhead
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
            self._bulkhead.leave()

    def run(self, work: Callable[[], T], *, timeout_s: float) -> T:
        """Do `work` in a thread and wait `timeout_s` for it at most. Once per slot."""
        outcome: Future[T] = Future()
        worker = self._bulkhead.worker()
        self._handed_on = True
        worker.give(lambda: self._work(work, outcome, worker))
        try:
            return outcome.result(timeout=timeout_s)
        except TimeoutError:
            if outcome.done():
                raise
            raise DeadlineExceededError from None

    def _work(self, work: Callable[[], T], outcome: Future[T], worker: _Worker) -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 The caller's thread raises it.
            self._bulkhead.leave(worker)
            outcome.set_exception(error)
        else:
            self._bulkhead.leave(worker)
            outcome.set_result(result)


class Bulkhead:
    """At most `slots` pieces of work at a time; nobody queues."""

    def __init__(self, name: str, slots: int) -> None:
        self.slots = slots
        self._name = name
        self._lock = threading.Lock()
        self._in_flight = 0
        self._idle: list[_Worker] = []

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
        return Slot(self)

    def worker(self) -> _Worker:
        """One that has nothing to do. Who has a slot always finds one, so there are never more."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                # None of a process that this one was forked from is.
                if worker.is_alive():
                    return worker
        worker = _Worker(self._name)
        worker.start()
        return worker

    def leave(self, worker: _Worker | None = None) -> None:
        """Give a slot back, and the worker that worked in it."""
        with self._lock:
            self._in_flight -= 1
            if worker is not None:
                self._idle.append(worker)
