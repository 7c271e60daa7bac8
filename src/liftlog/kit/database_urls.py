"""Addresses of a PostgreSQL, as far as they can be checked without a driver."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from liftlog.kit.hosts import host_of

SCHEMES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_PORT_MAX = 65535
_AFTER_SCHEME = re.compile(
    r"(?:(?P<user>[^:/@?]*)(?::(?P<password>[^@]*))?@)?"
    r"(?:(?P<hosts>\[[^\[\]/?]+\]|[^\[\]:/?]*)(?::(?P<port>[^/?]*))?)"
    r"(?:/(?P<database>[^?]*))?(?:\?(?P<options>.*))?",
    re.DOTALL,
)
_OPTION = re.compile(r"[a-z_]+")


def check_database_url(text: str) -> None:
    """Raises ValueError with the words that follow the name of a setting; they hold no value."""
    scheme, separator, rest = text.partition("://")
    if scheme not in SCHEMES or not separator:
        raise ValueError("has to start with postgresql://")
    read = _AFTER_SCHEME.fullmatch(rest)
    if not rest or read is None:
        raise ValueError(
            "has to be written as postgresql://HOST:PORT/DATABASE, with USER:PASSWORD before HOST"
        )
    options = parse_qsl(read["options"] or "", keep_blank_values=True)
    if not all(_OPTION.fullmatch(name) for name, _value in options):
        raise ValueError("has to have options as name=value after its ?")
    # A comma separates several, which only options can have with ports of their own.
    _check_ports((read["port"] or "",))
    for name, value in (("host", read["hosts"]), *options):
        if name == "host":
            _check_hosts(value)
        elif name == "port":
            _check_ports(value.split(","))


def _check_ports(ports: Iterable[str]) -> None:
    for port in filter(None, ports):
        if not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= _PORT_MAX):
            raise ValueError(f"has to have a port from 1 to {_PORT_MAX}")


def _check_hosts(hosts: str) -> None:
    """One that begins with a slash is the folder of a socket."""
    for host in filter(None, hosts.split(",")):
        if host.startswith(("/", "@")):
            continue
        try:
            host_of(host)
        except ValueError as error:
            raise ValueError("has to have the name or the address of a host") from error
