"""What makes a table one of a lifter's own: the policies and rights that migrations give it."""

from collections.abc import Iterator


def own_rows(table: str, *, stats_reads: bool) -> Iterator[str]:
    """Statements by which core sees and changes only its lifter's rows, and stats may read them."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield (
        f"CREATE POLICY core_own_rows ON {table} TO liftlog_core "
        "USING (user_id = liftlog_user_id()) WITH CHECK (user_id = liftlog_user_id())"
    )
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO liftlog_core"
    if stats_reads:
        yield (
            f"CREATE POLICY stats_own_rows ON {table} FOR SELECT TO liftlog_stats "
            "USING (user_id = liftlog_user_id())"
        )
        yield f"GRANT SELECT ON {table} TO liftlog_stats"
