"""When two names are the same name.

Only case, the Unicode form of a character and the width of spaces make no difference. Word order,
digits, signs and the marks of every script do: `Curl+` is not `Curl`, and はり is not ばり.
"""

import re
import unicodedata
from functools import lru_cache

# Other forms of one character, by the tag of their decomposition in the Unicode database. The
# others change the meaning: a superscript, a circled digit, a fraction.
_FORM_TAGS = frozenset({"<wide>", "<narrow>", "<initial>", "<medial>", "<final>", "<isolated>"})
_LIGATURE_TAG = "<compat>"
# Without a shape of their own. Joiners stay: they change the letters beside them.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0e\ufe0f\ufeff]"
)


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """The key by which two names are the same name. Empty for a name without a visible character."""
    visible = _INVISIBLE.sub("", name)
    plain = unicodedata.normalize("NFC", "".join(map(_plain_form, visible)))
    folded = unicodedata.normalize("NFD", plain).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def _plain_form(character: str) -> str:
    if character.isascii():
        return character
    tag = unicodedata.decomposition(character).partition(" ")[0]
    is_ligature = tag == _LIGATURE_TAG and unicodedata.category(character).startswith("L")
    if tag in _FORM_TAGS or is_ligature:
        return unicodedata.normalize("NFKC", character)
    return character
