"""Whether a database can be served from: reachable, and at the schema this code needs."""

from dataclasses import dataclass, replace

from sqlalchemy import text

from liftlog.kit.errors import DatabaseUnavailableError
from liftlog.store.database.engine import Database, Transaction
from liftlog.store.database.schema_revision import SCHEMA_REVISION

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Readiness:
    """`has_served` is whether this process was ready before: see ReadinessMemory."""

    database: str
    schema: str
    has_served: bool = False

    @property
    def well(self) -> bool:
        return self.database == "ok" and self.schema == "ok"

    @property
    def ready(self) -> bool:
        return self.well or (self.has_served and self.schema == UNKNOWN)

    def as_json(self) -> dict[str, str]:
        status = "ok" if self.well else "degraded" if self.ready else "unavailable"
        return {"status": status, "database": self.database, "schema": self.schema}


class ReadinessMemory:
    """Readiness of a process, which a database that is away ends no more once it has served.

    All replicas share the database: none could take over, and without one the answer would be a
    refused connection in place of a 503 with its reason.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._has_served = False

    def __call__(self) -> Readiness:
        found = readiness(self._database)
        self._has_served = self._has_served or found.well
        return replace(found, has_served=self._has_served)


def readiness(database: Database) -> Readiness:
    try:
        with database.transaction() as tx:
            schema = _schema(tx)
    except DatabaseUnavailableError as error:
        return Readiness(database=error.message, schema=UNKNOWN)
    return Readiness(database="ok", schema=schema)


_MIGRATED = text(
    "SELECT to_regclass('alembic_version') IS NOT NULL AS at_all, "
    "to_regclass('served_revision') IS NOT NULL AS says_whom"
)
_REVISION = text("SELECT version_num FROM alembic_version")
# A newer schema serves older code too, as long as nothing was taken away that it needs.
_SERVED = text(
    "SELECT version_num AS revision, "
    "EXISTS (SELECT FROM served_revision WHERE revision = :needed) AS serves FROM alembic_version"
)


def _schema(tx: Transaction) -> str:
    """`ok`, or what is wrong with the schema."""
    migrated = tx.execute(_MIGRATED).one()
    if not migrated.at_all:
        return _wrong(None)
    if not migrated.says_whom:
        return _wrong(tx.execute(_REVISION).scalar())
    found = tx.execute(_SERVED, {"needed": SCHEMA_REVISION}).one_or_none()
    if found is None:
        return _wrong(None)
    return "ok" if found.serves else _wrong(found.revision)


def _wrong(revision: str | None) -> str:
    return f"at {revision}, but this LiftLog needs {SCHEMA_REVISION}"
