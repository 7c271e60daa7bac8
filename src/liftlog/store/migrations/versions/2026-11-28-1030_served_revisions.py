"""The database says which LiftLogs its schema serves, and the list of addresses whose they are."""

from alembic import op

revision = "20261128_1030"
down_revision = "20261128_1000"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE served_revision "
        "(revision text NOT NULL CONSTRAINT served_revision_pkey PRIMARY KEY)"
    )
    op.execute("GRANT SELECT ON served_revision TO liftlog_core, liftlog_stats")
    # Whoever signs in is found by any address; only one's own is put there and taken away.
    op.execute("ALTER TABLE account_email ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY core_finds ON account_email FOR SELECT TO liftlog_core USING (true)")
    op.execute(
        "CREATE POLICY core_adds_own ON account_email FOR INSERT TO liftlog_core "
        "WITH CHECK (user_id = liftlog_user_id())"
    )
    op.execute(
        "CREATE POLICY core_removes_own ON account_email FOR DELETE TO liftlog_core "
        "USING (user_id = liftlog_user_id())"
    )
    op.execute("GRANT DELETE ON account_email TO liftlog_core")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON account_email FROM liftlog_core")
    for policy in ("core_removes_own", "core_adds_own", "core_finds"):
        op.execute(f"DROP POLICY {policy} ON account_email")
    op.execute("ALTER TABLE account_email DISABLE ROW LEVEL SECURITY")
    op.execute("DROP TABLE served_revision")
