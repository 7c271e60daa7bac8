"""Statistics of a period."""

from flask import Blueprint

from liftlog import stats_wire as wire
from liftlog.openapi import answers
from liftlog.stats import figures, strength
from liftlog.stats.api.contract import contract
from liftlog.stats.asking import asker, reading, today

TAGS = ("Statistics",)
REFUSALS = (422, 503)


@contract.validate(
    resp=answers(wire.Summary, refusals=REFUSALS), tags=TAGS, operation_id="getSummary"
)
def summary(query: wire.PeriodQuery) -> wire.Summary:
    """Totals of a period.

    Of all time where an end is left open.
    """
    with reading() as tx:
        return figures.summary(tx, asker(), query)


@contract.validate(resp=answers(wire.Weeks, refusals=REFUSALS), tags=TAGS, operation_id="getWeeks")
def weeks(query: wire.PeriodQuery) -> wire.Weeks:
    """Weeks, training days and streaks.

    Streaks are counted in weeks: a week with a training day continues it, and the running week
    breaks nothing before it ends.
    """
    with reading() as tx:
        return figures.weeks(tx, asker(), query, today())


@contract.validate(
    resp=answers(wire.Muscles, refusals=REFUSALS), tags=TAGS, operation_id="getMuscles"
)
def muscles(query: wire.PeriodQuery) -> wire.Muscles:
    """Hard sets per muscle."""
    with reading() as tx:
        return figures.muscles(tx, asker(), query)


@contract.validate(resp=answers(wire.Lifts, refusals=REFUSALS), tags=TAGS, operation_id="getLifts")
def lifts(query: wire.LiftsQuery) -> wire.Lifts:
    """The exercises trained in a period."""
    with reading() as tx:
        return figures.lifts(tx, asker(), query)


@contract.validate(
    resp=answers(wire.Overview, refusals=REFUSALS), tags=TAGS, operation_id="getOverview"
)
def overview(query: wire.OverviewQuery) -> wire.Overview:
    """A period at a glance.

    Totals beside those of the period before, weeks or wider stretches, streaks, muscles and lifts,
    and the lifts that rise, fall or stay as they are.
    """
    with reading() as tx:
        return figures.overview(tx, asker(), query, today())


@contract.validate(
    resp=answers(wire.Strength, refusals=REFUSALS), tags=TAGS, operation_id="getStrength"
)
def strength_scores(query: wire.StrengthQuery) -> wire.Strength:
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
