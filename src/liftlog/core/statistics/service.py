"""Asking stats: one typed client for every row of the table.

A page asks once, so that a stats that hangs costs one deadline.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, TypeVar

import structlog
from pydantic import ValidationError

from liftlog.core.statistics.client import StatsAnswer, StatsClient
from liftlog.http.endpoint import A, Endpoint, Q
from liftlog.http.json_types import Question
from liftlog.kit.errors import NotFoundError, StatsUnavailableError
from liftlog.statistics.balance import CountedSets, SetsQuery
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.statistics.records import RecordPage, RecordsQuery
from liftlog.store.accounts import Account

BEHIND_MIN_S = 10

_Asked = TypeVar("_Asked", bound=Question)
_PagedQuery = TypeVar("_PagedQuery", SetsQuery, RecordsQuery)
_Page = TypeVar("_Page", CountedSets, RecordPage)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class StatsResult(Generic[A]):
    """An answer of stats. `age_s` is how old it is where stats is away, None when it is new.

    `answer` is None when there is none, not even an old one. `behind_s` is how old a new answer may
    be, None when it is not; `misses_changes` when the lifter changed something that is not in it yet.
    """

    answer: A | None
    age_s: float | None = None
    behind_s: int | None = None
    misses_changes: bool = False

    @property
    def away(self) -> bool:
        return self.answer is None or self.age_s is not None

    def require(self) -> A:
        """For a file, which has no place to say that something is missing."""
        if self.answer is None:
            raise StatsUnavailableError("Statistics are away at the moment. Everything else works.")
        return self.answer


def identity_of(account: Account) -> StatsIdentity:
    return StatsIdentity(
        account.user_id, account.time_zone, account.week_start, account.weight_unit
    )


def ask(
    stats: StatsClient, endpoint: Endpoint[Q, A], account: Account, query: Q, **path: object
) -> StatsResult[A]:
    """The parsed answer. NotFoundError where stats knows no such exercise of the account."""
    try:
        reply = fetch(stats, endpoint, account, query, **path)
    except StatsUnavailableError:
        return StatsResult(None)
    if reply.status == HTTPStatus.NOT_FOUND:
        raise NotFoundError("This exercise is not here.")
    try:
        answer = endpoint.answer.model_validate_json(reply.raw)
    except ValidationError as error:
        # Another version of stats, while one of the two services is being replaced.
        log.warning(
            "stats.not_understood", model=endpoint.answer.__name__, errors=error.error_count()
        )
        return StatsResult(None)
    if reply.source == "last_good":
        return StatsResult(answer, reply.age_s)
    return StatsResult(
        answer,
        # What a standby is behind for a moment nobody could tell from what is under way.
        behind_s=reply.behind_s if (reply.behind_s or 0) >= BEHIND_MIN_S else None,
        misses_changes=reply.version is not None and reply.version < account.version,
    )


def ask_every_page(
    stats: StatsClient,
    endpoint: Endpoint[_PagedQuery, _Page],
    account: Account,
    query: _PagedQuery,
) -> Iterator[_Page]:
    """Page after page up to the first day; StatsUnavailableError when one is missing."""
    while True:
        page = ask(stats, endpoint, account, query).require()
        yield page
        if page.next_before is None or (query.before and page.next_before >= query.before):
            return
        query = query.model_copy(update={"before": page.next_before})


def fetch(
    stats: StatsClient, endpoint: Endpoint[Q, A], account: Account, query: Q, **path: object
) -> StatsAnswer:
    """The answer as it came; StatsUnavailableError when there is none, not even an old one."""
    parameters = _for_account(query, account).model_dump(
        mode="json", by_alias=True, exclude_unset=True, exclude_none=True
    )
    version = None if account.starts_later else account.version
    return stats.get(endpoint.url(**path), parameters, user=identity_of(account), version=version)


def _for_account(query: _Asked, account: Account) -> _Asked:
    """Where no equation is named, by the account's own."""
    if "formula" not in type(query).model_fields or "formula" in query.model_fields_set:
        return query
    return query.model_copy(update={"formula": account.formula})
