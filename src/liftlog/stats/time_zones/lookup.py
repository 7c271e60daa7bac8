"""What time it is where: from TimeZoneDB when there is a key for it, else from the tz database."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

import httpx2

from liftlog.kit import time_zones
from liftlog.kit.clock import Clock, system_clock
from liftlog.kit.errors import NotFoundError
from liftlog.resilience.breaker import BreakerView
from liftlog.resilience.deadline import Monotonic, monotonic
from liftlog.statistics.time_zones import ListedZone, ZoneList, ZoneTime
from liftlog.stats.time_zones.timezonedb import (
    TIMEZONEDB_URL,
    FallbackReason,
    NoAnswerError,
    TimeZoneDb,
    ZoneRule,
)

ZONE_GOOD_FOR: Final = timedelta(hours=1)
LIST_GOOD_FOR: Final = timedelta(hours=24)
LOCAL_LIST_GOOD_FOR: Final = timedelta(minutes=1)


class ZoneSource(StrEnum):
    TIMEZONEDB = "timezonedb"
    TZ_DATABASE = "tz_database"


@dataclass(frozen=True, slots=True)
class _KeptRule:
    rule: ZoneRule | None
    good_until: datetime


class TimeZones:
    """One per process, used by all its threads. Never waits longer than TimeZoneDB's deadline."""

    def __init__(
        self,
        *,
        api_key: str | None,
        base_url: str = TIMEZONEDB_URL,
        clock: Clock = system_clock,
        monotonic: Monotonic = monotonic,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._clock = clock
        self._timezonedb = (
            TimeZoneDb(api_key, base_url=base_url, monotonic=monotonic, transport=transport)
            if api_key
            else None
        )
        self._lock = threading.Lock()
        # Only names of the tz database become keys, so that this can't grow beyond their number.
        self._rules: dict[str, _KeptRule] = {}
        self._lists: dict[str, ZoneList] = {}

    def now_in(self, zone_name: str) -> ZoneTime:
        """The current time in a zone of the tz database, aliases included; NotFoundError for others."""
        known = time_zones.known_name(zone_name)
        if known is None:
            raise NotFoundError("There is no such time zone.")
        now = self._clock()
        try:
            rule = self._rule(known, now)
        except NoAnswerError as error:
            return _by_tz_database(known, now, error.reason)
        return _by_timezonedb(known, now, rule)

    def list_zones(self) -> ZoneList:
        now = self._clock()
        kept = self._kept_list(ZoneSource.TIMEZONEDB, now, LIST_GOOD_FOR)
        if kept is not None:
            return kept
        try:
            listed = self._asked().zones()
        except NoAnswerError as error:
            return self._local_list(now, error.reason)
        # What is listed is answered and accepted: a name that only TimeZoneDB has is not.
        zones = tuple(one for one in listed if time_zones.known_name(one.zone) == one.zone)
        return self._keep_list(_list(zones, now, ZoneSource.TIMEZONEDB))

    def breaker(self) -> BreakerView | None:
        """How TimeZoneDB is doing; None without a key."""
        return None if self._timezonedb is None else self._timezonedb.guard.breaker.view()

    def close(self) -> None:
        if self._timezonedb is not None:
            self._timezonedb.close()

    def _asked(self) -> TimeZoneDb:
        if self._timezonedb is None:
            raise NoAnswerError(FallbackReason.NO_KEY)
        return self._timezonedb

    def _rule(self, zone: str, now: datetime) -> ZoneRule:
        with self._lock:
            kept = self._rules.get(zone)
        if kept is None or now >= kept.good_until:
            rule = self._asked().rule(zone)
            kept = _KeptRule(rule, _good_until(rule, now))
            with self._lock:
                self._rules[zone] = kept
        if kept.rule is None:
            raise NoAnswerError(FallbackReason.NOT_LISTED)
        return kept.rule

    def _kept_list(self, source: ZoneSource, now: datetime, good_for: timedelta) -> ZoneList | None:
        with self._lock:
            kept = self._lists.get(source)
        return kept if kept is not None and now - kept.as_of < good_for else None

    def _keep_list(self, zones: ZoneList) -> ZoneList:
        with self._lock:
            self._lists[zones.source] = zones
        return zones

    def _local_list(self, now: datetime, reason: FallbackReason) -> ZoneList:
        kept = self._kept_list(ZoneSource.TZ_DATABASE, now, LOCAL_LIST_GOOD_FOR)
        if kept is None:
            zones = tuple(
                ListedZone(
                    zone=zone,
                    country_code=country,
                    offset_s=_offset_s(now.astimezone(time_zones.zone(zone))),
                )
                for country, zone in _places()
            )
            kept = self._keep_list(_list(zones, now, ZoneSource.TZ_DATABASE))
        return kept.model_copy(update={"reason": reason.value})


def _list(zones: tuple[ListedZone, ...], now: datetime, source: ZoneSource) -> ZoneList:
    return ZoneList(as_of=now, source=source.value, reason=None, zones=zones)


def _good_until(rule: ZoneRule | None, now: datetime) -> datetime:
    if rule is None or rule.until is None:
        return now + ZONE_GOOD_FOR
    return min(rule.until, now + ZONE_GOOD_FOR)


def _by_timezonedb(zone: str, now: datetime, rule: ZoneRule) -> ZoneTime:
    # TimeZoneDB's own timestamp is the moment at which it was asked. Its offset on our clock is as
    # right from the cache as it was when new.
    return ZoneTime(
        zone=zone,
        abbreviation=rule.abbreviation,
        offset_s=rule.offset_s,
        dst=rule.dst,
        local_time=now.astimezone(timezone(timedelta(seconds=rule.offset_s))),
        source=ZoneSource.TIMEZONEDB.value,
        reason=None,
    )


def _by_tz_database(zone: str, now: datetime, reason: FallbackReason) -> ZoneTime:
    local = now.astimezone(time_zones.zone(zone))
    offset_s = _offset_s(local)
    return ZoneTime(
        zone=zone,
        abbreviation=local.tzname() or "",
        offset_s=offset_s,
        dst=(local.dst() or timedelta()) > timedelta(),
        local_time=local.astimezone(timezone(timedelta(seconds=offset_s))),
        source=ZoneSource.TZ_DATABASE.value,
        reason=reason.value,
    )


def _offset_s(local: datetime) -> int:
    return int((local.utcoffset() or timedelta()).total_seconds())


@cache
def _places() -> tuple[tuple[str, str], ...]:
    """Country code and zone of each inhabited place, by the tz database's zone.tab."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple(sorted((row[0], row[2]) for row in rows))
