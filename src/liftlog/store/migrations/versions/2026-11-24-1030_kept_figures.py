"""What statistics are read from: kept per lifter, exercise and day, and the ledger of records."""

from alembic import op

from liftlog.store.server.row_security import own_rows

revision = "20261124_1030"
down_revision = "20261124_1020"

TABLES = """
CREATE TABLE exercise_day (
    user_id uuid NOT NULL,
    exercise_id uuid NOT NULL,
    day date NOT NULL,
    workouts integer NOT NULL,
    sets integer NOT NULL,
    reps integer NOT NULL,
    moved_kg numeric NOT NULL,
    estimates jsonb NOT NULL,
    low_kg double precision,
    median_kg double precision,
    high_kg double precision,
    marks jsonb NOT NULL,
    CONSTRAINT exercise_day_pkey PRIMARY KEY (user_id, exercise_id, day),
    CONSTRAINT exercise_day_user_id_exercise_id_fkey FOREIGN KEY (user_id, exercise_id)
        REFERENCES exercise (user_id, id) ON DELETE CASCADE
);
CREATE INDEX exercise_day_day_idx ON exercise_day (user_id, day)
    INCLUDE (exercise_id, workouts, sets, reps, moved_kg);

CREATE TABLE exercise_record (
    user_id uuid NOT NULL,
    exercise_id uuid NOT NULL,
    line text NOT NULL,
    day date NOT NULL,
    value numeric NOT NULL,
    set_id uuid NOT NULL,
    gain numeric,
    until date,
    CONSTRAINT exercise_record_pkey PRIMARY KEY (user_id, exercise_id, line, day),
    CONSTRAINT exercise_record_user_id_exercise_id_fkey FOREIGN KEY (user_id, exercise_id)
        REFERENCES exercise (user_id, id) ON DELETE CASCADE
);
CREATE INDEX exercise_record_day_idx ON exercise_record (user_id, day);
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for table in ("exercise_day", "exercise_record"):
        for statement in own_rows(table, stats_reads=True):
            op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE exercise_record, exercise_day")
