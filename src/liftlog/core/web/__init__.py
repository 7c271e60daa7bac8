"""The pages: templates, filters, static files and one blueprint per noun."""

from flask import Flask, g
from jinja2 import StrictUndefined

from liftlog.core.web import (
    addresses,
    formats,
    option_lists,
    page_tags,
    static_files,
    translations,
)
from liftlog.core.web.blueprints import BLUEPRINTS
from liftlog.core.web.locale import reader
from liftlog.store.accounts import Account


def install(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    reader.install(app)
    translations.install(app)
    formats.install(app)
    static_files.install(app)
    addresses.install(app)
    option_lists.install(app)
    page_tags.install(app)
    app.context_processor(lambda: {"current_user": current_user()})
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def current_user() -> Account | None:
    """Whom the page is for, as far as the request asked: error pages ask nobody, but that of an address without a page."""
    found = g.get("signed_in")
    return found.account if found else None
