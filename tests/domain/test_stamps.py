"""Stamps of a clock that several devices keep together."""

from datetime import UTC, datetime, timedelta

import pytest

from liftlog.domain.sync.stamps import AHEAD_MAX, believed, is_stamp, moment_of, stamp_at

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def test_later_is_greater_as_text() -> None:
    moments = [NOW + timedelta(days=days) for days in (-20_000, -1, 0, 1, 200_000)]
    assert sorted(map(stamp_at, moments)) == [stamp_at(moment) for moment in moments]
    assert moment_of(stamp_at(NOW)) == NOW


def test_a_clock_that_is_far_ahead_does_not_win_for_ever() -> None:
    ahead = stamp_at(NOW + timedelta(days=3650))
    near = stamp_at(NOW + AHEAD_MAX - timedelta(milliseconds=1))
    taken = believed([ahead, near], NOW)
    assert taken[ahead] < stamp_at(NOW + AHEAD_MAX + timedelta(milliseconds=1))
    assert taken[near] == near


def test_what_a_clock_far_ahead_wrote_keeps_its_order() -> None:
    hour = NOW + timedelta(hours=1)
    said = [f"{stamp_at(hour)[:15]}-{count:04x}-0000000a" for count in (0, 1, 300)]
    said += [stamp_at(hour + timedelta(seconds=seconds)) for seconds in (1, 2)]
    near = stamp_at(NOW + AHEAD_MAX - timedelta(milliseconds=1))
    taken = believed([*reversed(said), near, said[0]], NOW)
    assert sorted(taken.values()) == [taken[one] for one in (near, *said)]
    assert len(set(taken.values())) == 6
    assert all(is_stamp(one) for one in taken.values())
    assert believed([near, *said], NOW) == taken


def test_what_comes_in_the_same_instant_is_later_than_what_was_believed_before() -> None:
    ahead = [stamp_at(NOW + timedelta(hours=hours)) for hours in (1, 2)]
    first = believed(ahead[:1], NOW)[ahead[0]]
    assert believed(ahead[1:], NOW, after=first)[ahead[1]] > first
    full = f"{first[:16]}ffff-0000000a"
    assert believed(ahead[1:], NOW, after=full)[ahead[1]] > full


@pytest.mark.parametrize(
    "text", ["", "yesterday", "1763980000000-0001-9f3a2b1c", "001763980000000-0001-9F3A2B1C"]
)
def test_what_is_no_stamp(text: str) -> None:
    assert not is_stamp(text)
    assert is_stamp("001763980000000-0001-9f3a2b1c")
