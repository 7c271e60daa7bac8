"""Who reads the page of this request, as far as texts depend on it: language, separators, unit."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from flask import Flask, g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from liftlog.core.web.locale.number_format import Separators, separators
from liftlog.domain.units import WeightUnit

CATALOGS: Final = Path(__file__).parents[1] / "translations"
DEFAULT: Final = Locale("en", "GB")
LANGUAGES: Final = ("en", *sorted(path.name for path in CATALOGS.glob("*") if path.is_dir()))
ACCEPT_LANGUAGE_MAX: Final = 200


@dataclass(slots=True)
class Reader:
    """`unit` is None until the request has asked who is signed in."""

    locale: Locale
    unit: WeightUnit | None = None
    separators: Separators = field(init=False)

    def __post_init__(self) -> None:
        self.separators = separators(self.locale)


# A page asks for it a thousand times: Flask's `g` takes ten times as long.
_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


def install(app: Flask) -> None:
    app.before_request(_forget)
    app.teardown_request(_forget)


def _forget(_error: BaseException | None = None) -> None:
    _reader.set(None)


def reader() -> Reader:
    """Of this request; outside of one somebody with the default language."""
    found = _reader.get()
    if found is not None:
        return found
    if not has_request_context():
        return Reader(DEFAULT)
    header = request.headers.get("Accept-Language", "")
    made = Reader(_negotiated(header[:ACCEPT_LANGUAGE_MAX]))
    _reader.set(made)
    return made


def unit() -> WeightUnit:
    """The unit the reader chose."""
    found = reader()
    if found.unit is not None:
        return found.unit
    signed_in = g.get("signed_in")
    if signed_in is None:
        return WeightUnit.KG
    chosen: WeightUnit = signed_in.account.weight_unit
    found.unit = chosen
    return chosen


@lru_cache(maxsize=512)
def _negotiated(accept_language: str) -> Locale:
    """The first that the reader wants and there is a catalog for."""
    for tag in parse_accept_header(accept_language, LanguageAccept).values():
        try:
            wanted = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if wanted.language in LANGUAGES:
            # Plain "en" says nothing of how dates are written; day before month is read by most.
            return wanted if wanted.territory or wanted.language != "en" else DEFAULT
    return DEFAULT
