"""The JSON API of the stats-service, version 1."""

from typing import Any

from flask import Blueprint, Flask

from liftlog.http.openapi import documented
from liftlog.stats.api import statistics
from liftlog.stats.api.contract import contract
from liftlog.stats.request import scope as request_scope
from liftlog.stats.time_zones import api as time_zones

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
request_scope.install(blueprint)
for part in (statistics, time_zones):
    part.install(blueprint)


def specification(app: Flask) -> dict[str, Any]:
    """The OpenAPI 3.1 document of everything under /api/v1."""
    return documented(contract, app)
