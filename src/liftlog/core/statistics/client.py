"""Core's only way to stats: by a deadline, behind a breaker and a bulkhead, with the last good answer to fall back on."""

import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import httpx2
import stamina
import structlog

from liftlog.core.statistics.identity_signer import IdentitySigner
from liftlog.kit import request_context
from liftlog.kit.clock import Clock, day_for_sure, system_clock
from liftlog.kit.errors import InvalidInputError, NotFoundError, StatsUnavailableError
from liftlog.resilience.breaker import Breaker, BreakerOpenError, BreakerState
from liftlog.resilience.bulkhead import Bulkhead, BulkheadFullError
from liftlog.resilience.deadline import Deadline, Monotonic, monotonic
from liftlog.resilience.guard import Guard
from liftlog.resilience.json_http import (
    FetchError,
    JsonFetcher,
    JsonReply,
    parse_object,
)
from liftlog.resilience.last_good import LastGood
from liftlog.statistics.endpoints import BEHIND_HEADER, VERSION_HEADER
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.telemetry.requests import Observing

Param: TypeAlias = str | int | date | UUID | Sequence[str] | None
"""A query parameter: a sequence is sent as the name repeated, None is not sent."""

_Query: TypeAlias = tuple[tuple[str, str], ...]
_Asked: TypeAlias = tuple[StatsIdentity, str, _Query]

_SEGMENT: Final = r"[A-Za-z0-9_~-][A-Za-z0-9._~+-]*"
_PATH: Final = re.compile(rf"/(?:{_SEGMENT}(?:/{_SEGMENT})*/?)?")
_PATH_MAX_LENGTH: Final = 300
_PARAMS_MAX_COUNT: Final = 40
_PARAM_MAX_LENGTH: Final = 500
_WHOLE: Final = re.compile(r"[0-9]{1,18}")
_ID: Final = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")

# With less than this left a further attempt could not end well any more.
_ATTEMPT_FLOOR_S: Final = 0.25

_log = structlog.get_logger("liftlog.stats_client")


@dataclass(frozen=True, slots=True)
class StatsLimits:
    # What a page takes besides fits into the rest of the second that it may take.
    deadline_s: float = 0.85
    attempts: int = 3
    in_flight: int = 4
    failures_to_open: int = 5
    cool_down_s: float = 30.0
    body_max_bytes: int = 8 * 1024 * 1024
    last_good_max_count: int = 5_000
    known_s: float = 3600.0
    last_good_max_bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StatsAnswer:
    """What stats said: a 2xx with its JSON object, or a 4xx with its problem+json, which is live always.

    `raw` is the body as it came, for handing on. `as_of` is when stats said it. `version` is the
    lifter's that it was made of, and `behind_s` how old a standby's may be: both None where stats did
    not say so.
    """

    status: int
    raw: bytes
    content_type: str
    etag: str | None
    as_of: datetime
    age_s: float
    source: Literal["live", "last_good"]
    version: int | None = None
    behind_s: int | None = None

    @property
    def body(self) -> dict[str, Any]:
        """Read anew each time."""
        return parse_object(self.raw)


class Refusal(StrEnum):
    """Why stats was not asked, or what it said is not shown, beside the kinds of FetchError."""

    BREAKER_OPEN = "breaker_open"
    BULKHEAD_FULL = "bulkhead_full"
    IDENTITY_REFUSED = "identity_refused"


@dataclass(frozen=True, slots=True)
class LastError:
    kind: str
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StatsCounts:
    """Since this process began. A request with all its retries is one request, and one failure at most.

    `known` answers were given again without a request.
    """

    requests: int
    successes: int
    failures: int
    retries: int
    rejected_open: int
    rejected_bulkhead: int
    fallbacks: int
    known: int


