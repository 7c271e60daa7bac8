"""How Alembic runs our migrations: one transaction, bounded locks, one migrator at a time."""

from alembic import context
from sqlalchemy import text

from liftlog.store.schema import metadata

# Any number will do as long as every LiftLog asks for the same one.
MIGRATION_LOCK_ID = 7_104_265_590

connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=metadata,
    compare_type=True,
    include_object=lambda _object, name, type_, _reflected, _compare_to: (
        not (type_ == "table" and name == "alembic_version")
    ),
)
with context.begin_transaction():
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": MIGRATION_LOCK_ID})
    context.run_migrations()
