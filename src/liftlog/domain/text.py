"""Which texts can be kept at all."""

import re

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold it: no NUL character, and no half of a surrogate pair."""
    return not _UNSTORABLE.search(text)


def storable(text: str) -> str:
    """The text with a sign in place of each character that PostgreSQL can't hold."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
