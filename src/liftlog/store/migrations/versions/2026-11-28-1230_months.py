"""Sums per exercise and month, so that long ranges are read from months instead of days."""

from alembic import op

from liftlog.store.server.row_security import own_rows

revision = "20261128_1230"
down_revision = "20261128_1100"

TABLES = """
CREATE TABLE exercise_month (
    user_id uuid NOT NULL,
    exercise_id uuid NOT NULL,
    month date NOT NULL,
    workouts integer NOT NULL,
    sets integer NOT NULL,
    reps integer NOT NULL,
    moved_kg numeric NOT NULL,
    last_day date NOT NULL,
    CONSTRAINT exercise_month_pkey PRIMARY KEY (user_id, exercise_id, month),
    CONSTRAINT exercise_month_user_id_exercise_id_fkey FOREIGN KEY (user_id, exercise_id)
        REFERENCES exercise (user_id, id) ON DELETE CASCADE
);
CREATE INDEX exercise_month_month_idx ON exercise_month (user_id, month)
    INCLUDE (exercise_id, workouts, sets, reps, moved_kg, last_day);

CREATE INDEX workout_trained_idx ON workout (user_id, day) WHERE deleted_at IS NULL;

INSERT INTO exercise_month
SELECT user_id, exercise_id, CAST(date_trunc('month', CAST(day AS timestamp)) AS date),
    sum(workouts), sum(sets), sum(reps), sum(moved_kg), max(day)
FROM exercise_day GROUP BY 1, 2, 3;
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for statement in own_rows("exercise_month", stats_reads=True):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX workout_trained_idx")
    op.execute("DROP TABLE exercise_month")
