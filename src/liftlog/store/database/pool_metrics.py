"""What the store shows of itself whenever somebody looks at a service's figures."""

from collections.abc import Iterator

from liftlog.store.database.engine import Database, PostgresDatabase
from liftlog.store.database.schema_revision import SCHEMA_REVISION
from liftlog.telemetry.metrics import Sample


def build_info(version: str) -> Iterator[Sample]:
    yield "liftlog_build_info", 1, (version, SCHEMA_REVISION)


def pool_figures(database: Database) -> Iterator[Sample]:
    """Nothing for a database of the tests, which has no pool."""
    if not isinstance(database, PostgresDatabase):
        return
    pool = database.pool()
    yield "liftlog_pool_size", pool.kept, ()
    yield "liftlog_pool_in_use", pool.in_use, ()
    yield "liftlog_pool_max", pool.most, ()
    yield "liftlog_pool_waiting", pool.waiting, ()
    yield "liftlog_database_silent", float(pool.silent), ()
