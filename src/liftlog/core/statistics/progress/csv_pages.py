"""The numbers of the charts of progress as files."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from flask import Blueprint, Response

from liftlog.core.request.scope import account, current_day
from liftlog.core.request.services import services
from liftlog.core.statistics import csv_download
from liftlog.core.statistics.choices import chosen
from liftlog.core.statistics.service import ask
from liftlog.domain.periods import Range
from liftlog.kit.errors import NotFoundError
from liftlog.statistics.totals import OVERVIEW, Overview, OverviewQuery

blueprint = Blueprint("progress_csv", __name__, url_prefix="/progress")


class ProgressFile(StrEnum):
    VOLUME = "volume"
    MUSCLES = "muscles"
    LIFTS = "lifts"
    TOTALS = "totals"


@blueprint.get("/<name>.csv")
def download(name: str) -> Response:
    account()
    try:
        wanted = ProgressFile(name)
    except ValueError:
        raise NotFoundError("There is no such file.") from None
    shown = chosen(Range, "range", Range.DAYS_90)
    query = OverviewQuery.of_range(shown, current_day())
    found = ask(services().stats, OVERVIEW, account(), query).require()
    head, rows = _FILES[wanted]
    return csv_download.answer(f"liftlog-{wanted.value}.csv", head, rows(found))


def _totals(found: Overview) -> Iterable[Iterable[object]]:
    total = found.summary
    yield [
        found.first,
        found.last,
        total.workouts,
        found.consistency.training_days,
        total.sets,
        total.reps,
        total.volume_kg,
    ]


_Rows = Callable[[Overview], Iterable[Iterable[object]]]
_FILES: dict[ProgressFile, tuple[tuple[str, ...], _Rows]] = {
    ProgressFile.VOLUME: (
        ("first", "last", "training_days", "workouts", "sets", "reps", "volume_kg"),
        lambda found: (
            [one.first, one.last, one.days, one.workouts, one.sets, one.reps, one.volume_kg]
            for one in found.stretches
        ),
    ),
    ProgressFile.MUSCLES: (
        ("muscle", "direct_sets", "helping_sets", "counted_sets"),
        lambda found: (
            [one.muscle.value, one.primary_sets, one.secondary_sets, one.sets]
            for one in found.muscles
        ),
    ),
    ProgressFile.LIFTS: (
        ("exercise", "workouts", "sets", "reps", "volume_kg", "last_day"),
        lambda found: (
            [one.name, one.workouts, one.sets, one.reps, one.volume_kg, one.last_day]
            for one in found.lifts
        ),
    ),
    ProgressFile.TOTALS: (
        ("first", "last", "workouts", "training_days", "sets", "reps", "volume_kg"),
        _totals,
    ),
}
