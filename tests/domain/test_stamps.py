"""Stamps of a clock that several devices keep together."""

from datetime import UTC, datetime, timedelta

import pytest

from liftlog.domain.stamps import AHEAD_MAX, clamped, is_stamp, moment_of, stamp_at

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def test_later_is_greater_as_text() -> None:
    moments = [NOW + timedelta(days=days) for days in (-20_000, -1, 0, 1, 200_000)]
    assert sorted(map(stamp_at, moments)) == [stamp_at(moment) for moment in moments]
    assert moment_of(stamp_at(NOW)) == NOW


def test_a_clock_that_is_far_ahead_does_not_win_for_ever() -> None:
    ahead = stamp_at(NOW + timedelta(days=3650))
    believed = clamped(ahead, NOW)
    assert believed < stamp_at(NOW + AHEAD_MAX + timedelta(milliseconds=1))
    near = stamp_at(NOW + AHEAD_MAX)
    assert clamped(near, NOW) == near


@pytest.mark.parametrize(
    "text", ["", "yesterday", "1763980000000-0001-9f3a2b1c", "001763980000000-0001-9F3A2B1C"]
)
def test_what_is_no_stamp(text: str) -> None:
    assert not is_stamp(text)
    assert is_stamp("001763980000000-0001-9f3a2b1c")
