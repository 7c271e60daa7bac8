"""The balance of a week, and the sets behind its numbers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request
from pydantic import ValidationError

from liftlog.core.request.scope import account, current_day
from liftlog.core.request.services import services
from liftlog.core.statistics import csv_download
from liftlog.core.statistics.balance import words as balance_words
from liftlog.core.statistics.service import StatsResult, ask, ask_every_page
from liftlog.core.web import formats
from liftlog.core.web.addresses import address
from liftlog.core.web.translations import gettext as _
from liftlog.core.web.words import word
from liftlog.domain.exercises.exercise import LoadKind
from liftlog.domain.periods import FIRST_DAY, LAST_DAY, day_from
from liftlog.kit.errors import InvalidInputError, NotFoundError
from liftlog.statistics.balance import (
    BALANCE,
    COUNTED_SETS,
    SETS_DAYS_MAX,
    Balance,
    BalanceLine,
    BalanceQuery,
    CountedSets,
    SetsQuery,
)

blueprint = Blueprint("balance", __name__, url_prefix="/progress")
blueprint.app_template_filter("sets_amount")(balance_words.sets)

WEEK = timedelta(weeks=1)
NEAR_THE_END = timedelta(days=400)
HEAD = ("week", "kind", "name", "direct_sets", "helping_sets", "counted_sets", "volume_kg")
SETS_HEAD = (
    "day",
    "workout",
    "exercise",
    "set_kind",
    "weight_kg",
    "reps",
    "rpe",
    "counts",
    "volume_kg",
)


@blueprint.get("/balance")
def show() -> str:
    result = _balance()
    found = result.answer
    return render_template(
        "statistics/balance.html",
        nav="progress",
        seen=result,
        found=found,
        words=balance_words,
        coming=found is not None and found.first > current_day(),
        earlier=_week_link(found.first - WEEK) if found and _has_earlier(found) else None,
        later=_week_link(found.first + WEEK) if found and not found.running else None,
        csv=address("balance.download", week=found.first.isoformat()) if found else None,
    )


@blueprint.get("/balance.csv")
def download() -> Response:
    found = _balance().require()
    return csv_download.answer(f"liftlog-balance-{found.first}.csv", HEAD, _rows(found))


@blueprint.get("/sets")
def sets() -> str:
    asked = _sets_query()
    result = ask(services().stats, COUNTED_SETS, account(), asked)
    found = result.answer
    return render_template(
        "statistics/sets.html",
        nav="progress",
        seen=result,
        found=found,
        title=_title(asked, found),
        asked=asked,
        assisted=LoadKind.ASSISTED,
        older=_older(found),
        csv=address("balance.download_sets", **_link(asked)),
    )


@blueprint.get("/sets.csv")
def download_sets() -> Response:
    """All sets of the period, whichever page of them was looked at."""
    query = _sets_query().model_copy(update={"before": None, "limit": SETS_DAYS_MAX})
    pages = ask_every_page(services().stats, COUNTED_SETS, account(), query)
    return csv_download.answer(
        "liftlog-sets.csv", SETS_HEAD, (row for found in pages for row in _set_rows(found))
    )


def _balance() -> StatsResult[Balance]:
    query = BalanceQuery.of() if (week := _week()) is None else BalanceQuery.of(week=week)
    return ask(services().stats, BALANCE, account(), query)


def _week() -> date | None:
    asked = request.args.get("week")
    if not asked:
        return None
    try:
        day = day_from(asked)
    except InvalidInputError as error:
        raise NotFoundError(error.message) from error
    if not FIRST_DAY + NEAR_THE_END <= day <= LAST_DAY - NEAR_THE_END:
        raise NotFoundError("There is no such week.")
    return day


def _has_earlier(found: Balance) -> bool:
    return found.first_day is not None and found.first > found.first_day


def _week_link(first: date) -> str:
    return address("balance.show", week=first.isoformat())


def _rows(found: Balance) -> Iterator[list[object]]:
    named: list[tuple[str, str, BalanceLine]] = [
        ("total", "", found.total),
        *(("muscle", one.muscle.value, one) for one in found.muscles),
        *(("pattern", one.pattern.value, one) for one in found.patterns),
        *(("exercise", one.exercise.name, one) for one in found.exercises),
    ]
    for kind, name, line in named:
        for week, work in zip(found.weeks, line.weeks, strict=True):
            yield [week, kind, name, work.direct, work.helping, work.sets, work.volume_kg]


def _set_rows(found: CountedSets) -> Iterator[list[object]]:
    for one in found.sets:
        yield [
            one.day,
            one.title,
            one.exercise.name,
            one.logged.kind.value,
            one.logged.weight_kg,
            one.logged.reps,
            one.logged.rpe,
            one.share,
            one.volume_kg,
        ]


def _sets_query() -> SetsQuery:
    """An address that asks for nothing that is, is an address where nothing is."""
    try:
        return SetsQuery.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise NotFoundError("There are no such sets.") from error


def _link(asked: SetsQuery) -> dict[str, Any]:
    parameters = asked.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    return {name: str(value) for name, value in parameters.items()}


def _older(found: CountedSets | None) -> str | None:
    if found is None or found.next_before is None:
        return None
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "before"}
    return address("balance.sets", **kept, before=found.next_before.isoformat())


def _title(asked: SetsQuery, found: CountedSets | None) -> str:
    if asked.muscle:
        return _("The sets of %(what)s") % {"what": word(asked.muscle).lower()}
    if asked.pattern:
        return _("The sets of %(what)s") % {"what": word(asked.pattern).lower()}
    if asked.exercise_id and found and found.sets:
        return _("The sets of %(what)s") % {"what": found.sets[0].exercise.name}
    return _("The sets that count")


@blueprint.app_template_filter("period_words")
def period_words(asked: SetsQuery) -> str:
    places = {
        "first": formats.day(asked.from_) if asked.from_ else "",
        "last": formats.day(asked.to) if asked.to else "",
    }
    if asked.from_ and asked.to:
        return _("%(first)s to %(last)s") % places
    if asked.from_:
        return _("Since %(first)s") % places
    return _("Until %(last)s") % places if asked.to else _("Of all time")
