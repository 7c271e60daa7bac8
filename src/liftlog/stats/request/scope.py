"""The user of a request, by the identity that core signed, and its one read transaction."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus

from flask import Blueprint, Response, g, request

from liftlog.http.conditional import is_known, tag_of, unchanged, with_tag
from liftlog.kit import request_context, time_zones
from liftlog.statistics.endpoints import BEHIND_HEADER, VERSION_HEADER
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.stats.request.services import services
from liftlog.store.database.engine import Transaction
from liftlog.store.statistics import versions


def install(api: Blueprint) -> None:
    api.before_request(_verify)
    api.after_request(_add_tag)
    api.after_request(_add_freshness)


def _verify() -> None:
    g.user = services().verifier.user_of(request.headers.get("Authorization"))
    context = request_context.current()
    if context is not None:
        context.user_id = g.user.user_id


def user() -> StatsIdentity:
    identity: StatsIdentity = g.user
    return identity


def _day() -> date:
    """By the clock and the zone of the account."""
    return services().clock().astimezone(time_zones.zone(user().time_zone)).date()


def today() -> date:
    """The user's own day; far east of home, where they have trained today, it is tomorrow already."""
    freshness: versions.Freshness | None = g.get("freshness")
    return max(_day(), freshness.begun) if freshness and freshness.begun else _day()


@contextmanager
def reading() -> Iterator[Transaction]:
    """A transaction that sees the user's rows and no others.

    It ends the request with 304 when nothing of the user's changed since the answer they have.
    The version is read before the rest: what changes in between makes the next answer new.
    """
    with services().database.transaction(user().user_id) as tx:
        g.freshness = versions.freshness(tx, user().user_id, today=_day(), now=services().clock())
        g.tag = tag_of(g.freshness.version, user(), today(), request.full_path)
        if is_known(request, g.tag):
            unchanged(g.tag)
        yield tx


def _add_tag(response: Response) -> Response:
    tag = g.get("tag")
    return with_tag(response, tag) if tag and response.status_code == HTTPStatus.OK else response


def _add_freshness(response: Response) -> Response:
    """How new an answer is, also one that has not changed."""
    freshness: versions.Freshness | None = g.get("freshness")
    if freshness is not None:
        response.headers[VERSION_HEADER] = str(freshness.version)
        if freshness.behind_s is not None:
            response.headers[BEHIND_HEADER] = str(math.ceil(freshness.behind_s))
    return response
