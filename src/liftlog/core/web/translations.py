"""The language of a page: English so far, ready for others; numbers and dates follow the reader."""

from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request

CATALOGUES = Path(__file__).parent / "translations"
DOMAIN = "messages"
DEFAULT = Locale("en", "GB")
LANGUAGES = ("en", *sorted(path.name for path in CATALOGUES.glob("*") if path.is_dir()))


def install(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # The extension adds it.
        gettext, ngettext, newstyle=True
    )
    app.context_processor(lambda: {"lang": str(locale()).replace("_", "-")})


def locale() -> Locale:
    """The reader's locale, as far as we have words in its language."""
    if not has_request_context():
        return DEFAULT
    if "locale" not in g:
        g.locale = _negotiated()
    found: Locale = g.locale
    return found


def _negotiated() -> Locale:
    for tag in request.accept_languages.values():
        try:
            wanted = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if wanted.language in LANGUAGES:
            # Plain "en" says nothing of how dates are written; day before month is read by most.
            return wanted if wanted.territory or wanted.language != "en" else DEFAULT
    return DEFAULT


def _translations() -> NullTranslations:
    return Translations.load(CATALOGUES, [locale()], DOMAIN)


def gettext(message: str) -> str:
    text: str = _translations().ugettext(message)
    return text


def ngettext(singular: str, plural: str, number: int) -> str:
    text: str = _translations().ungettext(singular, plural, number)
    return text
