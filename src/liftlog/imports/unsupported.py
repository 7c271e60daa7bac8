"""Exports of other apps, recognised so that we can say by name that we can't read them yet."""

from collections.abc import Callable, Sequence


def _has(*names: str) -> Callable[[frozenset[str]], bool]:
    return frozenset(names).issubset


def _begins(*beginnings: str) -> Callable[[frozenset[str]], bool]:
    return lambda header: all(
        any(name.startswith(beginning) for name in header) for beginning in beginnings
    )


def _is_gymbook(header: frozenset[str]) -> bool:
    """GymBook translates its header; three of its names have alternatives after a slash."""
    return len(header) >= 11 and sum(" / " in name for name in header) >= 3


_APPS: tuple[tuple[str, Callable[[frozenset[str]], bool]], ...] = (
    ("FitNotes (body tracker)", _has("date", "time", "measurement", "value", "unit")),
    ("FitNotes", _has("date", "exercise", "category")),
    ("FitNotes", _has("exercise", "starttime", "endtime", "bodyweight")),
    ("StrongLifts", _begins("set 1 (reps)")),
    ("StrongLifts", _has("date (yyyy/mm/dd)", "workout name")),
    ("Fitbod", _has("date", "exercise", "iswarmup")),
    ("GymBook", _is_gymbook),
)


def app_of(header: Sequence[str]) -> str:
    """Return the name of the app whose export has this header, or nothing."""
    names = frozenset(" ".join(cell.casefold().split()) for cell in header)
    return next((app for app, matches in _APPS if matches(names)), "")
