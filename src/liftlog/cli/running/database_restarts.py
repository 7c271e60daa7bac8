"""The PostgreSQL of `liftlog up` that ended by itself: started again, later each time, not for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from liftlog.cli.running.children import BACK_OFF_FIRST_S, BACK_OFF_MAX_S, WELL_AFTER_S, ending
from liftlog.ops.embedded import EmbeddedDatabaseError

if TYPE_CHECKING:
    from pathlib import Path

RESTARTS_MAX: Final = 6


class Restartable(Protocol):
    """An `EmbeddedPostgres`, as far as it matters here."""

    def ended(self) -> int | None: ...

    def restart(self) -> None: ...


class DatabaseRestarts:
    """Services keep its address and connect again by themselves."""

    def __init__(self, postgres: Restartable, log: Path) -> None:
        self._postgres = postgres
        self._log = log
        self._started_at_s: float | None = None
        self._start_again_at_s: float | None = None
        self._in_a_row = 0

    def look_after(self, now_s: float) -> str | None:
        """Start it again when it has ended and its time has come; return what there is to say.

        Raises EmbeddedDatabaseError when it has ended too often without having been well between.
        """
        if self._start_again_at_s is not None:
            return self._start_again(now_s) if now_s >= self._start_again_at_s else None
        status = self._postgres.ended()
        if status is None:
            return None
        if self._started_at_s is None or now_s - self._started_at_s >= WELL_AFTER_S:
            self._in_a_row = 0
        return self._later(now_s, f"PostgreSQL {ending(status)}")

    def _start_again(self, now_s: float) -> str:
        self._start_again_at_s = None
        try:
            self._postgres.restart()
        except EmbeddedDatabaseError as error:
            return self._later(now_s, error.message.rstrip("."))
        self._started_at_s = now_s
        return "PostgreSQL runs again."

    def _later(self, now_s: float, why: str) -> str:
        self._in_a_row += 1
        if self._in_a_row > RESTARTS_MAX:
            raise EmbeddedDatabaseError(
                f"{why}, after {RESTARTS_MAX} restarts: see {self._log}, and start LiftLog again."
            )
        wait_s = min(BACK_OFF_FIRST_S * 2 ** (self._in_a_row - 1), BACK_OFF_MAX_S)
        self._start_again_at_s = now_s + wait_s
        return f"{why}; starting it again in {wait_s:g} s."
