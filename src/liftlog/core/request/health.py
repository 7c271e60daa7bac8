"""Whether the service lives, whether it can serve, and how its way to stats is doing."""

from flask import Blueprint, Response, jsonify

from liftlog.core.request.services import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Alive. Touches nothing, so that a database's trouble never restarts this."""
    return jsonify(status="ok", service="core")


@blueprint.get("/health/ready")
def ready() -> tuple[Response, int]:
    """Ready to serve: the schema is the one this code needs, and nobody has told this to end.

    The database has to answer once; after that it is told, and fails nothing: every replica shares it.
    """
    if services().observing.draining():
        return jsonify(service="core", status="draining"), 503
    report = services().readiness()
    return jsonify(service="core", **report.as_json()), 200 if report.ready else 503


@blueprint.get("/resilience")
def resilience() -> Response:
    """The circuit breaker on the way to stats: its state, counts, next probe and last error."""
    return jsonify(services().stats.snapshot().as_json())
