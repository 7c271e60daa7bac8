"""TimeZoneDB version 2.1 on loopback, over real HTTP, as far as its behaviour is known.

It answers by recorded shapes: XML unless JSON is asked for, slashes escaped, `dst` a string, `timestamp`
shifted into local time, `zoneEnd` one second earlier by zone than by position, null where no change is
planned, one request a second for each key. What is disputed or unknown about it can be switched.
"""

import json
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from liftlog.kit import time_zones

KEY = "K1"
_LOOK_AHEAD = timedelta(days=600)
_LOOK_BACK = timedelta(days=60 * 366)

Fields = dict[str, Any]


class Refused(Exception):  # noqa: N818 What the service says with FAILED.
    pass


@dataclass
class Switches:
    """Defaults are what is best attested."""

    failed_status: int = 200
    over_rate: Literal["failed", 429, 503, "dropped"] = "failed"
    dst_as_number: bool = False
    older_field_names: bool = False
    without_region_and_city: bool = False
    not_json: bool = False
    status: int = 200
    hangs: bool = False
    answer_instead: Callable[[Fields], Any] = field(default=lambda answer: answer)


@dataclass(frozen=True)
class Place:
    country: str
    zone: str
    lat: float
    lng: float


class TimeZoneDbStandIn:
    """Used in a `with`. `now` is the moment in the world, moved by `advance`; `asked` are the queries so far."""

    def __init__(self, now: datetime, keys: frozenset[str] = frozenset({KEY})) -> None:
        self.switches = Switches()
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        self._now = now
        self._keys = keys
        self._last: dict[str, datetime] = {}
        self._lock = threading.Lock()
        stand_in = self

        class Handler(_Handler):
            service = stand_in

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v2.1"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(2)

    @property
    def now(self) -> datetime:
        with self._lock:
            return self._now

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def is_over_rate(self, method: str, query: dict[str, str]) -> bool:
        """Whether this key asks for the second time in a second. A blocked request counts as one too."""
        with self._lock:
            self.asked.append((method, query))
            key = query.get("key", "")
            last, self._last[key] = self._last.get(key), self._now
            return last is not None and self._now - last < timedelta(seconds=1)

    def answer(self, method: str, query: dict[str, str]) -> Fields:
        if query.get("key") not in self._keys:
            raise Refused("Invalid API key.")
        if method == "get-time-zone":
            return self._get_time_zone(query)
        if method == "list-time-zone":
            return self._list_time_zone(query)
        raise Refused("Unknown method.")

    def _get_time_zone(self, query: dict[str, str]) -> Fields:
        match query.get("by"):
            case "zone":
                place = next((p for p in places() if p.zone == query.get("zone")), None)
                last_second = 1
            case "position":
                place = _nearest(query)
                last_second = 0
            case "city" | "ip":
                raise Refused("Upgrade to premium to use this lookup.")
            case _:
                raise Refused("Invalid lookup.")
        if place is None:
            raise Refused("Record not found.")
        moment = datetime.fromtimestamp(int(query["time"]), UTC) if "time" in query else self.now
        return self._only(query, self._described(place, moment, last_second))

    def _described(self, place: Place, moment: datetime, last_second: int) -> Fields:
        local = moment.astimezone(time_zones.zone(place.zone))
        offset_s = _offset_s(local)
        start, end = _period(place.zone, moment)
        after = None if end is None else end.astimezone(time_zones.zone(place.zone)).tzname()
        start_name, end_name = ("zoneStart", "zoneEnd")
        if self.switches.older_field_names:
            start_name, end_name = ("dstStart", "dstEnd")
        region = {} if self.switches.without_region_and_city else {"regionName": "", "cityName": ""}
        dst = int(bool(local.dst()))
        return {
            "countryCode": place.country,
            "countryName": countries()[place.country],
            **region,
            "zoneName": place.zone,
            "abbreviation": local.tzname(),
            "gmtOffset": offset_s,
            "dst": dst if self.switches.dst_as_number else str(dst),
            start_name: None if start is None else int(start.timestamp()),
            end_name: None if end is None else int(end.timestamp()) - last_second,
            "nextAbbreviation": after,
            "timestamp": int(moment.timestamp()) + offset_s,
            "formatted": local.strftime("%Y-%m-%d %H:%M:%S"),
        }

    def _list_time_zone(self, query: dict[str, str]) -> Fields:
        wanted = [place for place in places() if query.get("country") in (None, place.country)]
        parts = query.get("zone", "*").split("*")
        zones = [
            {
                "countryCode": place.country,
                "countryName": countries()[place.country],
                "zoneName": place.zone,
                "gmtOffset": _offset_s(self.now.astimezone(time_zones.zone(place.zone))),
                "timestamp": int(self.now.timestamp())
                + _offset_s(self.now.astimezone(time_zones.zone(place.zone))),
            }
            for place in wanted
            if all(part in place.zone for part in parts)
        ]
        return {"zones": [self._only(query, zone) for zone in zones]}

    def _only(self, query: dict[str, str], answer: Fields) -> Fields:
        if "fields" not in query:
            return answer
        return {name: answer[name] for name in query["fields"].split(",") if name in answer}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: TimeZoneDbStandIn

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        method = address.path.removeprefix("/v2.1/")
        switches = self.service.switches
        if self.service.is_over_rate(method, query):
            self._block(query)
        elif switches.hangs:
            self.service.over.wait(10)
        elif switches.not_json:
            self._send(200, "text/html", "<html>A page of some proxy</html>")
        else:
            self._answer(method, query)

    def _answer(self, method: str, query: dict[str, str]) -> None:
        switches = self.service.switches
        try:
            found = self.service.answer(method, query)
        except Refused as refusal:
            self._write(query, switches.failed_status, _failed(str(refusal)))
            return
        answer = {"status": "OK", "message": "", **found}
        self._write(query, switches.status, switches.answer_instead(answer))

    def _block(self, query: dict[str, str]) -> None:
        over_rate = self.service.switches.over_rate
        if over_rate == "dropped":
            self.close_connection = True
        elif over_rate == "failed":
            refusal = _failed("You have exceeded the rate limit.")
            self._write(query, self.service.switches.failed_status, refusal)
        else:
            self._send(over_rate, "text/html", "<h1>Too many requests</h1>")

    def _write(self, query: dict[str, str], status: int, answer: Any) -> None:
        if query.get("format") != "json":
            self._send(status, "text/xml", _xml(answer))
            return
        text = json.dumps(answer, separators=(",", ":")).replace("/", "\\/")
        if "callback" in query:
            text = f"{query['callback']}({text})"
        self._send(status, "application/json", text)

    def _send(self, status: int, content_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 The signature of http.server.
        pass


def _failed(message: str) -> Fields:
    return {"status": "FAILED", "message": message}


def _xml(answer: Fields) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<result>{_xml_fields(answer)}</result>'


def _xml_fields(fields: Fields) -> str:
    written = ""
    for name, value in fields.items():
        if name == "zones":
            zones = "".join(f"<zone>{_xml_fields(zone)}</zone>" for zone in value)
            written += f"<zones>{zones}</zones>"
        elif value in ("", None):
            written += f"<{name}/>"
        else:
            written += f"<{name}>{escape(str(value))}</{name}>"
    return written


def _offset_s(local: datetime) -> int:
    return int((local.utcoffset() or timedelta()).total_seconds())


def _nearest(query: dict[str, str]) -> Place | None:
    try:
        lat, lng = float(query["lat"]), float(query["lng"])
    except (KeyError, ValueError):
        raise Refused("Invalid latitude or longitude.") from None
    near = min(places(), key=lambda place: _distance(place, lat, lng))
    return near if _distance(near, lat, lng) < 8 else None


def _distance(place: Place, lat: float, lng: float) -> float:
    return math.hypot(place.lat - lat, (place.lng - lng) * math.cos(math.radians(lat)))


def _period(zone: str, moment: datetime) -> tuple[datetime | None, datetime | None]:
    """From when and until when, to the second, what is in force at `moment` in `zone` is in force."""
    end = _change(zone, moment, timedelta(days=5), _LOOK_AHEAD)
    start = _change(zone, moment, timedelta(days=-5), _LOOK_BACK)
    return start, end


def _change(zone: str, moment: datetime, step: timedelta, reach: timedelta) -> datetime | None:
    tz = time_zones.zone(zone)

    def rule(at: datetime) -> tuple[object, ...]:
        local = at.astimezone(tz)
        return local.utcoffset(), local.tzname(), local.dst()

    here = moment.replace(microsecond=0)
    now_in_force, inside, outside = rule(here), here, here
    while rule(outside) == now_in_force:
        inside, outside = outside, outside + step
        if abs(outside - here) > reach:
            return None
    while abs(outside - inside) > timedelta(seconds=1):
        middle = inside + timedelta(seconds=(outside - inside) // timedelta(seconds=2))
        if rule(middle) == now_in_force:
            inside = middle
        else:
            outside = middle
    return max(inside, outside)


@cache
def places() -> tuple[Place, ...]:
    """The places of the tz database, by country and zone: TimeZoneDB lists nearly the same ones."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    found = (Place(row[0], row[2], *_coordinates(row[1])) for row in rows)
    return tuple(sorted(found, key=lambda place: (place.country, place.zone)))


@cache
def countries() -> dict[str, str]:
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[0]: row[1] for row in rows}


def _coordinates(text: str) -> tuple[float, float]:
    """ISO 6709 as zone.tab writes it: +DDMM+DDDMM or +DDMMSS+DDDMMSS."""
    second_sign = max(text.rfind("+"), text.rfind("-"))
    return _degrees(text[:second_sign], 2), _degrees(text[second_sign:], 3)


def _degrees(text: str, digits: int) -> float:
    sign = -1 if text[0] == "-" else 1
    degrees, minutes, seconds = (
        text[1 : 1 + digits],
        text[1 + digits : 3 + digits],
        text[3 + digits :],
    )
    return sign * (int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600)
