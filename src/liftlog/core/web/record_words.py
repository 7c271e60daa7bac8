"""What records are called, and their values in the reader's units."""

from decimal import Decimal

from liftlog.core.web import formats
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.domain.records import RecordKind

_MM_PER_KM = 1_000_000
_DECIMALS = {
    RecordKind.ONE_REP_MAX: 1,
    RecordKind.SET_VOLUME: 0,
    RecordKind.SESSION_VOLUME: 0,
}


def name(kind: RecordKind, reps: int | None = None) -> str:
    """ "5 reps", "5 reps with help", "Longest time"."""
    if reps is not None:
        places = {"n": formats.number(reps)}
        if kind is RecordKind.ASSISTANCE:
            return ngettext("%(n)s rep, least help", "%(n)s reps, least help", reps) % places
        return ngettext("%(n)s rep", "%(n)s reps", reps) % places
    return kind_name(kind)


def kind_name(kind: RecordKind) -> str:
    return {
        RecordKind.ONE_REP_MAX: _("Estimated 1RM"),
        RecordKind.WEIGHT: _("Weight for a number of reps"),
        RecordKind.ASSISTANCE: _("Least help for a number of reps"),
        RecordKind.SET_VOLUME: _("Volume of a set"),
        RecordKind.SESSION_VOLUME: _("Volume of a workout"),
        RecordKind.REPS: _("Most reps"),
        RecordKind.DURATION: _("Longest time"),
        RecordKind.DISTANCE: _("Farthest"),
    }[kind]


def value(kind: RecordKind, amount: Decimal) -> str:
    """A value, or a difference between two."""
    if kind is RecordKind.REPS:
        return formats.number(amount)
    if kind is RecordKind.DURATION:
        return formats.duration(float(amount) / 1000)
    if kind is RecordKind.DISTANCE:
        return _("%(n)s km") % {"n": formats.number(amount / _MM_PER_KM, 2)}
    return formats.mass(amount, _DECIMALS.get(kind, 2))


def gain(kind: RecordKind, amount: Decimal | None) -> str:
    """By how much it beat the one before; nothing for the first."""
    if amount is None:
        return ""
    sign = "\N{MINUS SIGN}" if kind is RecordKind.ASSISTANCE else "+"
    return f"{sign}{value(kind, amount)}"


def days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": formats.number(number)}
