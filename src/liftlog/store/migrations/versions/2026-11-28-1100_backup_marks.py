"""When the last backup was made and proven, where the services can read it."""

from alembic import op

revision = "20261128_1100"
down_revision = "20261128_1030"

TABLE = """
CREATE TABLE backup_mark (
    kind text NOT NULL CONSTRAINT backup_mark_pkey PRIMARY KEY,
    name text NOT NULL,
    at timestamptz NOT NULL,
    size_bytes bigint NOT NULL,
    took_ms bigint NOT NULL,
    CONSTRAINT backup_mark_kind_check CHECK (kind IN ('made', 'proven', 'failed'))
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    # Who makes backups writes it as the owner. It is nobody's own, so there are no policies.
    op.execute("GRANT SELECT ON backup_mark TO liftlog_core")


def downgrade() -> None:
    op.execute("DROP TABLE backup_mark")
