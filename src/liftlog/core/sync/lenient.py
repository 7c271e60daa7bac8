"""Reading what a device sent or an older LiftLog stored: a bad value never takes the rest along."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import structlog
from pydantic import TypeAdapter, ValidationError

Read = TypeVar("Read")
Location = tuple[int | str, ...]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value that could not be used: where it stood, such as `plan.0.weight`, and why."""

    location: Location
    reason: str

    @property
    def field(self) -> str:
        return ".".join(str(part) for part in self.location)


@dataclass(frozen=True, slots=True)
class LenientReading(Generic[Read]):
    """`value` is None where nothing could be read; then `left_out` says what stood in the way."""

    value: Read | None
    left_out: tuple[LeftOut, ...] = ()


def read_leniently(
    adapter: TypeAdapter[Read], stored: object, defaults: Mapping[str, object] | None = None
) -> Read | None:
    """`stored` without the fields and items that are not valid; None where nothing can be read.

    What was left out is in the log.
    """
    reading = read_what_is_valid(adapter, stored, defaults)
    if reading.left_out:
        event = "sync.not_understood" if reading.value is None else "sync.fields_left_out"
        _log.warning(event, fields=[one.field for one in reading.left_out])
    return reading.value


def read_what_is_valid(
    adapter: TypeAdapter[Read], written: object, defaults: Mapping[str, object] | None = None
) -> LenientReading[Read]:
    """`written` without the fields and items that are not valid, and which those are.

    A field that is left out has its value of `defaults`, or else the default of its model. An item
    of a list that lacks a required field is left out whole.
    """
    try:
        return LenientReading(adapter.validate_python(written))
    except ValidationError as error:
        faults = _faults(error)
    rest = deepcopy(written)
    left_out: dict[Location, LeftOut] = {}
    while True:
        for fault in faults:
            # A field that was left out already is a default that is not valid.
            again = len(fault.location) == 1 and fault.location in left_out
            left_out.setdefault(fault.location, fault)
            if again or not _remove(rest, fault.location, defaults or {}):
                return LenientReading(None, tuple(left_out.values()))
        try:
            return LenientReading(adapter.validate_python(rest), tuple(left_out.values()))
        except ValidationError as error:
            faults = _faults(error)


def _faults(error: ValidationError) -> list[LeftOut]:
    """What has to go, the last items of a list first, so that the others keep their places."""
    reasons: dict[Location, str] = {}
    for fault in error.errors(include_url=False, include_input=False):
        # An item of a list goes whole; a document without a field that it needs can't be read.
        within = fault["type"] == "missing" and len(fault["loc"]) > 1
        location = fault["loc"][:-1] if within else fault["loc"]
        reasons.setdefault(location, fault["msg"].removeprefix("Value error, "))
    outermost = [one for one in reasons if not any(one[:n] in reasons for n in range(len(one)))]
    return [LeftOut(one, reasons[one]) for one in sorted(outermost, key=_by_place, reverse=True)]


def _by_place(location: Location) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (0, part) for part in location]


def _remove(document: Any, location: Location, defaults: Mapping[str, object]) -> bool:
    """Whether there was something to remove."""
    if not location:
        return False
    *path, last = location
    try:
        for part in path:
            document = document[part]
        del document[last]
    except (KeyError, IndexError, TypeError):
        return False
    if not path and last in defaults:
        document[last] = defaults[str(last)]
    return True
