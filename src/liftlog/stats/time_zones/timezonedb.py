"""TimeZoneDB version 2.1: asked seldom, never waited for, believed only where its answer makes sense."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Final, TypeVar

import httpx2
import structlog

from liftlog.resilience.breaker import Breaker, BreakerOpenError
from liftlog.resilience.bulkhead import Bulkhead, BulkheadFullError
from liftlog.resilience.deadline import Deadline, Monotonic, monotonic
from liftlog.resilience.guard import Guard
from liftlog.resilience.json_http import FailureKind, FetchError, JsonFetcher, JsonReply
from liftlog.resilience.spacing import Spacing
from liftlog.statistics.time_zones import ListedZone

T = TypeVar("T")

TIMEZONEDB_URL: Final = "https://api.timezonedb.com/v2.1"
DEADLINE_S: Final = 1.0
# It takes one request a second; clients that send one each 1.0 s are still blocked at times.
SPACING_S: Final = 1.5

_BODY_MAX_BYTES: Final = 1024 * 1024
_LISTED_MAX_COUNT: Final = 2000
# No place has been further from UTC than 15 h 14 min (Manila, before 1844).
_OFFSET_MAX_S: Final = 16 * 3600
_ABBREVIATION: Final = re.compile(r"[A-Za-z0-9+-]{1,10}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
# The wording of its refusals is nowhere documented; this is the one that speaks of the zone.
_NOT_LISTED: Final = re.compile(r"not found|no record", re.IGNORECASE)

_log = structlog.get_logger("liftlog.timezonedb")


class FallbackReason(StrEnum):
    """Why there is no answer of TimeZoneDB. Stable: clients may read it."""

    NO_KEY = "no_key"
    NOT_LISTED = "not_listed"
    RATE = "rate"
    BREAKER_OPEN = "breaker_open"
    BUSY = "busy"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    REFUSED = "refused"
    MALFORMED = "malformed"


_REASON_OF_KIND: Final = {
    FailureKind.TIMEOUT: FallbackReason.TIMEOUT,
    FailureKind.CONNECTION: FallbackReason.CONNECTION,
    FailureKind.STATUS: FallbackReason.REFUSED,
}


class NoAnswerError(Exception):
    def __init__(self, reason: FallbackReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class _RefusedError(FetchError):
    """It answered FAILED: the key, the rate, or something that it does not name."""


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """Offset east of UTC in force now, and the UTC moment until which it is (None: no change planned)."""

    abbreviation: str
    offset_s: int
    dst: bool
    until: datetime | None


class TimeZoneDb:
    """One per process, used by all its threads. The key goes into requests and nowhere else.

    The spacing holds within this process; several processes with one key may be blocked now and
    then, which is a refusal like any other.
    """

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str = TIMEZONEDB_URL,
        monotonic: Monotonic = monotonic,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._api_key = api_key
        self._base_url = base_url.rstrip("/")
        self._spacing = Spacing(SPACING_S, monotonic)
        # What type it names for JSON is not documented, and some of its answers were XML.
        self._fetcher = JsonFetcher(
            connections=2, body_max_bytes=_BODY_MAX_BYTES, content_types=None, transport=transport
        )
        breaker = Breaker(
            "timezonedb",
            monotonic=monotonic,
            on_change=lambda old, new: _log.warning("timezonedb_breaker_changed", old=old, new=new),
        )
        self.guard = Guard(
            bulkhead=Bulkhead("timezonedb", slots=2),
            breaker=breaker,
            deadline_s=DEADLINE_S,
            monotonic=monotonic,
        )

    def rule(self, zone: str) -> ZoneRule | None:
        """What is in force in `zone` now, None if TimeZoneDB has no such zone; NoAnswerError."""
        return self._ask(
            "get-time-zone", {"by": "zone", "zone": zone}, lambda reply: _rule(zone, reply)
        )

    def zones(self) -> tuple[ListedZone, ...]:
        """Every zone it has, by country code, then name; NoAnswerError."""
        return self._ask("list-time-zone", {}, _listed)

    def close(self) -> None:
        self._fetcher.close()

    def _ask(self, method: str, params: dict[str, str], read: Callable[[JsonReply], T]) -> T:
        if not self._spacing.take():
            raise NoAnswerError(FallbackReason.RATE)
        try:
            answer = self.guard.call(lambda deadline: read(self._fetch(method, params, deadline)))
        except BulkheadFullError:
            raise NoAnswerError(FallbackReason.BUSY) from None
        except BreakerOpenError:
            raise NoAnswerError(FallbackReason.BREAKER_OPEN) from None
        except _RefusedError:
            raise _logged(method, FallbackReason.REFUSED) from None
        except FetchError as error:
            raise _logged(
                method, _REASON_OF_KIND.get(error.kind, FallbackReason.MALFORMED)
            ) from None
        _log.info("timezonedb_answered", method=method)
        return answer

    def _fetch(self, method: str, params: dict[str, str], deadline: Deadline) -> JsonReply:
        return self._fetcher.get(
            f"{self._base_url}/{method}",
            params=[("key", self._api_key), ("format", "json"), *params.items()],
            headers={},
            deadline=deadline,
        )


def _logged(method: str, reason: FallbackReason) -> NoAnswerError:
    _log.warning("timezonedb_failed", method=method, reason=reason.value)
    return NoAnswerError(reason)


def _rule(zone: str, reply: JsonReply) -> ZoneRule | None:
    """Its wording of success: `status` OK and the zone's fields at the top. None if it lists no such zone."""
    body = reply.body
    if body.get("status") == "FAILED" and _NOT_LISTED.search(str(body.get("message"))):
        return None
    _refuse_failed(reply)
    abbreviation = body.get("abbreviation")
    if body.get("zoneName") != zone or not isinstance(abbreviation, str):
        raise _malformed("It answered for another zone.")
    if not _ABBREVIATION.fullmatch(abbreviation):
        raise _malformed("The abbreviation is not one.")
    return ZoneRule(
        abbreviation=abbreviation,
        offset_s=_offset_s(body.get("gmtOffset")),
        dst=_flag(body.get("dst")),
        # The older name of the field is still met with.
        until=_moment(body.get("zoneEnd", body.get("dstEnd"))),
    )


