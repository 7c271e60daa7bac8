"""The statistics service as core meets it."""

import http.client
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from liftlog.domain.units import WeightUnit
from liftlog.kit.clock import Clock
from liftlog.ops.doctor.environment import REACH_S, health
from liftlog.ops.doctor.findings import Finding, bad, ok, warn
from liftlog.statistics.identity_token import StatsIdentity, sign

# Nobody: all that matters is whether the signature is believed.
_NOBODY = StatsIdentity(UUID(int=0), "UTC", 1, WeightUnit.KG)
_ASKED = "/api/v1/stats/summary"


def stats(stats_url: str, secret_key: str, clock: Clock, *, wanted: bool) -> Finding:
    """`wanted` is whether the rest of LiftLog runs, so that stats should, too."""
    parts = urlsplit(stats_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    answer = health(parts.hostname or "", port) if parts.scheme == "http" else {"service": "stats"}
    if answer is None:
        if not wanted:
            return ok("stats", "It does not run, and neither does core.")
        return bad("stats", f"Nothing answers at {stats_url}.", "Start it, or correct STATS_URL.")
    if answer.get("service") != "stats":
        return bad("stats", f"What answers at {stats_url} is not stats.", "Correct STATS_URL.")
    return _believes(stats_url, sign(_NOBODY, secret_key=secret_key, clock=clock))


def _believes(stats_url: str, token: str) -> Finding:
    try:
        status = _status(stats_url, token)
    except (OSError, http.client.HTTPException) as error:
        return warn("stats", f"{stats_url} does not answer: {error}.", "Look at its log.")
    if status == HTTPStatus.UNAUTHORIZED:
        return bad(
            "stats",
            "It does not believe what is signed here.",
            "Give core and stats the same SECRET_KEY, and look at both clocks.",
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return bad("stats", f"It answers with {status}.", "Look at its log and its database.")
    return ok("stats", f"It answers at {stats_url} and has the same SECRET_KEY.")


def _status(stats_url: str, token: str) -> int:
    parts = urlsplit(stats_url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=REACH_S)
    try:
        connection.request(
            "GET", f"{parts.path}{_ASKED}", headers={"Authorization": f"Bearer {token}"}
        )
        return connection.getresponse().status
    finally:
        connection.close()
