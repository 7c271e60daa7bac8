"""Connections that give a server up which says nothing: frozen, unreachable, or behind a dead cable.

Nothing else ends such a wait. The statement's time limit is kept by the server, which is not
running, and the kernel of a frozen server's machine still acknowledges every packet.
"""

from typing import Any, NoReturn, TypeVar

import psycopg
from psycopg.abc import PQGen

RV = TypeVar("RV")

# When a statement takes this long, somebody asks whether the server is there at all.
SUSPICIOUS_AFTER_S = 3.0
PROBE_TIMEOUT_S = 2
_INTERVAL_S = 0.1


class ServerSilentError(psycopg.OperationalError):
    """The server has not answered, and answers nobody else either."""


class AnsweringConnection(psycopg.Connection[Any]):
    """Waits `patience_s` for a statement, and for a server that is silent to everybody no longer
    than it takes to find that out.
    """

    patience_s: float = 600.0
    """Longer than the server itself lets a statement run."""

    def wait(
        self, gen: PQGen[RV], interval: float = _INTERVAL_S, timeout: float | None = None
    ) -> RV:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, SUSPICIOUS_AFTER_S)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001 The library has no public name for it.
            if not self._server_answers():
                self._give_up()
        try:
            return super().wait(gen, interval, max(self.patience_s - SUSPICIOUS_AFTER_S, 0.0))
        except psycopg.errors._WaitTimeout:  # noqa: SLF001
            self._give_up()

    def _server_answers(self) -> bool:
        """Whether a new connection gets any answer; a refusal is one."""
        try:
            # The connection's own settings with its password, which `info.dsn` leaves out.
            parameters = {**self.info.get_parameters(), "password": self.info.password}
            parameters["connect_timeout"] = str(PROBE_TIMEOUT_S)
            psycopg.connect(**parameters).close()  # type: ignore[arg-type] # All of them are text.
        except psycopg.errors.ConnectionTimeout:
            return False
        except psycopg.OperationalError:
            return True
        return True

    def _give_up(self) -> NoReturn:
        self.pgconn.finish()
        raise ServerSilentError("the server does not answer")
