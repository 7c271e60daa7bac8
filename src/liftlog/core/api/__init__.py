"""The JSON API of the app-service, version 1."""

from typing import Any

from flask import Blueprint, Flask

from liftlog.core.api import (
    body,
    calendar,
    exercises,
    routines,
    stats,
    sync,
    training_stats,
    unchanged,
    workouts,
)
from liftlog.core.api.contract import contract
from liftlog.core.api.guard import signed_in_with_json
from liftlog.openapi import documented

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
blueprint.before_request(signed_in_with_json)
unchanged.install(blueprint)
for nouns in (workouts, calendar, exercises, body, routines, sync, stats, training_stats):
    nouns.install(blueprint)


def specification(app: Flask) -> dict[str, Any]:
    """The OpenAPI 3.1 document of everything under /api/v1."""
    return documented(contract, app)
