"""What time it is where: answers."""

from datetime import datetime
from typing import Final

from pydantic import ConfigDict, Field

from liftlog.http.endpoint import Endpoint
from liftlog.http.json_types import Question
from liftlog.statistics.schema import Answer


class ZoneTime(Answer):
    """What time it is in a zone, and who says so."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "zone": "Europe/Berlin",
                    "abbreviation": "CET",
                    "offset_s": 3600,
                    "dst": False,
                    "local_time": "2026-11-22T19:05:00+01:00",
                    "source": "tz_database",
                    "reason": "no_key",
                }
            ]
        },
    )

    zone: str
    abbreviation: str
    offset_s: int = Field(description="Seconds east of UTC.")
    dst: bool
    local_time: datetime
    source: str = Field(description="`timezonedb` or `tz_database`.")
    reason: str | None = Field(description="Why the tz database answers instead of TimeZoneDB.")


class ListedZone(Answer):
    zone: str
    country_code: str
    offset_s: int = Field(description="Seconds east of UTC at `as_of`.")


class ZoneList(Answer):
    as_of: datetime
    source: str
    reason: str | None
    zones: tuple[ListedZone, ...]


TIME_ZONES: Final = Endpoint(
    "/time-zones",
    "listTimeZones",
    Question,
    ZoneList,
    """All time zones.

    By country, with their offsets at this moment, from TimeZoneDB or the tz database.
    """,
    (),
    ("Time zones",),
)
TIME_ZONE: Final = Endpoint(
    "/time-zones/<path:zone>",
    "getTimeZone",
    Question,
    ZoneTime,
    "The current time in a zone, such as Europe/Berlin.",
    (404,),
    ("Time zones",),
)
