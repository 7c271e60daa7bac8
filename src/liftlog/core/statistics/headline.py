"""The numbers above the 1RM chart of a lift, all of them from points of that chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liftlog.domain.records import RecordKind
from liftlog.statistics.exercises import ExerciseOverview
from liftlog.statistics.one_rep_max import OneRepMaxPoint
from liftlog.statistics.records import RecordLine

RECENT = timedelta(days=29)
"""Reaches from the first to the last of thirty days."""
FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Headline:
    """`latest` is the best of the last two weeks that were trained, `first` that of the first two.

    So a light day is no loss. `gain_kg` is what the one has over the other, None where they overlap.
    """

    latest: OneRepMaxPoint
    first: OneRepMaxPoint
    gain_kg: float | None
    recent: OneRepMaxPoint | None
    tested: RecordLine | None


def headline(overview: ExerciseOverview, today: date) -> Headline | None:
    """None where there is no estimate to speak of."""
    points = overview.one_rep_max.points
    if not points:
        return None
    recent = [point for point in points if today - RECENT <= point.date <= today]
    singles = (
        record
        for record in overview.records.standing
        if record.kind in {RecordKind.WEIGHT, RecordKind.ASSISTANCE} and record.reps == 1
    )
    latest = _best([point for point in points if points[-1].date - point.date < FORTNIGHT])
    first = _best([point for point in points if point.date - points[0].date < FORTNIGHT])
    apart = points[-1].date - points[0].date > 2 * (FORTNIGHT - timedelta(days=1))
    return Headline(
        latest=latest,
        first=first,
        gain_kg=latest.one_rep_max_kg - first.one_rep_max_kg if apart else None,
        # Of equals the latest.
        recent=max(reversed(recent), key=lambda point: point.one_rep_max_kg, default=None),
        tested=next(singles, None),
    )


def _best(points: Sequence[OneRepMaxPoint]) -> OneRepMaxPoint:
    """Of equals the latest."""
    return max(reversed(points), key=lambda point: point.one_rep_max_kg)
