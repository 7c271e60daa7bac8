"""The circuit breaker's promises, by example and by a machine that tries every order of events."""

import threading
from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from liftlog.resilience.breaker import Breaker, BreakerOpenError, BreakerState
from tests.stand_ins.clocks import HandClock


class Broken(Exception):  # noqa: N818 It is no error of ours, only one to be counted.
    pass


def _fail() -> None:
    raise Broken


def _breaker(clock: HandClock, changes: list[tuple[str, str]] | None = None) -> Breaker:
    told = changes if changes is not None else []
    return Breaker(
        "test", monotonic=clock.monotonic, on_change=lambda old, new: told.append((old, new))
    )


def _open(breaker: Breaker) -> None:
    for _ in range(5):
        with pytest.raises(Broken):
            breaker.call(_fail)


def test_four_failures_and_a_success_leave_it_closed() -> None:
    breaker = _breaker(HandClock())
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(Broken):
                breaker.call(_fail)
        breaker.call(lambda: None)
    assert breaker.view().state is BreakerState.CLOSED
    assert breaker.view().consecutive_failures == 0


def test_the_fifth_failure_in_a_row_opens_it_for_thirty_seconds() -> None:
    clock = HandClock()
    changes: list[tuple[str, str]] = []
    breaker = _breaker(clock, changes)
    _open(breaker)
    assert changes == [("closed", "open")]
    assert breaker.view().probe_in_s == 30
    clock.advance(29.9)
    with pytest.raises(BreakerOpenError):
        breaker.call(lambda: None)
    clock.advance(0.1)
    assert breaker.view().state is BreakerState.HALF_OPEN
    breaker.call(lambda: None)
    assert breaker.view().state is BreakerState.CLOSED
    assert changes == [("closed", "open"), ("open", "half_open"), ("half_open", "closed")]


def test_a_failed_probe_blocks_for_another_thirty_seconds() -> None:
    clock = HandClock()
    breaker = _breaker(clock)
    _open(breaker)
    clock.advance(30)
    with pytest.raises(Broken):
        breaker.call(_fail)
    clock.advance(29)
    with pytest.raises(BreakerOpenError):
        breaker.call(lambda: None)
    clock.advance(1)
    breaker.call(lambda: None)


