"""Whether a port is ours to listen on, asked before anything is started."""

import errno
import socket

from liftlog.kit.errors import LiftLogError

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 Read from a setting, not bound here.


class PortUnusableError(LiftLogError):
    status = 500
    code = "port_unusable"


def reached_at(host: str) -> str:
    """Where what listens on `host` is reached from this machine."""
    return _ANYWHERE.get(host, host)


def check_port(host: str, port: int, setting: str) -> None:
    """Raise PortUnusableError in words when nobody can listen there now.

    The web server shares its port among its processes, so it would not notice that another
    program of the same user already listens.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise PortUnusableError(_why(error, host, port, setting)) from error


def _why(error: OSError, host: str, port: int, setting: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program: end it or set {setting}."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this user: set {setting} to one above 1023."
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"{host} is no address of this machine: set LIFTLOG_HOST."
    return f"Port {port} on {host} can't be used: {(error.strerror or str(error)).lower()}."
