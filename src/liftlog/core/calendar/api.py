"""The calendar over JSON."""

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, Response
from pydantic import Field, field_validator

from liftlog.core.api.contract import contract
from liftlog.core.api.query import asked
from liftlog.core.request.scope import account, transaction
from liftlog.domain.periods import month_from, month_grid
from liftlog.http.json_types import Model, Number, Question
from liftlog.http.openapi import answers
from liftlog.kit.errors import InvalidInputError
from liftlog.store.workouts import workouts

TAGS = ("Workouts",)


class MonthQuery(Question):
    month: str = Field(description="Written as 2026-11.")

    @field_validator("month")
    @classmethod
    def _is_a_month(cls, month: str) -> str:
        try:
            month_from(month)
        except InvalidInputError as error:
            raise ValueError(error.message) from error
        return month


class CalendarWorkout(Model):
    """What a calendar shows of a workout. `sets` and `volume_kg` leave warm-ups out."""

    id: UUID
    title: str
    day: date
    started_at: datetime
    duration_s: int | None
    exercises: int
    sets: int
    volume_kg: Number


class CalendarMonth(Model):
    first: date = Field(description="The first day that `workouts` covers.")
    last: date = Field(description="The last day that `workouts` covers.")
    workouts: tuple[CalendarWorkout, ...] = Field(description="In the order they were done.")


@contract.validate(
    query=MonthQuery,
    resp=answers(CalendarMonth, refusals=(422,)),
    tags=TAGS,
    operation_id="getCalendarMonth",
    skip_validation=True,
)
def calendar_month() -> Response:
    """The workouts of a month.

    In whole weeks, as the account has them: with the neighbouring months' days of the first and last.
    """
    month = month_from(asked(MonthQuery).month)
    weeks = month_grid(month, account().week_start)
    first, last = weeks[0][0], weeks[-1][-1]
    found = workouts.summaries_as_json(transaction(), account().user_id, first, last)
    body = f'{{"first":"{first}","last":"{last}","workouts":{found}}}'
    return Response(body, mimetype="application/json")


def install(api: Blueprint) -> None:
    api.add_url_rule("/calendar", view_func=calendar_month, methods=["GET"])
