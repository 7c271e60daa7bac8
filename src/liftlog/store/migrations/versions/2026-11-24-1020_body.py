"""Body weight and measurements."""

from alembic import op

from liftlog.store.server.row_security import own_rows

revision = "20261124_1020"
down_revision = "20261124_1000"

TABLE = """
CREATE TABLE body_measurement (
    user_id uuid NOT NULL
        CONSTRAINT body_measurement_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    kind text NOT NULL,
    day date NOT NULL,
    measured_at timestamptz NOT NULL,
    weight_g integer
        CONSTRAINT body_measurement_weight_g_check CHECK (weight_g BETWEEN 20000 AND 700000),
    length_mm integer
        CONSTRAINT body_measurement_length_mm_check CHECK (length_mm BETWEEN 10 AND 3000),
    percent numeric(4, 1)
        CONSTRAINT body_measurement_percent_check CHECK (percent BETWEEN 1 AND 80),
    unit text NOT NULL
        CONSTRAINT body_measurement_unit_check CHECK (unit IN ('kg', 'lb', 'cm', 'in', '%')),
    note text NOT NULL DEFAULT ''
        CONSTRAINT body_measurement_note_check CHECK (char_length(note) <= 2000),
    CONSTRAINT body_measurement_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT body_measurement_value_check CHECK (
        num_nonnulls(weight_g, length_mm, percent) = 1)
);
CREATE INDEX body_measurement_day_idx ON body_measurement (user_id, kind, day);
"""


def upgrade() -> None:
    for statement in TABLE.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for statement in own_rows("body_measurement", stats_reads=True):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE body_measurement")
