"""How often somebody may try what costs much or may be a guess."""

import hashlib
import math
import os
from dataclasses import dataclass, field

from flask import Request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from liftlog.core.accounts.service import written_address
from liftlog.kit.errors import TooManyAttemptsError
from liftlog.resilience.fair_turns import Source
from liftlog.resilience.token_bucket import TokenBuckets

DEVICE_COOKIE = "device"
DEVICE_KEPT_S = 365 * 24 * 3600
_SALT = "liftlog.device"


def _sign_ins() -> TokenBuckets[str]:
    return TokenBuckets(capacity=10, refill_s=30)


def _registrations() -> TokenBuckets[str]:
    return TokenBuckets(capacity=100, refill_s=36)


def _demos() -> TokenBuckets[str]:
    return TokenBuckets(capacity=10, refill_s=360)


@dataclass(frozen=True, slots=True)
class Limits:
    """In the memory of each process: `sign_ins` by address or device, the others for everybody."""

    sign_ins: TokenBuckets[str] = field(default_factory=_sign_ins)
    registrations: TokenBuckets[str] = field(default_factory=_registrations)
    demos: TokenBuckets[str] = field(default_factory=_demos)


def refuse_guessing(tries: TokenBuckets[str], key: str) -> None:
    wait_s = tries.take(key)
    if wait_s:
        raise TooManyAttemptsError(
            f"These were too many tries. Wait {math.ceil(wait_s)} seconds and try again.",
            retry_after_s=math.ceil(wait_s),
        )


def refuse_flood(made: TokenBuckets[str]) -> None:
    wait_s = made.take("")
    if wait_s:
        raise TooManyAttemptsError(
            "Too many accounts were filled here in the last hour. "
            f"Try again in {math.ceil(wait_s / 60)} minutes.",
            retry_after_s=math.ceil(wait_s),
        )


def guesser(request: Request, email: str, secret_key: str) -> str:
    """Whose tries are counted together: those of a device that was signed in with this address
    before, else those of all strangers who try this address. Strangers can't lock the owner out.
    """
    address = _hashed(email)
    device = request.cookies.get(DEVICE_COOKIE, "")
    try:
        known = _signer(secret_key).loads(device)
    except BadData:
        return address
    return device if isinstance(known, list) and known[:1] == [address] else address


def source_of(request: Request, who: str = "") -> Source:
    """Who waits for a turn: `who` is what `guesser` says."""
    device = request.cookies.get(DEVICE_COOKIE, "")
    return Source(request.remote_addr or "", is_known=bool(who) and who == device)


def remember_device(response: Response, email: str, secret_key: str, *, secure: bool) -> None:
    """Opens nothing: it only counts this device's wrong passwords apart from everybody else's."""
    response.set_cookie(
        DEVICE_COOKIE,
        str(_signer(secret_key).dumps([_hashed(email), os.urandom(8).hex()])),
        max_age=DEVICE_KEPT_S,
        secure=secure,
        httponly=True,
        samesite="Lax",
        path="/login",
    )


def _hashed(email: str) -> str:
    return hashlib.sha256(written_address(email).lower().encode(errors="replace")).hexdigest()


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        secret_key,
        salt=_SALT,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
