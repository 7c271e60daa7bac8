"""The bulkhead: no queue, and slots given back however a call ends."""

import time

import pytest

from liftlog.resilience.bulkhead import Bulkhead, BulkheadFullError


def test_a_slot_is_given_back_however_the_call_ends() -> None:
    bulkhead = Bulkhead("test", slots=1)
    with bulkhead.enter():
        assert bulkhead.in_flight == 1
    for _ in range(3):
        with pytest.raises(RuntimeError), bulkhead.enter():
            raise RuntimeError
    assert bulkhead.in_flight == 0


def test_a_full_bulkhead_refuses_at_once_and_has_room_again_when_a_call_ends() -> None:
    bulkhead = Bulkhead("test", slots=2)
    with bulkhead.enter():
        with bulkhead.enter():
            began = time.monotonic()
            with pytest.raises(BulkheadFullError), bulkhead.enter():
                pytest.fail("There was a third slot.")
            assert time.monotonic() - began < 0.05
            assert bulkhead.in_flight == 2
        with bulkhead.enter():
            assert bulkhead.in_flight == 2
    assert bulkhead.in_flight == 0
