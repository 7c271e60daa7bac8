"""Whether a database can be served from: reachable, and at the schema this code needs."""

from dataclasses import dataclass

from sqlalchemy import text

from liftlog.errors import DatabaseUnavailableError
from liftlog.store.engine import Database, Transaction

# The newest migration. It stands here so that a service need not load Alembic to know it;
# tests/store/test_migrations.py holds it against the migrations.
SCHEMA_REVISION = "20261128_1100"


@dataclass(frozen=True, slots=True)
class Readiness:
    database: str
    schema: str

    @property
    def ready(self) -> bool:
        return self.database == "ok" and self.schema == "ok"

    def as_json(self) -> dict[str, str]:
        status = "ok" if self.ready else "unavailable"
        return {"status": status, "database": self.database, "schema": self.schema}


def readiness(database: Database) -> Readiness:
    try:
        with database.transaction() as tx:
            revision = _revision(tx)
    except DatabaseUnavailableError as error:
        return Readiness(database=error.message, schema="unknown")
    if revision == SCHEMA_REVISION:
        return Readiness(database="ok", schema="ok")
    schema = f"at {revision}, but this LiftLog needs {SCHEMA_REVISION}"
    return Readiness(database="ok", schema=schema)


_MIGRATED = text("SELECT to_regclass('alembic_version') IS NOT NULL")
_REVISION = text("SELECT version_num FROM alembic_version")


def _revision(tx: Transaction) -> str | None:
    """The revision the database is at; None before the first migration."""
    if not tx.execute(_MIGRATED).scalar():
        return None
    revision: str | None = tx.execute(_REVISION).scalar()
    return revision
