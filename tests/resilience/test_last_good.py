"""The store of last good answers keeps within its bounds."""

from hypothesis import given
from hypothesis import strategies as st

from liftlog.resilience.last_good import LastGood


def _store(max_count: int = 3, max_bytes: int = 100) -> LastGood[str, bytes]:
    return LastGood(max_count=max_count, max_bytes=max_bytes, size_of=len)


def test_the_least_recently_used_leaves_first() -> None:
    store = _store()
    for key in "abc":
        store.put(key, b"x")
    store.get("a")
    store.put("d", b"x")
    assert [store.get(key) is not None for key in "abcd"] == [True, False, True, True]


def test_what_is_larger_than_everything_is_not_kept_and_neither_is_what_it_replaces() -> None:
    store = _store()
    store.put("a", b"x")
    store.put("a", b"x" * 101)
    assert store.get("a") is None
    assert store.bytes == 0


def test_forgetting_takes_what_is_meant_and_nothing_else() -> None:
    store = _store()
    store.put("ana/1", b"x")
    store.put("ben/1", b"x")
    store.forget(lambda key: key.startswith("ana"))
    assert (store.get("ana/1"), store.get("ben/1")) == (None, b"x")


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(max_size=60))))
def test_count_and_bytes_stay_within_bounds_and_the_newest_is_there(
    puts: list[tuple[str, bytes]],
) -> None:
    store = _store()
    for key, value in puts:
        store.put(key, value)
        assert store.get(key) == value
        assert len(store) <= 3
        assert store.bytes == sum(len(store.get(kept) or b"") for kept in "abcdef") <= 100
