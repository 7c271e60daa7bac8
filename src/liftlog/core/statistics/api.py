"""The table of statistics over JSON, proxied from the stats-service."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.http import unquote_etag

from liftlog.core.api.contract import contract
from liftlog.core.api.query import asked
from liftlog.core.request.scope import account
from liftlog.core.request.services import services
from liftlog.core.statistics import service as statistics
from liftlog.core.statistics.client import StatsAnswer
from liftlog.http.conditional import is_known, with_tag
from liftlog.http.endpoint import Endpoint
from liftlog.http.openapi import View, described
from liftlog.statistics.endpoints import BEHIND_HEADER, VERSION_HEADER
from liftlog.statistics.table import STATISTICS
from liftlog.statistics.time_zones import TIME_ZONE, TIME_ZONES

SOURCE_HEADER = "LiftLog-Stats"
# The lifter's own version as core knows it: an answer with a smaller one beside it is of before.
CURRENT_HEADER = "LiftLog-Version"


def install(api: Blueprint) -> None:
    for endpoint in STATISTICS:
        _add(api, endpoint, _proxy(endpoint))
    for endpoint in (TIME_ZONES, TIME_ZONE):
        _add(api, endpoint, _time_zone_proxy(endpoint))


def _add(api: Blueprint, endpoint: Endpoint[Any, Any], view: View) -> None:
    view = described(contract, endpoint, view, refusals=(503,))
    api.add_url_rule(endpoint.path, endpoint.operation_id, view, methods=["GET"])


def _proxy(endpoint: Endpoint[Any, Any]) -> View:
    def view(**path: object) -> Response:
        query = asked(endpoint.query)
        return _answered(statistics.fetch(services().stats, endpoint, account(), query, **path))

    return view


def _time_zone_proxy(endpoint: Endpoint[Any, Any]) -> View:
    """What time it is depends on no question and no history."""

    def view(**path: object) -> Response:
        user = statistics.identity_of(account())
        return _answered(services().stats.get(endpoint.url(**path), user=user))

    return view


def _answered(answer: StatsAnswer) -> Response:
    """What stats answers is valid by the same contract and is passed on byte for byte."""
    tag = unquote_etag(answer.etag)[0]
    if tag and is_known(request, tag):
        response = with_tag(Response(status=304), tag)
    else:
        response = Response(answer.raw, answer.status, content_type=answer.content_type)
        if tag:
            with_tag(response, tag)
    response.headers[SOURCE_HEADER] = answer.source.replace("_", "-")
    if answer.source == "last_good":
        response.headers["Age"] = str(int(answer.age_s))
    if answer.behind_s is not None:
        response.headers[BEHIND_HEADER] = str(answer.behind_s)
    if answer.version is not None:
        response.headers[VERSION_HEADER] = str(answer.version)
        response.headers[CURRENT_HEADER] = str(account().version)
    return response
