"""Turns: in order, fair between sources, and a place for those who are known."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from liftlog.resilience.fair_turns import FairTurns, Source, TurnRefusedError

KNOWN = Source("phone", is_known=True)


class Work:
    """Turns that last until they are told to end."""

    def __init__(self, turns: FairTurns) -> None:
        self._turns = turns
        self.order: list[str] = []
        self.ends: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def start(self, name: str, source: Source) -> None:
        self.ends[name] = threading.Event()

        def work() -> None:
            with self._turns.turn(source):
                self.order.append(name)
                self.ends[name].wait(10)

        thread = threading.Thread(target=work)
        thread.start()
        self._threads.append(thread)
        time.sleep(0.02)

    def end(self, name: str) -> None:
        self.ends[name].set()
        time.sleep(0.02)

    def close(self) -> None:
        for end in self.ends.values():
            end.set()
        for thread in self._threads:
            thread.join(10)


def test_strangers_leave_a_place_to_those_who_are_known() -> None:
    work = Work(FairTurns(places=2))
    work.start("first", Source("a"))
    work.start("second", Source("b"))
    assert work.order == ["first"]
    work.start("owner", KNOWN)
    assert work.order == ["first", "owner"]
    work.close()
    assert sorted(work.order) == ["first", "owner", "second"]


def test_sources_take_turns() -> None:
    work = Work(FairTurns(places=2))
    for name, source in (("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("c1", "c")):
        work.start(name, Source(source))
    for name in ("a1", "a2", "b1", "c1"):
        work.end(name)
    work.close()
    assert work.order == ["a1", "a2", "b1", "c1", "a3"]


def test_more_than_may_wait_are_refused_at_once() -> None:
    turns = FairTurns(places=2, waiting_max=3, waiting_of_source_max=2)
    work = Work(turns)
    for name, source in (("a1", "a"), ("a2", "a"), ("a3", "a")):
        work.start(name, Source(source))
    with pytest.raises(TurnRefusedError), turns.turn(Source("a")):
        pass
    work.start("b1", Source("b"))
    with pytest.raises(TurnRefusedError), turns.turn(Source("c")):
        pass
    work.start("owner", KNOWN)
    assert work.order == ["a1", "owner"]
    work.close()
    assert len(work.order) == 5


def test_a_turn_that_fails_is_given_on() -> None:
    turns = FairTurns(places=2)
    with pytest.raises(ValueError, match="wrong"), turns.turn(Source("a")):
        raise ValueError("wrong")
    with turns.turn(Source("a")):
        pass


def test_there_are_never_more_than_places() -> None:
    turns = FairTurns(places=3, waiting_max=1_000, waiting_of_source_max=1_000)
    at_work, most, lock = 0, 0, threading.Lock()

    def work(number: int) -> None:
        nonlocal at_work, most
        with turns.turn(Source(str(number % 7), is_known=number % 5 == 0)):
            with lock:
                at_work += 1
                most = max(most, at_work)
            time.sleep(0.001)
            with lock:
                at_work -= 1

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(work, range(400)))
    assert (most, at_work) == (3, 0)
