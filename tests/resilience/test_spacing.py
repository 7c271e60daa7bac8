"""One turn per gap, however many ask."""

import threading

from liftlog.resilience.spacing import Spacing
from tests.stand_ins.clocks import HandClock


def test_a_turn_is_free_again_after_the_gap() -> None:
    clock = HandClock()
    spacing = Spacing(1.5, clock.monotonic)
    assert spacing.take()
    clock.advance(1.4)
    assert not spacing.take()
    clock.advance(0.1)
    assert spacing.take()


def test_of_many_threads_at_one_moment_one_gets_the_turn() -> None:
    spacing = Spacing(1.5, HandClock().monotonic)
    start = threading.Barrier(8, timeout=2)
    turns: list[bool] = []

    def ask() -> None:
        start.wait()
        turns.append(spacing.take())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=3)
    assert turns.count(True) == 1
