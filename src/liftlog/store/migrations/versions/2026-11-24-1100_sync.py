"""What devices that were away need: running workouts, when each field was written, what is gone."""

from alembic import op

from liftlog.store.server.row_security import own_rows

revision = "20261124_1100"
down_revision = "20261124_1030"

TABLES = """
ALTER TABLE workout
    ADD COLUMN running boolean NOT NULL DEFAULT false,
    ADD COLUMN routine_id uuid,
    ADD COLUMN stamps jsonb NOT NULL DEFAULT '{}';
CREATE INDEX workout_rev_idx ON workout (user_id, rev);

ALTER TABLE workout_exercise
    ADD COLUMN rest_s integer
        CONSTRAINT workout_exercise_rest_s_check CHECK (rest_s BETWEEN 0 AND 3600),
    ADD COLUMN plan jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN stamps jsonb NOT NULL DEFAULT '{}';

ALTER TABLE logged_set
    ADD COLUMN logged_at timestamptz,
    ADD COLUMN stamps jsonb NOT NULL DEFAULT '{}';

ALTER TABLE exercise
    ADD COLUMN settings jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN stamps jsonb NOT NULL DEFAULT '{}';

ALTER TABLE preference
    ADD COLUMN logging jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN stamps jsonb NOT NULL DEFAULT '{}';

CREATE TABLE routine (
    user_id uuid NOT NULL
        CONSTRAINT routine_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    content jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    rev bigint NOT NULL,
    CONSTRAINT routine_pkey PRIMARY KEY (user_id, id)
);

CREATE TABLE applied_operation (
    user_id uuid NOT NULL
        CONSTRAINT applied_operation_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    result jsonb NOT NULL,
    applied_at timestamptz NOT NULL,
    CONSTRAINT applied_operation_pkey PRIMARY KEY (user_id, id)
);
CREATE INDEX applied_operation_age_idx ON applied_operation (user_id, applied_at);

CREATE TABLE tombstone (
    user_id uuid NOT NULL
        CONSTRAINT tombstone_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT tombstone_kind_check CHECK (kind IN ('entry', 'set')),
    id uuid NOT NULL,
    stamp text NOT NULL,
    content jsonb NOT NULL,
    CONSTRAINT tombstone_pkey PRIMARY KEY (user_id, kind, id)
);
"""

NEW = ("routine", "applied_operation", "tombstone")
COLUMNS = {
    "preference": ("logging", "stamps"),
    "exercise": ("settings", "stamps"),
    "logged_set": ("logged_at", "stamps"),
    "workout_exercise": ("rest_s", "plan", "stamps"),
    "workout": ("running", "routine_id", "stamps"),
}


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for table in NEW:
        for statement in own_rows(table, stats_reads=False):
            op.execute(statement)


def downgrade() -> None:
    op.execute(f"DROP TABLE {', '.join(NEW)}")
    op.execute("DROP INDEX workout_rev_idx")
    for table, columns in COLUMNS.items():
        op.execute(f"ALTER TABLE {table} " + ", ".join(f"DROP COLUMN {one}" for one in columns))
