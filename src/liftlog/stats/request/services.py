"""What a request needs of the outside, made once per application."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from liftlog.kit.clock import Clock
from liftlog.stats.request.identity_verifier import IdentityVerifier
from liftlog.stats.time_zones.lookup import TimeZones
from liftlog.store.database.engine import Database
from liftlog.store.database.readiness import ReadinessMemory
from liftlog.telemetry.requests import Observing

EXTENSION = "liftlog"


@dataclass(frozen=True, slots=True)
class StatsServices:
    database: Database
    verifier: IdentityVerifier
    time_zones: TimeZones
    clock: Clock
    observing: Observing
    readiness: ReadinessMemory


def services() -> StatsServices:
    return cast("StatsServices", current_app.extensions[EXTENSION])
