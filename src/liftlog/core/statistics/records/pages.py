"""The ledger of records: every best there ever was, of all exercises and of one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from liftlog.core.exercises import service as exercises
from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.core.statistics import csv_download
from liftlog.core.statistics import service as statistics
from liftlog.core.statistics.balance.pages import answered, every_page
from liftlog.core.statistics.records import words as record_words
from liftlog.core.statistics.service import Param
from liftlog.core.web import formats
from liftlog.domain.periods import day_from
from liftlog.domain.records import RecordKind
from liftlog.kit.errors import InvalidInputError, NotFoundError
from liftlog.statistics.training_schemas import LEDGER_DAYS_MAX, Ledger, LedgerRecord

blueprint = Blueprint("records", __name__)
blueprint.app_template_global("record_name")(record_words.name)
blueprint.app_template_global("record_value")(record_words.value)
blueprint.app_template_global("record_gain")(record_words.gain)
blueprint.app_template_filter("days_words")(record_words.days)

HEAD = (
    "day",
    "exercise",
    "kind",
    "reps",
    "value",
    "gain",
    "until",
    "days_held",
    "set_weight_kg",
    "set_reps",
    "set_rpe",
)


@dataclass(frozen=True, slots=True)
class DayOfRecords:
    """What one exercise brought on one day."""

    exercise_id: UUID
    name: str
    workout_id: UUID
    records: Sequence[LedgerRecord]


@blueprint.get("/records")
def index() -> str:
    params = _params()
    seen = statistics.ledger(services().stats, account(), params)
    found = seen.answer
    return render_template(
        "statistics/records.html",
        nav="progress",
        seen=seen,
        found=found,
        days=_by_day(found.records) if found else [],
        kinds=_kind_links(params),
        kind=params.get("kind"),
        standing="standing" in params,
        toggle=_link(params, standing=None if "standing" in params else "true", before=None),
        older=_older(params, found),
        filtered=bool(params),
        csv=url_for("records.download", **_given(params)),
        formula_name=formats.FORMULA_NAMES[account().formula],
    )


@blueprint.get("/records.csv")
def download() -> Response:
    """All of them, whichever page was looked at."""
    asked = {name: value for name, value in _params().items() if name != "before"}
    ask = partial(statistics.ledger, services().stats, account())
    pages = every_page(ask, {**asked, "limit": LEDGER_DAYS_MAX})
    return csv_download.answer(
        "liftlog-records.csv", HEAD, (row for found in pages for row in _rows(found.records))
    )


@blueprint.get("/exercises/<uuid:exercise_id>/records")
def of_exercise(exercise_id: UUID) -> str:
    exercise = exercises.get(transaction(), account().user_id, exercise_id)
    seen = statistics.exercise_ledger(services().stats, account(), exercise_id)
    records = seen.answer.records if seen.answer else ()
    return render_template(
        "statistics/exercise_records.html",
        nav="progress",
        exercise=exercise,
        seen=seen,
        found=seen.answer,
        standing=[one for one in records if one.until is None],
        records=records,
        csv=url_for("records.download_exercise", exercise_id=exercise_id),
        formula_name=formats.FORMULA_NAMES[account().formula],
    )


@blueprint.get("/exercises/<uuid:exercise_id>/records.csv")
def download_exercise(exercise_id: UUID) -> Response:
    exercises.get(transaction(), account().user_id, exercise_id)
    found = answered(statistics.exercise_ledger(services().stats, account(), exercise_id))
    return csv_download.answer("liftlog-records.csv", HEAD, _rows(found.records))


def _params() -> dict[str, Param]:
    """What the address asks for; an old or misspelt link shows what is usual."""
    given, params = request.args.to_dict(), dict[str, Param]()
    if given.get("kind") in set(RecordKind):
        params["kind"] = given["kind"]
    if given.get("standing"):
        params["standing"] = "true"
    if before := given.get("before"):
        try:
            params["before"] = day_from(before)
        except InvalidInputError as error:
            raise NotFoundError(error.message) from error
    return params


def _given(params: dict[str, Param]) -> dict[str, Any]:
    return {name: str(value) for name, value in params.items()}


def _link(params: dict[str, Param], **changes: str | None) -> str:
    wanted: dict[str, Any] = {**_given(params), **changes}
    return url_for("records.index", **wanted)


def _older(params: dict[str, Param], found: Ledger | None) -> str | None:
    if found is None or found.next_before is None:
        return None
    return _link(params, before=found.next_before.isoformat())


def _kind_links(params: dict[str, Param]) -> list[tuple[str, str, bool]]:
    return [
        (
            record_words.kind_name(kind),
            _link(params, kind=kind.value, before=None),
            params.get("kind") == kind,
        )
        for kind in RecordKind
    ]


def _by_day(records: Iterable[LedgerRecord]) -> list[tuple[date, list[DayOfRecords]]]:
    return [
        (day, [_of_exercise(list(of_one)) for _id, of_one in groupby(of_day, key=_exercise_of)])
        for day, of_day in groupby(records, key=lambda one: one.date)
    ]


def _exercise_of(one: LedgerRecord) -> UUID:
    return one.exercise.id


def _of_exercise(records: Sequence[LedgerRecord]) -> DayOfRecords:
    first = records[0]
    return DayOfRecords(first.exercise.id, first.exercise.name, first.workout_id, records)


def _rows(records: Iterable[LedgerRecord]) -> Iterator[list[object]]:
    for one in records:
        yield [
            one.date,
            one.exercise.name,
            one.kind.value,
            one.reps,
            one.value,
            one.gain,
            one.until,
            one.days,
            one.logged.weight_kg,
            one.logged.reps,
            one.logged.rpe,
        ]
