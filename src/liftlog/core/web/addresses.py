"""Addresses of pages. As Flask makes them, but what it makes of a page is kept."""

from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import Flask, url_for

TEXTS_KEPT = 4096

_ID, _DAY = UUID(int=0), date.min


def install(app: Flask) -> None:
    app.jinja_env.globals["url_for"] = address


def address(endpoint: str, **values: Any) -> str:
    """What `url_for` returns, in a tenth of its time where the values are texts, or one id or day.

    `endpoint` is a whole name, with its blueprint.
    """
    if all(value is None or isinstance(value, str) for value in values.values()):
        return _of_texts(endpoint, tuple(values.items()))
    if len(values) == 1:
        ((name, value),) = values.items()
        # Their text is never quoted in an address.
        if type(value) is UUID or type(value) is date:
            before, after = _around(endpoint, name, _ID if type(value) is UUID else _DAY)
            return f"{before}{value}{after}"
    return url_for(endpoint, **values)


@lru_cache(maxsize=TEXTS_KEPT)
def _of_texts(endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


@lru_cache(maxsize=1024)
def _around(endpoint: str, name: str, placeholder: UUID | date) -> tuple[str, str]:
    values: dict[str, Any] = {name: placeholder}
    before, _, after = url_for(endpoint, **values).partition(str(placeholder))
    return before, after
