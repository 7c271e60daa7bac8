"""The JSON API of the app-service, version 1."""

from typing import Any

from flask import Blueprint, Flask

from liftlog.core.api import not_modified
from liftlog.core.api.contract import contract
from liftlog.core.api.guard import signed_in_with_json
from liftlog.core.body import api as body
from liftlog.core.calendar import api as calendar
from liftlog.core.exercises import api as exercises
from liftlog.core.routines import api as routines
from liftlog.core.statistics import api as statistics
from liftlog.core.sync import api as sync
from liftlog.core.workouts import api as workouts
from liftlog.http.openapi import documented

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
blueprint.before_request(signed_in_with_json)
not_modified.install(blueprint)
for nouns in (workouts, calendar, exercises, body, routines, sync, statistics):
    nouns.install(blueprint)


def specification(app: Flask) -> dict[str, Any]:
    """The OpenAPI 3.1 document of everything under /api/v1."""
    return documented(contract, app)
