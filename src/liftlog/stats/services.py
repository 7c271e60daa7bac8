"""What a request needs of the outside, made once per application."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from liftlog.clock import Clock
from liftlog.observed import Observing
from liftlog.stats.identity import IdentityVerifier
from liftlog.stats.time_zones import TimeZones
from liftlog.store.engine import Database

EXTENSION = "liftlog"


@dataclass(frozen=True, slots=True)
class Services:
    database: Database
    verifier: IdentityVerifier
    time_zones: TimeZones
    clock: Clock
    observing: Observing


def services() -> Services:
    return cast("Services", current_app.extensions[EXTENSION])
