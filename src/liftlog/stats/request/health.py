"""Whether the service lives, and whether it can serve."""

from flask import Blueprint, Response, jsonify

from liftlog.stats.request.services import services
from liftlog.store.database.readiness import readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Alive. Touches nothing, so that a database's trouble never restarts this."""
    return jsonify(status="ok", service="stats")


@blueprint.get("/health/ready")
def ready() -> tuple[Response, int]:
    """Ready to serve: the database answers, its schema is the one this code needs, and nobody has
    told this service to end.
    """
    if services().observing.draining():
        return jsonify(service="stats", status="draining"), 503
    report = readiness(services().database)
    return jsonify(service="stats", **report.as_json()), 200 if report.ready else 503
