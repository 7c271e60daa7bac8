"""Web addresses and their origins (RFC 6454) as browsers send them, so that equal ones are equal."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from liftlog.kit.hosts import host_of

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PORT_MAX = 65535
_HOST_AND_PORT = re.compile(r"(\[[^\[\]]*\]|[^\[\]:]+)(?::([0-9]{0,5}))?")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """`origin` is scheme://host[:port] without the port that the scheme has anyway."""

    origin: str
    path: str
    has_more: bool
    """Whether a query or a fragment follows."""


def web_address_of(text: str) -> WebAddress:
    """Raises ValueError with the words that follow the name of a setting."""
    if not text.isprintable() or " " in text or "\\" in text:
        raise ValueError("has to be a web address without spaces and backslashes")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError("has to be a web address") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.netloc:
        raise ValueError("has to start with http:// or https:// and name a host")
    if "@" in parts.netloc:
        raise ValueError("has to start with http:// or https:// and name no user")
    return WebAddress(
        origin=_origin(parts.scheme, parts.netloc),
        path=parts.path,
        has_more=bool(parts.query or parts.fragment),
    )


def _origin(scheme: str, netloc: str) -> str:
    wrong = ValueError("has to be a web address, with a host after http:// or https://")
    read = _HOST_AND_PORT.fullmatch(netloc)
    if read is None:
        raise wrong
    try:
        host = host_of(read[1])
    except ValueError as error:
        raise wrong from error
    port = int(read[2] or _DEFAULT_PORTS[scheme])
    if not 1 <= port <= _PORT_MAX:
        raise ValueError(f"has to be a web address with a port from 1 to {_PORT_MAX}")
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" if port == _DEFAULT_PORTS[scheme] else f"{scheme}://{shown}:{port}"


def origin_of(text: str) -> str | None:
    """The origin that a header names; None for anything else, such as `null`."""
    try:
        return web_address_of(text).origin
    except ValueError:
        return None
