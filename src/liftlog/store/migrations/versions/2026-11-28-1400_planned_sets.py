"""Which planned set a set was made from, so that two devices do not take a plan twice."""

from alembic import op

revision = "20261128_1400"
down_revision = "20261128_1230"


def upgrade() -> None:
    op.execute("ALTER TABLE logged_set ADD COLUMN plan_id uuid")


def downgrade() -> None:
    op.execute("ALTER TABLE logged_set DROP COLUMN plan_id")
