"""Which function computes which statistic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeAlias
from uuid import UUID

from liftlog.http.endpoint import A, Endpoint, Q
from liftlog.statistics.identity_token import StatsIdentity
from liftlog.store.database.engine import Transaction


@dataclass(frozen=True, slots=True)
class StatsRequest(Generic[Q]):
    """What a statistic is computed from. `path` has the values that stand in the address."""

    tx: Transaction
    user: StatsIdentity
    today: date
    query: Q
    path: Mapping[str, UUID]

    @property
    def user_id(self) -> UUID:
        return self.user.user_id

    @property
    def exercise_id(self) -> UUID:
        return self.path["exercise_id"]


Computation: TypeAlias = Callable[[StatsRequest[Q]], A]

_COMPUTATIONS: dict[str, Computation[Any, Any]] = {}


def computes(
    endpoint: Endpoint[Q, A],
) -> Callable[[Computation[Q, A]], Computation[Q, A]]:
    """Mark the one function that computes an endpoint's answer."""

    def register(function: Computation[Q, A]) -> Computation[Q, A]:
        if endpoint.operation_id in _COMPUTATIONS:
            raise LookupError(f"Two functions compute {endpoint.operation_id}.")
        _COMPUTATIONS[endpoint.operation_id] = function
        return function

    return register


def computation_of(endpoint: Endpoint[Q, A]) -> Computation[Q, A]:
    """LookupError when no function computes it."""
    function = _COMPUTATIONS.get(endpoint.operation_id)
    if function is None:
        raise LookupError(f"No function computes {endpoint.operation_id}.")
    return function
