"""`liftlog` with two small services in the place of core and stats, for tests of what runs them.

Only their content differs: they are started, served and supervised as the real ones are.
"""

import os
import sys

import psycopg
from flask import Flask, Response, jsonify

from liftlog import cli
from liftlog.cli.running import serve, up
from liftlog.settings import Settings

BODY_MAX_BYTES = 1024


def create_app(settings: Settings, *, observing: object) -> Flask:
    app = Flask(__name__)
    app.config["URL"] = settings.stats_database_url

    @app.get("/health/ready")
    def ready() -> tuple[Response, int]:
        try:
            with psycopg.connect(app.config["URL"], connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return jsonify(ready=False), 503
        return jsonify(ready=True, pid=os.getpid(), parent=os.getppid()), 200

    return app


if __name__ == "__main__":
    sys.modules["stand_in"] = sys.modules["__main__"]
    serve.APPLICATIONS = {"core": "stand_in", "stats": "stand_in"}
    up.LIFTLOG = (sys.executable, __file__)
    cli.main(prog_name="liftlog")
