"""Looking up the address of a host within a time limit, which the resolver itself does not have."""

import socket
import threading
from concurrent.futures import Future
from ipaddress import ip_address


def addresses_of(host: str, port: int, timeout_s: float | None) -> list[str]:
    """The addresses in the resolver's order. TimeoutError after `timeout_s`, OSError for no answer.

    The lookup of a name runs in a thread of its own: a daemon, so that one that hangs does not keep
    the process from ending.
    """
    try:
        return [str(ip_address(host))]
    except ValueError:
        answer: Future[list[str]] = Future()
        threading.Thread(
            target=_look_up, args=(host, port, answer), name=f"look up {host}", daemon=True
        ).start()
        return answer.result(timeout_s)


def _look_up(host: str, port: int, answer: Future[list[str]]) -> None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in rows))
    except BaseException as error:  # noqa: BLE001 The caller's thread raises it.
        answer.set_exception(error)
    else:
        answer.set_result(addresses)
