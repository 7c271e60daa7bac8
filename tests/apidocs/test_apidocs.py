"""The documentation page: served by ourselves, under a strict policy, on any Flask app."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from liftlog.http.apidocs import CONTENT_SECURITY_POLICY, SERVED, documentation

DOCUMENT = {"openapi": "3.1.0", "info": {"title": "Plates", "version": "1"}, "paths": {}}


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("plates")
    app.register_blueprint(documentation(lambda: DOCUMENT, title="Plates & <bars>"))
    return app.test_client()


def test_the_page_names_the_service_and_escapes_the_name(client: FlaskClient) -> None:
    page = client.get("/apidocs/").get_data(as_text=True)
    assert "<title>Plates &amp; &lt;bars&gt; API</title>" in page


def test_everything_the_page_asks_for_is_there(client: FlaskClient) -> None:
    page = client.get("/apidocs/").get_data(as_text=True)
    asked = re.findall(r'(?:src|href)="(static/[^"]+)"', page)
    assert len(asked) == len(SERVED)
    for address in asked:
        with client.get(f"/apidocs/{address}") as answer:
            assert answer.status_code == 200, address


def test_the_page_has_no_inline_script_or_style(client: FlaskClient) -> None:
    page = client.get("/apidocs/").get_data(as_text=True)
    assert re.findall(r"<script[^>]*>([^<]+)</script>|<style|\sstyle=|\son[a-z]+=", page) == []


def test_the_document_is_what_the_service_says_it_is(client: FlaskClient) -> None:
    answer = client.get("/apidocs/openapi.json")
    assert answer.mimetype == "application/json"
    assert answer.get_json() == DOCUMENT


def test_only_the_files_of_the_page_are_served(client: FlaskClient) -> None:
    for name in ("LICENSE", "page.html", "__init__.py", "..%2f__init__.py"):
        assert client.get(f"/apidocs/static/{name}").status_code == 404


def test_nothing_inline_and_nobody_elses_server_is_allowed(client: FlaskClient) -> None:
    for path in ("/apidocs/", "/apidocs/openapi.json"):
        assert client.get(path).headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_the_apps_other_pages_keep_their_own_policy(client: FlaskClient) -> None:
    assert "Content-Security-Policy" not in client.get("/elsewhere").headers
