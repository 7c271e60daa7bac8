"""What an edit made of a workout, so that an undo knows what came later; deleted measurements whole."""

from alembic import op

revision = "20261201_1300"
down_revision = "20261128_1600"

KINDS = "ALTER TABLE tombstone ADD CONSTRAINT tombstone_kind_check CHECK (kind IN ({}))"


def upgrade() -> None:
    op.execute("ALTER TABLE workout_revision ADD COLUMN result jsonb")
    op.execute("ALTER TABLE tombstone DROP CONSTRAINT tombstone_kind_check")
    op.execute(KINDS.format("'workout', 'exercise', 'entry', 'set', 'measurement'"))


def downgrade() -> None:
    op.execute("DELETE FROM tombstone WHERE kind = 'measurement'")
    op.execute("ALTER TABLE tombstone DROP CONSTRAINT tombstone_kind_check")
    op.execute(KINDS.format("'workout', 'exercise', 'entry', 'set'"))
    op.execute("ALTER TABLE workout_revision DROP COLUMN result")
