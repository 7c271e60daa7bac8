"""Kept figures by rules of before are made anew when migrating is done; inches are kept to a hundredth.

The best estimate of a day is no longer one of low confidence where the day has a better one, and a try
that failed is no set that counts.
"""

from alembic import op

revision = "20261128_1500"
down_revision = "20261128_1410"


def upgrade() -> None:
    # True for the rows that are there, false for those that come: no row is written.
    op.execute("ALTER TABLE lifter_version ADD COLUMN figures_due boolean NOT NULL DEFAULT true")
    op.execute("ALTER TABLE lifter_version ALTER COLUMN figures_due SET DEFAULT false")
    # Beside `length_mm`, which the version of before goes on reading and writing.
    op.execute("ALTER TABLE body_measurement ADD COLUMN length_um integer")


def downgrade() -> None:
    op.execute("ALTER TABLE body_measurement DROP COLUMN length_um")
    op.execute("ALTER TABLE lifter_version DROP COLUMN figures_due")
