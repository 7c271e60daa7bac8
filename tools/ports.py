"""Ports of this machine that nobody has."""

import secrets
import socket

# Below what Linux hands out to connections (32768 to 60999): a port that is given up for a moment, or
# not taken yet, can't become the near end of somebody else's connection.
OUR_PORTS = range(20_000, 32_000)


def free_port(wanted: int | None = None) -> int:
    """The wanted port if nobody has it, else any."""
    port = wanted or secrets.choice(OUR_PORTS)
    while not _is_free(port):
        port = secrets.choice(OUR_PORTS)
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
