"""Connections: one engine per service, one transaction per request, always under row security."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import psycopg
from psycopg import generators
from psycopg.errors import error_from_result
from psycopg.pq import Escaping, ExecStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, ExceptionContext, RootTransaction
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from liftlog.kit import request_context
from liftlog.kit.errors import (
    DatabaseBusyError,
    DatabaseFullError,
    DatabaseSlowError,
    DatabaseUnavailableError,
    OutcomeUnknownError,
    RowsLockedError,
)
from liftlog.resilience.breaker import Breaker, BreakerOpenError, BreakerState
from liftlog.store.database.connection_watchdog import AnsweringConnection, ServerSilentError
from liftlog.telemetry import tracing
from liftlog.telemetry.tracing import Tracer

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
# The server ends a statement by itself; so much later at the latest its answer is here.
ANSWER_MARGIN_S = 2
SILENCES_TO_BELIEVE = 2
SILENCE_COOL_DOWN_S = 1.0


class Database(Protocol):
    """Hands out transactions; what a service needs to know of its database."""

    def transaction(self, user_id: UUID | None = None) -> AbstractContextManager[Transaction]:
        """A transaction; with `user_id` one that sees this user's rows from its beginning."""
        ...


def sqlalchemy_url(url: str) -> str:
    """The same database by the driver we use, whatever the scheme was written as."""
    return f"postgresql+psycopg://{url.partition('://')[2]}"


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
        # Where lifters are spread over many machines, each is told whose rows are meant. Any other
        # PostgreSQL takes it for a name that nobody reads.
        "citus.propagate_set_commands": "local",
    }
    if read_only:
        settings["default_transaction_read_only"] = "on"
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """Connections, and requests that wait for one; `silent` while the server answers nobody."""

    kept: int
    in_use: int
    most: int
    waiting: int
    silent: bool


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
        overflow: int | None = None,
        comments: bool = False,
        tracer: Tracer = tracing.OFF,
    ) -> None:
        """`overflow` connections more may be open for a moment; None for as many as `pool_size`.

        `comments` writes the request's id behind every statement.
        """
        overflow = pool_size if overflow is None else overflow
        self._role = role
        self._read_only = read_only
        self._connections_max = pool_size + overflow + 1
        self._engine: Engine = create_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=overflow,
            pool_timeout=POOL_TIMEOUT_S,
            pool_use_lifo=True,
            # What people logged has no place in an error report.
            hide_parameters=True,
            connect_args={
                "connect_timeout": CONNECT_TIMEOUT_S,
                "tcp_user_timeout": UNANSWERED_TIMEOUT_MS,
                # A server whose machine is gone is noticed by an idle connection as well.
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 2,
                "options": _server_settings(role, statement_timeout_s, read_only=read_only),
                "application_name": role,
                # Where a transaction begins is said by `_begin`, together with whose it is.
                "autocommit": True,
            },
        )
        patience_s = statement_timeout_s + ANSWER_MARGIN_S

        def connect(_dialect: Any, _record: Any, args: Any, named: Any) -> AnsweringConnection:
            connection = AnsweringConnection.connect(*args, **named)
            connection.patience_s = patience_s
            return connection

        event.listen(self._engine, "do_connect", connect)
        event.listen(self._engine, "before_cursor_execute", _count)
        if tracer.on:
            _trace_statements(self._engine, tracer)
        if comments:
            event.listen(self._engine, "before_cursor_execute", _comment, retval=True)
        self._lock = threading.Lock()
        self._beginning = 0
        self._silence = Breaker(
            "database", failures_to_open=SILENCES_TO_BELIEVE, cool_down_s=SILENCE_COOL_DOWN_S
        )

    @contextmanager
    def transaction(self, user_id: UUID | None = None) -> Iterator[Transaction]:
        """Commit when the block ends well, roll back when it raises.

        Raises DatabaseUnavailableError, or the kind of it that says more, when PostgreSQL is why
        it could not be done.
        """
        with (
            translated_errors(),
            self._begun(user_id) as connection,
            connection.begin() as begun,
        ):
            yield connection
            if not self._read_only:
                _commit(begun)

    def _begun(self, user_id: UUID | None) -> Connection:
        """A connection within a transaction, known to be alive.

        A server that answers nobody is left alone for a moment, so that requests for what needs
        no database do not wait behind those that do.
        """
        failed: list[Exception] = []

        def connect() -> Connection | None:
            try:
                return self._connected(user_id)
            except (psycopg.Error, DBAPIError, PoolTimeoutError) as error:
                if _silent(error):
                    raise
                failed.append(error)
                return None

        with self._lock:
            self._beginning += 1
        try:
            connection = self._silence.call(connect)
        except BreakerOpenError:
            raise DatabaseUnavailableError("The database does not answer.") from None
        except psycopg.Error as error:
            raise DatabaseUnavailableError("The database does not answer.") from error
        finally:
            with self._lock:
                self._beginning -= 1
        if connection is None:
            raise failed[0]
        return connection

    def _connected(self, user_id: UUID | None) -> Connection:
        """What a transaction begins with is also what finds out a connection of before a restart:
        nothing was done on it yet, so that another one can take its place, of which there may be
        as many broken ones as the pool holds.
        """
        for _ in range(self._connections_max):
            try:
                return _begin(self._engine.connect(), self._role, user_id)
            except ServerSilentError:
                raise
            except psycopg.Error as error:
                broken = error
        raise DatabaseUnavailableError("The database can't be reached.") from broken

    def pool(self) -> PoolFigures:
        pool: Any = self._engine.pool
        in_use = pool.checkedout()
        most = self._connections_max - 1
        with self._lock:
            beginning = self._beginning
        return PoolFigures(
            kept=pool.size(),
            in_use=in_use,
            most=most,
            # Who begins while there is nothing left waits; nobody waits while there is.
            waiting=beginning if in_use >= most else 0,
            silent=self._silence.view().state is BreakerState.OPEN,
        )

    def close(self) -> None:
        self._engine.dispose()


