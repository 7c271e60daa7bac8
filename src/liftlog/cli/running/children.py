"""Child processes that are started, waited for, started again when they die, and stopped."""

import http.client
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from liftlog.kit.errors import LiftLogError

BACK_OFF_FIRST_S = 0.5
BACK_OFF_MAX_S = 30.0
# A child that ran this long was well; its next death starts the back-off anew.
WELL_AFTER_S = 60.0
READY_TIMEOUT_S = 2.0


class ChildFailedError(LiftLogError):
    """A child ended before it was of use."""

    status = 500
    code = "child_failed"


class Lifeline:
    """A pipe that children watch: it closes when this process ends, however it ends."""

    def __init__(self) -> None:
        self.read_end, self._write_end = os.pipe()

    def close(self) -> None:
        os.close(self.read_end)
        os.close(self._write_end)


@dataclass(slots=True)
class Child:
    """One service. `environment` is all that the process gets to know."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    host: str
    port: int
    lifeline: Lifeline
    process: subprocess.Popen[bytes] | None = None
    started_at_s: float = 0.0
    start_again_at_s: float | None = None
    back_off_s: float = BACK_OFF_FIRST_S
    was_ready: bool = False

    def start(self, now_s: float) -> None:
        self.started_at_s = now_s
        self.start_again_at_s = None
        self.process = subprocess.Popen(  # noqa: S603 Our own program.
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            pass_fds=(self.lifeline.read_end,),
            # Ctrl-C is for the supervisor, which stops services before their database.
            start_new_session=True,
        )

    def status(self) -> int | None:
        """Return the exit status, None while it runs."""
        return None if self.process is None else self.process.poll()

    def ready(self) -> bool | None:
        """Ask the service itself: None while it does not answer.

        Once it has been ready, it stays so for the supervisor.
        """
        if self.was_ready:
            return True
        answer = _answers_ready(self.host, self.port)
        self.was_ready = answer is True
        return answer

    def look_after(self, now_s: float) -> str | None:
        """Start it again when it has died and its time has come; return what there is to say."""
        if self.start_again_at_s is not None:
            if now_s >= self.start_again_at_s:
                self.start(now_s)
            return None
        status = self.status()
        if status is None:
            return None
        if now_s - self.started_at_s >= WELL_AFTER_S:
            self.back_off_s = BACK_OFF_FIRST_S
        self.start_again_at_s = now_s + self.back_off_s
        said = f"{self.name} {ending(status)}; starting it again in {self.back_off_s:g} s."
        self.back_off_s = min(self.back_off_s * 2, BACK_OFF_MAX_S)
        return said


def ending(status: int) -> str:
    return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"


def stop_all(children: Sequence[Child], patience_s: float) -> None:
    """Ask all at once, and end by force what does not stop in time."""
    running = [child.process for child in children if child.process and child.status() is None]
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers_ready(host: str, port: int) -> bool | None:
    connection = http.client.HTTPConnection(host, port, timeout=READY_TIMEOUT_S)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
