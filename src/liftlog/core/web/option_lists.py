"""Long lists of options that are the same for many readers: made once, as markup."""

from collections.abc import Sequence
from functools import cache, lru_cache

from flask import Flask
from markupsafe import Markup, escape

from liftlog.kit import time_zones

LISTS_KEPT = 64


def install(app: Flask) -> None:
    app.jinja_env.filters.update(datalist_options=datalist_options, zone_options=zone_options)


def datalist_options(values: Sequence[str]) -> Markup:
    """The options of a `datalist`."""
    return _datalist_options(tuple(values))


@lru_cache(maxsize=LISTS_KEPT)
def _datalist_options(values: tuple[str, ...]) -> Markup:
    return Markup("").join(Markup('<option value="{}"></option>').format(one) for one in values)


def zone_options(chosen: str) -> Markup:
    """The options of a `select` of time zones."""
    value = f'value="{escape(chosen)}"'
    return Markup(_zone_options().replace(value, f"{value} selected", 1))  # noqa: S704 Both are markup.


@cache
def _zone_options() -> str:
    option = Markup('<option value="{0}">{0}</option>')
    return str(Markup("\n").join(option.format(one) for one in sorted(time_zones.names())))
