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


def test_one_piece_of_work_after_another_is_done_in_the_same_thread() -> None:
    bulkhead = Bulkhead("test", slots=4)

    def in_thread() -> int:
        with bulkhead.enter() as slot:
            return slot.run(threading.get_ident, timeout_s=1)

    assert len({in_thread() for _ in range(20)}) == 1


def test_a_forked_process_has_threads_of_its_own() -> None:
    program = (
        "import os\n"
        "from liftlog.resilience.bulkhead import *\n"
        "bulkhead = Bulkhead('test', slots=1)\n"
        "def work():\n"
        "    with bulkhead.enter() as slot: return slot.run(lambda: 7, timeout_s=5)\n"
        "work()\n"
        "child = os.fork()\n"
        "if not child: os._exit(work())\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True
    )
    assert ended.stdout.strip() == "7"
