"""The numbers above the 1RM chart of a lift, all of them from points of that chart."""

from dataclasses import dataclass
from datetime import date, timedelta

from liftlog.domain.one_rep_max.history import CURRENT_DAYS, best_of_windows, first_best
from liftlog.domain.records import RecordKind
from liftlog.statistics.exercises import ExerciseOverview
from liftlog.statistics.one_rep_max import OneRepMaxPoint
from liftlog.statistics.records import RecordLine

RECENT = timedelta(days=29)
"""Reaches from the first to the last of thirty days."""


@dataclass(frozen=True, slots=True)
class Headline:
    """`latest` is the current one-rep max, `first` the best of the first two weeks of the chart.

    `gain_kg` is what the one has over the other, None where these weeks overlap.
    """

    latest: OneRepMaxPoint
    first: OneRepMaxPoint
    gain_kg: float | None
    recent: OneRepMaxPoint | None
    tested: RecordLine | None


def headline(overview: ExerciseOverview, today: date) -> Headline | None:
    """None where there is no estimate to speak of."""
    points, latest = overview.one_rep_max.points, overview.one_rep_max.current
    first = first_best(points)
    if latest is None or first is None:
        return None
    recent = [point for point in points if today - RECENT <= point.date <= today]
    singles = (
        record
        for record in overview.records.standing
        if record.kind in {RecordKind.WEIGHT, RecordKind.ASSISTANCE} and record.reps == 1
    )
    apart = (points[-1].date - points[0].date).days > 2 * (CURRENT_DAYS - 1)
    return Headline(
        latest=latest,
        first=first,
        gain_kg=latest.one_rep_max_kg - first.one_rep_max_kg if apart else None,
        recent=best_of_windows(recent, RECENT.days + 1, today)[-1] if recent else None,
        tested=next(singles, None),
    )
