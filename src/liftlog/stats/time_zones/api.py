"""What time it is where."""

from dataclasses import asdict

from flask import Blueprint

from liftlog.http.openapi import answers
from liftlog.statistics import schemas
from liftlog.stats.api.contract import contract
from liftlog.stats.request.services import services

TAGS = ("Time zones",)


@contract.validate(resp=answers(schemas.ZoneList), tags=TAGS, operation_id="listTimeZones")
def list_zones() -> schemas.ZoneList:
    """All time zones.

    By country, with their offsets at this moment, from TimeZoneDB or the tz database.
    """
    found = services().time_zones.list_zones()
    return schemas.ZoneList.model_construct(
        as_of=found.as_of,
        source=found.source.value,
        reason=found.reason,
        zones=tuple(schemas.ListedZone.model_construct(**asdict(zone)) for zone in found.zones),
    )


@contract.validate(
    resp=answers(schemas.ZoneTime, refusals=(404,)), tags=TAGS, operation_id="getTimeZone"
)
def zone_time(zone: str) -> schemas.ZoneTime:
    """The current time in a zone, such as Europe/Berlin."""
    return schemas.ZoneTime.model_construct(**asdict(services().time_zones.now_in(zone)))


def install(api: Blueprint) -> None:
    api.add_url_rule("/time-zones", view_func=list_zones, methods=["GET"])
    api.add_url_rule("/time-zones/<path:zone>", view_func=zone_time, methods=["GET"])
