"""Streaks in words: each says what its weeks have in common."""

from typing import Protocol

from liftlog.core.web import formats
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import ngettext

LEAST = 2
"""One week is no row."""


class Weeks(Protocol):
    """A streak, of the domain or as stats told it."""

    @property
    def weeks(self) -> int: ...


def in_a_row(weeks: int, goal_days: int | None) -> str:
    """ "4 weeks in a row at your goal of 3 days", "... with training" where no goal was set."""
    if goal_days is None:
        return ngettext(
            "%(n)s week in a row with training", "%(n)s weeks in a row with training", weeks
        ) % {"n": formats.number(weeks)}
    return ngettext(
        "%(n)s week in a row at your goal of %(goal)s",
        "%(n)s weeks in a row at your goal of %(goal)s",
        weeks,
    ) % {"n": formats.number(weeks), "goal": days(goal_days)}


def sentence(current: Weeks, longest: Weeks, goal_days: int | None) -> str:
    places = {
        "now": in_a_row(current.weeks, goal_days),
        "longest": _weeks(longest.weeks),
        "most": in_a_row(longest.weeks, goal_days),
    }
    if longest.weeks < LEAST:
        return _("No two weeks in a row yet.")
    if current.weeks < LEAST:
        return _("Your longest streak: %(most)s.") % places
    if current.weeks == longest.weeks:
        return _("%(now)s, your longest streak yet.") % places
    return _("%(now)s; your longest streak is %(longest)s.") % places


def days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": formats.number(number)}


def _weeks(number: int) -> str:
    return ngettext("%(n)s week", "%(n)s weeks", number) % {"n": formats.number(number)}
