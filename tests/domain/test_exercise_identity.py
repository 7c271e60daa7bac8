"""Which exercises are the same, in many scripts."""

import unicodedata
from importlib.resources import files
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liftlog.domain.exercises.catalogue import (
    alike_key,
    catalogue_key,
    match_index,
    parse_catalogue,
)
from liftlog.domain.exercises.names import name_key

CATALOGUE = parse_catalogue((files("liftlog.store.exercises") / "catalogue.tsv").read_text("utf-8"))
INDEX = match_index(CATALOGUE)

DIFFERENT = {
    "order": ("Row to press", "Press to row"),
    "digits": ("Tempo squat 3-0-1", "Tempo squat 3-1-0", "Tempo squat 1-0-3", "Tempo squat 30-1"),
    "signs": ("Curl", "Curl+", "Curl++", "Curl #2", "Curl @ home", "Curl 50%"),
    "emoji": ("Squat", "Squat \N{LARGE BLUE CIRCLE}", "Squat \N{LARGE RED CIRCLE}"),
    "Latin": ("Lär", "Lar", "Lår"),
    "Cyrillic": ("Жим лёжа", "Жим лежа", "Мои тяги", "Мой тяги"),
    "Greek": ("Πίεση", "Πιεση", "Πιέση"),
    "Arabic": ("تمرين ضغط", "ضغط تمرين", "عِلم", "عَلم"),
    "Hebrew": ("לחיצת חזה", "חזה לחיצת", "סֵפֶר", "סַפָּר"),
    "Devanagari": ("बेंच प्रेस", "बाच प्रेस", "बेंच परेस", "कि", "की", "कु"),
    "Thai": ("เสือ", "เสื่อ", "เสื้อ"),
    "kana": ("ハンド", "バンド", "パンド", "スクワット"),
    "Han": ("深蹲", "蹲深", "臥推", "卧推"),
}


@pytest.mark.parametrize("names", DIFFERENT.values(), ids=DIFFERENT)
def test_different_names_are_different_exercises(names: tuple[str, ...]) -> None:
    for one, other in combinations(names, 2):
        assert name_key(one) != name_key(other), (one, other)
    known = [INDEX.get(catalogue_key(one)) for one in names]
    assert len({slug for slug in known if slug}) == len([slug for slug in known if slug])


@pytest.mark.parametrize("names", DIFFERENT.values(), ids=DIFFERENT)
def test_case_spaces_and_the_unicode_form_are_no_difference(names: tuple[str, ...]) -> None:
    for name in names:
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            spelled = unicodedata.normalize(form, f"  {name.swapcase()}\N{NO-BREAK SPACE} ")
            assert name_key(spelled) == name_key(name)
        assert name_key(name.replace(" ", "  \t")) == name_key(name)


@given(st.text(min_size=1, max_size=40))
def test_an_identity_is_its_own_identity(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Squat \N{LARGE BLUE CIRCLE}", "squat"),
        ("Squat+", "squat"),
        ("Jerk and clean", "clean-and-jerk"),
    ],
)
def test_what_only_resembles_a_name_is_a_proposal(name: str, slug: str) -> None:
    assert catalogue_key(name) not in INDEX
    alike = {entry.slug for entry in CATALOGUE if alike_key(entry.name) == alike_key(name)}
    assert alike == {slug}
