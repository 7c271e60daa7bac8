"""When something was written, by a clock that several devices keep together.

A hybrid logical clock (Kulkarni, Demirbas and others, "Logical Physical Clocks", 2014) as text:
fifteen digits of milliseconds since 1970, a count and who it was, so that later is greater as text.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

AHEAD_MAX = timedelta(minutes=5)
"""A device's clock may be wrong by so much; what is further ahead is taken for this much."""

NEVER = ""
_STAMP = re.compile(r"[0-9]{15}-[0-9a-f]{4}-[0-9a-f]{8}")
_SERVER = "0000-00000000"


def is_stamp(text: str) -> bool:
    return _STAMP.fullmatch(text) is not None


def stamp_at(moment: datetime) -> str:
    """The server's own stamp of a moment."""
    return f"{_milliseconds(moment):015d}-{_SERVER}"


def clamped(stamps: Iterable[str], now: datetime, *, after: str = NEVER) -> dict[str, str]:
    """Each stamp with the one to use in its place.

    A stamp that is too far ahead of `now` becomes the latest that is allowed. Such stamps keep their
    order and come after `after`, the latest stamp used so far.
    """
    latest = max(_milliseconds(now + AHEAD_MAX) << 16, _number(after) + 1 if after else 0)
    wanted = sorted(set(stamps))
    ahead = [one for one in wanted if int(one[:15]) >= _milliseconds(now + AHEAD_MAX)]
    return dict(zip(wanted, wanted, strict=True)) | {
        one: f"{number >> 16:015d}-{number & 0xFFFF:04x}{one[20:]}"
        for number, one in enumerate(ahead, start=latest)
    }


def _number(stamp: str) -> int:
    """Its milliseconds and its count as one."""
    return int(stamp[:15]) << 16 | int(stamp[16:20], 16)


def moment_of(stamp: str) -> datetime:
    return datetime.fromtimestamp(int(stamp[:15]) / 1000, UTC)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