@dataclass(frozen=True, slots=True)
class ResilienceSnapshot:
    state: BreakerState
    consecutive_failures: int
    next_probe_at: datetime | None
    in_flight: int
    counts: StatsCounts
    last_error: LastError | None

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; moments as ISO 8601 in UTC."""
        plain = asdict(self)
        plain["state"] = self.state.value
        plain["next_probe_at"] = self.next_probe_at and self.next_probe_at.isoformat()
        if self.last_error is not None:
            plain["last_error"]["at"] = self.last_error.at.isoformat()
        return plain


@dataclass(frozen=True, slots=True)
class _KeptAnswer:
    """`version` is the lifter's that it was made of and `day` theirs, None where it is not sure."""

    raw: bytes
    content_type: str
    etag: str | None
    as_of: datetime
    version: int | None = None
    day: date | None = None


class _Tally:
    """Counts and the last error, for everyone at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._last_error: LastError | None = None

    def add(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1

    def failed(self, name: str, error: LastError) -> None:
        with self._lock:
            self._counts[name] += 1
            self._last_error = error

    def read(self) -> tuple[StatsCounts, LastError | None]:
        with self._lock:
            return StatsCounts(
                **{name: self._counts[name] for name in StatsCounts.__dataclass_fields__}
            ), self._last_error


class StatsClient:
    """One per process, used by all its threads; nothing is connected before the first call."""

    def __init__(
        self,
        base_url: str,
        *,
        signer: IdentitySigner,
        clock: Clock = system_clock,
        monotonic: Monotonic = monotonic,
        transport: httpx2.BaseTransport | None = None,
        limits: StatsLimits | None = None,
        observing: Observing | None = None,
    ) -> None:
        """`transport` replaces the network, for instance by `httpx2.WSGITransport(stats_app)`."""
        self._limits = limits or StatsLimits()
        self._observing = observing or Observing()
        self._base_url = base_url.rstrip("/")
        self._signer = signer
        self._clock = clock
        self._monotonic = monotonic
        self._tally = _Tally()
        self._fetcher = JsonFetcher(
            connections=self._limits.in_flight,
            body_max_bytes=self._limits.body_max_bytes,
            transport=transport,
        )
        self._guard = _guard(self._limits, monotonic)
        self._last_good: LastGood[_Asked, _KeptAnswer] = LastGood(
            max_count=self._limits.last_good_max_count,
            max_bytes=self._limits.last_good_max_bytes,
            size_of=lambda kept: len(kept.raw),
        )

    def get(
        self,
        path: str,
        params: Mapping[str, Param] | None = None,
        *,
        user: StatsIdentity,
        version: int | None = None,
    ) -> StatsAnswer:
        """What stats answers to GET `path` for `user`, within the deadline whatever stats does.

        With the `version` that the user's rows have now, an answer that was made of it is given
        again without asking. None where the answer may change without a new version. When stats has nothing usable to say: the last good answer to the same question of the same
        user with the same settings, marked so; StatsUnavailableError if there is none.
        """
        asked = (user, _checked_path(path), _query(params or {}))
        known = None if version is None else self._known(asked, version)
        return known or self._ask(asked)

    def _ask(self, asked: _Asked) -> StatsAnswer:
        began_s = self._monotonic()
        self._tally.add("requests")
        try:
            reply = self._guarded(asked)
        except BreakerOpenError:
            return self._refused(asked, Refusal.BREAKER_OPEN, "rejected_open")
        except BulkheadFullError:
            return self._refused(asked, Refusal.BULKHEAD_FULL, "rejected_bulkhead")
        except FetchError as error:
            return self._failed(asked, error.kind, error.sentence, began_s)
        if reply.status == HTTPStatus.UNAUTHORIZED:
            # The user is signed in here; it is the two services that disagree about the key or the
            # time. Handed on, the 401 would send the user to the login page for nothing.
            sentence = "Stats does not accept core's identity: is SECRET_KEY the same for both?"
            return self._failed(asked, Refusal.IDENTITY_REFUSED, sentence, began_s)
        return self._succeeded(asked, reply, began_s)

    def forget(self, user_id: UUID) -> None:
        """Keep no answer of this user any longer: they signed out, or their history is another now."""
        self._last_good.forget(lambda asked: asked[0].user_id == user_id)

    def snapshot(self) -> ResilienceSnapshot:
        view = self._guard.breaker.view()
        counts, last_error = self._tally.read()
        waits = None if view.probe_in_s is None else timedelta(seconds=view.probe_in_s)
        return ResilienceSnapshot(
            state=view.state,
            consecutive_failures=view.consecutive_failures,
            next_probe_at=None if waits is None else self._clock() + waits,
            in_flight=self._guard.bulkhead.in_flight,
            counts=counts,
            last_error=last_error,
        )

    def close(self) -> None:
        self._fetcher.close()

    def _known(self, asked: _Asked, version: int) -> StatsAnswer | None:
        kept = self._last_good.get(asked)
        if kept is None or kept.version != version or kept.day is None:
            return None
        now = self._clock()
        age_s = (now - kept.as_of).total_seconds()
        if not 0 <= age_s <= self._limits.known_s or kept.day != day_for_sure(
            now, asked[0].time_zone
        ):
            return None
        self._tally.add("known")
        return StatsAnswer(
            status=HTTPStatus.OK,
            raw=kept.raw,
            content_type=kept.content_type,
            etag=kept.etag,
            as_of=kept.as_of,
            age_s=0.0,
            source="live",
            version=version,
        )

    def _guarded(self, asked: _Asked) -> JsonReply:
        with self._observing.tracer.call("ask stats") as span:
            span.set_attribute("url.path", _without_ids(asked))
            on_behalf = {**_on_behalf(), **self._observing.tracer.headers()}
            reply = self._guard.call(lambda deadline: self._attempts(asked, deadline, on_behalf))
            span.set_attribute("http.response.status_code", reply.status)
            return reply

    def _attempts(
        self, asked: _Asked, deadline: Deadline, on_behalf: Mapping[str, str]
    ) -> JsonReply:
        """One request: up to `attempts` tries."""

        def worth_another_try(error: Exception) -> bool:
            passing = isinstance(error, FetchError) and error.passing
            return passing and deadline.remaining_s() > _ATTEMPT_FLOOR_S

        tries = stamina.retry_context(
            on=worth_another_try,
            attempts=self._limits.attempts,
            timeout=self._limits.deadline_s,
            wait_initial=0.05,
            wait_max=0.2,
            wait_jitter=0.05,
        )
        for attempt in tries:
            with attempt:
                if attempt.num > 1:
                    self._tally.add("retries")
                return self._fetch(asked, deadline, on_behalf)
        raise AssertionError("stamina raises the last error itself")

    def _fetch(self, asked: _Asked, deadline: Deadline, on_behalf: Mapping[str, str]) -> JsonReply:
        user, path, query = asked
        kept = self._last_good.get(asked)
        reply = self._fetcher.get(
            self._base_url + path,
            params=query,
            headers={**on_behalf, "Authorization": self._signer.authorization(user)},
            deadline=deadline,
            known_etag=kept.etag if kept else None,
        )
        if kept is not None and reply.status == HTTPStatus.NOT_MODIFIED:
            return replace(
                reply,
                status=HTTPStatus.OK,
                raw=kept.raw,
                body=parse_object(kept.raw),
                content_type=kept.content_type,
            )
        return reply

    def _succeeded(self, asked: _Asked, reply: JsonReply, began_s: float) -> StatsAnswer:
        now = self._clock()
        self._tally.add("successes")
        if reply.status == HTTPStatus.OK:
            self._last_good.put(
                asked,
                _KeptAnswer(
                    reply.raw,
                    reply.content_type,
                    reply.etag,
                    now,
                    version=_whole(reply.headers.get(VERSION_HEADER)),
                    day=day_for_sure(now, asked[0].time_zone),
                ),
            )
        # Both services have a line for the request already.
        _log.debug(
            "stats_answered",
            path=_without_ids(asked),
            status=reply.status,
            took_ms=self._took_ms(began_s),
        )
        return StatsAnswer(
            status=reply.status,
            raw=reply.raw,
            content_type=reply.content_type,
            etag=reply.etag,
            as_of=now,
            age_s=0.0,
            source="live",
            version=_whole(reply.headers.get(VERSION_HEADER)),
            behind_s=_whole(reply.headers.get(BEHIND_HEADER)),
        )

    def _failed(self, asked: _Asked, kind: str, sentence: str, began_s: float) -> StatsAnswer:
        self._tally.failed("failures", LastError(str(kind), sentence, self._clock()))
        kept = self._last_good.get(asked)
        _log.warning(
            "stats_failed",
            path=_without_ids(asked),
            kind=str(kind),
            sentence=sentence,
            took_ms=self._took_ms(began_s),
            fallback=kept is not None,
        )
        return self._fall_back(kept)

    def _refused(self, asked: _Asked, why: Refusal, counted_as: str) -> StatsAnswer:
        self._tally.add(counted_as)
        kept = self._last_good.get(asked)
        _log.info(
            "stats_not_asked",
            path=_without_ids(asked),
            kind=why.value,
            fallback=kept is not None,
        )
        return self._fall_back(kept)

    def _fall_back(self, kept: _KeptAnswer | None) -> StatsAnswer:
        if kept is None:
            raise StatsUnavailableError("Statistics are away at the moment. Everything else works.")
        self._tally.add("fallbacks")
        return StatsAnswer(
            status=HTTPStatus.OK,
            raw=kept.raw,
            content_type=kept.content_type,
            etag=kept.etag,
            as_of=kept.as_of,
            age_s=max(0.0, (self._clock() - kept.as_of).total_seconds()),
            source="last_good",
        )

    def _took_ms(self, began_s: float) -> int:
        took_s = self._monotonic() - began_s
        self._observing.meter.observe("liftlog_stats_request_duration_seconds", took_s)
        return round(took_s * 1000)


def _on_behalf() -> dict[str, str]:
    """By what stats' log and this one can be held side by side."""
    request_id = request_context.request_id()
    return {} if request_id is None else {request_context.REQUEST_ID_HEADER: request_id}


