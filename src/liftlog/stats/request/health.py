"""Whether the service lives, and whether it can serve."""

from flask import Blueprint, Response, jsonify

from liftlog.stats.request.services import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Alive. Touches nothing, so that a database's trouble never restarts this."""
    return jsonify(status="ok", service="stats")


@blueprint.get("/health/ready")
def ready() -> tuple[Response, int]:
    """Ready to serve: the schema is the one this code needs, and nobody has told this to end.

    The database has to answer once; after that it is told, and fails nothing: every replica shares it.
    """
    if services().observing.draining():
        return jsonify(service="stats", status="draining"), 503
    report = services().readiness()
    return jsonify(service="stats", **report.as_json()), 200 if report.ready else 503