def test_calls_run_side_by_side_while_it_is_closed() -> None:
    breaker = _breaker(HandClock())
    together = threading.Barrier(4, timeout=2)
    threads = [threading.Thread(target=breaker.call, args=(together.wait,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=3)
    assert not together.broken


def test_of_eight_threads_at_once_exactly_one_is_the_probe_and_the_others_do_not_wait() -> None:
    clock = HandClock()
    breaker = _breaker(clock)
    _open(breaker)
    clock.advance(30)
    start = threading.Barrier(8, timeout=2)
    probe_may_end = threading.Event()
    seven_refused = threading.Semaphore(0)
    outcomes: list[str] = []

    def probe() -> None:
        outcomes.append("probed")
        assert probe_may_end.wait(2)

    def call() -> None:
        start.wait()
        try:
            breaker.call(probe)
        except BreakerOpenError:
            outcomes.append("refused")
            seven_refused.release()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    refused_while_probing = [seven_refused.acquire(timeout=2) for _ in range(7)]
    probe_may_end.set()
    for thread in threads:
        thread.join(timeout=3)
    assert all(refused_while_probing)
    assert sorted(outcomes) == ["probed"] + ["refused"] * 7
    assert breaker.view().state is BreakerState.CLOSED


def test_a_probe_that_is_interrupted_gives_its_place_back() -> None:
    clock = HandClock()
    breaker = _breaker(clock)
    _open(breaker)
    clock.advance(30)

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        breaker.call(interrupted)
    breaker.call(lambda: None)
    assert breaker.view().state is BreakerState.CLOSED


class _Pending:
    """A call that has begun in a thread and ends as it is told to."""

    def __init__(self, breaker: Breaker) -> None:
        self.begun = threading.Event()
        self.refused = False
        self._end = threading.Event()
        self._fails = False
        self._thread = threading.Thread(target=self._run, args=(breaker.call,), daemon=True)
        self._thread.start()
        while not self.begun.wait(0.001) and self._thread.is_alive():
            pass

    def _run(self, call: Callable[[Callable[[], None]], None]) -> None:
        try:
            call(self._work)
        except BreakerOpenError:
            self.refused = True
        except Broken:
            pass

    def _work(self) -> None:
        self.begun.set()
        assert self._end.wait(5)
        if self._fails:
            raise Broken

    def end(self, *, fails: bool) -> None:
        self._fails = fails
        self._end.set()
        self._thread.join(5)


class BreakerMachine(RuleBasedStateMachine):
    """Calls begin and end in any order while time passes; a model in five lines says what must happen."""

    @initialize()
    def begin(self) -> None:
        self.clock = HandClock()
        self.breaker = _breaker(self.clock)
        self.pending: list[tuple[int, _Pending]] = []
        self.era = 0  # Counts the changes of state: what began in an earlier one changes nothing.
        self.state = BreakerState.CLOSED
        self.in_a_row = 0
        self.opened_at_s = 0.0

    def _change(self, state: BreakerState) -> None:
        self.era += 1
        self.state = state
        self.in_a_row = 0
        if state is BreakerState.OPEN:
            self.opened_at_s = self.clock.monotonic_s

    def _probes(self) -> int:
        return sum(era == self.era for era, _ in self.pending)

    @precondition(lambda self: len(self.pending) < 6)
    @rule()
    def call(self) -> None:
        cooled = self.clock.monotonic_s - self.opened_at_s >= 30
        if self.state is BreakerState.OPEN and cooled:
            self._change(BreakerState.HALF_OPEN)
        expects_call = self.state is BreakerState.CLOSED or (
            self.state is BreakerState.HALF_OPEN and self._probes() == 0
        )
        pending = _Pending(self.breaker)
        assert pending.begun.is_set() is expects_call
        assert pending.refused is not expects_call
        if expects_call:
            self.pending.append((self.era, pending))

    @precondition(lambda self: self.pending)
    @rule(which=st.integers(0, 5), fails=st.booleans())
    def end(self, which: int, *, fails: bool) -> None:
        era, pending = self.pending.pop(which % len(self.pending))
        pending.end(fails=fails)
        if era != self.era:
            return
        if self.state is BreakerState.HALF_OPEN:
            self._change(BreakerState.OPEN if fails else BreakerState.CLOSED)
            return
        self.in_a_row = self.in_a_row + 1 if fails else 0
        if self.in_a_row == 5:
            self._change(BreakerState.OPEN)

    @precondition(lambda self: self.state is not BreakerState.OPEN)
    @rule(count=st.integers(1, 5))
    def fail_several(self, count: int) -> None:
        for _ in range(count):
            self.call()
            if self.pending and self.pending[-1][0] == self.era:
                self.end(len(self.pending) - 1, fails=True)

    @rule(seconds=st.sampled_from([0.5, 29.5, 30.0]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @precondition(lambda self: self.state is not BreakerState.CLOSED and not self._probes())
    @rule()
    def health_returns(self) -> None:
        """Whatever came before: after the cool-down one good probe closes it."""
        self.clock.advance(30)
        self.call()
        self.end(len(self.pending) - 1, fails=False)
        assert self.breaker.view().state is BreakerState.CLOSED

    @invariant()
    def the_view_agrees(self) -> None:
        view = self.breaker.view()
        cooled = self.clock.monotonic_s - self.opened_at_s >= 30
        shown = self.state
        if shown is BreakerState.OPEN and cooled:
            shown = BreakerState.HALF_OPEN
        assert view.state is shown
        assert (view.probe_in_s is not None) is (shown is BreakerState.OPEN)

    def teardown(self) -> None:
        for _, pending in self.pending:
            pending.end(fails=False)


TestBreakerMachine = BreakerMachine.TestCase
TestBreakerMachine.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
