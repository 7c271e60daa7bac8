"""Addresses of a PostgreSQL, as far as they can be checked without a driver."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from liftlog.kit.hosts import host_of

SCHEMES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_PORT_MAX = 65535
_TOLD_MAX = 40
_AFTER_SCHEME = re.compile(
    r"(?:(?P<user>[^:/@?]*)(?::(?P<password>[^@]*))?@)?"
    r"(?:(?P<hosts>\[[^\[\]/?]+\]|[^\[\]:/?]*)(?::(?P<port>[^/?]*))?)"
    r"(?:/(?P<database>[^?]*))?(?:\?(?P<options>.*))?",
    re.DOTALL,
)
_OPTION = re.compile(r"[a-z_]+")
_YES_OR_NO = ("0", "1")
# Section 34.1.2 of the manual of PostgreSQL, "Parameter Key Words".
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "channel_binding": ("disable", "prefer", "require"),
    "gssdelegation": _YES_OR_NO,
    "gssencmode": ("disable", "prefer", "require"),
    "keepalives": _YES_OR_NO,
    "load_balance_hosts": ("disable", "random"),
    "sslcertmode": ("disable", "allow", "require"),
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "sslnegotiation": ("postgres", "direct"),
    "sslsni": _YES_OR_NO,
    "target_session_attrs": (
        *("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
    ),
}
_NUMBERS = frozenset(
    {
        *("connect_timeout", "keepalives_count", "keepalives_idle", "keepalives_interval"),
        "tcp_user_timeout",
    }
)
OPTIONS = frozenset(
    {
        *_CHOICES,
        *_NUMBERS,
        *("application_name", "client_encoding", "dbname", "fallback_application_name", "gsslib"),
        *("host", "hostaddr", "krbsrvname", "max_protocol_version", "min_protocol_version"),
        *("oauth_client_id", "oauth_client_secret", "oauth_issuer", "oauth_scope", "options"),
        *("passfile", "password", "port", "replication", "require_auth", "requirepeer"),
        *("scram_client_key", "scram_server_key", "service", "ssl_max_protocol_version"),
        *("ssl_min_protocol_version", "sslcert", "sslcompression", "sslcrl", "sslcrldir", "sslkey"),
        *("sslkeylogfile", "sslpassword", "sslrootcert", "user"),
    }
)
"""What may stand after the ? of an address."""


def check_database_url(text: str) -> None:
    """Raises ValueError with the words that follow the name of a setting.

    They hold no value but that of an option that is no secret.
    """
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
    for name, value in options:
        _check_option(name, value)
    # A comma separates several, which only options can have with ports of their own.
    _check_ports((read["port"] or "",))
    for name, value in (("host", read["hosts"]), *options):
        if name == "host":
            _check_hosts(value)
        elif name == "port":
            _check_ports(value.split(","))


def address_of(text: str) -> str:
    """Where an address leads, for people: USER@HOST:PORT/DATABASE, never with a password."""
    read = _AFTER_SCHEME.fullmatch(text.partition("://")[2])
    if read is None:
        return "an address that can't be read"
    options = dict(parse_qsl(read["options"] or ""))
    user, host = read["user"] or options.get("user"), options.get("host") or read["hosts"]
    port = options.get("port") or read["port"]
    place = f"{host}:{port}" if port else host
    return (
        f"{user}@{place}/{read['database'] or ''}" if user else f"{place}/{read['database'] or ''}"
    )


def _check_option(name: str, value: str) -> None:
    if name not in OPTIONS:
        raise ValueError(f"has the option {name}, which PostgreSQL does not know")
    choices = _CHOICES.get(name)
    if choices and value not in choices:
        raise ValueError(f"has to have {name} as one of {', '.join(choices)}, not {_told(value)}")
    if name in _NUMBERS and not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise ValueError(f"has to have {name} as a whole number, not {_told(value)}")


def _told(value: str) -> str:
    """On one line, without what may be a user and a password."""
    return repr(value.rpartition("@")[2][:_TOLD_MAX])


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
