"""Every record ever held, of all exercises and of one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from liftlog.core.exercises import service as exercises
from liftlog.core.request.scope import account, transaction
from liftlog.core.request.services import services
from liftlog.core.statistics import csv_download
from liftlog.core.statistics.records import words as record_words
from liftlog.core.statistics.service import StatsResult, ask, ask_every_page
from liftlog.core.web import formats
from liftlog.core.web.addresses import address
from liftlog.domain.periods import day_from
from liftlog.domain.records import RecordKind
from liftlog.kit.errors import InvalidInputError, NotFoundError
from liftlog.statistics.records import (
    RECORD_HISTORY,
    RECORDS,
    RECORDS_DAYS_MAX,
    HeldRecord,
    RecordHistory,
    RecordPage,
    RecordsQuery,
)
from liftlog.statistics.schema import FormulaQuery

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
    records: Sequence[HeldRecord]


@blueprint.get("/records")
def index() -> str:
    query = _query()
    result = ask(services().stats, RECORDS, account(), query)
    found = result.answer
    return render_template(
        "statistics/records.html",
        nav="progress",
        seen=result,
        found=found,
        days=_by_day(found.records) if found else [],
        kinds=_kind_links(query),
        kind=query.kind,
        standing=query.standing,
        toggle=_link(query, standing=None if query.standing else "true", before=None),
        older=_older(query, found),
        filtered=bool(query.model_fields_set),
        csv=address("records.download", **_parameters(query)),
        formula_name=formats.FORMULA_NAMES[account().formula],
    )


@blueprint.get("/records.csv")
def download() -> Response:
    """All of them, whichever page was looked at."""
    query = _query().model_copy(update={"before": None, "limit": RECORDS_DAYS_MAX})
    pages = ask_every_page(services().stats, RECORDS, account(), query)
    return csv_download.answer(
        "liftlog-records.csv", HEAD, (row for found in pages for row in _rows(found.records))
    )


@blueprint.get("/exercises/<uuid:exercise_id>/records")
def of_exercise(exercise_id: UUID) -> str:
    exercise = exercises.get(transaction(), account().user_id, exercise_id)
    result = _history(exercise_id)
    records = result.answer.records if result.answer else ()
    return render_template(
        "statistics/exercise_records.html",
        nav="progress",
        exercise=exercise,
        seen=result,
        found=result.answer,
        standing=[one for one in records if one.until is None],
        records=records,
        csv=address("records.download_exercise", exercise_id=exercise_id),
        formula_name=formats.FORMULA_NAMES[account().formula],
    )


@blueprint.get("/exercises/<uuid:exercise_id>/records.csv")
def download_exercise(exercise_id: UUID) -> Response:
    exercises.get(transaction(), account().user_id, exercise_id)
    found = _history(exercise_id).require()
    return csv_download.answer("liftlog-records.csv", HEAD, _rows(found.records))


def _history(exercise_id: UUID) -> StatsResult[RecordHistory]:
    return ask(services().stats, RECORD_HISTORY, account(), FormulaQuery(), exercise_id=exercise_id)


def _query() -> RecordsQuery:
    """What the address asks for; an old or misspelt link shows what is usual."""
    given, fields = request.args.to_dict(), dict[str, Any]()
    if given.get("kind") in set(RecordKind):
        fields["kind"] = given["kind"]
    if given.get("standing"):
        fields["standing"] = True
    if before := given.get("before"):
        try:
            fields["before"] = day_from(before)
        except InvalidInputError as error:
            raise NotFoundError(error.message) from error
    return RecordsQuery(**fields)


def _parameters(query: RecordsQuery) -> dict[str, Any]:
    texts = {
        "kind": query.kind and query.kind.value,
        "standing": "true" if query.standing else None,
        "before": query.before and query.before.isoformat(),
    }
    return {name: text for name, text in texts.items() if text is not None}


def _link(query: RecordsQuery, **changes: str | None) -> str:
    return address("records.index", **{**_parameters(query), **changes})


def _older(query: RecordsQuery, found: RecordPage | None) -> str | None:
    if found is None or found.next_before is None:
        return None
    return _link(query, before=found.next_before.isoformat())


def _kind_links(query: RecordsQuery) -> list[tuple[str, str, bool]]:
    return [
        (
            record_words.kind_name(kind),
            _link(query, kind=kind.value, before=None),
            query.kind is kind,
        )
        for kind in RecordKind
    ]


def _by_day(records: Iterable[HeldRecord]) -> list[tuple[date, list[DayOfRecords]]]:
    return [
        (day, [_of_exercise(list(of_one)) for _id, of_one in groupby(of_day, key=_exercise_of)])
        for day, of_day in groupby(records, key=lambda one: one.date)
    ]


def _exercise_of(one: HeldRecord) -> UUID:
    return one.exercise.id


def _of_exercise(records: Sequence[HeldRecord]) -> DayOfRecords:
    first = records[0]
    return DayOfRecords(first.exercise.id, first.exercise.name, first.workout_id, records)


def _rows(records: Iterable[HeldRecord]) -> Iterator[list[object]]:
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
