"""The time zones that LiftLog knows: those of the packaged tz database, the same on every host.

What the host has, or `PYTHONTZPATH` names, plays no part. A zone that is listed is accepted, and one
that is accepted can be computed.

A name is checked once, where it comes in: by `known_name`. A stored name may still be one that is
not known, from another version or written by hand. It never fails anything: a workout is then in
the account's zone, and an account is in UTC. The store decides that as it reads
(`store/accounts`, `store/workouts/time_zones`), and nothing above it sees another name.

A wall time becomes a moment by `moment` alone, and a duration is the difference of two moments.
"""

from datetime import UTC, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo  # noqa: TID251 This is what everything else asks.

Zone = ZoneInfo

UTC_NAME = "UTC"
# A name of the tz database for machines that were never set up.
_NO_PLACE = "Factory"


@cache
def names() -> frozenset[str]:
    listed = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(listed) - {_NO_PLACE}


def known_name(text: str) -> str | None:
    """The name as the tz database writes it, whatever its case and spaces; None if it has none."""
    if text in names():
        return text
    return _by_folded_name().get("_".join(text.split()).casefold())


def zone(name: str) -> Zone:
    """The rules of a known name; for any other those of UTC."""
    known = known_name(name)
    return _rules(UTC_NAME if known is None else known)


def moment(wall: datetime, rules: Zone) -> datetime:
    """The moment, in UTC, at which the clocks of a zone show `wall`, a time without a zone.

    Where clocks are put back they show a time twice: it is the first, or with `fold` the second.
    Where they are put forward they leave times out: such a time is as long after the change as it
    is after the first time left out, so that 02:30 is 03:30. Both as in RFC 5545, 3.3.5.
    """
    return wall.replace(tzinfo=rules).astimezone(UTC)


def wall_time(at: datetime, rules: Zone) -> datetime:
    """What the clocks of a zone show at a moment, with `fold` where they show it a second time."""
    return at.astimezone(rules).replace(tzinfo=None)


def seconds_between(start: datetime, end: datetime, rules: Zone) -> int:
    """How long it takes from one wall time to another. Of an end that comes twice it is the one after the start."""
    begun, ended = moment(start, rules), moment(end, rules)
    if ended < begun:
        ended = moment(end.replace(fold=1), rules)
    return int((ended - begun).total_seconds())


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in names()}


@cache
def _rules(name: str) -> Zone:
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)
