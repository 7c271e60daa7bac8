"""The database says which LiftLogs its schema serves."""

from alembic import op

revision = "20261128_1030"
down_revision = "20261128_1000"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE served_revision "
        "(revision text NOT NULL CONSTRAINT served_revision_pkey PRIMARY KEY)"
    )
    op.execute("GRANT SELECT ON served_revision TO liftlog_core, liftlog_stats")


def downgrade() -> None:
    op.execute("DROP TABLE served_revision")
