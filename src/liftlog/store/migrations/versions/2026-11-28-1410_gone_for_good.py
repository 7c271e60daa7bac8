"""Devices are told of workouts and exercises that are gone for good, too."""

from alembic import op

revision = "20261128_1410"
down_revision = "20261128_1400"

KINDS = "ALTER TABLE tombstone ADD CONSTRAINT tombstone_kind_check CHECK (kind IN ({}))"


def upgrade() -> None:
    op.execute("ALTER TABLE tombstone DROP CONSTRAINT tombstone_kind_check")
    op.execute(KINDS.format("'workout', 'exercise', 'entry', 'set'"))
    op.execute("ALTER TABLE tombstone ADD COLUMN rev bigint")
    op.execute("CREATE INDEX tombstone_rev_idx ON tombstone (user_id, rev) WHERE rev IS NOT NULL")


def downgrade() -> None:
    op.execute("DELETE FROM tombstone WHERE rev IS NOT NULL")
    op.execute("DROP INDEX tombstone_rev_idx")
    op.execute("ALTER TABLE tombstone DROP COLUMN rev")
    op.execute("ALTER TABLE tombstone DROP CONSTRAINT tombstone_kind_check")
    op.execute(KINDS.format("'entry', 'set'"))
