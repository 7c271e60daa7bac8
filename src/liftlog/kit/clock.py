"""The one place that reads the time, so that a test can hold it still."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from liftlog.kit import time_zones

Clock = Callable[[], datetime]
"""Returns the current moment as an aware datetime in UTC."""


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 This is the clock that everything else asks.


CLOCKS_DIFFER = timedelta(minutes=2)
"""By no more than this between the machines of core and of stats."""


def day_for_sure(now: datetime, time_zone: str) -> date | None:
    """The day there; None just after midnight, when by the clock of another machine it is yesterday."""
    local = now.astimezone(time_zones.zone(time_zone))
    after_midnight = timedelta(hours=local.hour, minutes=local.minute)
    return None if after_midnight < CLOCKS_DIFFER else local.date()
