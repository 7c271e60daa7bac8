"""`liftlog openapi`: the documents that describe the two services' APIs."""

import json
from typing import Any

import click


@click.command()
@click.argument("service", type=click.Choice(["core", "stats"]))
def openapi(service: str) -> None:
    """Print the OpenAPI document of SERVICE as JSON. Nothing has to run for it."""
    document = core_document() if service == "core" else stats_document()
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def core_document() -> dict[str, Any]:
    from liftlog.core.api import specification
    from liftlog.core.app import create_app
    from liftlog.settings import Settings

    app = create_app(Settings.from_environment(_NOWHERE))
    with app.app_context():
        return specification(app)


def stats_document() -> dict[str, Any]:
    from liftlog.settings import Settings
    from liftlog.stats.api import specification
    from liftlog.stats.app import create_app

    app = create_app(Settings.from_environment(_NOWHERE))
    with app.app_context():
        return specification(app)


# A document is made from types alone: no database is asked, and no key signs anything.
_NOWHERE = {
    "LIFTLOG_DATA_DIR": "/nonexistent",
    "DATABASE_URL": "postgresql://nobody@localhost/none",
    "SECRET_KEY": "-" * 32,
}
