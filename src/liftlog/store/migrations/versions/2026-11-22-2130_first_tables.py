"""The first tables: accounts, exercises, workouts and sets, with row security and roles."""

from alembic import op

revision = "20261122_2130"
down_revision = None

ROLES = """
DO $$
DECLARE
    service text;
BEGIN
    FOREACH service IN ARRAY ARRAY['liftlog_core', 'liftlog_stats'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', service);
            EXECUTE format('GRANT %I TO CURRENT_USER', service);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', service);
    END LOOP;
END
$$
"""

WHO_ASKS = """
CREATE FUNCTION liftlog_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('liftlog.user_id', true), '')::uuid
"""

TABLES = """
CREATE TABLE catalogue_exercise (
    id uuid NOT NULL CONSTRAINT catalogue_exercise_pkey PRIMARY KEY,
    slug text NOT NULL CONSTRAINT catalogue_exercise_slug_key UNIQUE,
    name text NOT NULL,
    load_kind text NOT NULL,
    equipment text NOT NULL,
    pattern text NOT NULL,
    primary_muscles text[] NOT NULL,
    secondary_muscles text[] NOT NULL,
    aliases text[] NOT NULL
);

CREATE TABLE account (
    user_id uuid NOT NULL CONSTRAINT account_pkey PRIMARY KEY,
    email text NOT NULL CONSTRAINT account_email_check CHECK (char_length(email) <= 254),
    password_hash text NOT NULL,
    weight_unit text NOT NULL DEFAULT 'kg'
        CONSTRAINT account_weight_unit_check CHECK (weight_unit IN ('kg', 'lb')),
    time_zone text NOT NULL DEFAULT 'UTC',
    week_start smallint NOT NULL DEFAULT 1
        CONSTRAINT account_week_start_check CHECK (week_start BETWEEN 1 AND 7),
    theme text NOT NULL DEFAULT 'auto'
        CONSTRAINT account_theme_check CHECK (theme IN ('auto', 'light', 'dark')),
    formula text NOT NULL DEFAULT 'epley',
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account_email (
    email_key text NOT NULL CONSTRAINT account_email_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT account_email_user_id_key UNIQUE
        CONSTRAINT account_email_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE
);

CREATE TABLE session (
    user_id uuid NOT NULL
        CONSTRAINT session_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    user_agent text NOT NULL DEFAULT ''
        CONSTRAINT session_user_agent_check CHECK (char_length(user_agent) <= 300),
    CONSTRAINT session_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT session_user_id_token_hash_key UNIQUE (user_id, token_hash)
);

CREATE TABLE api_token (
    user_id uuid NOT NULL
        CONSTRAINT api_token_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    name text NOT NULL
        CONSTRAINT api_token_name_check CHECK (char_length(name) BETWEEN 1 AND 100),
    created_at timestamptz NOT NULL,
    CONSTRAINT api_token_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT api_token_user_id_token_hash_key UNIQUE (user_id, token_hash)
);

CREATE TABLE exercise (
    user_id uuid NOT NULL
        CONSTRAINT exercise_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    catalogue_id uuid
        CONSTRAINT exercise_catalogue_id_fkey REFERENCES catalogue_exercise (id),
    name text CONSTRAINT exercise_name_check CHECK (char_length(name) BETWEEN 1 AND 120),
    load_kind text CONSTRAINT exercise_load_kind_check CHECK (
        load_kind IN ('weight_reps', 'bodyweight', 'assisted', 'reps', 'time', 'distance')),
    equipment text,
    pattern text,
    primary_muscles text[],
    secondary_muscles text[],
    archived_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT exercise_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT exercise_complete_check CHECK (
        catalogue_id IS NOT NULL OR (name IS NOT NULL AND load_kind IS NOT NULL))
);

CREATE TABLE history_import (
    user_id uuid NOT NULL
        CONSTRAINT history_import_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    source text NOT NULL,
    filename text NOT NULL
        CONSTRAINT history_import_filename_check CHECK (char_length(filename) <= 255),
    created_at timestamptz NOT NULL,
    summary jsonb NOT NULL,
    CONSTRAINT history_import_pkey PRIMARY KEY (user_id, id)
);

CREATE TABLE import_upload (
    user_id uuid NOT NULL
        CONSTRAINT import_upload_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    filename text NOT NULL
        CONSTRAINT import_upload_filename_check CHECK (char_length(filename) <= 255),
    content bytea NOT NULL
        CONSTRAINT import_upload_content_check CHECK (octet_length(content) <= 20000000),
    created_at timestamptz NOT NULL,
    CONSTRAINT import_upload_pkey PRIMARY KEY (user_id, id)
);

CREATE TABLE workout (
    user_id uuid NOT NULL
        CONSTRAINT workout_user_id_fkey REFERENCES account (user_id) ON DELETE CASCADE,
    id uuid NOT NULL,
    title text NOT NULL CONSTRAINT workout_title_check CHECK (char_length(title) <= 200),
    started_at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    duration_s integer
        CONSTRAINT workout_duration_s_check CHECK (duration_s BETWEEN 0 AND 604800),
    note text NOT NULL DEFAULT ''
        CONSTRAINT workout_note_check CHECK (char_length(note) <= 2000),
    import_id uuid,
    import_source text,
    imported_start_local timestamp,
    imported_fingerprint text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT workout_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT workout_user_id_import_id_fkey FOREIGN KEY (user_id, import_id)
        REFERENCES history_import (user_id, id)
);
CREATE INDEX workout_day_idx ON workout (user_id, day, started_at);

CREATE TABLE workout_exercise (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    workout_id uuid NOT NULL,
    exercise_id uuid NOT NULL,
    position smallint NOT NULL
        CONSTRAINT workout_exercise_position_check CHECK (position BETWEEN 0 AND 99),
    superset smallint,
    note text NOT NULL DEFAULT ''
        CONSTRAINT workout_exercise_note_check CHECK (char_length(note) <= 2000),
    CONSTRAINT workout_exercise_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT workout_exercise_user_id_id_workout_id_exercise_id_key
        UNIQUE (user_id, id, workout_id, exercise_id),
    CONSTRAINT workout_exercise_user_id_workout_id_fkey FOREIGN KEY (user_id, workout_id)
        REFERENCES workout (user_id, id) ON DELETE CASCADE,
    CONSTRAINT workout_exercise_user_id_exercise_id_fkey FOREIGN KEY (user_id, exercise_id)
        REFERENCES exercise (user_id, id)
);
CREATE INDEX workout_exercise_workout_idx ON workout_exercise (user_id, workout_id);

CREATE TABLE logged_set (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    workout_exercise_id uuid NOT NULL,
    workout_id uuid NOT NULL,
    exercise_id uuid NOT NULL,
    position smallint NOT NULL
        CONSTRAINT logged_set_position_check CHECK (position BETWEEN 0 AND 199),
    kind text NOT NULL
        CONSTRAINT logged_set_kind_check CHECK (kind IN ('warm_up', 'working', 'drop', 'failure')),
    weight_g integer
        CONSTRAINT logged_set_weight_g_check CHECK (weight_g BETWEEN 0 AND 2000000),
    weight_unit text
        CONSTRAINT logged_set_weight_unit_check CHECK (
            (weight_g IS NULL) = (weight_unit IS NULL) AND weight_unit IN ('kg', 'lb')),
    weight_kg numeric GENERATED ALWAYS AS (
        CASE weight_unit WHEN 'kg' THEN weight_g::numeric / 1000
        ELSE round(weight_g / 453.59237, 2) * 0.45359237 END) STORED,
    reps integer CONSTRAINT logged_set_reps_check CHECK (reps BETWEEN 0 AND 10000),
    rpe numeric(3, 1) CONSTRAINT logged_set_rpe_check CHECK (
        rpe BETWEEN 1 AND 10 AND rpe * 2 = trunc(rpe * 2)),
    duration_ms bigint
        CONSTRAINT logged_set_duration_ms_check CHECK (duration_ms BETWEEN 0 AND 604800000),
    distance_mm bigint
        CONSTRAINT logged_set_distance_mm_check CHECK (distance_mm BETWEEN 0 AND 1000000000),
    distance_unit text
        CONSTRAINT logged_set_distance_unit_check CHECK (
            (distance_mm IS NULL) = (distance_unit IS NULL)
            AND distance_unit IN ('m', 'km', 'yd', 'mi')),
    note text NOT NULL DEFAULT ''
        CONSTRAINT logged_set_note_check CHECK (char_length(note) <= 2000),
    CONSTRAINT logged_set_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT logged_set_workout_exercise_fkey
        FOREIGN KEY (user_id, workout_exercise_id, workout_id, exercise_id)
        REFERENCES workout_exercise (user_id, id, workout_id, exercise_id)
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX logged_set_entry_idx ON logged_set (user_id, workout_id, workout_exercise_id);
CREATE INDEX logged_set_exercise_idx ON logged_set (user_id, exercise_id);

CREATE TABLE workout_revision (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    workout_id uuid NOT NULL,
    replaced_at timestamptz NOT NULL,
    content jsonb NOT NULL,
    CONSTRAINT workout_revision_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT workout_revision_user_id_workout_id_fkey FOREIGN KEY (user_id, workout_id)
        REFERENCES workout (user_id, id) ON DELETE CASCADE
);
CREATE INDEX workout_revision_workout_idx
    ON workout_revision (user_id, workout_id, replaced_at);

-- An exercise as its lifter sees it: their own words where they have some, else the catalogue's.
CREATE VIEW exercise_resolved WITH (security_invoker = true) AS
SELECT
    e.user_id,
    e.id,
    e.catalogue_id,
    COALESCE(e.name, c.name) AS name,
    COALESCE(e.load_kind, c.load_kind) AS load_kind,
    COALESCE(e.equipment, c.equipment, 'other') AS equipment,
    COALESCE(e.pattern, c.pattern, 'isolation') AS pattern,
    COALESCE(e.primary_muscles, c.primary_muscles, '{}') AS primary_muscles,
    COALESCE(e.secondary_muscles, c.secondary_muscles, '{}') AS secondary_muscles,
    COALESCE(c.aliases, '{}') AS aliases,
    e.archived_at
FROM exercise e
LEFT JOIN catalogue_exercise c ON c.id = e.catalogue_id;
"""

