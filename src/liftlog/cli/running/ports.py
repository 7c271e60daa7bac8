"""Whether a port is ours to listen on, asked before anything is started."""

import errno
import socket

from liftlog.kit.errors import LiftLogError
from liftlog.kit.hosts import resolved, with_port


class PortUnusableError(LiftLogError):
    status = 500
    code = "port_unusable"


def listening_address(host: str) -> str:
    """The IP address that LIFTLOG_HOST stands for: the web server takes no names."""
    try:
        return resolved(host)
    except OSError as error:
        raise PortUnusableError(
            f"{host} is no address of this machine: set LIFTLOG_HOST to one."
        ) from error


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
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine: set LIFTLOG_HOST to one."
    reason = (error.strerror or str(error)).lower()
    return f"{with_port(host, port)} can't be used: {reason}. Set LIFTLOG_HOST or {setting}."
