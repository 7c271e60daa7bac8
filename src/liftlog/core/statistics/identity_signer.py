"""Core's half of the identity that travels to stats: it writes."""

from dataclasses import dataclass, field

from liftlog.kit.clock import Clock
from liftlog.statistics.identity_token import StatsIdentity, sign


@dataclass(frozen=True, slots=True)
class IdentitySigner:
    secret_key: str = field(repr=False)
    clock: Clock

    def authorization(self, user: StatsIdentity) -> str:
        """The value of the Authorization header of a request to stats."""
        return f"Bearer {sign(user, secret_key=self.secret_key, clock=self.clock)}"
