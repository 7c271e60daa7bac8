"""Statistics over JSON, passed on from the stats-service."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, request
from werkzeug.http import unquote_etag

from liftlog.core.api.contract import contract
from liftlog.core.api.query import asked
from liftlog.core.request.scope import account
from liftlog.core.request.services import services
from liftlog.core.statistics import service as statistics
from liftlog.http.conditional import is_known, with_tag
from liftlog.http.json_types import Question
from liftlog.http.openapi import answers
from liftlog.statistics import schemas

TAGS = ("Statistics",)
EXERCISE_TAGS = ("Statistics of an exercise",)
ZONE_TAGS = ("Time zones",)
SOURCE_HEADER = "LiftLog-Stats"
# The lifter's own version as core knows it: with a smaller one beside a figure, it is of before.
CURRENT_HEADER = "LiftLog-Version"


# What stats answers is valid by its own contract and goes on byte for byte.
@contract.validate(
    query=schemas.PeriodQuery,
    resp=answers(schemas.Summary, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getSummary",
    skip_validation=True,
)
def summary() -> Response:
    """Totals of a period.

    Of all time where an end is left open.
    """
    return passed_on("summary", schemas.PeriodQuery)


@contract.validate(
    query=schemas.PeriodQuery,
    resp=answers(schemas.Weeks, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getWeeks",
    skip_validation=True,
)
def weeks() -> Response:
    """Weeks, training days and streaks.

    Streaks are counted in weeks: a week with a training day continues it, and the running week
    breaks nothing before it ends.
    """
    return passed_on("weeks", schemas.PeriodQuery)


@contract.validate(
    query=schemas.PeriodQuery,
    resp=answers(schemas.Muscles, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getMuscles",
    skip_validation=True,
)
def muscles() -> Response:
    """Hard sets per muscle."""
    return passed_on("muscles", schemas.PeriodQuery)


@contract.validate(
    query=schemas.LiftsQuery,
    resp=answers(schemas.Lifts, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getLifts",
    skip_validation=True,
)
def lifts() -> Response:
    """The exercises trained in a period."""
    return passed_on("lifts", schemas.LiftsQuery)


@contract.validate(
    query=schemas.OverviewQuery,
    resp=answers(schemas.Overview, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getOverview",
    skip_validation=True,
)
def overview() -> Response:
    """A period at a glance.

    Totals beside those of the period before, weeks or wider stretches, streaks, muscles and lifts,
    and the lifts that rise, fall or stay as they are.
    """
    return passed_on("overview", schemas.OverviewQuery)


@contract.validate(
    query=schemas.StrengthQuery,
    resp=answers(schemas.Strength, refusals=(422, 503)),
    tags=TAGS,
    operation_id="getStrength",
    skip_validation=True,
)
def strength() -> Response:
    """A strength score over time.

    Of the total of squat, bench press and deadlift by their best one-rep maxes of the last 90 days,
    and the body weight of the day. Which table it is read from is a setting of the account.
    """
    return passed_on("strength", schemas.StrengthQuery)


@contract.validate(
    query=schemas.EffortQuery,
    resp=answers(schemas.OneRepMax, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="getOneRepMax",
    skip_validation=True,
)
def one_rep_max(exercise_id: UUID) -> Response:
    """One-rep max over time.

    The best estimate of each training day by one equation, with what all seven say and the set it is
    from. A single is the weight itself; sets of more than 12 reps and warm-ups give no estimate. In
    pull-ups, chin-ups, dips and muscle-ups the body weight of the day is part of the load; where it is
    not known, and in other exercises that are not weight and reps, there are no points.
    """
    return passed_on(f"exercises/{exercise_id}/one-rep-max", schemas.EffortQuery)


@contract.validate(
    query=schemas.HistoryQuery,
    resp=answers(schemas.History, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="getExerciseHistory",
    skip_validation=True,
)
def history(exercise_id: UUID) -> Response:
    """What was done in an exercise, day by day.

    The newest first, warm-ups included.
    """
    return passed_on(f"exercises/{exercise_id}/history", schemas.HistoryQuery)


@contract.validate(
    query=schemas.FormulaQuery,
    resp=answers(schemas.Records, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="getRecords",
    skip_validation=True,
)
def records(exercise_id: UUID) -> Response:
    """Records of an exercise.

    A record is beaten only by a better set; what was beaten on its own day was never one.
    """
    return passed_on(f"exercises/{exercise_id}/records", schemas.FormulaQuery)


@contract.validate(
    query=schemas.EffortQuery,
    resp=answers(schemas.ExerciseOverview, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="getExerciseOverview",
    skip_validation=True,
)
def exercise_overview(exercise_id: UUID) -> Response:
    """An exercise at a glance.

    One-rep max of the period, records of all time, and the last days it was done.
    """
    return passed_on(f"exercises/{exercise_id}/overview", schemas.EffortQuery)


@contract.validate(
    query=schemas.RepCurveQuery,
    resp=answers(schemas.RepCurve, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="getRepCurve",
    skip_validation=True,
)
def rep_curve(exercise_id: UUID) -> Response:
    """Your own rep curve.

    How the weight falls with the reps, fitted to the sets to the limit of about two years, with the
    range in which the truth lies nine of ten times; and why there is none where they don't allow one.
    """
    return passed_on(f"exercises/{exercise_id}/rep-curve", schemas.RepCurveQuery)


@contract.validate(
    query=schemas.RepCurveQuery,
    resp=answers(schemas.BackTest, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="getBackTest",
    skip_validation=True,
)
def back_test(exercise_id: UUID) -> Response:
    """How well the equations foretold your heavy sets.

    Of each set of one to three reps to the limit: what each equation and your own curve said from the
    sets of four to ten reps of the eight weeks before, and how far off that was.
    """
    return passed_on(f"exercises/{exercise_id}/back-test", schemas.RepCurveQuery)


@contract.validate(
    query=schemas.RepCurveQuery,
    resp=answers(schemas.RepCurveOverview, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="getRepCurveOverview",
    skip_validation=True,
)
def rep_curve_overview(exercise_id: UUID) -> Response:
    """The rep curve and the test of it at once."""
    return passed_on(f"exercises/{exercise_id}/rep-curve-overview", schemas.RepCurveQuery)


@contract.validate(
    query=schemas.ComparisonQuery,
    resp=answers(schemas.Comparison, refusals=(404, 422, 503)),
    tags=EXERCISE_TAGS,
    operation_id="compareOneRepMaxes",
    skip_validation=True,
)
def one_rep_maxes() -> Response:
    """One-rep max of several lifts over time.

    Up to five in the order they were asked for, with the body weight of the same days.
    """
    return passed_on("one-rep-max", schemas.ComparisonQuery)


@contract.validate(
    resp=answers(schemas.ZoneList, refusals=(503,)),
    tags=ZONE_TAGS,
    operation_id="listTimeZones",
    skip_validation=True,
)
def time_zones() -> Response:
    """All time zones.

    By country, with their offsets at this moment, from TimeZoneDB or the tz database.
    """
    return _answered("/api/v1/time-zones", {})


@contract.validate(
    resp=answers(schemas.ZoneTime, refusals=(404, 503)),
    tags=ZONE_TAGS,
    operation_id="getTimeZone",
    skip_validation=True,
)
def time_zone(zone: str) -> Response:
    """The current time in a zone, such as Europe/Berlin."""
    return _answered(f"/api/v1/time-zones/{zone}", {})


def install(api: Blueprint) -> None:
    for view in (summary, weeks, muscles, lifts, overview, strength):
        api.add_url_rule(f"/stats/{view.__name__}", view_func=view, methods=["GET"])
    api.add_url_rule("/stats/one-rep-max", view_func=one_rep_maxes, methods=["GET"])
    for name, view in (
        ("one-rep-max", one_rep_max),
        ("history", history),
        ("records", records),
        ("overview", exercise_overview),
        ("rep-curve", rep_curve),
        ("back-test", back_test),
        ("rep-curve-overview", rep_curve_overview),
    ):
        rule = f"/stats/exercises/<uuid:exercise_id>/{name}"
        api.add_url_rule(rule, view_func=view, methods=["GET"])
    api.add_url_rule("/time-zones", view_func=time_zones, methods=["GET"])
    api.add_url_rule("/time-zones/<path:zone>", view_func=time_zone, methods=["GET"])


def passed_on(name: str, question: type[Question]) -> Response:
    """Where no equation is named, by the account's own, as on the pages."""
    said = asked(question).model_dump(by_alias=True, exclude_unset=True)
    if "formula" in question.model_fields:
        said.setdefault("formula", account().formula.value)
    return _answered(f"/api/v1/stats/{name}", said)


def _answered(path: str, params: Mapping[str, statistics.Param]) -> Response:
    asker = account()
    found = services().stats.get(path, params, user=statistics.identity_of(asker))
    tag = unquote_etag(found.etag)[0]
    if tag and is_known(request, tag):
        response = with_tag(Response(status=304), tag)
    else:
        response = Response(found.raw, found.status, content_type=found.content_type)
        if tag:
            with_tag(response, tag)
    response.headers[SOURCE_HEADER] = found.source.replace("_", "-")
    if found.source == "last_good":
        response.headers["Age"] = str(int(found.age_s))
    if found.behind_s is not None:
        response.headers[schemas.BEHIND_HEADER] = str(found.behind_s)
    if found.version is not None:
        response.headers[schemas.VERSION_HEADER] = str(found.version)
        response.headers[CURRENT_HEADER] = str(asker.version)
    return response
