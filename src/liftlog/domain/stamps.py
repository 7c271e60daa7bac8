"""When something was written, by a clock that several devices keep together.

A hybrid logical clock (Kulkarni, Demirbas and others, "Logical Physical Clocks", 2014) as text:
fifteen digits of milliseconds since 1970, a count and who it was, so that later is greater as text.
"""

import re
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


def clamped(stamp: str, now: datetime) -> str:
    """The stamp, or where it is too far ahead the latest that is believed."""
    latest = _milliseconds(now + AHEAD_MAX)
    return stamp if int(stamp[:15]) <= latest else f"{latest:015d}{stamp[15:]}"


def moment_of(stamp: str) -> datetime:
    return datetime.fromtimestamp(int(stamp[:15]) / 1000, UTC)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
