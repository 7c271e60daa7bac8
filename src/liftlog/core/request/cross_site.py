"""Refusing requests that another site made a browser send.

Sec-Fetch-Site is what browsers say of themselves and pages can't forge; where it is missing
(plain http on a local network, old browsers) the Origin decides. A bearer token is no cookie:
no browser adds it by itself, so such a request is its sender's own.
"""

from typing import Final

import structlog
from flask import Request

from liftlog.kit.errors import CrossSiteRequestError
from liftlog.kit.origins import origin_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SHOWN_MAX: Final = 200

_log = structlog.get_logger(__name__)


def refuse_cross_site(request: Request, public_origin: str | None) -> None:
    """Raises CrossSiteRequestError for an unsafe request that did not come from our own pages.

    `public_origin` is what the setting PUBLIC_ORIGIN says, in the form of `kit/origins`.
    """
    if request.method in SAFE_METHODS or carries_token(request):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        allowed = site in ("same-origin", "none")
    else:
        allowed = _same_origin(request, public_origin)
    if not allowed:
        raise _refusal(request, public_origin)


def _refusal(request: Request, public_origin: str | None) -> CrossSiteRequestError:
    """Both addresses and the setting: most often a proxy or the setting is wrong, not the person."""
    sent_from = _shown(request.headers.get("Origin") or "a page that it does not name")
    expected = public_origin or _shown(request.host)
    _log.warning("request.cross_site", origin=sent_from, expected=expected, setting="PUBLIC_ORIGIN")
    told = (
        f"PUBLIC_ORIGIN is {expected}."
        if public_origin
        else f"This is {expected}; if people use another address, set PUBLIC_ORIGIN to it."
    )
    return CrossSiteRequestError(
        f"This request came from another site and was refused. It came from {sent_from}. {told}"
    )


def _shown(value: str) -> str:
    return value if len(value) <= SHOWN_MAX else f"{value[:SHOWN_MAX]}…"


def carries_token(request: Request) -> bool:
    """Only a bearer token: a browser does add the password that a proxy in between asked for."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def _same_origin(request: Request, public_origin: str | None) -> bool:
    """A request without an Origin carries no browser's cookies: a program sent it."""
    said = request.headers.get("Origin")
    if said is None:
        return not request.cookies
    origin = origin_of(said)
    if origin is None:
        return False
    if public_origin is not None:
        return origin == public_origin
    # A proxy may have changed the scheme, and may name the port that the scheme has anyway.
    scheme = origin.partition(":")[0]
    return origin == origin_of(f"{scheme}://{request.host}")
