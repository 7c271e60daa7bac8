"""The formats that can be imported: a module of this package each, with its FORMAT.

A new module is found by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from liftlog.imports.layout import Layout


class Recognise(Protocol):
    def __call__(self, header: Sequence[str], sample: Sequence[Sequence[str]]) -> Layout | None: ...


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """How an app writes its history.

    `recognise` gets the header and some rows, and returns how the columns are to be read, or None.
    `by_values` is true where it may have to guess by the values: such a format is tried last.
    `export_steps` are the menus that lead to the export in the app.
    """

    app: str
    export_steps: str
    recognise: Recognise
    by_values: bool = False


@cache
def formats() -> tuple[ImportFormat, ...]:
    """All of them, in the order in which they are tried."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    found: list[ImportFormat] = [module.FORMAT for module in modules]
    return tuple(sorted(found, key=lambda one: (one.by_values, one.app)))


def app_names() -> list[str]:
    return sorted(one.app for one in formats())
