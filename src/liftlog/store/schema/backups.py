"""What the last backups came to, told by who makes them to who serves."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Table, Text

from liftlog.store.schema.base import metadata

# One row a kind, of the newest backup that was made, was proven, or failed its proof.
backup_mark = Table(
    "backup_mark",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("took_ms", BigInteger, nullable=False),
    CheckConstraint("kind IN ('made', 'proven', 'failed')", name="kind"),
)
