"""The worker, the manifest and the shell: for anybody, the same for everybody, and complete."""

import json
import re
import struct

import pytest
from flask.testing import FlaskClient

from liftlog.core.web.app_shell import ICONS
from tests.browsing import FROM_OUR_PAGE, sign_in
from tests.cast import Person
from tests.pages import Page

pytestmark = pytest.mark.database


def kept(client: FlaskClient) -> dict[str, str | list[str]]:
    """What the worker's first lines say that a device keeps."""
    text = client.get("/sw.js").get_data(as_text=True)
    found = re.findall(r"^const ([A-Z]+) = (.*);$", text, re.MULTILINE)
    names = ("VERSION", "BUILD", "SHELL", "OFFLINE", "FILES")
    return {name: json.loads(value) for name, value in found if name in names}


def test_the_worker_is_a_script_that_is_asked_for_anew_and_rules_every_page(
    client: FlaskClient,
) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert set(kept(client)) == {"VERSION", "BUILD", "SHELL", "OFFLINE", "FILES"}


def test_everything_that_a_device_keeps_is_there_for_a_stranger(client: FlaskClient) -> None:
    found = kept(client)
    addresses = [found["SHELL"], found["OFFLINE"], *found["FILES"]]
    assert [
        one for one in addresses if client.get(str(one), buffered=True).status_code != 200
    ] == []


def test_every_file_of_the_shell_is_among_those_that_are_kept(
    client: FlaskClient, ana: Person
) -> None:
    page = Page(sign_in(client, ana).get("/log"))
    used = {
        *(one.attributes["src"] for one in page.all("script")),
        *(
            one.attributes["href"]
            for one in page.all("link")
            if one.attributes["rel"] in ("stylesheet", "modulepreload")
        ),
    }
    assert used
    assert used - set(kept(client)["FILES"]) == set()


def test_every_module_that_a_kept_module_imports_is_kept(client: FlaskClient) -> None:
    files = set(kept(client)["FILES"])
    missing = set()
    for address in files:
        if not address.endswith(".js"):
            continue
        text = client.get(address, buffered=True).get_data(as_text=True)
        for name in re.findall(r"""(?:from|import)\s*\(?["'](\.[^"']+\.js)["']""", text):
            folder = address.rpartition("/")[0]
            parts: list[str] = []
            for part in f"{folder}/{name}".split("/"):
                if part == "..":
                    parts.pop()
                elif part != ".":
                    parts.append(part)
            missing |= {"/".join(parts)} - files
    assert missing == set()


def test_the_shell_that_a_device_keeps_says_nothing_of_whoever_asked(
    client: FlaskClient, ana: Person
) -> None:
    strange = client.get("/log/shell").get_data(as_text=True)
    answer = sign_in(client, ana).get("/log/shell")
    assert answer.get_data(as_text=True) == strange
    assert ana.account.email not in strange
    assert str(ana.account.user_id) not in strange
    assert "LiftLog-User" not in answer.headers


def test_a_stranger_is_asked_to_sign_in_before_logging(client: FlaskClient) -> None:
    answer = client.get("/log")
    assert (answer.status_code, answer.location) == (303, "/login?next=/log")


def test_a_page_of_somebody_says_whose_it_is_and_a_strangers_does_not(
    client: FlaskClient, ana: Person
) -> None:
    assert "LiftLog-User" not in client.get("/login").headers
    answer = sign_in(client, ana).get("/")
    assert answer.headers["LiftLog-User"] == str(ana.account.user_id)
    assert Page(answer).first("html").attributes["data-user"] == str(ana.account.user_id)


def test_signing_out_throws_away_caches_and_never_what_waits_to_be_sent(
    client: FlaskClient, ana: Person
) -> None:
    answer = sign_in(client, ana).post("/logout", headers=FROM_OUR_PAGE)
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_the_manifest_has_what_installing_takes(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    found = json.loads(answer.get_data())
    assert found["display"] == "standalone"
    assert found["scope"] == found["id"] == "/"
    assert found["name"] == found["short_name"] == "LiftLog"
    for address in (found["start_url"], *(one["url"] for one in found["shortcuts"])):
        assert client.get(address).status_code in (200, 303, 401)
    assert {(one["sizes"], one["purpose"]) for one in found["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


@pytest.mark.parametrize(
    ("name", "size"),
    [*((name, size) for name, size, _ in ICONS), ("icons/apple-touch-180.png", 180)],
)
def test_an_icon_has_the_size_that_is_said_and_weighs_little(
    client: FlaskClient, name: str, size: int
) -> None:
    content = client.get(f"/s/now/{name}", buffered=True).data
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (size, size)
    assert len(content) < 16 * 1024


@pytest.mark.parametrize("path", ["/help/https", "/help/install", "/offline"])
def test_help_is_there_for_anybody(client: FlaskClient, ana: Person, path: str) -> None:
    assert client.get(path).status_code == 200
    assert sign_in(client, ana).get(path).status_code == 200
