"""One password however a keyboard composes it.

What people see as one letter is one code point on some systems and two on others: "é", or "e" and an
accent. Passwords are compared in NFKC, as NIST SP 800-63B asks of verifiers.
"""

import unicodedata
from collections.abc import Iterator

# Before it is normalised, which takes longer than proportionally for many accents on one letter.
# NFKC makes one character of four at most, so that what is longer is too long afterwards as well.
CHARACTERS_READ_MAX = 1000


def prepared(password: str) -> str:
    """The form that is hashed and whose characters are counted."""
    return unicodedata.normalize("NFKC", password[:CHARACTERS_READ_MAX])


def tried(password: str) -> Iterator[str]:
    """The prepared form, then those that a hash of before there was one may be of."""
    read = password[:CHARACTERS_READ_MAX]
    yield from dict.fromkeys(
        (
            prepared(read),
            read,
            unicodedata.normalize("NFC", read),
            unicodedata.normalize("NFD", read),
        )
    )
