"""Hosts: a name or an address in the one form that everything else compares, resolves and prints."""

import ipaddress
import re
import socket

import idna

HOST_LENGTH_MAX = 253
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 Compared, not bound.


def host_of(text: str) -> str:
    """A host as browsers write it: IPv6 compressed and without brackets, names in small letters.

    Names in other scripts are in Punycode, by UTS 46; `127.1` and `0` are the IPv4 addresses that
    C libraries and browsers take them for. Raises ValueError.
    """
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else None
    if inner is not None or ":" in text:
        # An address with the name of an interface is no host of a web address.
        address = ipaddress.IPv6Address(text if inner is None else inner)
        if address.scope_id is not None:
            raise ValueError("An interface can't be named.")
        return str(address)
    name = _small(text)
    labels = name.removesuffix(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(name)
    if len(name) > HOST_LENGTH_MAX or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("This is no name of a host.")
    return name


def _small(text: str) -> str:
    if text.isascii():
        return text.lower()
    try:
        return idna.encode(text, uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError("This is no name of a host.") from error


def _ipv4(text: str) -> str:
    try:
        return socket.inet_ntoa(socket.inet_aton(text))
    except OSError as error:
        raise ValueError("This is no IPv4 address.") from error


def resolved(host: str) -> str:
    """The IP address to listen on: of a name the first one, IPv4 before IPv6. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = [str(address[0]) for *_, address in found]
    return next((one for one in addresses if ":" not in one), addresses[0])


def reached_at(host: str) -> str:
    """Where what listens on `host` is reached from this machine."""
    return _ANYWHERE.get(host, host)


def is_of_this_machine(host: str) -> bool:
    """Whether nobody else reaches what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def with_port(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def web_address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    return f"http://{with_port(reached_at(host), port)}"
