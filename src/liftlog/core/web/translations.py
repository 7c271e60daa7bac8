"""The strings of pages in the reader's language: English so far, ready for others."""

from functools import cache, lru_cache
from typing import Final

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask
from markupsafe import Markup

from liftlog.core.web.locale.reader import CATALOGS, reader
from liftlog.domain.text import isolated

DOMAIN: Final = "messages"
MESSAGES_KEPT: Final = 20_000
PLURAL_SAMPLES: Final = 201
"""Every plural form of a whole number has one below this."""


def install(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # The extension adds it.
        gettext, ngettext, newstyle=True
    )
    app.jinja_env.filters["isolated"] = isolated
    app.jinja_env.globals.update(_=markup, gettext=markup)
    app.context_processor(lambda: {"lang": str(locale()).replace("_", "-")})
    app.jinja_env.globals["plural_forms"] = plural_forms


def locale() -> Locale:
    """The reader's, as far as there is a catalog for its language."""
    return reader().locale


def markup(message: str, /, **places: object) -> Markup:
    """A string of a template. Its text is markup as it stands; what goes into its places is escaped.

    Jinja's own way to it takes four calls that each look up the context.
    """
    if not places:
        return _whole(locale(), message)
    # A name in a place may run the other way than the sentence.
    names = {name: isolated(text) if type(text) is str else text for name, text in places.items()}
    return _markup(locale(), message) % names


@lru_cache(maxsize=MESSAGES_KEPT)
def _whole(wanted: Locale, message: str) -> Markup:
    """Of a string without places, in which a per cent sign is written twice as in the others."""
    return _markup(wanted, message) % {}


@lru_cache(maxsize=MESSAGES_KEPT)
def _markup(wanted: Locale, message: str) -> Markup:
    return Markup(catalog(wanted).ugettext(message))  # noqa: S704 Strings of templates and catalogs.


@cache
def catalog(wanted: Locale) -> NullTranslations:
    """Read once and kept: Babel keeps nothing, and a page has hundreds of strings."""
    return Translations.load(CATALOGS, [wanted], DOMAIN)


def gettext(message: str) -> str:
    text: str = catalog(locale()).ugettext(message)
    return text


def ngettext(singular: str, plural: str, number: int) -> str:
    text: str = catalog(locale()).ungettext(singular, plural, number)
    return text


def plural_forms() -> list[tuple[str, int]]:
    """The plural forms of the reader's language, by their names in CLDR, each with a number of it."""
    form_of = locale().plural_form
    found: dict[str, int] = {}
    for number in range(PLURAL_SAMPLES):
        found.setdefault(form_of(number), number)
    return list(found.items())
