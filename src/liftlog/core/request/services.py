"""What a request needs of the outside, made once per application and passed by hand."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from liftlog.core.request.rate_limits import Limits
from liftlog.core.statistics.client import StatsClient
from liftlog.kit.clock import Clock
from liftlog.settings import Settings
from liftlog.store.database.engine import Database
from liftlog.store.database.readiness import ReadinessMemory
from liftlog.telemetry.requests import Observing

EXTENSION = "liftlog"


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    database: Database
    stats: StatsClient
    clock: Clock
    observing: Observing
    readiness: ReadinessMemory
    limits: Limits = field(default_factory=Limits)


def services() -> Services:
    return cast("Services", current_app.extensions[EXTENSION])
