"""The language of a page: English so far, ready for others; numbers and dates follow the reader."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

CATALOGS: Final = Path(__file__).parent / "translations"
DOMAIN: Final = "messages"
DEFAULT: Final = Locale("en", "GB")
LANGUAGES: Final = ("en", *sorted(path.name for path in CATALOGS.glob("*") if path.is_dir()))
ACCEPT_LANGUAGE_MAX: Final = 200


def install(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # The extension adds it.
        gettext, ngettext, newstyle=True
    )
    app.context_processor(lambda: {"lang": str(locale()).replace("_", "-")})


def locale() -> Locale:
    """The reader's locale, as far as there is a catalog for its language."""
    if not has_request_context():
        return DEFAULT
    found: Locale | None = g.get("locale")
    if found is None:
        found = g.locale = _negotiated(
            request.headers.get("Accept-Language", "")[:ACCEPT_LANGUAGE_MAX]
        )
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
