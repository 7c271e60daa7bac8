"""Refusing requests that another site made a browser send.

Sec-Fetch-Site is what browsers say of themselves and pages can't forge; where it is missing
(plain http on a local network, old browsers) the Origin decides. A bearer token is no cookie:
no browser adds it by itself, so such a request is its sender's own.
"""

from urllib.parse import urlsplit

from flask import Request

from liftlog.kit.errors import CrossSiteRequestError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_cross_site(request: Request, public_origin: str | None) -> None:
    """Raises CrossSiteRequestError for an unsafe request that did not come from our own pages."""
    if request.method in SAFE_METHODS or carries_token(request):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        allowed = site in ("same-origin", "none")
    else:
        allowed = _same_origin(request, public_origin)
    if not allowed:
        raise CrossSiteRequestError("This request came from another site and was refused.")


def carries_token(request: Request) -> bool:
    """Only a bearer token: a browser does add the password that a proxy in between asked for."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def _same_origin(request: Request, public_origin: str | None) -> bool:
    """A request without an Origin carries no browser's cookies: a program sent it."""
    origin = request.headers.get("Origin")
    if origin is None:
        return not request.cookies
    if public_origin is not None:
        return origin == public_origin
    return urlsplit(origin).netloc == request.host
