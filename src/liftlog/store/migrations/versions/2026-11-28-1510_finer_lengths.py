"""Inches are kept to a hundredth, which is no whole number of millimetres."""

from alembic import op

revision = "20261128_1510"
down_revision = "20261128_1500"


def upgrade() -> None:
    # Beside `length_mm`, which the version of before goes on reading and writing.
    op.execute("ALTER TABLE body_measurement ADD COLUMN length_um integer")


def downgrade() -> None:
    op.execute("ALTER TABLE body_measurement DROP COLUMN length_um")
