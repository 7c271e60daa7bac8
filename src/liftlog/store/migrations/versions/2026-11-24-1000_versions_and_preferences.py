"""A version per lifter that grows with every change, and what statistics are told about them."""

from alembic import op

from liftlog.store.server.row_security import own_rows

revision = "20261124_1000"
down_revision = "20261122_2130"

TABLES = """
CREATE TABLE lifter_version (
    user_id uuid NOT NULL CONSTRAINT lifter_version_pkey PRIMARY KEY
        CONSTRAINT lifter_version_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    rev bigint NOT NULL
);

CREATE TABLE preference (
    user_id uuid NOT NULL CONSTRAINT preference_pkey PRIMARY KEY
        CONSTRAINT preference_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    goal_days smallint NOT NULL DEFAULT 3
        CONSTRAINT preference_goal_days_check CHECK (goal_days BETWEEN 1 AND 7),
    secondary_share numeric(3, 2) NOT NULL DEFAULT 0.5
        CONSTRAINT preference_secondary_share_check CHECK (secondary_share BETWEEN 0 AND 1),
    score_class text
        CONSTRAINT preference_score_class_check CHECK (score_class IN ('men', 'women')),
    rev bigint NOT NULL DEFAULT 0
);

ALTER TABLE workout ADD COLUMN rev bigint NOT NULL DEFAULT 0;
ALTER TABLE exercise ADD COLUMN rev bigint NOT NULL DEFAULT 0;
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for table in ("lifter_version", "preference"):
        for statement in own_rows(table, stats_reads=True):
            op.execute(statement)


def downgrade() -> None:
    op.execute("ALTER TABLE exercise DROP COLUMN rev")
    op.execute("ALTER TABLE workout DROP COLUMN rev")
    op.execute("DROP TABLE preference, lifter_version")
