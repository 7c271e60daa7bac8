"""Swagger UI over a service's own OpenAPI document, from our own static files."""

import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from string import Template

from flask import Blueprint, Response, abort, send_from_directory

HERE = Path(__file__).parent
VENDORED = HERE / "vendor"
PAGES = HERE / "pages"
SERVED = {
    "swagger-ui-bundle.js": VENDORED,
    "swagger-ui.css": VENDORED,
    "start.js": PAGES,
    "page.css": PAGES,
}

# As strict as Swagger UI works under: no inline script, no inline style, nobody else's server. It
# writes markup as plain strings, so Trusted Types, which the other pages require, are left out.
_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(_DIRECTIVES)


def documentation(spec: Callable[[], Mapping[str, object]], *, title: str) -> Blueprint:
    """A blueprint with `/apidocs/` for people and `/apidocs/openapi.json` for programs.

    `spec` returns the OpenAPI document; it is asked on every request.
    """
    blueprint = Blueprint("apidocs", __name__, url_prefix="/apidocs")
    page = Template((PAGES / "page.html").read_text("utf-8")).substitute(title=escape(title))

    @blueprint.get("/")
    def show() -> Response:
        return Response(page, mimetype="text/html")

    @blueprint.get("/openapi.json")
    def document() -> Response:
        return Response(json.dumps(spec()), mimetype="application/json")

    @blueprint.get("/static/<name>")
    def static_file(name: str) -> Response:
        if name not in SERVED:
            abort(404)
        return send_from_directory(SERVED[name], name)

    blueprint.after_request(_add_headers)
    return blueprint


def _add_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
