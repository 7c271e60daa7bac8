"""Static files under a folder named after their content, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from flask import Flask, Response, abort, send_from_directory
from markupsafe import Markup

STATIC = Path(__file__).parent / "static"
PREFIX: Final = "/s"
YEAR_S = 31_536_000


@cache
def build_hash() -> str:
    """Changes when any static file does."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _names() -> frozenset[str]:
    """Only these are ever served, whatever an address says."""
    return frozenset(p.relative_to(STATIC).as_posix() for p in STATIC.rglob("*") if p.is_file())


@cache
def asset(name: str) -> str:
    """The address of one of our static files. The same in every request, and asked for often."""
    return f"{PREFIX}/{build_hash()}/{quote(name)}"


@cache
def icon(name: str, size: str = "") -> Markup:
    """A picture of the sprite; `size` is "" or a class of the style sheets."""
    sized = f" {size}" if size else ""
    return Markup('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        sized, asset("icons/sprite.svg"), name
    )


def install(app: Flask) -> None:
    app.add_url_rule(f"{PREFIX}/<build>/<path:name>", "asset", _serve)
    app.add_url_rule("/favicon.ico", "favicon", lambda: _serve(build_hash(), "favicon.svg"))
    add_globals(app)


def add_globals(app: Flask) -> None:
    app.jinja_env.globals.update(asset=asset, svg_icon=icon)


def _serve(build: str, name: str) -> Response:
    """An old page may ask for an old build: it gets today's file, but keeps it for no time."""
    if name not in _names():
        abort(404)
    current = build == build_hash()
    response = send_from_directory(STATIC, name, max_age=YEAR_S if current else 0)
    if current:
        response.cache_control.immutable = True
        response.cache_control.public = True
    return response
