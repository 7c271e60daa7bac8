"""Real files of the shared test data, which is not part of the repository."""

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def _file(folder: str, name: str) -> Path:
    path = _SHARED / folder / name
    if not path.exists():
        pytest.skip(f"../shared/data/{folder}/{name} is not here: this test reads real data.")
    return path


def exports(name: str) -> Path:
    """An export of another app."""
    return _file("exports", name)


def reference(name: str) -> Path:
    """Published numbers to check calculations against."""
    return _file("reference", name)


def exercises(name: str) -> Path:
    """Facts about exercises."""
    return _file("exercises", name)
