"""What an address chooses among: a range, an equation, a score."""

from enum import StrEnum
from typing import TypeVar

from flask import request

from liftlog.core.web.addresses import address
from liftlog.core.web.translations import gettext as _
from liftlog.domain.periods import Range

_Choice = TypeVar("_Choice", bound=StrEnum)


def chosen(kind: type[_Choice], name: str, otherwise: _Choice) -> _Choice:
    """What the address asks for; an old or misspelt link shows what is usual."""
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return otherwise


def range_choices(wanted: Range, endpoint: str, **values: object) -> list[tuple[str, str, bool]]:
    names = {
        Range.DAYS_30: _("30 d"),
        Range.DAYS_90: _("90 d"),
        Range.YEAR: _("1 y"),
        Range.ALL: _("All"),
    }
    return [
        (text, address(endpoint, **values, range=one.value), one is wanted)
        for one, text in names.items()
    ]
