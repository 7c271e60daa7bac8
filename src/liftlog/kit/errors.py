"""Errors with a status and a stable code: problem+json for clients, a page or a field for people."""

from collections.abc import Mapping
from types import MappingProxyType


class LiftLogError(Exception):
    """What was asked for can't be done, and the caller is told why.

    `code` never changes once published; `message` is for people and may. `fields` names the form or
    JSON fields at fault, each with its own sentence.
    """

    status = 400
    code = "bad_request"
    retry_after_s: int | None = None
    """After how many seconds trying again may help; None where it never does."""

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

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class SlowRequestError(LiftLogError):
    status = 408
    code = "slow_request"


class ServerBusyError(LiftLogError):
    status = 503
    code = "server_busy"
    retry_after_s = 2


class StatsUnavailableError(LiftLogError):
    status = 503
    code = "stats_unavailable"
    retry_after_s = 10


class DatabaseUnavailableError(LiftLogError):
    """The database is the reason; nothing was kept unless the error says so."""

    status = 503
    code = "database_unavailable"
    retry_after_s = 5


class DatabaseBusyError(DatabaseUnavailableError):
    """No connection was free in time."""

    code = "database_busy"
    retry_after_s = 2


class RowsLockedError(DatabaseUnavailableError):
    """Another transaction holds what this one needs."""

    code = "rows_locked"
    retry_after_s = 1


class DatabaseSlowError(DatabaseUnavailableError):
    """A statement ran into its time limit."""

    status = 504
    code = "database_slow"
    retry_after_s = 10


class DatabaseFullError(DatabaseUnavailableError):
    """The disk of the database is full."""

    status = 507
    code = "database_full"
    retry_after_s = 60


class OutcomeUnknownError(DatabaseUnavailableError):
    """The connection broke during the commit: it was kept, or it was not."""

    code = "outcome_unknown"
