"""Stamps of a clock that several devices keep together."""

from datetime import UTC, datetime, timedelta

import pytest

from liftlog.domain.sync.stamps import AHEAD_MAX, clamped, is_stamp, moment_of, stamp_at

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def test_later_is_greater_as_text() -> None:
    moments = [NOW + timedelta(days=days) for days in (-20_000, -1, 0, 1, 200_000)]
    assert sorted(map(stamp_at, moments)) == [stamp_at(moment) for moment in moments]
    assert moment_of(stamp_at(NOW)) == NOW


def test_a_clock_that_is_far_ahead_does_not_win_for_ever() -> None:
    ahead = stamp_at(NOW + timedelta(days=3650))
    near = stamp_at(NOW + AHEAD_MAX - timedelta(milliseconds=1))
    taken = clamped([ahead, near], NOW)
    assert taken[ahead] < stamp_at(NOW + AHEAD_MAX + timedelta(milliseconds=1))
    assert taken[near] == near


def test_what_a_clock_far_ahead_wrote_keeps_its_order() -> None:
    hour = NOW + timedelta(hours=1)
    said = [f"{stamp_at(hour)[:15]}-{count:04x}-0000000a" for count in (0, 1, 300)]
    said += [stamp_at(hour + timedelta(seconds=seconds)) for seconds in (1, 2)]
    near = stamp_at(NOW + AHEAD_MAX - timedelta(milliseconds=1))
    taken = clamped([*reversed(said), near, said[0]], NOW)
    assert sorted(taken.values()) == [taken[one] for one in (near, *said)]
    assert len(set(taken.values())) == 6
    assert all(is_stamp(one) for one in taken.values())
    assert clamped([near, *said], NOW) == taken


def test_what_comes_in_the_same_instant_is_later_than_what_was_believed_before() -> None:
    ahead = [stamp_at(NOW + timedelta(hours=hours)) for hours in (1, 2)]
    first = clamped(ahead[:1], NOW)[ahead[0]]
    assert clamped(ahead[1:], NOW, after=first)[ahead[1]] > first
    full = f"{first[:16]}ffff-0000000a"
    assert clamped(ahead[1:], NOW, after=full)[ahead[1]] > full


@pytest.mark.parametrize(
    "text", ["", "yesterday", "1763980000000-0001-9f3a2b1c", "001763980000000-0001-9F3A2B1C"]
)
def test_what_is_no_stamp(text: str) -> None:
    assert not is_stamp(text)
    assert is_stamp("001763980000000-0001-9f3a2b1c")


def test_a_stamp_is_fifteen_digits_of_milliseconds_a_count_and_a_device() -> None:
    # The 20,410th day of the epoch is 18 November 2025.
    moment = datetime(2025, 11, 18, 0, 0, 0, 7000, tzinfo=UTC)
    assert stamp_at(moment) == f"{20_410 * 86_400_000 + 7:015d}-0000-00000000"
    assert stamp_at(moment).startswith("001763424000007-")
    assert moment_of(stamp_at(moment)) == moment


def test_exactly_five_minutes_ahead_is_too_far() -> None:
    limit = NOW + timedelta(minutes=5)
    milliseconds = int(stamp_at(limit)[:15])
    before, at = (f"{milliseconds - early:015d}-0007-0000000a" for early in (1, 0))
    assert clamped([at, before], NOW) == {
        before: before,
        at: f"{milliseconds:015d}-0000-0000000a",
    }


def test_what_is_too_far_ahead_is_counted_on_from_what_was_believed() -> None:
    limit, ahead = stamp_at(NOW + timedelta(minutes=5))[:15], stamp_at(NOW + timedelta(hours=1))
    device = ahead[20:]
    assert clamped([ahead], NOW, after=f"{limit}-0004-0000000a") == {ahead: f"{limit}-0005{device}"}
    # A count has four digits; after the last of them comes the next millisecond.
    assert clamped([ahead], NOW, after=f"{limit}-fffe-0000000a") == {ahead: f"{limit}-ffff{device}"}
    assert clamped([ahead], NOW, after=f"{limit}-ffff-0000000a") == {
        ahead: f"{int(limit) + 1:015d}-0000{device}"
    }
    long_ago = f"{0:015d}-0004-0000000a"
    assert clamped([ahead], NOW, after=long_ago) == {ahead: f"{limit}-0000{device}"}
