"""Consistency: training days against the goal, and when and for how long was trained."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from flask import Blueprint, Response, render_template

from liftlog.core.calendar import service as calendar
from liftlog.core.calendar.pages import heat_map
from liftlog.core.request.scope import account, current_day, transaction
from liftlog.core.request.services import services
from liftlog.core.statistics import csv_download
from liftlog.core.statistics.choices import chosen, range_choices
from liftlog.core.statistics.consistency import words as consistency_words
from liftlog.core.statistics.service import StatsResult, ask
from liftlog.core.web.addresses import address
from liftlog.domain.periods import Range
from liftlog.kit.errors import NotFoundError
from liftlog.statistics.consistency import CONSISTENCY, ConsistencyAnswer
from liftlog.statistics.schema import PeriodQuery

blueprint = Blueprint("consistency", __name__, url_prefix="/progress/consistency")


class ConsistencyFile(StrEnum):
    WEEKS = "weeks"
    DURATIONS = "durations"
    HOURS = "hours"
    WEEKDAYS = "weekdays"


@blueprint.get("")
def show() -> str:
    user, today = account(), current_day()
    wanted = chosen(Range, "range", Range.YEAR)
    result = _asked(wanted)
    year = calendar.year(transaction(), user.user_id, today.year)
    return render_template(
        "statistics/consistency.html",
        nav="progress",
        seen=result,
        found=result.answer,
        words=consistency_words,
        week_start=user.week_start,
        ranges=range_choices(wanted, "consistency.show"),
        year=year,
        heat_map=heat_map(year, user.week_start, by_sets=True) if year.totals.workouts else "",
        csv={
            one.value: address("consistency.download", name=one.value, range=wanted.value)
            for one in ConsistencyFile
        },
    )


@blueprint.get("/<name>.csv")
def download(name: str) -> Response:
    account()
    try:
        wanted = ConsistencyFile(name)
    except ValueError:
        raise NotFoundError("There is no such file.") from None
    found = _asked(chosen(Range, "range", Range.YEAR)).require()
    head, rows = _FILES[wanted]
    return csv_download.answer(f"liftlog-{wanted.value}.csv", head, rows(found))


def _asked(wanted: Range) -> StatsResult[ConsistencyAnswer]:
    query = PeriodQuery.of_range(wanted, current_day())
    return ask(services().stats, CONSISTENCY, account(), query)


_Rows = Callable[[ConsistencyAnswer], Iterable[Iterable[object]]]
_FILES: dict[ConsistencyFile, tuple[tuple[str, ...], _Rows]] = {
    ConsistencyFile.WEEKS: (
        ("week", "training_days", "goal_met"),
        lambda found: (
            [one.first, one.days, int(one.met) if found.goal_days else None] for one in found.weeks
        ),
    ),
    ConsistencyFile.DURATIONS: (
        ("month", "workouts", "median_s", "low_s", "high_s", "shortest_s", "longest_s"),
        lambda found: (one.model_dump().values() for one in found.months),
    ),
    ConsistencyFile.HOURS: (("hour", "workouts"), lambda found: enumerate(found.hours)),
    ConsistencyFile.WEEKDAYS: (
        ("iso_weekday", "workouts"),
        lambda found: enumerate(found.weekdays, start=1),
    ),
}