def _listed(reply: JsonReply) -> tuple[ListedZone, ...]:
    _refuse_failed(reply)
    rows = reply.body.get("zones")
    if not isinstance(rows, list) or not 0 < len(rows) <= _LISTED_MAX_COUNT:
        raise _malformed("It answered no list of zones.")
    return tuple(
        sorted((_listed_zone(row) for row in rows), key=lambda zone: (zone.country_code, zone.zone))
    )


def _listed_zone(row: object) -> ListedZone:
    match row:
        case {"zoneName": str(zone), "countryCode": str(country), "gmtOffset": offset} if 0 < len(
            zone
        ) <= 64 and _COUNTRY.fullmatch(country):
            return ListedZone(zone=zone, country_code=country, offset_s=_offset_s(offset))
    raise _malformed("A row of its list is not a zone.")


def _refuse_failed(reply: JsonReply) -> None:
    # A refusal comes with 200 by one account and with 400 by another.
    if reply.status != HTTPStatus.OK or reply.body.get("status") != "OK":
        raise _RefusedError(FailureKind.STATUS, "It refused.")


def _offset_s(value: object) -> int:
    if type(value) is not int or abs(value) > _OFFSET_MAX_S:
        raise _malformed("The offset is not one.")
    return value


def _flag(value: object) -> bool:
    """ "0" or "1" as every recorded answer has it, or the number that newer schemas name."""
    if value in ("0", "1", 0, 1):
        return value in ("1", 1)
    raise _malformed("Whether it is daylight saving time is not said.")


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    if type(value) is not int:
        raise _malformed("The end of the zone's period is no moment.")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        raise _malformed("The end of the zone's period is no moment.") from None


def _malformed(sentence: str) -> FetchError:
    return FetchError(FailureKind.GARBAGE, sentence)
