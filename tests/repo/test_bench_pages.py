"""No page is left out when pages are measured."""

from flask import Flask
from tools.bench.pages import PAGES

FILES = {
    "asset",
    "favicon",
    "app_shell.worker",
    "app_shell.manifest",
    "apidocs.document",
    "apidocs.static_file",
    "apidocs.show",
    "health.health",
    "health.ready",
    "health.resilience",
}
"""What is no page: files, and what programs ask for."""


def test_every_page_is_measured(core_app: Flask) -> None:
    answered = {
        rule.endpoint
        for rule in core_app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.rule.startswith("/api/")
        and not rule.rule.endswith(".csv")
    }
    assert {page.endpoint for page in PAGES} == answered - FILES
