"""What a check found, and what to do about it."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`found` and `todo` are sentences; there is nothing to do when all is well."""

    check: str
    state: State
    found: str
    todo: str = ""

    def as_json(self) -> dict[str, str]:
        return {**asdict(self), "state": str(self.state)}

    def line(self) -> str:
        return f"{self.state:<5} {self.check:<13} {self.found} {self.todo}".rstrip()


def ok(check: str, found: str) -> Finding:
    return Finding(check, State.OK, found)


def warn(check: str, found: str, todo: str) -> Finding:
    return Finding(check, State.WARN, found, todo)


def bad(check: str, found: str, todo: str) -> Finding:
    return Finding(check, State.BAD, found, todo)