USER_OWNED = (
    "account",
    "session",
    "api_token",
    "exercise",
    "history_import",
    "import_upload",
    "workout",
    "workout_exercise",
    "logged_set",
    "workout_revision",
)
# What statistics need, and nothing that opens a door: no password hash, session or token.
STATS_READS = (
    "exercise",
    "workout",
    "workout_exercise",
    "logged_set",
)


def upgrade() -> None:
    op.execute(ROLES)
    op.execute(WHO_ASKS)
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for table in USER_OWNED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY core_own_rows ON {table} TO liftlog_core "
            "USING (user_id = liftlog_user_id()) WITH CHECK (user_id = liftlog_user_id())"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO liftlog_core")
    op.execute("GRANT SELECT, INSERT ON account_email TO liftlog_core")
    for table in STATS_READS:
        op.execute(
            f"CREATE POLICY stats_own_rows ON {table} FOR SELECT TO liftlog_stats "
            "USING (user_id = liftlog_user_id())"
        )
        op.execute(f"GRANT SELECT ON {table} TO liftlog_stats")
    op.execute(
        "GRANT SELECT ON catalogue_exercise, exercise_resolved, alembic_version "
        "TO liftlog_core, liftlog_stats"
    )


def downgrade() -> None:
    op.execute("DROP VIEW exercise_resolved")
    op.execute("REVOKE ALL ON alembic_version FROM liftlog_core, liftlog_stats")
    op.execute(
        "DROP TABLE workout_revision, logged_set, workout_exercise, workout, import_upload, "
        "history_import, exercise, api_token, session, account_email, account, catalogue_exercise"
    )
    op.execute("DROP FUNCTION liftlog_user_id()")
    # The roles belong to the whole server and may serve another database: they stay.
