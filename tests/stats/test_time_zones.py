"""Time zones: TimeZoneDB when it answers sensibly and in time, the tz database otherwise, and which is said."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from liftlog.kit.errors import NotFoundError
from liftlog.resilience.breaker import BreakerState
from liftlog.stats.time_zones.lookup import TimeZones, ZoneSource
from liftlog.stats.time_zones.timezonedb import FallbackReason
from tests.stand_ins.timezonedb import KEY, TimeZoneDbStandIn
from tests.stand_ins.unruly_stats import Mood, UnrulyStats, closed_port

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class World:
    """One time for TimeZoneDB's stand-in, our wall clock and our monotonic clock."""

    def __init__(self, service: TimeZoneDbStandIn, key: str | None = KEY) -> None:
        self.service = service
        self._began = service.now
        self.zones = self.with_key(key)

    def with_key(self, key: str | None) -> TimeZones:
        return TimeZones(
            api_key=key,
            base_url=self.service.url,
            clock=self.now,
            monotonic=self.monotonic,
        )

    def now(self) -> datetime:
        return self.service.now

    def monotonic(self) -> float:
        return (self.service.now - self._began).total_seconds()

    def advance(self, seconds: float) -> None:
        self.service.advance(seconds)

    def source_of(self, zone: str) -> tuple[str, str | None]:
        answer = self.zones.now_in(zone)
        return answer.source, answer.reason


@pytest.fixture
def service() -> Iterator[TimeZoneDbStandIn]:
    with TimeZoneDbStandIn(NOON) as stand_in:
        yield stand_in


@pytest.fixture
def world(service: TimeZoneDbStandIn) -> Iterator[World]:
    world = World(service)
    yield world
    world.zones.close()


TIMEZONEDB = (ZoneSource.TIMEZONEDB, None)


def _fallen_back(reason: FallbackReason) -> tuple[ZoneSource, FallbackReason | None]:
    return ZoneSource.TZ_DATABASE, reason


def test_without_a_key_the_tz_database_answers(service: TimeZoneDbStandIn) -> None:
    zones = World(service, key=None).zones
    denver = zones.now_in("America/Denver")
    assert (denver.abbreviation, denver.offset_s, denver.dst) == ("MST", -25200, False)
    assert denver.local_time.isoformat() == "2026-11-22T05:00:00-07:00"
    assert (denver.source, denver.reason) == _fallen_back(FallbackReason.NO_KEY)
    assert zones.breaker() is None
    assert service.asked == []


def test_with_a_key_timezonedb_answers(world: World) -> None:
    denver = world.zones.now_in("America/Denver")
    assert (denver.abbreviation, denver.offset_s, denver.dst) == ("MST", -25200, False)
    assert denver.local_time.isoformat() == "2026-11-22T05:00:00-07:00"
    assert (denver.source, denver.reason) == TIMEZONEDB
    assert world.service.asked == [
        (
            "get-time-zone",
            {"key": KEY, "format": "json", "by": "zone", "zone": "America/Denver"},
        )
    ]


@pytest.mark.parametrize(
    "zone", ["Asia/Kolkata", "Asia/Taipei", "Australia/Lord_Howe", "Europe/Paris"]
)
@pytest.mark.parametrize("month", [1, 7])
def test_both_sources_agree(zone: str, month: int) -> None:
    with TimeZoneDbStandIn(datetime(2026, month, 1, tzinfo=UTC)) as service:
        world = World(service)
        asked, looked_up = world.zones.now_in(zone), world.with_key(None).now_in(zone)
        world.zones.close()
    assert asked.source == ZoneSource.TIMEZONEDB
    assert (asked.offset_s, asked.dst, asked.abbreviation, asked.local_time) == (
        looked_up.offset_s,
        looked_up.dst,
        looked_up.abbreviation,
        looked_up.local_time,
    )


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Olympus", "../etc/passwd", "Factory", "a" * 5000, "posix/Europe/Paris"],
)
def test_a_name_that_is_no_zone_is_not_found_and_nobody_is_asked(world: World, name: str) -> None:
    with pytest.raises(NotFoundError):
        world.zones.now_in(name)
    assert world.service.asked == []


@pytest.mark.parametrize("name", ["europe/paris", "Europe/Paris\n"])
def test_a_name_is_asked_for_as_the_tz_database_writes_it(world: World, name: str) -> None:
    assert world.zones.now_in(name).zone == "Europe/Paris"
    assert world.zones.now_in("Europe/Paris").source == ZoneSource.TIMEZONEDB
    assert len(world.service.asked) == 1


def test_an_alias_that_timezonedb_does_not_list_comes_from_the_tz_database(world: World) -> None:
    for _ in range(6):
        assert world.source_of("US/Eastern") == _fallen_back(FallbackReason.NOT_LISTED)
        world.advance(2)
    assert len(world.service.asked) == 1
    breaker = world.zones.breaker()
    assert breaker is not None
    assert breaker.consecutive_failures == 0


