"""The language of a page follows the reader, and its catalog is read once."""

import pytest
from babel.support import NullTranslations, Translations
from flask import Flask

from liftlog.core.web import translations


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", "en_GB"),
        ("en", "en_GB"),
        ("en-US,en;q=0.5", "en_US"),
        ("tlh,en-AU;q=0.5", "en_AU"),
        ("xx-nonsense-tag-,en-GB;q=0.1", "en_GB"),
        ("zu", "en_GB"),
    ],
)
def test_the_locale_is_the_first_that_has_words(core_app: Flask, header: str, wanted: str) -> None:
    with core_app.test_request_context(headers={"Accept-Language": header}):
        assert str(translations.locale()) == wanted


def test_a_catalog_is_read_once(core_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def load(*asked: object) -> NullTranslations:
        read.append(asked)
        return NullTranslations()

    monkeypatch.setattr(Translations, "load", load)
    translations.catalog.cache_clear()
    for _ in range(2):
        with core_app.test_request_context(headers={"Accept-Language": "en-NZ"}):
            assert translations.gettext("Save") == "Save"
            assert translations.ngettext("a set", "sets", 2) == "sets"
    translations.catalog.cache_clear()
    assert len(read) == 1


def test_a_string_of_a_template_is_markup_and_what_goes_into_it_is_escaped(core_app: Flask) -> None:
    with core_app.test_request_context():
        assert translations.markup("100 %% of <b>it</b>") == "100 % of <b>it</b>"
        text = translations.markup("%(name)s at %(share)s %%", name="<Ana>", share=50)
        assert text == "&lt;Ana&gt; at 50 %"
