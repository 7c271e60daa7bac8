"""The yardstick: a Flask page that renders the base template and does nothing else."""

import sys
from types import SimpleNamespace

from flask import Flask, render_template
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server
from jinja2 import StrictUndefined
from markupsafe import Markup

PATH = "/"
THREADS = 16


def create_app() -> Flask:
    app = Flask("liftlog.core.web", static_folder=None)
    app.config.update(SECRET_KEY="nothing is signed with it")  # noqa: S106 It opens nothing.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # The extension adds it.
    app.jinja_env.globals.update(asset=_asset, svg_icon=_icon)
    lifter = SimpleNamespace(user_id="0", email="lifter@example.org", theme="auto")
    app.add_url_rule(PATH, "bare", lambda: render_template("base.html", current_user=lifter))
    return app


def _asset(name: str) -> str:
    return f"/s/0123456789ab/{name}"


def _icon(name: str, size: str = "") -> Markup:
    return Markup('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        size, _asset("icons/sprite.svg"), name
    )


def main() -> None:
    """Serve it on the port that is the one argument, as `liftlog serve` serves core."""
    server = Server(
        "tools.bench.bare",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        log_access=False,
    )
    server.serve(target_loader=create_app, wrap_loader=False)


if __name__ == "__main__":
    main()
