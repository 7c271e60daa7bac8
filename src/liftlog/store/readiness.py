"""Whether a database can be served from: reachable, and at the schema this code needs."""

from dataclasses import dataclass

from liftlog.errors import DatabaseUnavailableError
from liftlog.store.engine import Database
from liftlog.store.migrate import newest_revision, revision_of


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
            revision = revision_of(tx)
    except DatabaseUnavailableError as error:
        return Readiness(database=error.message, schema="unknown")
    needed = newest_revision()
    if revision == needed:
        return Readiness(database="ok", schema="ok")
    return Readiness(database="ok", schema=f"at {revision}, but this LiftLog needs {needed}")
