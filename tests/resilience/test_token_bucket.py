"""So many at once, then one every so often."""

import pytest

from liftlog.resilience.token_bucket import TokenBuckets
from tests.stand_ins.clocks import HandClock


@pytest.fixture
def time() -> HandClock:
    return HandClock()


def buckets(time: HandClock, max_count: int = 100) -> TokenBuckets[str]:
    return TokenBuckets(capacity=3, refill_s=10, max_count=max_count, monotonic=time.monotonic)


def test_a_bucket_gives_what_it_holds_and_then_says_how_long_to_wait(
    time: HandClock,
) -> None:
    found = buckets(time)
    assert [found.take("a") for _ in range(5)] == [0, 0, 0, 10, 10]


def test_asking_in_vain_does_not_make_the_wait_longer(time: HandClock) -> None:
    found = buckets(time)
    for _ in range(100):
        found.take("a")
    time.advance(10)
    assert [found.take("a"), found.take("a")] == [0, 10]


def test_a_bucket_never_holds_more_than_its_capacity(time: HandClock) -> None:
    found = buckets(time)
    found.take("a")
    time.advance(1_000_000)
    assert [found.take("a") for _ in range(4)] == [0, 0, 0, 10]


def test_each_key_has_a_bucket_of_its_own(time: HandClock) -> None:
    found = buckets(time)
    for _ in range(4):
        found.take("a")
    assert found.take("b") == 0


def test_a_filled_bucket_is_as_new(time: HandClock) -> None:
    found = buckets(time)
    for _ in range(4):
        found.take("a")
    found.fill("a")
    assert [found.take("a") for _ in range(4)] == [0, 0, 0, 10]


def test_of_too_many_keys_the_one_not_used_for_longest_is_forgotten(
    time: HandClock,
) -> None:
    found = buckets(time, max_count=2)
    for key in ("old", "old", "old", "other", "new"):
        found.take(key)
    assert found.take("old") == 0
