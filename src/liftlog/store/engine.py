"""Connections: one engine per service, one transaction per request, always under row security."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from liftlog.errors import DatabaseUnavailableError

Transaction = Connection
"""An open transaction. Callers pass it on to the store and never look inside."""

CORE_ROLE = "liftlog_core"
STATS_ROLE = "liftlog_stats"

CONNECT_TIMEOUT_S = 3
# A server that vanished without a word is given up after so long.
UNANSWERED_TIMEOUT_MS = 10_000
STATEMENT_TIMEOUT_S = 15
LOCK_TIMEOUT_S = 5
POOL_TIMEOUT_S = 3


class Database(Protocol):
    """Hands out transactions; what a service needs to know of its database."""

    def transaction(self, user_id: UUID | None = None) -> AbstractContextManager[Transaction]:
        """A transaction; with `user_id` one that sees this user's rows from its beginning."""
        ...


def sqlalchemy_url(url: str) -> str:
    """The same database by the driver we use, whatever the scheme was written as."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="postgresql+psycopg"))


def _server_settings(role: str, statement_timeout_s: int, *, read_only: bool) -> str:
    """What every connection starts with. `role` drops whatever more the login could do."""
    settings = {
        "role": role,
        "statement_timeout": f"{statement_timeout_s}s",
        "lock_timeout": f"{LOCK_TIMEOUT_S}s",
        "idle_in_transaction_session_timeout": "60s",
        "timezone": "UTC",
        # Right after an import the planner takes the lifter for somebody with a row or two, and
        # joins ten thousand sets to three hundred workouts pair by pair: the calendar took more
        # than 15 seconds. Joins here are always within one lifter's rows, where hashing them is
        # right at any size.
        "enable_nestloop": "off",
        # Where a join in a loop is the only way, that makes a plan look so costly that a server that can
        # would compile it first, which takes a second or more for a question of a millisecond.
        "jit": "off",
        # A plan for any lifter and any period reads whole histories to be safe: asked for one year of
        # twenty it took twice as long as one that was made for that year.
        "plan_cache_mode": "force_custom_plan",
        # Where lifters are spread over many machines, each is told whose rows are meant. Any other
        # PostgreSQL takes it for a name that nobody reads.
        "citus.propagate_set_commands": "local",
    }
    if read_only:
        settings["default_transaction_read_only"] = "on"
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


class PostgresDatabase:
    """A pool of connections that act as one of the two service roles."""

    def __init__(
        self,
        url: str,
        role: str,
        *,
        pool_size: int = 5,
        read_only: bool = False,
        statement_timeout_s: int = STATEMENT_TIMEOUT_S,
    ) -> None:
        self._engine: Engine = create_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=POOL_TIMEOUT_S,
            pool_use_lifo=True,
            # What people logged has no place in an error report.
            hide_parameters=True,
            connect_args={
                "connect_timeout": CONNECT_TIMEOUT_S,
                "tcp_user_timeout": UNANSWERED_TIMEOUT_MS,
                "options": _server_settings(role, statement_timeout_s, read_only=read_only),
                "application_name": role,
            },
        )

    @contextmanager
    def transaction(self, user_id: UUID | None = None) -> Iterator[Transaction]:
        """Commit when the block ends well, roll back when it raises.

        Raises DatabaseUnavailableError when PostgreSQL can't be reached, restarts in the middle,
        or all connections are taken.
        """
        with translated_errors(), self._begun(user_id) as connection, connection.begin():
            yield connection

    def _begun(self, user_id: UUID | None) -> Connection:
        """A connection within a transaction, known to be alive.

        What a transaction begins with is also what finds out a connection of before a restart:
        nothing was done on it yet, so that a new one can take its place.
        """
        try:
            return _begin(self._engine.connect(), user_id)
        except psycopg.Error:
            self._engine.dispose()
        try:
            return _begin(self._engine.connect(), user_id)
        except psycopg.Error as error:
            raise DatabaseUnavailableError("The database can't be reached.") from error

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn a lost or unreachable server into the one error the services answer for it."""
    try:
        yield
    except (PoolTimeoutError, DBAPIError) as error:
        found = unavailability(error)
        if found is None:
            raise
        raise found from error


def unavailability(error: BaseException) -> DatabaseUnavailableError | None:
    """What to answer when the server is the reason; None for what is nothing of the kind."""
    if isinstance(error, PoolTimeoutError):
        return DatabaseUnavailableError("All database connections are in use.")
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if not lost and not isinstance(error, OperationalError):
        return None
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return DatabaseUnavailableError(_REASONS.get(state, "The database can't be reached."))


# By SQLSTATE, Appendix A of the PostgreSQL manual; what is not here has the connection to blame.
_REASONS: Mapping[str | None, str] = {
    "53100": "The disk of the database is full. Nothing was saved.",
    "55P03": "Somebody else is changing the same at this moment. Try again.",
    "57014": "The database took too long to answer.",
}


def _acting_for(user_id: UUID | None) -> str:
    """As a command, not by set_config(): Citus hands on to its machines only what is set so.

    An id of any other form never gets here: a UUID prints as digits, letters and hyphens.
    """
    return f"SET LOCAL liftlog.user_id = '{'' if user_id is None else UUID(str(user_id))}'"


def _begin(connection: Connection, user_id: UUID | None) -> Connection:
    """BEGIN, and whose rows are meant, in one round trip; a connection that can't is thrown away."""
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            driver.execute(_acting_for(user_id), prepare=False)
    except BaseException:
        connection.invalidate()
        connection.close()
        raise
    return connection


def act_for(tx: Transaction, user_id: UUID) -> None:
    """From here to the end of the transaction, row security shows this user's rows and no others."""
    tx.execute(text(_acting_for(user_id)))
