"""Errors with a status and a stable code: problem+json for clients, a page or a field for people."""

from collections.abc import Mapping
from types import MappingProxyType


class LiftLogError(Exception):
    """What was asked for can't be done, and the asker is told why.

    `code` never changes once published; `message` is for people and may. `fields` names the form or
    JSON fields at fault, each with its own sentence.
    """

    status = 400
    code = "bad_request"

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields: Mapping[str, str] = MappingProxyType(dict(fields or {}))


class InvalidInputError(LiftLogError):
    status = 422
    code = "invalid_input"


class NotSignedInError(LiftLogError):
    status = 401
    code = "not_signed_in"


class CrossSiteRequestError(LiftLogError):
    status = 403
    code = "cross_site_request"


class NotFoundError(LiftLogError):
    """It is not there, or not yours: the answer is the same."""

    status = 404
    code = "not_found"


class ConflictError(LiftLogError):
    status = 409
    code = "conflict"


class TooLargeError(LiftLogError):
    status = 413
    code = "too_large"


class TooManyAttemptsError(LiftLogError):
    status = 429
    code = "too_many_attempts"


class StatsUnavailableError(LiftLogError):
    status = 503
    code = "stats_unavailable"


class DatabaseUnavailableError(LiftLogError):
    status = 503
    code = "database_unavailable"
