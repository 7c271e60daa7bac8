"""The stand-in answers as TimeZoneDB did where someone wrote its answer down."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from tests.stand_ins.timezonedb import KEY, TimeZoneDbStandIn

# The recorded figures are facts; the requests that led to them are named by their parameters.
RECORDED: list[tuple[dict[str, str], dict[str, Any]]] = [
    (
        {"by": "zone", "zone": "America/Denver", "time": "1607142306"},
        {
            "countryCode": "US",
            "countryName": "United States",
            "abbreviation": "MST",
            "gmtOffset": -25200,
            "dst": "0",
            "zoneStart": 1604217600,
            "zoneEnd": 1615712399,
            "nextAbbreviation": "MDT",
            "timestamp": 1607117106,
            "formatted": "2020-12-04 21:25:06",
        },
    ),
    (
        {"by": "position", "lat": "38.0002", "lng": "-9", "time": "1602254582"},
        {
            "countryCode": "PT",
            "zoneName": "Europe/Lisbon",
            "abbreviation": "WEST",
            "gmtOffset": 3600,
            "dst": "1",
            "zoneStart": 1585443600,
            "zoneEnd": 1603587600,
            "nextAbbreviation": "WET",
            "timestamp": 1602258182,
            "formatted": "2020-10-09 15:43:02",
        },
    ),
    (
        {"by": "zone", "zone": "Asia/Taipei", "time": "1679764439"},
        {
            "countryCode": "TW",
            "regionName": "",
            "cityName": "",
            "abbreviation": "CST",
            "gmtOffset": 28800,
            "dst": "0",
            "zoneStart": 307551600,
            "zoneEnd": None,
            "nextAbbreviation": None,
            "timestamp": 1679793239,
            "formatted": "2023-03-26 01:13:59",
        },
    ),
    (
        {"by": "zone", "zone": "America/Chicago", "time": "1676642041"},
        {
            "gmtOffset": -21600,
            "zoneStart": 1667718000,
            "zoneEnd": 1678607999,
            "nextAbbreviation": "CDT",
            "timestamp": 1676620441,
            "formatted": "2023-02-17 07:54:01",
        },
    ),
    (
        {"by": "zone", "zone": "Europe/Paris", "time": "1587482480"},
        {
            "abbreviation": "CEST",
            "dst": "1",
            "zoneStart": 1585443600,
            "zoneEnd": 1603587599,
            "timestamp": 1587489680,
            "formatted": "2020-04-21 17:21:20",
        },
    ),
    (
        {"by": "position", "lat": "40.7", "lng": "-74", "time": "1686480462"},
        {
            "zoneName": "America/New_York",
            "zoneStart": 1678604400,
            "zoneEnd": 1699164000,
            "timestamp": 1686466062,
            "formatted": "2023-06-11 06:47:42",
        },
    ),
]


@pytest.fixture
def service() -> Iterator[TimeZoneDbStandIn]:
    with TimeZoneDbStandIn(datetime(2026, 11, 22, 9, 30, tzinfo=UTC)) as stand_in:
        yield stand_in


def _get(service: TimeZoneDbStandIn, method: str, **query: str) -> tuple[int, str]:
    service.advance(2)
    return _get_at_once(service, method, **query)


def _get_at_once(service: TimeZoneDbStandIn, method: str, **query: str) -> tuple[int, str]:
    address = f"{service.url}/{method}?{urlencode({'key': KEY, 'format': 'json', **query})}"
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:  # noqa: S310 Loopback.
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.parametrize(("query", "recorded"), RECORDED)
def test_it_gives_the_recorded_figures(
    service: TimeZoneDbStandIn, query: dict[str, str], recorded: dict[str, Any]
) -> None:
    status, text = _get(service, "get-time-zone", **query)
    answer = json.loads(text)
    assert (status, answer["status"], answer["message"]) == (200, "OK", "")
    assert {name: answer[name] for name in recorded} == recorded


def test_slashes_are_escaped(service: TimeZoneDbStandIn) -> None:
    _, text = _get(service, "get-time-zone", by="zone", zone="America/Denver")
    assert '"zoneName":"America\\/Denver"' in text


def test_without_a_format_it_answers_xml(service: TimeZoneDbStandIn) -> None:
    _, text = _get(service, "get-time-zone", by="zone", zone="America/Chicago", format="")
    root = ET.fromstring(text)  # noqa: S314 Our own stand-in wrote it.
    assert root.tag == "result"
    assert root.findtext("gmtOffset") == "-21600"
    assert root.findtext("message") == ""


def test_the_second_request_within_a_second_is_blocked_in_each_of_the_ways(
    service: TimeZoneDbStandIn,
) -> None:
    zone = {"by": "zone", "zone": "Asia/Tokyo"}
    assert '"status":"OK"' in _get(service, "get-time-zone", **zone)[1]
    service.advance(0.9)
    status, text = _get_at_once(service, "get-time-zone", **zone)
    assert (status, '"status":"FAILED"' in text) == (200, True)
    service.switches.over_rate = 429
    assert _get_at_once(service, "get-time-zone", **zone)[0] == 429
    service.switches.over_rate = "dropped"
    with pytest.raises(ConnectionError):
        _get_at_once(service, "get-time-zone", **zone)
    assert '"status":"OK"' in _get(service, "get-time-zone", **zone)[1]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"by": "zone", "zone": "US/Eastern"}, "Record not found."),
        ({"by": "zone", "zone": "Asia/Tokyo", "key": "wrong"}, "Invalid API key."),
        ({"by": "position", "lat": "0", "lng": "-140"}, "Record not found."),
        ({"by": "position", "lat": "x", "lng": "0"}, "Invalid latitude or longitude."),
        (
            {"by": "city", "city": "Paris", "country": "FR"},
            "Upgrade to premium to use this lookup.",
        ),
        ({"by": "ip", "ip": "192.0.2.1"}, "Upgrade to premium to use this lookup."),
        ({}, "Invalid lookup."),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_it_refuses_with_either_status(
    service: TimeZoneDbStandIn, query: dict[str, str], message: str, status: int
) -> None:
    service.switches.failed_status = status
    answered, text = _get(service, "get-time-zone", **query)
    assert (answered, json.loads(text)) == (status, {"status": "FAILED", "message": message})


def test_the_list_is_by_country_and_can_be_narrowed(service: TimeZoneDbStandIn) -> None:
    zones = json.loads(_get(service, "list-time-zone")[1])["zones"]
    assert 400 < len(zones) < 450
    assert zones[0]["zoneName"] == "Europe/Andorra"
    assert [zone["countryCode"] for zone in zones] == sorted(zone["countryCode"] for zone in zones)
    german = json.loads(_get(service, "list-time-zone", country="DE")[1])["zones"]
    assert [zone["zoneName"] for zone in german] == ["Europe/Berlin", "Europe/Busingen"]
    new = json.loads(_get(service, "list-time-zone", zone="*New*")[1])["zones"]
    assert {"America/New_York"} <= {zone["zoneName"] for zone in new}


def test_fields_and_callback_shape_the_answer(service: TimeZoneDbStandIn) -> None:
    asked = {"by": "zone", "zone": "Asia/Tokyo", "fields": "zoneName,gmtOffset", "callback": "f"}
    _, text = _get(service, "get-time-zone", **asked)
    assert json.loads(text.removeprefix("f(").removesuffix(")")) == {
        "status": "OK",
        "message": "",
        "zoneName": "Asia/Tokyo",
        "gmtOffset": 32400,
    }


def test_older_answers_name_the_fields_otherwise(service: TimeZoneDbStandIn) -> None:
    service.switches.older_field_names = True
    service.switches.without_region_and_city = True
    answer = json.loads(_get(service, "get-time-zone", by="zone", zone="Europe/Paris")[1])
    assert {"dstStart", "dstEnd"} <= answer.keys()
    assert not {"zoneStart", "zoneEnd", "regionName"} & answer.keys()
