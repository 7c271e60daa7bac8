"""Whole databases of a server: made, listed, put in another one's place, dropped."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from psycopg import sql
from sqlalchemy import TextClause, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from liftlog.store.database.engine import CORE_ROLE, STATS_ROLE
from liftlog.store.server.owner import (
    DatabaseRefusedError,
    as_owner,
    database_name,
    said_by_server,
    server_major,
    with_database,
)

SESSIONS_GONE_S = 10
# Any number will do as long as every LiftLog asks for the same one.
BACKUP_LOCK_ID = 7_104_265_591


@contextmanager
def one_at_a_time(owner_url: str) -> Iterator[None]:
    """Hold what only one backup or restore of a database holds. Raises DatabaseRefusedError."""
    with as_owner(owner_url, autocommit=True) as connection:
        connection.execute(text("SET idle_session_timeout = 0"))
        held = connection.execute(
            text("SELECT pg_try_advisory_lock(:id)"), {"id": BACKUP_LOCK_ID}
        ).scalar()
        if not held:
            raise DatabaseRefusedError(
                "Another backup or restore of this database is running: try again when it is done."
            )
        yield


def identity(owner_url: str) -> str:
    """Return eight characters that stand for this very database among all of all servers."""
    with as_owner(owner_url) as connection:
        found: str = connection.execute(
            text(
                "SELECT left(encode(sha256(convert_to(s.system_identifier::text || ' ' || d.oid, "
                "'UTF8')), 'hex'), 8) FROM pg_control_system() s, pg_database d "
                "WHERE d.datname = current_database()"
            )
        ).scalar_one()
        return found


def may_make_databases(url: str) -> bool:
    with as_owner(url) as connection:
        return bool(
            connection.execute(
                text("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            ).scalar()
        )


def make(admin_url: str, name: str, *, owner: str, like: str | None = None) -> None:
    """Make an empty database that nobody but its owner may enter.

    `like` names a database of the server whose encoding and locale it gets.
    """
    with as_owner(admin_url, autocommit=True) as connection, _refusals(f"make the database {name}"):
        locale = _locale_of(connection, like) if like else sql.SQL("ENCODING 'UTF8'")
        _run(
            connection,
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 {}").format(
                sql.Identifier(name), sql.Identifier(owner), locale
            ),
        )
        _run(
            connection,
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)),
        )


def drop(admin_url: str, name: str) -> None:
    with as_owner(admin_url, autocommit=True) as connection, _refusals(f"drop the database {name}"):
        _run(
            connection,
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)),
        )


def named(admin_url: str, prefix: str) -> list[str]:
    """The databases whose names begin so."""
    with as_owner(admin_url) as connection:
        return list(
            connection.execute(
                text(
                    "SELECT datname FROM pg_database WHERE starts_with(datname, :prefix) "
                    "ORDER BY datname"
                ),
                {"prefix": prefix},
            ).scalars()
        )


def major(url: str) -> int:
    """The major version of the server."""
    with as_owner(url) as connection:
        return server_major(connection)


def analyze(url: str) -> None:
    """Have the planner know what was just put in."""
    with as_owner(url, autocommit=True) as connection:
        connection.execute(text("ANALYZE"))


def size_bytes(url: str) -> int:
    with as_owner(url) as connection:
        found: int = connection.execute(
            text("SELECT pg_database_size(current_database())")
        ).scalar_one()
        return found


def is_empty(url: str) -> bool:
    """Whether nobody has made anything in it yet."""
    with as_owner(url) as connection:
        return not connection.execute(
            text(
                "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = "
                "c.relnamespace WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' "
                "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid "
                "AND d.deptype = 'e'))"
            )
        ).scalar()


def is_of_a_cluster(url: str) -> bool:
    """Whether Citus spreads it, or is there to."""
    with as_owner(url) as connection:
        return bool(
            connection.execute(text("SELECT to_regclass('pg_dist_partition') IS NOT NULL")).scalar()
        )


def have_service_roles(url: str) -> None:
    """Make the roles that rights are given to where they are missing, without a login."""
    with as_owner(url, autocommit=True) as connection, _refusals("make the roles of the services"):
        found = set(
            connection.execute(
                text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:names)"),
                {"names": [CORE_ROLE, STATS_ROLE]},
            ).scalars()
        )
        for role in {CORE_ROLE, STATS_ROLE} - found:
            _run(connection, sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
            _run(connection, sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def put_in_place(
    admin_url: str,
    incoming: str,
    place: str,
    *,
    monotonic: Callable[[], float] = time.monotonic,
) -> None:
    """Give one database the name and the doors of another, and drop the other.

    Whoever is connected is disconnected. Both names change in one transaction, so that there is
    one under the name at any time.
    """
    old = f"{place}_replaced"
    with as_owner(admin_url, autocommit=True) as connection, _refusals(f"replace {place}"):
        _run(
            connection,
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)),
        )
        _same_doors(connection, place, incoming)
        _allow_connections(connection, place, allow=False)
        try:
            _end_sessions(connection, place, incoming, monotonic)
            connection.execute(text("BEGIN"))
            for before, after in ((place, old), (incoming, place)):
                _run(
                    connection,
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(before), sql.Identifier(after)
                    ),
                )
            connection.execute(text("COMMIT"))
        except BaseException:
            connection.execute(text("ROLLBACK"))
            _allow_connections(connection, place, allow=True)
            raise
        _run(connection, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))


def maintenance_url(url: str) -> str:
    """The same server by a database that is always there."""
    return with_database(url, "template1" if database_name(url) == "postgres" else "postgres")


def _allow_connections(connection: Connection, name: str, *, allow: bool) -> None:
    _run(
        connection,
        sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(
            sql.Identifier(name), sql.SQL("true" if allow else "false")
        ),
    )


def _end_sessions(
    connection: Connection, place: str, incoming: str, monotonic: Callable[[], float]
) -> None:
    give_up = monotonic() + SESSIONS_GONE_S
    # Workers of autovacuum, who are nobody, make way by themselves.
    ending = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname IN (:place, :incoming) AND usesysid IS NOT NULL"
    )
    while _ended(connection, ending, place, incoming):
        if monotonic() >= give_up:
            raise DatabaseRefusedError(
                f"Sessions on {place} do not end: stop the services and try again. "
                "Nothing was changed."
            )
        time.sleep(0.05)


def _ended(connection: Connection, ending: TextClause, place: str, incoming: str) -> int:
    """How many sessions there were to end."""
    try:
        found: int = connection.execute(ending, {"place": place, "incoming": incoming}).scalar_one()
    except DBAPIError as error:
        raise DatabaseRefusedError(
            f"There are sessions on {place} that we may not end ({said_by_server(error)}): stop "
            "the services, or have a superuser GRANT pg_signal_backend to the owner, and try "
            "again. Nothing was changed."
        ) from error
    return found


def _same_doors(connection: Connection, source: str, target: str) -> None:
    """Give who may enter one database the same right to another."""
    granted = text(
        "SELECT coalesce(r.rolname, 'PUBLIC') AS role, a.privilege_type AS may FROM pg_database d, "
        "aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a "
        "LEFT JOIN pg_roles r ON r.oid = a.grantee "
        "WHERE d.datname = :source AND a.grantee <> d.datdba"
    )
    for row in connection.execute(granted, {"source": source}).all():
        role = sql.SQL("PUBLIC") if row.role == "PUBLIC" else sql.Identifier(row.role)
        _run(
            connection,
            sql.SQL("GRANT {} ON DATABASE {} TO {}").format(
                sql.SQL(row.may), sql.Identifier(target), role
            ),
        )


_LOCALE = text(
    "SELECT to_jsonb(d) AS it, pg_encoding_to_char(encoding) AS encoding FROM pg_database d "
    "WHERE datname = :name"
)
_PROVIDERS = {"i": ("icu", "ICU_LOCALE"), "b": ("builtin", "BUILTIN_LOCALE")}


def _locale_of(connection: Connection, name: str) -> sql.Composable:
    row = connection.execute(_LOCALE, {"name": name}).one()
    words = {
        "ENCODING": row.encoding,
        "LC_COLLATE": row.it["datcollate"],
        "LC_CTYPE": row.it["datctype"],
    }
    if row.it["datlocprovider"] in _PROVIDERS:
        provider, locale = _PROVIDERS[row.it["datlocprovider"]]
        words["LOCALE_PROVIDER"] = provider
        words[locale] = row.it.get("datlocale") or row.it.get("daticulocale")
    return sql.SQL(" ").join(
        sql.SQL("{} {}").format(sql.SQL(word), sql.Literal(value)) for word, value in words.items()
    )


def _run(connection: Connection, statement: sql.Composable) -> None:
    # Names can't be parameters; psycopg quotes them.
    connection.exec_driver_sql(statement.as_string(None).replace("%", "%%"))


@contextmanager
def _refusals(what: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise DatabaseRefusedError(
            f"The server does not let us {what}: {said_by_server(error)}."
        ) from error
