"""Trends in a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from liftlog.core.web import formats
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext
from liftlog.domain.strength.trends import Direction, Trend
from liftlog.statistics.trends import LiftTrend

ICONS = {Direction.RISING: "up", Direction.FALLING: "down", Direction.FLAT: "minus"}


@dataclass(frozen=True, slots=True)
class TrendRow:
    exercise_id: UUID
    name: str
    sentence: str
    icon: str


def rows(found: Iterable[LiftTrend]) -> list[TrendRow]:
    return [
        TrendRow(
            one.exercise_id,
            one.name,
            sentence(Trend(one.direction, one.first, one.last, one.sessions, one.change_kg)),
            ICONS[one.direction],
        )
        for one in found
    ]


def sentence(found: Trend) -> str:
    """Of kilograms: "Up 2.5 kg in 8 weeks, 14 sessions." """
    places = {
        "change": formats.mass(abs(found.change)),
        "weeks": _weeks(round((found.last - found.first).days / 7)),
        "day": formats.day(found.first),
        "sessions": _sessions(found.sessions),
    }
    if found.direction is Direction.RISING:
        return _("Up %(change)s in %(weeks)s, %(sessions)s.") % places
    if found.direction is Direction.FALLING:
        return _("Down %(change)s in %(weeks)s, %(sessions)s.") % places
    return _("Flat since %(day)s, %(sessions)s.") % places


def _weeks(number: int) -> str:
    return ngettext("%(n)s week", "%(n)s weeks", number) % {"n": formats.number(number)}


def _sessions(number: int) -> str:
    return ngettext("%(n)s session", "%(n)s sessions", number) % {"n": formats.number(number)}
