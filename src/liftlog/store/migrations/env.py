"""How Alembic runs our migrations: in one transaction, and each says which code it serves."""

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import text

from liftlog.store.schema import metadata

connection = context.config.attributes["connection"]

# Before the migration that makes the table there is nothing to write to.
_SAYS_WHOM_IT_SERVES = text("SELECT to_regclass('served_revision') IS NOT NULL")
_SERVES = text("INSERT INTO served_revision (revision) VALUES (:revision) ON CONFLICT DO NOTHING")
_SERVES_NO_LONGER = text("DELETE FROM served_revision WHERE revision = :revision")


def _say_whom_it_serves(
    ctx: MigrationContext,
    step: MigrationInfo,
    heads: Collection[Any],  # noqa: ARG001 The signature is Alembic's.
    run_args: Mapping[str, Any],  # noqa: ARG001
) -> None:
    """The code of this migration runs on its schema, and on later ones until one says otherwise."""
    tx = ctx.connection
    if tx is None or not tx.execute(_SAYS_WHOM_IT_SERVES).scalar():
        return
    statement = _SERVES if step.is_upgrade else _SERVES_NO_LONGER
    tx.execute(statement, {"revision": step.up_revision_id})


context.configure(
    connection=connection,
    target_metadata=metadata,
    compare_type=True,
    include_object=lambda _object, name, type_, _reflected, _compare_to: (
        not (type_ == "table" and name == "alembic_version")
    ),
    on_version_apply=_say_whom_it_serves,
)
with context.begin_transaction():
    context.run_migrations()
