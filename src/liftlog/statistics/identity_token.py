"""Who is asking, on the way from core to stats: signed, and good for a minute."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from liftlog.domain.units import WeightUnit
from liftlog.kit.clock import Clock
from liftlog.kit.errors import NotSignedInError

LIFETIME: Final = timedelta(seconds=60)
# The clocks of two machines never quite agree: a token may seem to come from a moment ahead.
CLOCK_SKEW: Final = timedelta(seconds=5)

# The salt parts this key from every other that is derived from the same secret.
_SALT: Final = b"liftlog.identity.core-to-stats"
_TOKEN_MAX_LENGTH: Final = 1000
_ZONE_MAX_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class StatsIdentity:
    """A user and what statistics need of the user's settings. `week_start` is an ISO weekday: 1 is Monday."""

    user_id: UUID
    time_zone: str
    week_start: int
    weight_unit: WeightUnit


def sign(identity: StatsIdentity, *, secret_key: str, clock: Clock) -> str:
    return _serializer(secret_key, clock).dumps(
        {
            "user": str(identity.user_id),
            "zone": identity.time_zone,
            "week": identity.week_start,
            "unit": identity.weight_unit.value,
        }
    )


def verify(token: str, *, secret_key: str, clock: Clock) -> StatsIdentity:
    """NotSignedInError for anything but what `sign` made with this key within the last minute."""
    if len(token) > _TOKEN_MAX_LENGTH:
        raise NotSignedInError("The identity is too long.")
    # The library takes no token from the future, so the reader's clock is set ahead by the skew.
    serializer = _serializer(secret_key, lambda: clock() + CLOCK_SKEW)
    try:
        claims = serializer.loads(token, max_age=int((LIFETIME + CLOCK_SKEW).total_seconds()))
    except (BadData, ValueError):
        raise NotSignedInError("The identity is not valid or no longer valid.") from None
    return _identity(claims)


def _identity(claims: object) -> StatsIdentity:
    match claims:
        case {"user": str(user), "zone": str(zone), "week": int(week), "unit": str(unit)} if (
            1 <= week <= 7 and 1 <= len(zone) <= _ZONE_MAX_LENGTH
        ):
            try:
                return StatsIdentity(UUID(user), zone, week, WeightUnit(unit))
            except ValueError:
                pass
    raise NotSignedInError("The identity is not one that LiftLog writes.")


def _serializer(secret_key: str, clock: Clock) -> URLSafeTimedSerializer:
    class ClockedSigner(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(clock().timestamp())

    return URLSafeTimedSerializer(
        secret_key,
        salt=_SALT,
        signer=ClockedSigner,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
