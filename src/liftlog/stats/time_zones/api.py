"""What time it is where."""

from flask import Blueprint, Response

from liftlog.http.openapi import described
from liftlog.statistics.time_zones import TIME_ZONE, TIME_ZONES
from liftlog.stats.api.contract import contract
from liftlog.stats.api.statistics import written
from liftlog.stats.request.services import services


def list_zones() -> Response:
    return written(services().time_zones.list_zones())


def zone_time(zone: str) -> Response:
    return written(services().time_zones.now_in(zone))


def install(api: Blueprint) -> None:
    for endpoint, view in ((TIME_ZONES, list_zones), (TIME_ZONE, zone_time)):
        rule, name = endpoint.path, endpoint.operation_id
        api.add_url_rule(rule, name, described(contract, endpoint, view), methods=["GET"])
