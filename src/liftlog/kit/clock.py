"""The one place that reads the time, so that a test can hold it still."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the current moment as an aware datetime in UTC."""


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 This is the clock that everything else asks.
