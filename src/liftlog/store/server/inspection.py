"""What a database is like, asked by its owner for `liftlog doctor`: roles, rights, row security."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from liftlog.store.backups import marks as backup_marks
from liftlog.store.backups.marks import BackupStatus
from liftlog.store.database.engine import CORE_ROLE, STATS_ROLE, Transaction

# What opens a door, or holds what somebody uploaded: nothing that a figure is made of.
STATS_NEVER = frozenset({"account", "account_email", "session", "api_token", "import_upload"})
# Without these there are no statistics.
STATS_NEEDS = frozenset({"exercise", "workout", "logged_set", "exercise_day", "exercise_record"})
_SECRET_COLUMNS = ("password_hash", "token_hash")
_MAY: dict[str, frozenset[str]] = {
    CORE_ROLE: frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"}),
    STATS_ROLE: frozenset({"SELECT"}),
}

_MIGRATED = text("SELECT to_regclass('public.alembic_version') IS NOT NULL")
_REVISION = text("SELECT version_num FROM public.alembic_version")
_NOW = text("SELECT clock_timestamp()")
_SIZE = text("SELECT pg_database_size(current_database())")
_ROLES = text(
    "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, "
    "has_schema_privilege(oid, 'public', 'CREATE') AS creates, "
    "EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'MEMBER')) "
    "AS owns FROM pg_roles r WHERE rolname = ANY(:names)"
)
_RIGHTS = text(
    "SELECT c.relname, r.rolname, p.privilege FROM pg_class c "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "CROSS JOIN pg_roles r CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', "
    "'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege) "
    "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v') AND r.rolname = ANY(:names) "
    "AND (has_table_privilege(r.oid, c.oid, p.privilege) OR (p.privilege IN "
    "('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') "
    "AND has_any_column_privilege(r.oid, c.oid, p.privilege))) ORDER BY 1, 2, 3"
)
_SECRETS_READ = text(
    "SELECT c.relname || '.' || a.attname FROM pg_class c "
    "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE n.nspname = 'public' AND a.attname = ANY(:columns) "
    "AND has_column_privilege(:role, c.oid, a.attnum, 'SELECT') ORDER BY 1"
)
_UNGUARDED = text(
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id' AND NOT a.attisdropped "
    "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> 'account_email' "
    "AND NOT c.relrowsecurity ORDER BY 1"
)
# A policy that lets by anything but one's own rows, whatever it is called.
_OPEN_POLICIES = text(
    "SELECT tablename || ': ' || policyname FROM pg_policies WHERE schemaname = 'public' "
    "AND (coalesce(qual, '(user_id = liftlog_user_id())') <> '(user_id = liftlog_user_id())' "
    "OR coalesce(with_check, '(user_id = liftlog_user_id())') <> '(user_id = liftlog_user_id())') "
    # Whoever signs in is found by their address, before anybody knows who it is.
    "AND NOT (tablename = 'account_email' AND policyname = 'core_finds' AND cmd = 'SELECT') "
    "ORDER BY 1"
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role by what it must not be. `owns`: the tables, itself or by membership."""

    name: str
    superuser: bool
    bypasses_row_security: bool
    makes_roles: bool
    makes_databases: bool
    changes_schema: bool
    owns: bool

    def too_much(self) -> Iterator[str]:
        """What it can do that no service may, in words."""
        for can, words in (
            (self.superuser, "is a superuser"),
            (self.bypasses_row_security, "goes past row security"),
            (self.makes_roles, "can make roles"),
            (self.makes_databases, "can make databases"),
            (self.changes_schema, "can change the schema"),
            (self.owns, "owns the tables"),
        ):
            if can:
                yield words


def revision(tx: Transaction) -> str | None:
    """The schema's revision; None where there is no schema."""
    if not tx.execute(_MIGRATED).scalar():
        return None
    found: str | None = tx.execute(_REVISION).scalar()
    return found


def now(tx: Transaction) -> datetime:
    """The server's clock."""
    found: datetime = tx.execute(_NOW).scalar_one()
    return found


def size_bytes(tx: Transaction) -> int:
    found: int = tx.execute(_SIZE).scalar_one()
    return found


def roles(tx: Transaction, *names: str) -> dict[str, Role]:
    rows = tx.execute(_ROLES, {"names": list(names)})
    return {row.rolname: Role(*row) for row in rows}


_CAN_LOG_IN = text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :name")


def can_log_in(tx: Transaction, role: str) -> bool:
    return bool(tx.execute(_CAN_LOG_IN, {"name": role}).scalar())


def wrong_rights(tx: Transaction) -> list[str]:
    """What a service role may do with a table and must not, or must and may not."""
    held: dict[str, dict[str, set[str]]] = {CORE_ROLE: {}, STATS_ROLE: {}}
    for table, role, privilege in tx.execute(_RIGHTS, {"names": list(held)}):
        held[role].setdefault(table, set()).add(privilege)
    said = [
        f"{role} may {', '.join(sorted(may - _MAY[role]))} on {table}"
        for role, tables in held.items()
        for table, may in tables.items()
        if may - _MAY[role]
    ]
    read = held[STATS_ROLE].keys()
    said += [f"{STATS_ROLE} can read {table}" for table in sorted(STATS_NEVER & read)]
    said += [f"{STATS_ROLE} can't read {table}" for table in sorted(STATS_NEEDS - read)]
    secrets = tx.execute(_SECRETS_READ, {"columns": list(_SECRET_COLUMNS), "role": STATS_ROLE})
    return said + [f"{STATS_ROLE} can read {column}" for column in secrets.scalars()]


def without_row_security(tx: Transaction) -> list[str]:
    """Tables of lifters' rows on which row security is off."""
    return list(tx.execute(_UNGUARDED).scalars())


def open_policies(tx: Transaction) -> list[str]:
    """Policies that show other rows than one's own."""
    return list(tx.execute(_OPEN_POLICIES).scalars())


def backup_status(tx: Transaction) -> BackupStatus:
    return backup_marks.read(tx)