def test_the_time_runs_on_while_the_answer_is_kept_for_an_hour(world: World) -> None:
    first = world.zones.now_in("Asia/Tokyo").local_time
    world.advance(3599)
    kept = world.zones.now_in("Asia/Tokyo")
    assert kept.local_time - first == timedelta(seconds=3599)
    assert kept.source == ZoneSource.TIMEZONEDB
    assert len(world.service.asked) == 1
    world.advance(1)
    world.zones.now_in("Asia/Tokyo")
    assert len(world.service.asked) == 2


def test_an_answer_is_not_kept_across_a_change_of_the_offset() -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    with TimeZoneDbStandIn(change - timedelta(seconds=100)) as service:
        world = World(service)
        assert world.zones.now_in("Europe/Paris").offset_s == 3600
        world.advance(100)
        assert world.zones.now_in("Europe/Paris").offset_s == 7200
        assert world.zones.now_in("Europe/Paris").source == ZoneSource.TIMEZONEDB
        world.zones.close()


def test_a_second_question_within_the_spacing_is_answered_at_once_by_the_tz_database(
    world: World,
) -> None:
    assert world.source_of("Asia/Tokyo") == TIMEZONEDB
    began = time.monotonic()
    assert world.source_of("Asia/Seoul") == _fallen_back(FallbackReason.RATE)
    assert time.monotonic() - began < 0.3
    world.advance(1.5)
    assert world.source_of("Asia/Seoul") == TIMEZONEDB


def test_many_threads_never_ask_twice_within_a_second(world: World) -> None:
    start = threading.Barrier(6, timeout=2)
    names = ["Asia/Tokyo", "Asia/Seoul", "Asia/Dubai", "Europe/Rome", "Africa/Cairo", "Asia/Tokyo"]

    def ask(zone: str) -> None:
        start.wait()
        world.zones.now_in(zone)

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3)
    assert len(world.service.asked) == 1


