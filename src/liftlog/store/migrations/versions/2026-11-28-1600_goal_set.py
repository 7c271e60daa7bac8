"""Whether the goal of training days was set by the lifter, or is what the column begins with."""

from alembic import op

revision = "20261128_1600"
down_revision = "20261128_1510"


def upgrade() -> None:
    op.execute("ALTER TABLE preference ADD COLUMN goal_set boolean NOT NULL DEFAULT false")
    # A row was made by the form of the goal, unless all that it says is how to log.
    op.execute(
        "UPDATE preference SET goal_set = true WHERE NOT (goal_days = 3 AND secondary_share = 0.5 "
        "AND score_class IS NULL AND logging <> '{}')"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE preference DROP COLUMN goal_set")
