"""Ids that anyone may make: creating a thing twice under one id is creating it once."""

import os
from datetime import datetime
from uuid import UUID


def uuid7(now: datetime) -> UUID:
    """A UUID version 7 (RFC 9562, section 5.7): milliseconds since 1970, then 74 random bits.

    Two ids of one millisecond do not sort by time; whatever needs an order keeps a position.
    """
    milliseconds = int(now.timestamp() * 1000)
    random_bits = int.from_bytes(os.urandom(10), "big")
    high = (milliseconds & (1 << 48) - 1) << 16 | 0x7 << 12 | random_bits >> 68
    low = 0b10 << 62 | random_bits & (1 << 62) - 1
    return UUID(int=high << 64 | low)
