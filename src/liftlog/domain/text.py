"""Which texts can be kept, and names that run from right to left."""

import re
import unicodedata
from typing import Final

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold it: no NUL character, and no half of a surrogate pair."""
    return not _UNSTORABLE.search(text)


def storable(text: str) -> str:
    """The text with a sign in place of each character that PostgreSQL can't hold."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def composed(text: str) -> str:
    """Accents joined to their letters (NFC): systems differ in how they send what looks the same."""
    return unicodedata.normalize("NFC", text)


# Hebrew, Arabic, Syriac and the rest; their presentation forms; scripts beyond the first plane.
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATE, _END = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """The text with the marks that keep it from ordering its neighbours (Unicode UAX 9, FSI and PDI)."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return text
    return f"{_ISOLATE}{text}{_END}"
