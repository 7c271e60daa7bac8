"""Static files under a folder named after their content, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, send_from_directory, url_for

STATIC = Path(__file__).parent / "static"
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


def asset(name: str) -> str:
    return url_for("asset", build=build_hash(), name=name)


def install(app: Flask) -> None:
    app.add_url_rule("/s/<build>/<path:name>", "asset", _serve)
    app.add_url_rule("/favicon.ico", "favicon", lambda: _serve(build_hash(), "favicon.svg"))
    app.jinja_env.globals["asset"] = asset


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