def _guard(limits: StatsLimits, monotonic: Monotonic) -> Guard:
    breaker = Breaker(
        "stats",
        failures_to_open=limits.failures_to_open,
        cool_down_s=limits.cool_down_s,
        monotonic=monotonic,
        on_change=lambda old, new: _log.warning("stats_breaker_changed", old=old, new=new),
    )
    return Guard(
        bulkhead=Bulkhead("stats", limits.in_flight),
        breaker=breaker,
        deadline_s=limits.deadline_s,
        monotonic=monotonic,
    )


def _checked_path(path: str) -> str:
    """A path that stays under the base address: no dot segments, no query, nothing encoded."""
    if len(path) > _PATH_MAX_LENGTH or not _PATH.fullmatch(path):
        raise NotFoundError("There is no such statistic.")
    return path


def _query(params: Mapping[str, Param]) -> _Query:
    pairs = [(name, text) for name in sorted(params) for text in _texts(params[name])]
    if len(pairs) > _PARAMS_MAX_COUNT:
        raise InvalidInputError(f"A question to stats has {_PARAMS_MAX_COUNT} parameters at most.")
    for name, text in pairs:
        if len(name) > _PARAM_MAX_LENGTH or len(text) > _PARAM_MAX_LENGTH:
            raise InvalidInputError(f"A parameter has {_PARAM_MAX_LENGTH} characters at most.")
    return tuple(pairs)


def _texts(value: Param) -> Sequence[str]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, date):
        return (value.isoformat(),)
    if isinstance(value, int | UUID):
        return (str(value),)
    return value


def _whole(said: str | None) -> int | None:
    """A number that stats said in a header; None for none, and for nonsense."""
    return int(said) if said and _WHOLE.fullmatch(said) else None


def _without_ids(asked: _Asked) -> str:
    return _ID.sub("{id}", asked[1])
