"""What all endpoints of the API share: how they are described, guarded and refused."""

from liftlog import __version__
from liftlog.http.openapi import new_contract

contract = new_contract(
    title="LiftLog core API",
    version=__version__,
    description=(
        "Workouts, exercises and, passed on from the statistics service, figures about them. "
        "Authenticate with a bearer token from `liftlog token create EMAIL`, or with the session "
        "cookie of the pages. Every refusal is `application/problem+json` with a stable `code`."
    ),
)
