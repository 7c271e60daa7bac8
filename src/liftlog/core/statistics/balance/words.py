"""A week's balance as charts, rows and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.lists import format_list
from markupsafe import Markup

from liftlog.core.statistics.balance import body_map
from liftlog.core.statistics.progress.charts import chart_formats
from liftlog.core.web import charts, formats, words
from liftlog.core.web.addresses import address
from liftlog.core.web.charts import ChartRow
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.translations import locale, ngettext
from liftlog.domain.exercises.exercise import Muscle
from liftlog.statistics.balance import Balance, BalanceLine, UsualSets

NAMED_MAX = 4
"""More muscles in one sentence are a list that nobody reads."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of a table: what it is of, its week, what is usual, and where its sets are."""

    name: str
    line: BalanceLine
    usual: str
    href: str


def title(found: Balance) -> str:
    return _("Week of %(day)s") % {"day": formats.day(found.first)}


def sets(amount: Decimal | int) -> str:
    """Halves and quarters as they are; of a mean one decimal."""
    return formats.number(amount, 2 if Decimal(amount) * 4 % 1 == 0 else 1)


def usual_range(usual: UsualSets | None) -> str:
    """ "9 to 13", "9" where they are the same, nothing where nobody knows."""
    if usual is None:
        return ""
    low, high = (sets(end) for end in _shown(usual))
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _shown(usual: UsualSets) -> tuple[Decimal, Decimal]:
    """The ends of the range as they are written, to a half: what is said has to agree with them."""
    return round(usual.low * 2) / Decimal(2), round(usual.high * 2) / Decimal(2)


def sentence(found: Balance) -> str:
    """How much there was, and what was more or less than usual."""
    now, usual = found.total.now, found.total.usual
    places = {
        "sets": ngettext("%(n)s hard set", "%(n)s hard sets", now.direct)
        % {"n": formats.number(now.direct)},
        "usual": usual_range(usual),
    }
    if usual is None:
        return _("%(sets)s.") % places
    if found.running:
        return _("%(sets)s so far; usual in a whole week: %(usual)s.") % places
    return _("%(sets)s; usual: %(usual)s.") % places


def comparison(found: Balance) -> str:
    """The muscles that got more or less than in the middle half of the weeks before."""
    more = _named(found, above=True)
    less = _named(found, above=False) if not found.running else ""
    places = {"more": more, "less": less}
    if more and less:
        return _("More than usual: %(more)s. Less than usual: %(less)s.") % places
    if more:
        return _("More than usual: %(more)s.") % places
    if less:
        return _("Less than usual: %(less)s.") % places
    return _("Nothing is above what is usual yet.") if found.running else _("Much as usual.")


def _named(found: Balance, *, above: bool) -> str:
    """The farthest from usual first."""
    away = [
        (_beyond(one.now.sets, one.usual, above=above), one.muscle)
        for one in found.muscles
        if one.usual
    ]
    farthest = sorted((one for one in away if one[0] > 0), key=lambda one: -one[0])
    names = [words.word(muscle).lower() for _distance, muscle in farthest[:NAMED_MAX]]
    return format_list(names, locale=locale())


def _beyond(amount: Decimal, usual: UsualSets, *, above: bool) -> Decimal:
    low, high = _shown(usual)
    return amount - high if above else low - amount


def week_map(found: Balance) -> Markup:
    worked = {one.muscle: one.now.sets for one in found.muscles}
    return _map(worked, _("Hard sets per muscle, %(week)s") % {"week": title(found)})


def usual_map(found: Balance) -> Markup:
    """The mean of the weeks before; empty where nobody knows yet."""
    usual = {one.muscle: one.usual.mean for one in found.muscles if one.usual}
    return _map(usual, _("Hard sets per muscle in a usual week")) if usual else Markup("")


def _map(worked: dict[Muscle, Decimal], name: str) -> Markup:
    says = {
        muscle: _("%(muscle)s: %(sets)s")
        % {"muscle": words.word(muscle), "sets": sets(worked.get(muscle, Decimal(0)))}
        for muscle in Muscle
    }
    most = sorted(worked, key=lambda muscle: -worked[muscle])[:NAMED_MAX]
    spoken = ", ".join(says[muscle] for muscle in most if worked[muscle])
    return body_map.body_map(worked, title=f"{name}. {spoken}".strip(), says=says)


def legend() -> list[str]:
    """What each shade means: "0", "up to 4", ..., "more than 16"."""
    ends = body_map.STEP_ENDS[1:]
    return [
        formats.number(0),
        *(_("up to %(n)s") % {"n": formats.number(end)} for end in ends),
        _("more"),
    ]


def muscle_chart(found: Balance) -> Markup:
    share = found.secondary_share
    return _bars(
        [
            (
                words.word(one.muscle),
                (one.now.direct, float(one.now.helping * share)),
                one.usual,
            )
            for one in found.muscles
        ],
        _("Hard sets per muscle"),
    )


def pattern_chart(found: Balance) -> Markup:
    return _bars(
        [(words.word(one.pattern), (one.now.direct,), one.usual) for one in found.patterns],
        _("Hard sets per movement"),
    )


def _bars(rows: Sequence[tuple[str, tuple[float, ...], UsualSets | None]], name: str) -> Markup:
    drawn = [
        ChartRow(label, parts, float(usual.mean) if usual else None, label)
        for label, parts, usual in sorted(rows, key=_largest_first)
        if sum(parts) or (usual and usual.mean)
    ]
    return charts.horizontal_bars(drawn, title=name, formats=chart_formats())


def _largest_first(row: tuple[str, tuple[float, ...], UsualSets | None]) -> tuple[float, float]:
    return -sum(row[1]), -float(row[2].mean) if row[2] else 0.0


def muscle_lines(found: Balance) -> list[LineShown]:
    return _lines(
        found,
        [(words.word(one.muscle), one, {"muscle": one.muscle.value}) for one in found.muscles],
    )


def pattern_lines(found: Balance) -> list[LineShown]:
    return _lines(
        found,
        [(words.word(one.pattern), one, {"pattern": one.pattern.value}) for one in found.patterns],
    )


def exercise_lines(found: Balance) -> list[LineShown]:
    """Only those of the week."""
    return _lines(
        found,
        [
            (one.exercise.name, one, {"exercise_id": str(one.exercise.id)})
            for one in found.exercises
            if one.now.sets
        ],
    )


def _lines(
    found: Balance, lines: Sequence[tuple[str, BalanceLine, dict[str, Any]]]
) -> list[LineShown]:
    """The most sets of the week first."""
    period: dict[str, Any] = {"from": found.first.isoformat(), "to": found.last.isoformat()}
    return [
        LineShown(name, line, usual_range(line.usual), address("balance.sets", **period, **what))
        for name, line, what in sorted(lines, key=lambda one: -one[1].now.sets)
    ]
