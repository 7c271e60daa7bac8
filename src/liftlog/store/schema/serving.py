"""Which LiftLogs a schema serves: old replicas go on while new ones take their place."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text

from liftlog.store.schema.base import metadata

# A migration adds its own revision (`migrations/env` sees to it). One that takes something away
# removes the revisions whose code would miss it.
served_revision = Table(
    "served_revision",
    metadata,
    Column("revision", Text, nullable=False),
    PrimaryKeyConstraint("revision"),
)
