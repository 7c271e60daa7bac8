"""Stats' half of the identity that core sends: it reads, and trusts nothing else."""

from dataclasses import dataclass, field

from liftlog.kit.clock import Clock
from liftlog.kit.errors import NotSignedInError
from liftlog.statistics.identity_token import StatsIdentity, verify


@dataclass(frozen=True, slots=True)
class IdentityVerifier:
    secret_key: str = field(repr=False)
    clock: Clock

    def user_of(self, authorization: str | None) -> StatsIdentity:
        """Who core says is asking, by the Authorization header; NotSignedInError when nobody is."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedInError("Statistics are asked for through the core service.")
        return verify(token.strip(), secret_key=self.secret_key, clock=self.clock)
