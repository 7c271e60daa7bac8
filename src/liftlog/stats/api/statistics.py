"""The table of statistics, served."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from liftlog.http.endpoint import Endpoint
from liftlog.http.openapi import View, described, query_of
from liftlog.statistics.schema import Answer
from liftlog.statistics.table import STATISTICS
from liftlog.stats import (  # noqa: F401 Each registers its functions.
    balance,
    consistency,
    exercises,
    one_rep_max,
    records,
    rep_curve,
    strength,
    totals,
    trends,
)
from liftlog.stats.api.contract import contract
from liftlog.stats.computing import StatsRequest, computation_of
from liftlog.stats.request.scope import reading, today, user


def install(api: Blueprint) -> None:
    """LookupError when a row of the table has no function."""
    for endpoint in STATISTICS:
        view = described(contract, endpoint, _view(endpoint))
        api.add_url_rule(endpoint.path, endpoint.operation_id, view, methods=["GET"])


def _view(endpoint: Endpoint[Any, Any]) -> View:
    compute = computation_of(endpoint)

    def view(**path: UUID) -> Response:
        query = query_of(endpoint.query)
        with reading() as tx:
            return written(compute(StatsRequest(tx, user(), today(), query, path)))

    return view


def written(answer: Answer) -> Response:
    return Response(answer.model_dump_json(), mimetype="application/json")
