"""How the endpoints of the stats-service are described, guarded and refused."""

from liftlog import __version__
from liftlog.http.openapi import new_contract

contract = new_contract(
    title="LiftLog stats API",
    version=__version__,
    description=(
        "Figures about a lifter's training, read-only. The core service asks here and passes the "
        "same paths on to its clients; the bearer token is the short-lived identity that it signs "
        "for each request, and no other is taken. Warm-ups never count. Every refusal is "
        "`application/problem+json` with a stable `code`."
    ),
)
