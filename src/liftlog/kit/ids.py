"""Ids that anyone may make: creating a thing twice under one id is creating it once."""

import hashlib
import os
from datetime import datetime
from uuid import UUID


def uuid7(now: datetime) -> UUID:
    """A UUID version 7 (RFC 9562, section 5.7): milliseconds since 1970, then 74 random bits.

    Two ids of one millisecond do not sort by time; whatever needs an order keeps a position.
    """
    return _uuid7(now, os.urandom(10))


def uuid7_for(what: str, moment: datetime) -> UUID:
    """The same UUID version 7 for the same text and moment. The text says whose it is: it is not random."""
    return _uuid7(moment, hashlib.sha256(what.encode()).digest()[:10])


def _uuid7(moment: datetime, bits: bytes) -> UUID:
    milliseconds = int(moment.timestamp() * 1000)
    random_bits = int.from_bytes(bits, "big")
    high = (milliseconds & (1 << 48) - 1) << 16 | 0x7 << 12 | random_bits >> 68
    low = 0b10 << 62 | random_bits & (1 << 62) - 1
    return UUID(int=high << 64 | low)
