"""The secrets people and programs carry: long, random, and stored only as a hash."""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from uuid import UUID

SECRET_BYTES = 32
_USER_LENGTH = 22
_SECRET_LENGTH = 43


@dataclass(frozen=True, slots=True)
class CarriedSecret:
    """A secret and whose it claims to be.

    The claim lets row security and a sharded database look in one place only. It proves nothing:
    the hash has to be found among that user's rows.
    """

    user_id: UUID
    secret: bytes

    @property
    def text(self) -> str:
        return f"{_encoded(self.user_id.bytes)}.{_encoded(self.secret)}"

    @property
    def hash(self) -> bytes:
        """SHA-256 is enough for 256 random bits; slow hashes are for what people make up."""
        return hashlib.sha256(self.secret).digest()


def new_secret(user_id: UUID) -> CarriedSecret:
    return CarriedSecret(user_id, os.urandom(SECRET_BYTES))


def parse(text: str | None) -> CarriedSecret | None:
    """Read what a client sent; None for anything that we can't have made."""
    user, _, secret = (text or "").partition(".")
    if len(user) != _USER_LENGTH or len(secret) != _SECRET_LENGTH:
        return None
    try:
        return CarriedSecret(UUID(bytes=_decoded(user)), _decoded(secret))
    except (ValueError, binascii.Error):
        return None


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
