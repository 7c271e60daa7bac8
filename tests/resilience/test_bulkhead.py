"""The bulkhead: no queue, slots given back when the work ends, callers never held."""

import subprocess
import sys
import threading
import time

import pytest

from liftlog.resilience.bulkhead import Bulkhead, BulkheadFullError, DeadlineExceededError


def test_the_result_comes_back_and_so_does_the_error() -> None:
    bulkhead = Bulkhead("test", slots=1)
    with bulkhead.enter() as slot:
        assert slot.run(lambda: 7, timeout_s=1) == 7
    with bulkhead.enter() as slot, pytest.raises(ZeroDivisionError):
        slot.run(lambda: 1 // 0, timeout_s=1)
    assert bulkhead.in_flight == 0


def test_a_slot_that_is_not_used_is_given_back() -> None:
    bulkhead = Bulkhead("test", slots=1)
    for _ in range(3):
        with pytest.raises(RuntimeError), bulkhead.enter():
            raise RuntimeError
    assert bulkhead.in_flight == 0


def test_a_full_bulkhead_refuses_at_once_and_has_room_again_when_the_work_really_ends() -> None:
    bulkhead = Bulkhead("test", slots=2)
    may_end = threading.Event()
    for _ in range(2):
        with bulkhead.enter() as slot, pytest.raises(DeadlineExceededError):
            slot.run(may_end.wait, timeout_s=0.01)
    assert bulkhead.in_flight == 2
    began = time.monotonic()
    with pytest.raises(BulkheadFullError):
        bulkhead.enter()
    assert time.monotonic() - began < 0.05
    may_end.set()
    for _ in range(100):
        if bulkhead.in_flight == 0:
            break
        time.sleep(0.002)
    with bulkhead.enter() as slot:
        assert slot.run(lambda: 7, timeout_s=1) == 7


def test_work_that_never_ends_does_not_keep_the_process() -> None:
    program = (
        "import time\n"
        "from liftlog.resilience.bulkhead import *\n"
        "with Bulkhead('test', slots=1).enter() as slot:\n"
        "    try: slot.run(lambda: time.sleep(60), timeout_s=0.01)\n"
        "    except DeadlineExceededError: print('left')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=10, check=True
    )
    assert ended.stdout == "left\n"
