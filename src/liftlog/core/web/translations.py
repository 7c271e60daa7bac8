"""The language of a page: English so far, ready for others; numbers and dates follow the reader."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

CATALOGS: Final = Path(__file__).parent / "translations"
DOMAIN: Final = "messages"
DEFAULT: Final = Locale("en", "GB")
LANGUAGES: Final = ("en", *sorted(path.name for path in CATALOGS.glob("*") if path.is_dir()))
ACCEPT_LANGUAGE_MAX: Final = 200
MESSAGES_KEPT: Final = 20_000
PLURAL_SAMPLES: Final = 201
"""Every plural form of a whole number has one below this."""


def install(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # The extension adds it.
        gettext, ngettext, newstyle=True
    )
    app.jinja_env.globals.update(_=markup, gettext=markup)
    app.context_processor(lambda: {"lang": str(locale()).replace("_", "-")})
    app.jinja_env.globals["plural_forms"] = plural_forms


def locale() -> Locale:
    """The reader's locale, as far as there is a catalog for its language."""
    try:
        # Asked for hundreds of times a page: nothing else is looked up when it is there.
        found: Locale = g.locale
    except (AttributeError, RuntimeError):
        return _chosen()
    return found


def _chosen() -> Locale:
    if not has_request_context():
        return DEFAULT
    header = request.headers.get("Accept-Language", "")
    g.locale = found = _negotiated(header[:ACCEPT_LANGUAGE_MAX])
    return found


@lru_cache(maxsize=512)
def _negotiated(accept_language: str) -> Locale:
    for tag in parse_accept_header(accept_language, LanguageAccept).values():
        try:
            wanted = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if wanted.language in LANGUAGES:
            # Plain "en" says nothing of how dates are written; day before month is read by most.
            return wanted if wanted.territory or wanted.language != "en" else DEFAULT
    return DEFAULT


def markup(message: str, /, **places: object) -> Markup:
    """A string of a template. Its text is markup as it stands; what goes into its places is escaped.

    Jinja's own way to it takes four calls that each look up the context.
    """
    return _markup(locale(), message) % places


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
