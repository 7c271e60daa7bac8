"""Every template: nothing inline, nothing missing, every word open to translation."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

WEB = Path(__file__).resolve().parents[2] / "src" / "liftlog" / "core" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STATIC = WEB / "static"
ICONS = set(re.findall(r'id="([\w-]+)"', (STATIC / "icons" / "sprite.svg").read_text("utf-8")))

# Where each macro takes the name of an icon, counted from 0; `icon_name=` counts everywhere.
ICON_PLACE = {
    "icon": 0,
    "button": 2,
    "link_button": 3,
    "icon_link": 2,
    "chip": 2,
    "notice": 2,
    "empty_state": 2,
    "menu_link": 2,
    "menu_button": 1,
    "menu_post": 2,
    "_tab": 2,
    "_more": 1,
}
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"<!?/?[a-z][^>]*>", re.IGNORECASE)
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"LiftLog"}

every_template = pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(WEB / "templates").as_posix()
)


def _parsed(path: Path) -> nodes.Template:
    # Nothing is rendered here, so that there is nothing to escape.
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701
    return environment.parse(path.read_text("utf-8"), path.as_posix())


def _calls(path: Path) -> Iterator[tuple[str, nodes.Call]]:
    for call in _parsed(path).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            yield call.node.name, call


def _text(node: nodes.Node) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def _named_icons(path: Path) -> Iterator[str]:
    for name, call in _calls(path):
        place = ICON_PLACE.get(name)
        given = [call.args[place]] if place is not None and place < len(call.args) else []
        given += [one.value for one in call.kwargs if one.key == "icon_name"]
        yield from filter(None, map(_text, given))


@every_template
def test_a_template_has_no_inline_style_script_or_handler(path: Path) -> None:
    text = JINJA.sub("", path.read_text("utf-8"))
    assert re.findall(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text, re.IGNORECASE) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"<script[^>]*>[^<]", text) == []


@every_template
def test_every_file_that_a_template_links_exists(path: Path) -> None:
    names = [_text(call.args[0]) for name, call in _calls(path) if name == "asset"]
    assert [name for name in names if name and not (STATIC / name).is_file()] == []


@every_template
def test_every_icon_that_a_template_names_is_in_the_sprite(path: Path) -> None:
    assert set(_named_icons(path)) - ICONS == set()


@every_template
def test_every_visible_word_of_a_template_can_be_translated(path: Path) -> None:
    text = JINJA.sub("", path.read_text("utf-8"))
    spoken = SPOKEN_ATTRIBUTE.findall(text)
    written = TAG.sub(" ", text)
    words = {word for part in (written, *spoken) for word in WORD.findall(part)}
    assert words - NAMES == set()


def test_the_templates_were_found() -> None:
    assert WEB / "templates" / "base.html" in TEMPLATES
    assert "plus" in set(_named_icons(WEB / "templates" / "_macros" / "nav.html"))