def _with(**changes: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda answer: {**answer, **changes}


@pytest.mark.parametrize(
    "instead",
    [
        lambda _answer: ["OK"],
        lambda _answer: {"status": "OK", "message": ""},
        _with(gmtOffset="32400"),
        _with(gmtOffset=None),
        _with(gmtOffset=True),
        _with(gmtOffset=10**6),
        _with(gmtOffset=32400.5),
        _with(zoneName="Asia/Seoul"),
        _with(dst="yes"),
        _with(dst=None),
        _with(abbreviation=None),
        _with(abbreviation="<b>"),
        _with(zoneEnd="tomorrow"),
        _with(zoneEnd=10**30),
    ],
)
def test_an_answer_that_makes_no_sense_is_not_believed(
    world: World, instead: Callable[[dict[str, Any]], Any]
) -> None:
    world.service.switches.answer_instead = instead
    assert world.source_of("Asia/Tokyo") == _fallen_back(FallbackReason.MALFORMED)


@pytest.mark.parametrize(
    ("switch", "value", "reason"),
    [
        ("not_json", True, FallbackReason.MALFORMED),
        ("status", 500, FallbackReason.REFUSED),
        ("status", 503, FallbackReason.REFUSED),
        ("status", 404, FallbackReason.REFUSED),
        ("answer_instead", _with(status="FAILED", message="Busy"), FallbackReason.REFUSED),
    ],
)
def test_a_refusal_or_a_page_of_a_proxy_leads_to_the_tz_database(
    world: World, switch: str, value: Any, reason: FallbackReason
) -> None:
    setattr(world.service.switches, switch, value)
    assert world.source_of("Asia/Tokyo") == _fallen_back(reason)
    world.advance(2)
    world.service.switches.__init__()  # type: ignore[misc] # all switches back
    assert world.source_of("Asia/Tokyo") == TIMEZONEDB


@pytest.mark.parametrize("status", [200, 400])
def test_a_wrong_key_is_a_refusal_with_either_status(
    service: TimeZoneDbStandIn, status: int
) -> None:
    service.switches.failed_status = status
    world = World(service, key="wrong")
    assert world.source_of("Asia/Tokyo") == _fallen_back(FallbackReason.REFUSED)
    world.zones.close()


@pytest.mark.parametrize("over_rate", ["failed", 429, 503, "dropped"])
def test_being_blocked_for_anothers_requests_leads_to_the_tz_database(
    world: World, over_rate: Any
) -> None:
    world.service.switches.over_rate = over_rate
    world.service.is_over_rate("get-time-zone", {"key": KEY})
    source, reason = world.source_of("Asia/Tokyo")
    assert source == ZoneSource.TZ_DATABASE
    assert reason in {FallbackReason.REFUSED, FallbackReason.MALFORMED, FallbackReason.CONNECTION}


@pytest.mark.parametrize(
    ("switch", "value"),
    [("dst_as_number", True), ("older_field_names", True), ("without_region_and_city", True)],
)
def test_older_and_newer_forms_of_the_answer_are_read(
    world: World, switch: str, value: Any
) -> None:
    setattr(world.service.switches, switch, value)
    paris = world.zones.now_in("Europe/Paris")
    assert (paris.source, paris.dst, paris.offset_s) == (ZoneSource.TIMEZONEDB, False, 3600)


def test_the_older_name_of_the_end_is_heeded() -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    with TimeZoneDbStandIn(change - timedelta(seconds=100)) as service:
        service.switches.older_field_names = True
        world = World(service)
        world.zones.now_in("Europe/Paris")
        world.advance(100)
        assert world.zones.now_in("Europe/Paris").offset_s == 7200
        world.zones.close()


def test_a_hanging_timezonedb_costs_its_deadline_and_no_more(service: TimeZoneDbStandIn) -> None:
    service.switches.hangs = True
    zones = TimeZones(api_key=KEY, base_url=service.url, clock=lambda: NOON)
    began = time.monotonic()
    answer = zones.now_in("Asia/Tokyo")
    assert time.monotonic() - began < 1.2
    assert (answer.source, answer.reason) == _fallen_back(FallbackReason.TIMEOUT)
    zones.close()


@pytest.mark.parametrize(
    ("mood", "reason"),
    [
        (Mood.DROPS, FallbackReason.CONNECTION),
        (Mood.HALF_BODY, FallbackReason.CONNECTION),
        (Mood.HUGE, FallbackReason.MALFORMED),
        (Mood.LIST, FallbackReason.MALFORMED),
        (Mood.NOT_JSON, FallbackReason.MALFORMED),
    ],
)
def test_a_server_gone_wrong_leads_to_the_tz_database(mood: Mood, reason: FallbackReason) -> None:
    with UnrulyStats(mood) as server:
        zones = TimeZones(api_key=KEY, base_url=server.url, clock=lambda: NOON)
        answer = zones.now_in("Asia/Tokyo")
        zones.close()
    assert (answer.source, answer.reason) == _fallen_back(reason)


def test_its_breaker_opens_after_five_failures_and_a_probe_closes_it(world: World) -> None:
    world.service.switches.status = 500
    for _ in range(5):
        assert world.source_of("Asia/Tokyo") == _fallen_back(FallbackReason.REFUSED)
        world.advance(2)
    assert world.source_of("Asia/Tokyo") == _fallen_back(FallbackReason.BREAKER_OPEN)
    assert len(world.service.asked) == 5
    world.service.switches.status = 200
    world.advance(30)
    assert world.source_of("Asia/Tokyo") == TIMEZONEDB
    breaker = world.zones.breaker()
    assert breaker is not None
    assert breaker.state is BreakerState.CLOSED


def test_the_list_comes_from_timezonedb_and_is_kept_for_a_day(world: World) -> None:
    zones = world.zones.list_zones()
    assert (zones.source, zones.reason) == TIMEZONEDB
    assert 400 < len(zones.zones) < 450
    assert (zones.zones[0].zone, zones.zones[0].country_code) == ("Europe/Andorra", "AD")
    world.advance(24 * 3600 - 1)
    assert world.zones.list_zones() is zones
    world.advance(1)
    world.zones.list_zones()
    assert [method for method, _ in world.service.asked] == ["list-time-zone"] * 2


def test_the_list_falls_back_to_the_same_places_with_the_reason_of_the_moment(
    world: World,
) -> None:
    listed = world.zones.list_zones()
    without = world.with_key(None).list_zones()
    assert (without.source, without.reason) == _fallen_back(FallbackReason.NO_KEY)
    assert without.zones == listed.zones
    down = TimeZones(api_key=KEY, base_url=f"http://127.0.0.1:{closed_port()}", clock=lambda: NOON)
    assert down.list_zones().reason == FallbackReason.CONNECTION
    assert down.list_zones().reason == FallbackReason.RATE


@pytest.mark.parametrize(
    "instead",
    [
        _with(zones=[]),
        _with(zones=None),
        _with(zones=[{"zoneName": "Asia/Tokyo"}]),
        _with(zones=["Asia/Tokyo"]),
        _with(zones=[{"zoneName": "A/B", "countryCode": "xx", "gmtOffset": 0}]),
        _with(zones=[{"zoneName": "A/B", "countryCode": "XX", "gmtOffset": 0}] * 2001),
    ],
)
def test_a_list_that_makes_no_sense_is_not_believed(
    world: World, instead: Callable[[dict[str, Any]], Any]
) -> None:
    world.service.switches.answer_instead = instead
    assert world.zones.list_zones().reason == FallbackReason.MALFORMED


def test_the_key_is_never_logged(
    world: World, service: TimeZoneDbStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "the-key-of-the-house"
    zones = World(service, key=secret).zones
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        zones.now_in("Asia/Tokyo")
        service.advance(2)
        zones.list_zones()
    zones.close()
    assert [entry["event"] for entry in logs] == ["timezonedb_failed"] * 2
    assert service.asked[-1][1]["key"] == secret
    assert secret not in caplog.text + repr(logs) + repr(zones)
