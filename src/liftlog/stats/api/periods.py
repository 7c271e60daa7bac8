"""Statistics of a period."""

from flask import Blueprint

from liftlog.http.openapi import answers
from liftlog.statistics import schemas
from liftlog.stats import figures, strength
from liftlog.stats.api.contract import contract
from liftlog.stats.request.scope import asker, reading, today

TAGS = ("Statistics",)
REFUSALS = (422, 503)


@contract.validate(
    resp=answers(schemas.Summary, refusals=REFUSALS), tags=TAGS, operation_id="getSummary"
)
def summary(query: schemas.PeriodQuery) -> schemas.Summary:
    """Totals of a period.

    Of all time where an end is left open.
    """
    with reading() as tx:
        return figures.summary(tx, asker(), query)


@contract.validate(
    resp=answers(schemas.Weeks, refusals=REFUSALS), tags=TAGS, operation_id="getWeeks"
)
def weeks(query: schemas.PeriodQuery) -> schemas.Weeks:
    """Weeks, training days and streaks.

    Streaks are counted in weeks: a week with a training day continues it, and the running week
    breaks nothing before it ends.
    """
    with reading() as tx:
        return figures.weeks(tx, asker(), query, today())


@contract.validate(
    resp=answers(schemas.Muscles, refusals=REFUSALS), tags=TAGS, operation_id="getMuscles"
)
def muscles(query: schemas.PeriodQuery) -> schemas.Muscles:
    """Hard sets per muscle."""
    with reading() as tx:
        return figures.muscles(tx, asker(), query)


@contract.validate(
    resp=answers(schemas.Lifts, refusals=REFUSALS), tags=TAGS, operation_id="getLifts"
)
def lifts(query: schemas.LiftsQuery) -> schemas.Lifts:
    """The exercises trained in a period."""
    with reading() as tx:
        return figures.lifts(tx, asker(), query)


@contract.validate(
    resp=answers(schemas.Overview, refusals=REFUSALS), tags=TAGS, operation_id="getOverview"
)
def overview(query: schemas.OverviewQuery) -> schemas.Overview:
    """A period at a glance.

    Totals beside those of the period before, weeks or wider stretches, streaks, muscles and lifts,
    and the lifts that rise, fall or stay as they are.
    """
    with reading() as tx:
        return figures.overview(tx, asker(), query, today())


@contract.validate(
    resp=answers(schemas.Strength, refusals=REFUSALS), tags=TAGS, operation_id="getStrength"
)
def strength_scores(query: schemas.StrengthQuery) -> schemas.Strength:
    """A strength score over time.

    Of the total of squat, bench press and deadlift by their best one-rep maxes of the last 90 days,
    and the body weight of the day. Which table it is read from is a setting of the account.
    """
    with reading() as tx:
        return strength.strength(tx, asker(), query)


def install(api: Blueprint) -> None:
    for name, view in (
        ("summary", summary),
        ("weeks", weeks),
        ("muscles", muscles),
        ("lifts", lifts),
        ("overview", overview),
        ("strength", strength_scores),
    ):
        api.add_url_rule(f"/stats/{name}", view_func=view, methods=["GET"])
