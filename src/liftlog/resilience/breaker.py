"""A circuit breaker: after so many failures in a row nobody calls for a while, then one call finds out."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from interlock import CircuitBreaker, CircuitOpenError, Config, CoreEventListener, Outcome, State

from liftlog.resilience.deadline import Monotonic, monotonic

T = TypeVar("T")


class BreakerState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class BreakerOpenError(Exception):
    """Not called: it has failed too often just now, or another call is finding out whether it is back."""


@dataclass(frozen=True, slots=True)
class BreakerView:
    """`half_open` from the moment on at which the next call is the probe, and while it is away.

    `probe_in_s` counts down while open and is None in the other states.
    """

    state: BreakerState
    consecutive_failures: int
    probe_in_s: float | None


@dataclass(frozen=True, slots=True)
class _Ticks:
    """The clock in the form that the breaker library asks for."""

    source: Monotonic

    def monotonic(self) -> float:
        return self.source()


class Breaker:
    """Opens after `failures_to_open` failed calls in a row, blocks for `cool_down_s`, lets one probe through.

    A call fails by raising. The work runs outside the library's lock, and what ends late, in another
    state than it began in, changes nothing.
    """

    def __init__(
        self,
        name: str,
        *,
        failures_to_open: int = 5,
        cool_down_s: float = 30.0,
        monotonic: Monotonic = monotonic,
        on_change: Callable[[str, str], None] = lambda _old, _new: None,
    ) -> None:
        self._cool_down_s = cool_down_s
        self._monotonic = monotonic
        self._record = _Record(monotonic, on_change)
        # A window of exactly the last n calls of which all failed is n failures in a row.
        rules = Config(
            window_size=failures_to_open,
            minimum_number_of_calls=failures_to_open,
            failure_rate_threshold=1.0,
            wait_duration_in_open=cool_down_s,
            permitted_calls_in_half_open=1,
            max_concurrent_probes=1,
            slow_call_duration_threshold=float("inf"),
        )
        self._breaker = CircuitBreaker(
            name=name, config=rules, clock=_Ticks(monotonic), listener=self._record
        )

    def call(self, work: Callable[[], T]) -> T:
        try:
            return self._breaker.call_sync(work)
        except CircuitOpenError:
            raise BreakerOpenError from None

    def view(self) -> BreakerView:
        state = BreakerState(self._breaker.state.value)
        failures, opened_at_s = self._record.read()
        if state is not BreakerState.OPEN:
            return BreakerView(state, failures, None)
        waits_s = opened_at_s + self._cool_down_s - self._monotonic()
        if waits_s <= 0:
            return BreakerView(BreakerState.HALF_OPEN, failures, None)
        return BreakerView(state, failures, waits_s)


class _Record(CoreEventListener):
    """What the breaker library tells about itself as it happens, kept for those who look at it."""

    def __init__(self, monotonic: Monotonic, on_change: Callable[[str, str], None]) -> None:
        self._monotonic = monotonic
        self._on_change = on_change
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at_s = 0.0

    def read(self) -> tuple[int, float]:
        with self._lock:
            return self._failures, self._opened_at_s

    def on_call(self, *, name: str, outcome: Outcome, duration: float) -> None:  # noqa: ARG002 The library's signature.
        with self._lock:
            self._failures = self._failures + 1 if outcome.is_failure else 0

    def on_state_change(self, *, name: str, old: State, new: State) -> None:  # noqa: ARG002 The library's signature.
        if new is State.OPEN:
            with self._lock:
                self._opened_at_s = self._monotonic()
        self._on_change(old.value, new.value)
