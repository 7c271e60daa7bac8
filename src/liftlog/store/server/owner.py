"""One connection for work on a whole database: backups, restores and checks, as its owner."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from liftlog.kit.errors import DatabaseUnavailableError, LiftLogError
from liftlog.store.database.engine import CONNECT_TIMEOUT_S, sqlalchemy_url, translated_errors

# Nothing is cut off in the middle because it takes long, and rows read the same on every server.
# Hashing joins is right here for the reason that stands in `store/engine`.
_OPTIONS: Mapping[str, str] = {
    "statement_timeout": "0",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "0",
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "enable_nestloop": "off",
}


class DatabaseRefusedError(LiftLogError):
    """The server does not let us do it; the message has the remedy."""

    status = 500
    code = "database_refused"


_INSUFFICIENT_PRIVILEGE = "42501"


@contextmanager
def as_owner(url: str, *, autocommit: bool = False) -> Iterator[Connection]:
    """Connect for as long as the block lasts; what it did not commit is rolled back.

    Raises DatabaseUnavailableError, with what the server said, when it can't be reached, and
    DatabaseRefusedError when the role may not do what the block does.
    """
    options = " ".join(f"-c {name}={value}" for name, value in _OPTIONS.items())
    engine = create_engine(
        sqlalchemy_url(url),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "options": options},
    )
    with translated_errors(), _refusals(url):
        try:
            connection = engine.connect()
        except OperationalError as error:
            raise DatabaseUnavailableError(
                f"The database can't be reached: {_reason(error)}."
            ) from error
        with connection:
            if autocommit:
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection


@contextmanager
def _refusals(url: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _INSUFFICIENT_PRIVILEGE:
            raise
        raise DatabaseRefusedError(
            f"The role {role_name(url)} may not do that: {_reason(error)}. "
            "MIGRATION_DATABASE_URL has to be of the owner of the tables."
        ) from error


def said_by_server(error: SQLAlchemyError) -> str:
    """Return the server's own words, without the statement."""
    return _reason(error)


def with_database(url: str, name: str) -> str:
    """The same server and role, another database."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def database_name(url: str) -> str:
    """The database that the URL leads to, by the driver's own rules."""
    found = connection_words(url)
    return found.get("dbname") or found.get("user") or ""


def role_name(url: str) -> str:
    return connection_words(url).get("user", "")


def connection_words(url: str) -> dict[str, str]:
    """The URL as the words that PostgreSQL's own programs understand."""
    scheme, rest = url.split("://", 1)
    try:
        words = conninfo_to_dict(f"{scheme.partition('+')[0]}://{rest}")
    except psycopg.ProgrammingError as error:
        # What the driver says of it may hold the password.
        raise DatabaseUnavailableError(
            "The address of the database can't be read: write % as %25, and only options of libpq."
        ) from error
    return {name: str(value) for name, value in words.items()}


def server_major(connection: Connection) -> int:
    number: int = connection.execute(
        text("SELECT current_setting('server_version_num')::integer")
    ).scalar_one()
    return number // 10_000


def _reason(error: SQLAlchemyError) -> str:
    said = str(getattr(error, "orig", None) or error).strip().splitlines() or [""]
    for mark in ("FATAL:", "ERROR:", "failed:"):
        for line in said:
            if mark in line:
                return line.split(mark, 1)[1].strip().rstrip(".")
    return said[0].rstrip(".")
