"""Reading what an older LiftLog stored: a value that is not understood never takes the rest along."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeVar

import structlog
from pydantic import TypeAdapter, ValidationError

Read = TypeVar("Read")
Location = tuple[int | str, ...]

_log = structlog.get_logger(__name__)


def read_leniently(
    adapter: TypeAdapter[Read], stored: object, defaults: Mapping[str, object] | None = None
) -> Read | None:
    """`stored` without the fields and items that are not valid; None where nothing can be read.

    A field that is left out has its value of `defaults`, or else the default of its model. An item
    of a list that lacks a required field is left out whole.
    """
    try:
        return adapter.validate_python(stored)
    except ValidationError as error:
        faults = _locations(error)
    rest = deepcopy(stored)
    left_out: list[Location] = []
    while faults:
        for location in faults:
            # What was left out already is a default that is not valid.
            if location in left_out or not _remove(rest, location, defaults or {}):
                _log.warning("sync.not_understood", fields=_names(left_out))
                return None
            left_out.append(location)
        try:
            read = adapter.validate_python(rest)
        except ValidationError as error:
            faults = _locations(error)
        else:
            _log.warning("sync.fields_left_out", fields=_names(left_out))
            return read
    return None


def _locations(error: ValidationError) -> list[Location]:
    """What has to go, the last items of a list first, so that the others keep their places."""
    found = {
        fault["loc"][:-1] if fault["type"] == "missing" else fault["loc"]
        for fault in error.errors(include_url=False, include_input=False)
    }
    outermost = [one for one in found if not any(one[:depth] in found for depth in range(len(one)))]
    return sorted(outermost, key=_by_place, reverse=True)


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


def _names(locations: Sequence[Location]) -> list[str]:
    return [".".join(str(part) for part in one) for one in locations]
