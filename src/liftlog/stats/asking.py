"""Who asks, by the identity that core signed, and the one read transaction of their request."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, g, request

from liftlog.identity_token import StatsIdentity
from liftlog.stats.services import services
from liftlog.store.engine import Transaction, act_for


def install(api: Blueprint) -> None:
    api.before_request(_verify)


def _verify() -> None:
    g.asker = services().verifier.user_of(request.headers.get("Authorization"))


def asker() -> StatsIdentity:
    found: StatsIdentity = g.asker
    return found


def today() -> date:
    """The asker's own day."""
    return services().clock().astimezone(ZoneInfo(asker().time_zone)).date()


@contextmanager
def reading() -> Iterator[Transaction]:
    """A transaction that sees the asker's rows and no others."""
    with services().database.transaction() as tx:
        act_for(tx, asker().user_id)
        yield tx
