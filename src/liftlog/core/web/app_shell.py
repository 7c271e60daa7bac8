"""What makes pages an app: the logging screen's shell, the worker, the manifest, and help with both."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from liftlog import __version__
from liftlog.core.request.scope import SignedIn, signed_in
from liftlog.core.web.static_files import STATIC, asset, build_hash
from liftlog.core.web.translations import gettext as _
from liftlog.core.workouts.exercise_rows import uuid_of

blueprint = Blueprint("app_shell", __name__)

TEMPLATES: Final = Path(__file__).parents[1] / "templates"
WORKER: Final = STATIC / "js" / "worker" / "worker.js"
PAGE_COLOUR: Final = "#f6f6f4"
ICONS: Final = (
    ("icons/app-192.png", 192, "any"),
    ("icons/app-512.png", 512, "any"),
    ("icons/app-maskable-512.png", 512, "maskable"),
)


@cache
def app_version() -> str:
    """Changes when a release, a static file or a template does: what a device keeps is then fetched anew."""
    digest = hashlib.sha256(f"{__version__} {build_hash()}".encode())
    for path in sorted(TEMPLATES.rglob("*.html")):
        digest.update(path.relative_to(TEMPLATES).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def kept_files() -> tuple[str, ...]:
    """The names of the static files that a device keeps: all that any page needs."""
    patterns = ("css/*.css", "js/*.js", "js/log/**/*.js", "vendor/**/*.js", "icons/sprite.svg")
    found = {path for pattern in patterns for path in STATIC.glob(pattern)}
    return tuple(sorted(path.relative_to(STATIC).as_posix() for path in found))


@blueprint.get("/log")
def log() -> str | AnyResponse:
    if signed_in() is None:
        return redirect(url_for("sessions.new", next="/log"), 303)
    return render_template("log/shell.html", nav="log", plain=_plain_way(request.args))


def _plain_way(asked: Mapping[str, str]) -> str | None:
    """Where whoever has no script goes on: the form, filled in with what was to be started."""
    kind, _colon, name = asked.get("start", "").partition(":")
    running = uuid_of(asked.get("continue", ""))
    if running:
        return url_for("workouts.edit", workout_id=running)
    found = uuid_of(name)
    if kind == "routine" and found:
        return url_for("workouts.new", routine=found)
    if kind == "workout" and found:
        return url_for("workouts.new", workout=found)
    return url_for("workouts.new") if kind == "empty" else None


@blueprint.get("/log/shell")
def shell() -> str:
    """The same page for nobody, whoever asks: a device keeps it, and may pass from hand to hand."""
    return render_template("log/shell.html", nav="log", current_user=None)


@blueprint.get("/offline")
def offline() -> str:
    """What stands for a page that was never seen on this device while the network is away."""
    return render_template("help/offline.html", current_user=None)


@blueprint.get("/help/https")
def https() -> str:
    return _help("help/https.html")


@blueprint.get("/help/install")
def install() -> str:
    return _help("help/install.html")


def _help(template: str) -> str:
    signed_in()
    return render_template(template, nav="more")


@blueprint.get("/sw.js")
def worker() -> Response:
    """The service worker; a browser looks again whenever a page is opened."""
    known = {
        "VERSION": app_version(),
        "BUILD": build_hash(),
        "SHELL": url_for("app_shell.shell"),
        "OFFLINE": url_for("app_shell.offline"),
        "FILES": [asset(name) for name in kept_files()],
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
    response = Response(head + WORKER.read_text("utf-8"), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    response = jsonify(
        id="/",
        name="LiftLog",
        short_name="LiftLog",
        description=_("A strength-training log that works without a network."),
        start_url="/log",
        scope="/",
        display="standalone",
        background_color=PAGE_COLOUR,
        theme_color=PAGE_COLOUR,
        categories=["fitness", "health"],
        icons=[
            {"src": asset(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
        shortcuts=[
            {"name": _("Log a workout"), "url": "/log"},
            {"name": _("Calendar"), "url": "/calendar"},
        ],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.after_app_request
def _say_whose(response: Response) -> Response:
    """The worker keeps copies of pages, and must know when the device has changed hands."""
    found: SignedIn | None = g.get("signed_in")
    if found and response.mimetype == "text/html":
        response.headers["LiftLog-User"] = str(found.account.user_id)
    return response
