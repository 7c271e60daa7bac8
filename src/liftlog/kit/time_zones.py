"""The time zones that LiftLog knows: those of the packaged tz database, the same on every host.

What the host has, or `PYTHONTZPATH` names, plays no part. A zone that is listed is accepted, and one
that is accepted can be computed.

A name is checked once, where it comes in: by `known_name`. A stored name may still be one that is
not known, from another version or written by hand. It never fails anything: a workout is then in
the account's zone, and an account is in UTC. The store decides that as it reads
(`store/accounts`, `store/workouts/time_zones`), and nothing above it sees another name.
"""

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


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in names()}


@cache
def _rules(name: str) -> Zone:
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)
