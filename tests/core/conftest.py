"""What the tests of core share."""

from collections.abc import Iterator

import argon2
import pytest

from liftlog.core.accounts import service as accounts


@pytest.fixture(scope="package", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Passwords are slow to hash on purpose; here they are not the matter."""
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(accounts, "_hasher", cheap)
        yield
