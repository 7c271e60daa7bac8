"""Cleaning of names and notes, without losing what was written."""

import re
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_SPACES = re.compile(r"\s+")
_NEWLINES = re.compile(r"\r\n?|\\n")


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """A name or a title: stripped, and on one line."""
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip()


@lru_cache(maxsize=1024)
def several_lines(text: str) -> str:
    """A note. Both apps sometimes write a line break as a backslash and an n."""
    return text and _CONTROL.sub("", _NEWLINES.sub("\n", text)).strip()