def _count(*_what: object) -> None:
    context = request_context.current()
    if context is not None:
        context.statements += 1


def _trace_statements(engine: Engine, tracer: Tracer) -> None:
    def before(
        _connection: object,
        _cursor: object,
        statement: str,
        _values: object,
        context: Any,
        _m: bool,
    ) -> None:
        context.liftlog_span = tracer.statement(statement)

    def after(
        _connection: object, _cursor: object, _text: str, _values: object, context: Any, _m: bool
    ) -> None:
        context.liftlog_span.end()

    def failed(what: ExceptionContext) -> None:
        span = getattr(what.execution_context, "liftlog_span", None)
        if span is not None:
            span.set_attribute("error.type", type(what.original_exception).__name__)
            span.end()

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "handle_error", failed)


def _comment(
    _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
) -> tuple[str, object]:
    """As sqlcommenter has it. An id is of letters, digits and ._- alone, so it ends no comment."""
    request_id = request_context.request_id()
    if request_id is None:
        return statement, parameters
    return f"{statement} /*request_id='{request_id}'*/", parameters


def _silent(error: Exception) -> bool:
    origin = getattr(error, "orig", None) or error
    return isinstance(origin, ServerSilentError | psycopg.errors.ConnectionTimeout)


def _commit(begun: RootTransaction) -> None:
    try:
        begun.commit()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise OutcomeUnknownError(
            "The database went away while this was being saved. Look whether it is there."
        ) from error


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn what is wrong with the server into the errors that the services answer for it."""
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
        return DatabaseBusyError("All connections to the database are in use. Nothing was changed.")
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None)
    if state in _REASONS:
        kind, sentence = _REASONS[state]
        return kind(sentence)
    if any(words in str(error.orig) for words in _CROWDED):
        return _BUSY[0](_BUSY[1])
    if error.connection_invalidated or isinstance(error, OperationalError):
        return DatabaseUnavailableError("The database can't be reached.")
    return _unusable_address(error)


def _unusable_address(error: DBAPIError) -> DatabaseUnavailableError | None:
    """Without a statement no server was asked: the driver does not understand the address."""
    if isinstance(error, ProgrammingError) and error.statement is None:
        return DatabaseUnavailableError("The address of the database has an unusable option.")
    return None


_LOCKED = (RowsLockedError, "Somebody else is changing the same at this moment. Try again.")
_BUSY = (DatabaseBusyError, "The database has no connection left. Nothing was changed.")
# Who is not let in gets no SQLSTATE from the library, only words.
_CROWDED = ("too many clients", "too many connections", "connection slots")
_STARTING = (DatabaseUnavailableError, "The database is starting or stopping.")

# By SQLSTATE, Appendix A of the PostgreSQL manual; what is not here has the connection to blame.
_REASONS: Mapping[str | None, tuple[type[DatabaseUnavailableError], str]] = {
    "25006": (DatabaseUnavailableError, "The database takes no changes at the moment."),
    "40001": _LOCKED,
    "40P01": _LOCKED,
    "53100": (DatabaseFullError, "The disk of the database is full. Nothing was saved."),
    "53200": _BUSY,
    "53300": _BUSY,
    "55P03": _LOCKED,
    "57014": (DatabaseSlowError, "The database took too long to answer. Nothing was changed."),
    "57P01": _STARTING,
    "57P02": _STARTING,
    "57P03": _STARTING,
}


def _acting_for(user_id: UUID | None) -> str:
    """As a command, not by set_config(): Citus hands on to its machines only what is set so.

    An id of any other form never gets here: a UUID prints as digits, letters and hyphens.
    """
    return f"SET LOCAL liftlog.user_id = '{'' if user_id is None else UUID(str(user_id))}'"


# Citus hands on the whole message that a SET LOCAL stands in, and its machines know by this name that
# they may change what is in a shard.
_OF_CITUS = b"starts_with(current_setting('application_name'), 'citus')"


def _begin(connection: Connection, role: str, user_id: UUID | None) -> Connection:
    """BEGIN, and whose rows are meant, in one round trip; a connection that can't is thrown away.

    The request's id is set in the same breath: it stands in pg_stat_activity and, by %a, in the
    server's log beside everything that the transaction does. docs/decisions/0019.
    """
    driver: Any = connection.connection.driver_connection
    try:
        name = bytes(Escaping(driver.pgconn).escape_literal(_named(role).encode()))
        # One message for all; through a cursor, which is made for more, it costs four times as much.
        driver.pgconn.send_query(
            b"BEGIN; %b; SELECT set_config('application_name', CASE WHEN %b THEN "
            b"current_setting('application_name') ELSE %b END, true)"
            % (_acting_for(user_id).encode(), _OF_CITUS, name)
        )
        _succeeded(driver.wait(generators.execute(driver.pgconn))[-1])
    except BaseException:
        connection.invalidate()
        connection.close()
        raise
    return connection


def _named(role: str) -> str:
    request_id = request_context.request_id()
    return role if request_id is None else f"{role} {request_id}"


def _succeeded(result: PGresult) -> None:
    if result.status != ExecStatus.TUPLES_OK:
        raise error_from_result(result)


def act_for(tx: Transaction, user_id: UUID) -> None:
    """From here to the end of the transaction, row security shows this user's rows and no others."""
    tx.execute(text(_acting_for(user_id)))
