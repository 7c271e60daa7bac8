"""Style sheets, scripts and icons: small enough, complete, and readable in every pair of colours."""

import gzip
import re
from itertools import chain, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

STATIC = Path(__file__).resolve().parents[2] / "src" / "liftlog" / "core" / "web" / "static"
STYLES = sorted((STATIC / "css").glob("*.css"))
CSS = "\n".join(path.read_text("utf-8") for path in STYLES)
CSS_BYTES_MAX = 12 * 1024
DESK_SCRIPT_BYTES_MAX = 8 * 1024

LIGHT, DARK = 0, 1
TOKEN = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);")
TOKENS = {name: (light, dark) for name, light, dark in TOKEN.findall(CSS)}

SURFACES = ("page", "card", "sunk")
TINTS = ("blue-tint", "green-tint", "gold-tint", "red-tint")
MEANINGS = ("blue", "green", "gold", "red")
SERIES = ("s2", "s3", "s4", "s5", "s6")
STEPS = ("h1", "h2", "h3", "h4", "h5")

TEXT = [
    *((text, behind) for text in ("ink", "soft") for behind in (*SURFACES, *TINTS)),
    *((text, behind) for text in MEANINGS for behind in (*SURFACES, f"{text}-tint")),
    *((text, "card") for text in SERIES),
    ("on-fill", "blue-fill"),
    ("on-green", "green"),
    ("page", "ink"),
]
SHAPES = [
    *(("edge", behind) for behind in (*SURFACES, *TINTS)),
    *(("blue-fill", behind) for behind in ("page", "card")),
    *((shape, behind) for shape in (*SERIES, *STEPS) for behind in ("card", "sunk")),
]


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "behind"), TEXT, ids=["-on-".join(pair) for pair in TEXT])
def test_text_can_be_read(text: str, behind: str, theme: int) -> None:
    assert contrast(TOKENS[text][theme], TOKENS[behind][theme]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "behind"), SHAPES, ids=["-on-".join(pair) for pair in SHAPES])
def test_shapes_can_be_told_apart(shape: str, behind: str, theme: int) -> None:
    assert contrast(TOKENS[shape][theme], TOKENS[behind][theme]) >= 3


def test_the_steps_of_the_year_grow_evenly_from_one_to_the_next() -> None:
    for theme in (LIGHT, DARK):
        ratios = [contrast(TOKENS[step][theme], TOKENS["sunk"][theme]) for step in STEPS]
        assert all(after / before >= 1.2 for before, after in pairwise(ratios))


@pytest.mark.parametrize("elsewhere", ["log.css", "pictures.css"])
def test_style_sheets_fit_their_budget(elsewhere: str) -> None:
    """The logging screen has no pictures, and no other page needs what only it has."""
    loaded = [path for path in STYLES if path.name != elsewhere]
    assert len(loaded) == len(STYLES) - 1
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in loaded) <= CSS_BYTES_MAX


def test_scripts_of_the_desk_pages_fit_their_budget() -> None:
    scripts = (STATIC / "js").glob("*.js")
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in scripts) <= (
        DESK_SCRIPT_BYTES_MAX
    )


def test_every_custom_property_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", CSS))
    used = set(re.findall(r"var\((--[\w-]+)", CSS))
    assert used <= defined


def test_style_sheets_ask_for_no_file_and_no_font() -> None:
    assert [
        url for url in re.findall(r"url\(\"?([^\")]+)", CSS) if not url.startswith("data:")
    ] == []
    assert "@import" not in CSS
    assert "@font-face" not in CSS


def test_every_rule_stands_in_a_layer_or_is_for_paper_or_movement() -> None:
    for path in STYLES:
        outside = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        heads = re.findall(r"^([^\s}][^{;]*)[{;]", outside, flags=re.MULTILINE)
        allowed = ("@layer", "@media print", "@media (prefers-reduced-motion: no-preference)")
        assert [head for head in heads if not head.strip().startswith(allowed)] == [], path.name


def test_icons_have_names_of_their_own_and_one_grid() -> None:
    sprite = ET.parse(STATIC / "icons" / "sprite.svg").getroot()  # noqa: S314 Our own file.
    symbols = list(sprite)
    names = [symbol.get("id") for symbol in symbols]
    assert len(names) == len(set(names))
    assert {symbol.get("viewBox") for symbol in symbols} == {"0 0 24 24"}
    painted = {attribute for one in chain(*symbols) for attribute in one.attrib}
    assert painted.isdisjoint({"style", "fill", "stroke", "class"})
