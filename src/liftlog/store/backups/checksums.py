"""What is in a database, counted so that two of them can be held against each other.

Every table by its rows and a hash over all that they hold, training by lifter to the last digit,
and the rights by table. The same data gives the same checksums on any version of PostgreSQL.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from liftlog.store.server.owner import as_owner, server_major

_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class TableChecksum:
    """`digest` does not depend on the order of rows."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class TableTotals:
    """Over everybody. `volume_kg` is weight times reps of all sets, as text to the last digit.

    `by_lifter` is a SHA-256 over the same figures of each lifter.
    """

    lifters: int = 0
    workouts: int = 0
    sets: int = 0
    reps: int = 0
    volume_kg: str = "0"
    by_lifter: str = ""


@dataclass(frozen=True, slots=True)
class Checksums:
    """`rights` has, by table, its row security, policies and what the service roles may do."""

    revision: str | None
    tables: Mapping[str, TableChecksum]
    totals: TableTotals
    rights: Mapping[str, str]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Checksums":
        return cls(
            revision=found["revision"],
            tables={name: TableChecksum(**table) for name, table in found["tables"].items()},
            totals=TableTotals(**found["totals"]),
            rights=dict(found["rights"]),
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment of a database that other connections can look at as well, by its name."""

    name: str
    at: datetime
    server_major: int
    checksums: Checksums


@contextmanager
def snapshot(owner_url: str) -> Iterator[Snapshot]:
    """Hold on to this moment of the database for as long as the block lasts."""
    with as_owner(owner_url) as connection:
        tx = connection.execution_options(isolation_level="REPEATABLE READ")
        tx.execute(text("SET TRANSACTION READ ONLY"))
        row = tx.execute(text("SELECT pg_export_snapshot() AS name, now() AS at")).one()
        yield Snapshot(row.name, row.at, server_major(tx), take(tx))


def of_database(owner_url: str) -> Checksums:
    with as_owner(owner_url) as connection:
        return take(connection)


_TABLES = text(
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname"
)
# Where a policy would hide rows from whoever counts them, counting fails.
_HIDE_NOTHING = text("SET LOCAL row_security = off")
_REVISION = text("SELECT version_num FROM alembic_version")
_TABLE = (
    "SELECT count(*) AS rows, coalesce(sum(('x' || left(encode(sha256(convert_to("
    "t::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint), 0) AS digest FROM {table} t"
)
_TOTALS = text(
    """
    WITH trained AS (
        SELECT user_id, count(*) AS sets, coalesce(sum(reps), 0) AS reps,
            trim_scale(coalesce(sum(weight_kg * reps), 0)) AS volume_kg
        FROM logged_set GROUP BY user_id
    )
    SELECT
        (SELECT count(*) FROM account) AS lifters,
        (SELECT count(*) FROM workout) AS workouts,
        coalesce(sum(sets), 0)::bigint AS sets,
        coalesce(sum(reps), 0)::bigint AS reps,
        trim_scale(coalesce(sum(volume_kg), 0))::text AS volume_kg,
        encode(sha256(convert_to(coalesce(string_agg(
            concat_ws(' ', user_id, sets, reps, volume_kg), E'\\n' ORDER BY user_id), ''), 'UTF8')),
            'hex') AS by_lifter
    FROM trained
    """
)
_RIGHTS = text(
    """
    SELECT c.relname AS table,
        CASE WHEN c.relrowsecurity THEN 'row security' ELSE 'no row security' END
        || coalesce((SELECT '; ' || string_agg(concat_ws(' ', p.policyname, p.cmd, p.roles::text,
            p.qual, p.with_check), ', ' ORDER BY p.policyname COLLATE "C")
            FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname), '')
        || coalesce((SELECT '; ' || string_agg(concat_ws(' ', g.role, g.may), ', '
            ORDER BY g.role COLLATE "C") FROM (
                SELECT r.rolname AS role, string_agg(a.privilege_type, ' '
                    ORDER BY a.privilege_type COLLATE "C") AS may
                FROM aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
                WHERE r.rolname IN ('liftlog_core', 'liftlog_stats') GROUP BY r.rolname) g), '')
        AS rights
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v')
    """
)


def take(tx: Connection) -> Checksums:
    """Count everything, within the caller's transaction."""
    tx.execute(_HIDE_NOTHING)
    tables = {str(name): _count(tx, str(name)) for name in tx.execute(_TABLES).scalars()}
    return Checksums(
        revision=tx.execute(_REVISION).scalar() if "alembic_version" in tables else None,
        tables=tables,
        totals=_totals(tx) if "logged_set" in tables else TableTotals(),
        rights={row.table: row.rights for row in tx.execute(_RIGHTS)},
    )


def _count(tx: Connection, table: str) -> TableChecksum:
    quoted = table if _NAME.fullmatch(table) else '"{}"'.format(table.replace('"', '""'))
    row = tx.execute(text(_TABLE.format(table=f"public.{quoted}").replace(":", r"\:"))).one()
    return TableChecksum(row.rows, str(row.digest))


def _totals(tx: Connection) -> TableTotals:
    return TableTotals(**tx.execute(_TOTALS).one()._mapping)  # noqa: SLF001 Its public name for a row as a mapping.


def differences(expected: Checksums, found: Checksums) -> list[str]:
    """Say in a sentence each what of `found` is not as expected; nothing when all is equal."""
    said = []
    if expected.revision != found.revision:
        said.append(f"The schema is at {found.revision}, not {expected.revision}.")
    for name in sorted(expected.tables.keys() | found.tables.keys()):
        said += _table_difference(name, expected.tables.get(name), found.tables.get(name))
    before, after = asdict(expected.totals), asdict(found.totals)
    said += [
        f"In total: {name} is {after[name]}, not {before[name]}."
        for name in before
        if before[name] != after[name]
    ]
    said += [
        f"{name}: the rights differ: {found.rights.get(name)!r}, not {expected.rights.get(name)!r}."
        for name in sorted(expected.rights.keys() | found.rights.keys())
        if expected.rights.get(name) != found.rights.get(name)
    ]
    return said


def _table_difference(
    name: str, expected: TableChecksum | None, found: TableChecksum | None
) -> list[str]:
    if expected == found:
        return []
    if found is None:
        return [f"{name}: the table is missing."]
    if expected is None:
        return [f"{name}: the table should not be there."]
    if expected.rows != found.rows:
        return [f"{name}: {found.rows} rows, not {expected.rows}."]
    return [f"{name}: as many rows, but not the same ones."]
