"""What a routine has at least and at most, and the workout that runs found without reading all."""

from alembic import op

revision = "20261128_1000"
down_revision = "20261124_1100"


def upgrade() -> None:
    # Devices could write nothing else before, so there is nothing to mend. A check that comes to
    # null would let anything in.
    op.execute(
        "ALTER TABLE routine ADD CONSTRAINT routine_content_check CHECK ("
        "COALESCE(char_length(content ->> 'name') BETWEEN 1 AND 120 "
        "AND CASE jsonb_typeof(content -> 'exercises') WHEN 'array' "
        "THEN jsonb_array_length(content -> 'exercises') <= 100 END, false) "
        "AND char_length(content ->> 'note') <= 2000)"
    )
    op.execute("CREATE INDEX workout_running_idx ON workout (user_id, started_at) WHERE running")


def downgrade() -> None:
    op.execute("DROP INDEX workout_running_idx")
    op.execute("ALTER TABLE routine DROP CONSTRAINT routine_content_check")
