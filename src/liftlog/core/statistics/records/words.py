"""What records are called, and their values in the reader's units."""

from decimal import Decimal

from liftlog.core.web import formats
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.domain.records import RecordKind
from liftlog.domain.units import Distance, DistanceUnit

_MM_PER_KM = 1_000_000
_MM_PER_M = 1000
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


def value(kind: RecordKind, amount: Decimal, unit: DistanceUnit | None = None) -> str:
    """A value, or a difference between two; a distance in the unit that it was logged in."""
    if kind is RecordKind.REPS:
        return formats.number(amount)
    if kind is RecordKind.DURATION:
        return formats.duration_exactly(int(amount))
    if kind is RecordKind.DISTANCE:
        return _distance(amount, unit)
    return formats.mass(amount, _DECIMALS.get(kind, 2))


def _distance(millimetres: Decimal, unit: DistanceUnit | None) -> str:
    """Kilometres below one are metres, and what says no unit is metric."""
    if unit not in {None, DistanceUnit.KM, DistanceUnit.M}:
        amount = Distance(int(millimetres), unit).amount
        return f"{formats.number(amount, 3)}\N{NO-BREAK SPACE}{unit}"
    if unit is DistanceUnit.M or millimetres < _MM_PER_KM:
        return _("%(n)s m") % {"n": formats.number(millimetres / _MM_PER_M, 2)}
    return _("%(n)s km") % {"n": formats.number(millimetres / _MM_PER_KM, 3)}


def gain(kind: RecordKind, amount: Decimal | None, unit: DistanceUnit | None = None) -> str:
    """By how much it beat the one before; nothing for the first."""
    if amount is None:
        return ""
    sign = "\N{MINUS SIGN}" if kind is RecordKind.ASSISTANCE else "+"
    return f"{sign}{value(kind, amount, unit)}"


def days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": formats.number(number)}
