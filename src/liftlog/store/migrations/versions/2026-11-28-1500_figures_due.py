"""Whose kept figures are made anew when migrating is done: everybody's, since the rules changed.

The best estimate of a day is no longer one of low confidence where the day has a better one.
"""

from alembic import op

revision = "20261128_1500"
down_revision = "20261128_1410"


def upgrade() -> None:
    # True for the rows that are there, false for those that come: no row is written.
    op.execute("ALTER TABLE lifter_version ADD COLUMN figures_due boolean NOT NULL DEFAULT true")
    op.execute("ALTER TABLE lifter_version ALTER COLUMN figures_due SET DEFAULT false")


def downgrade() -> None:
    op.execute("ALTER TABLE lifter_version DROP COLUMN figures_due")
